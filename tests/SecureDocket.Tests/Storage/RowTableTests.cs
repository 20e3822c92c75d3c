using System.Text.Json;
using SecureDocket.Places;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Storage;

public sealed class RowTableTests
{
    private const string Partition = "place|P1";

    private readonly InMemoryTables _tables = new();
    private readonly RowTable<Site> _sites;

    public RowTableTests() => _sites = new(_tables, TableNames.Places, PlacesJson.Rows.Site);

    [Fact]
    public async Task A_missing_row_is_null() => Assert.Null(await _sites.FindAsync(Partition, "site", default));

    [Fact]
    public async Task A_row_is_read_with_the_version_that_the_next_write_needs()
    {
        var inserted = await _sites.InsertAsync(Partition, "site", Named("A"), default);
        Assert.Equal(inserted, await _sites.FindAsync(Partition, "site", default));

        var replaced = await _sites.ReplaceAsync(Partition, "site", Named("B"), inserted!.Version, default);
        Assert.Equal(replaced, await _sites.FindAsync(Partition, "site", default));
        Assert.Equal("B", replaced!.Value.Name);

        Assert.Null(await _sites.InsertAsync(Partition, "site", Named("C"), default));
        Assert.Null(await _sites.ReplaceAsync(Partition, "site", Named("C"), inserted.Version, default));
        Assert.False(await _sites.DeleteAsync(Partition, "site", inserted.Version, default));
        Assert.Equal(replaced, await _sites.FindAsync(Partition, "site", default));

        Assert.True(await _sites.DeleteAsync(Partition, "site", replaced.Version, default));
        Assert.Null(await _sites.FindAsync(Partition, "site", default));
    }

    [Fact]
    public async Task A_write_adds_or_replaces_only_what_was_read()
    {
        var added = await _sites.WriteAsync(Partition, "site", before: null, Named("A"), default);
        Assert.Null(await _sites.WriteAsync(Partition, "site", before: null, Named("B"), default));

        var changed = await _sites.WriteAsync(Partition, "site", added, Named("C"), default);
        Assert.Null(await _sites.WriteAsync(Partition, "site", added, Named("D"), default));
        Assert.Equal(changed, await _sites.FindAsync(Partition, "site", default));
    }

    [Fact]
    public async Task Every_page_but_the_last_names_the_next()
    {
        foreach (var number in Enumerable.Range(0, Page<Site>.Size + 1))
        {
            await _sites.PutAsync(Partition, $"site|{number:D3}", Named($"{number}"), default);
        }

        await _tables.CommitAsync(TableNames.Places, Partition, [RowWrite.Put("siteless", "[]")], default);
        var first = await _sites.PageAsync(Partition, "site|", "site|", default);
        Assert.True(PageToken.TryStart(first.Next, "site|", out var from));
        var last = await _sites.PageAsync(Partition, "site|", from, default);

        Assert.Equal(Enumerable.Range(0, Page<Site>.Size + 1).Select(number => $"{number}"), first.Items.Concat(last.Items).Select(site => site.Name));
        Assert.Null(last.Next);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":")]
    public async Task A_row_that_is_not_of_the_type_fails_and_is_not_missing(string json)
    {
        await _tables.CommitAsync(TableNames.Places, Partition, [RowWrite.Put("site", json)], default);

        await Assert.ThrowsAsync<JsonException>(() => _sites.FindAsync(Partition, "site", default));
        await Assert.ThrowsAsync<JsonException>(() => _sites.RangeAsync(Partition, "", "~", 10, default));
        await Assert.ThrowsAsync<JsonException>(() => _sites.PurgeAsync("", "~", _ => true, default));
    }

    private static Site Named(string name) => new("P1", name, Quota: 5, Issued: 0);
}
