using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Messages;

public sealed class QuarantineTests
{
    private readonly InMemoryTables _tables = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2027, 3, 4, 16, 5, 6, 789, TimeSpan.Zero));

    [Fact]
    public async Task A_message_is_kept_with_its_reason_hash_and_length()
    {
        await AddAsync("hello");

        var (partition, row) = Assert.Single(_tables.RowsOf(TableNames.Quarantine));
        var hash = Convert.ToHexStringLower(SHA256.HashData("hello"u8));
        Assert.Equal(("20270304", $"160506789|{hash}"), (partition, row.Key));
        var kept = JsonSerializer.Deserialize(row.Json, MessagesJson.Rows.QuarantineRow)!;
        Assert.Equal(("bad", hash, 5, "hello"), (kept.Reason, kept.Hash, kept.Length, kept.Text));
    }

    [Theory]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData('\0')]
    [InlineData('я')]
    [InlineData('\ud800')]
    public async Task Of_a_long_message_the_start_is_kept_whatever_it_is_of(char character)
    {
        await AddAsync(new string(character, 100_000));

        var kept = JsonSerializer.Deserialize(Assert.Single(_tables.RowsOf(TableNames.Quarantine)).Row.Json, MessagesJson.Rows.QuarantineRow)!;
        Assert.Equal((100_000, Quarantine.TextLimit), (kept.Length, kept.Text.Length));
        Assert.Equal(char.IsSurrogate(character) ? Rune.ReplacementChar.ToString()[0] : character, kept.Text[0]);
    }

    [Fact]
    public async Task A_message_that_is_put_aside_twice_at_once_is_kept_once()
    {
        await AddAsync("hello");
        await AddAsync("hello");

        Assert.Single(_tables.RowsOf(TableNames.Quarantine));
    }

    [Fact]
    public async Task After_thirty_days_a_message_is_forgotten_and_a_younger_one_is_not()
    {
        await AddAsync("old");
        _clock.Advance(TimeSpan.FromDays(30));
        await AddAsync("young");
        Assert.Equal(new(0, true), await DropAsync());

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new(1, true), await DropAsync());
        Assert.Equal("20270403", Assert.Single(_tables.RowsOf(TableNames.Quarantine)).Partition);
    }

    private Task AddAsync(string message) => new Quarantine(_tables, _clock).AddAsync(message, "bad", default);

    private Task<PurgedRows> DropAsync() => new PurgeQuarantine(_tables, _clock).RunAsync(default);
}
