using System.Security.Cryptography;
using System.Text.Json;
using SecureDocket.Encryption;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Encryption;

/// <summary>Shard keys whose rows somebody with access to the tables has deleted, exchanged or made.</summary>
public sealed class ShardKeysTests
{
    private readonly ManualClock _clock = new(new(2030, 6, 10, 8, 0, 0, TimeSpan.Zero));
    private readonly InMemoryTables _tables;
    private readonly InMemoryShardKeyVault _vault = new();

    public ShardKeysTests() => _tables = new(clock: _clock);

    [Fact]
    public async Task A_row_that_was_deleted_and_put_back_after_a_new_key_was_made_costs_neither()
    {
        var (first, second) = (IdIn(7, 1), IdIn(7, 2));
        var before = await Fresh().NewAsync(first, default);
        var row = Assert.Single(_tables.RowsOf(TableNames.ShardKeys)).Row;
        await _tables.CommitAsync(TableNames.ShardKeys, "shards", [RowWrite.Delete(row.Key, null)], default);
        _clock.Advance(TimeSpan.FromDays(1));
        var after = await Fresh().NewAsync(second, default);
        await Assert.ThrowsAsync<UnreadableException>(() => Fresh().OpenAsync(first, before.Wrapped, default));

        await _tables.CommitAsync(TableNames.ShardKeys, "shards", [RowWrite.Put(row.Key, row.Json)], default);

        Assert.Equal(first, (await Fresh().OpenAsync(first, before.Wrapped, default)).Docket);
        Assert.Equal(second, (await Fresh().OpenAsync(second, after.Wrapped, default)).Docket);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_somebody_else_had_the_vault_wrap_wraps_nothing_and_opens_nothing(bool isWithHashOfAnother)
    {
        // Wrapping for the vault takes no more than its public key.
        var known = RandomNumberGenerator.GetBytes(DocketKey.Length);
        var wrapped = await _vault.WrapAsync(known, default);
        var id = IdIn(7, 1);
        await Fresh().NewAsync(id, default);
        var own = Rows().Values.Single();
        var made = new ShardRow(wrapped.Version, wrapped.Bytes, _clock.GetUtcNow()) { Hash = isWithHashOfAnother ? own.Hash : null };
        await PutAsync("07|60000", made);

        var key = await Fresh().NewAsync(id, default);
        var forged = new ShardKey(7, 60000, known).Wrap(id, RandomNumberGenerator.GetBytes(DocketKey.Length));

        Assert.NotEqual(60000, ShardKey.Named(key.Wrapped.Span)!.Value.Generation);
        Assert.Equal(UnreadableReason.ShardLost, (await Assert.ThrowsAsync<UnreadableException>(() => Fresh().OpenAsync(id, forged, default))).Reason);
        Assert.Equal(id, (await Fresh().OpenAsync(id, key.Wrapped, default)).Docket);
    }

    [Fact]
    public async Task Rows_that_were_exchanged_wrap_nothing()
    {
        var (seven, eight) = (IdIn(7, 1), IdIn(8, 1));
        await Fresh().NewAsync(seven, default);
        await Fresh().NewAsync(eight, default);
        var rows = Rows();
        var keys = rows.Keys.Order(StringComparer.Ordinal).ToList();
        await PutAsync(keys[0], rows[keys[1]]);
        await PutAsync(keys[1], rows[keys[0]]);
        _clock.Advance(TimeSpan.FromDays(1));

        var made = await Fresh().NewAsync(seven, default);
        await PutAsync(keys[0], rows[keys[0]]);
        await PutAsync(keys[1], rows[keys[1]]);

        Assert.Equal(seven, (await Fresh().OpenAsync(seven, made.Wrapped, default)).Docket);
    }

    private DocketKeys Fresh() => Core.Over(_tables, _clock, vault: _vault).Get<DocketKeys>();

    private Dictionary<string, ShardRow> Rows() =>
        _tables.RowsOf(TableNames.ShardKeys).ToDictionary(row => row.Row.Key, row => JsonSerializer.Deserialize(row.Row.Json, EncryptionJson.Rows.ShardRow)!);

    private Task<IReadOnlyList<string>?> PutAsync(string key, ShardRow row) =>
        _tables.CommitAsync(TableNames.ShardKeys, "shards", [RowWrite.Put(key, JsonSerializer.Serialize(row, EncryptionJson.Rows.ShardRow))], default);

    private static CardholderId IdIn(byte shard, byte number) => CardholderId.FromBytes([shard, .. new byte[CardholderId.Length - 2], number]);
}
