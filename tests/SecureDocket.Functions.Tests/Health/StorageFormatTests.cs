using SecureDocket.Dockets;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Health;

/// <summary>A release does not start on tables that it cannot read, and says why in one sentence.</summary>
public sealed class StorageFormatTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Tables_of_a_later_release_are_refused()
    {
        await _world.Tables.CommitAsync(TableNames.Watermarks, "storage-format", [RowWrite.Put("format", """{"format":3}""")], default);

        var failure = await Assert.ThrowsAsync<StorageFormatException>(StartAsync);

        Assert.Equal("A later release has written the tables (format 3, and this one reads 2): deploy that release again.", failure.Message);
    }

    [Fact]
    public async Task Dockets_that_are_not_encrypted_are_refused()
    {
        await _world.Tables.CommitAsync(TableNames.Dockets, "EA8ODQwLCgkIBwYFBAMCAQ", [RowWrite.Put("profile", """{"cardholder":{}}""")], default);

        var failure = await Assert.ThrowsAsync<StorageFormatException>(StartAsync);

        Assert.Equal("An earlier release has written the tables, and their dockets are not encrypted: start this release with empty tables.", failure.Message);
    }

    [Fact]
    public async Task Our_own_tables_are_taken_with_and_without_the_mark_and_it_is_made_anew()
    {
        await using (var first = await TestHost.StartAsync(_world))
        {
            using var officer = first.As("Enrollment.Officer");
            await TestPeople.EnrollAsync(officer);
        }

        await using (await TestHost.StartAsync(_world))
        {
        }

        await _world.Tables.CommitAsync(TableNames.Watermarks, "storage-format", [RowWrite.Delete("format", null)], default);
        await StartAsync();

        Assert.Equal("""{"format":2}""", (await _world.Tables.FindAsync(TableNames.Watermarks, new("storage-format", "format"), default))!.Json);
    }

    private async Task StartAsync()
    {
        await using var host = await TestHost.StartAsync(_world);
    }
}
