using Azure;
using Azure.Data.Tables;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

public sealed class TablesWireTestsOfQueries(AzuriteFixture azurite) : TablesWireTest(azurite)
{
    [Fact]
    public async Task A_range_of_row_keys_comes_back_in_ordinal_order()
    {
        await Add("profile", "card|2", "card|1", "~event|1", "Zebra");

        var live = await Keys("PartitionKey eq 'p' and RowKey lt '~'");

        Assert.Equal(["Zebra", "card|1", "card|2", "profile"], live);
    }

    [Fact]
    public async Task A_filter_compares_each_type_as_what_it_is()
    {
        var time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var guid = Guid.Parse("11223344-5566-7788-99aa-bbccddeeff00");
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "it's",
            ["Int32"] = 5,
            ["Int64"] = 10_000_000_000L,
            ["Double"] = 0.5,
            ["Flag"] = true,
            ["Guid"] = guid,
            ["Time"] = time,
        });

        string[] matching =
        [
            TableClient.CreateQueryFilter($"Text eq {"it's"}"),
            TableClient.CreateQueryFilter($"Int32 gt {4} and Int32 lt {6}"),
            TableClient.CreateQueryFilter($"Int64 eq {10_000_000_000L}"),
            TableClient.CreateQueryFilter($"Double le {0.5}"),
            TableClient.CreateQueryFilter($"Flag eq {true}"),
            TableClient.CreateQueryFilter($"Guid eq {guid}"),
            TableClient.CreateQueryFilter($"Time eq {time}"),
            TableClient.CreateQueryFilter($"not (Time lt {time})"),
        ];
        foreach (var filter in matching)
        {
            Assert.Equal((filter, 1), (filter, (await Keys(filter)).Count));
        }

        string[] others =
        [
            TableClient.CreateQueryFilter($"Text eq {"its"}"),
            TableClient.CreateQueryFilter($"Int32 gt {5}"),
            TableClient.CreateQueryFilter($"Int64 eq {10_000_000_001L}"),
            TableClient.CreateQueryFilter($"Flag eq {false}"),
            TableClient.CreateQueryFilter($"Guid eq {Guid.Empty}"),
            TableClient.CreateQueryFilter($"Time gt {time}"),
        ];
        foreach (var filter in others)
        {
            Assert.Equal((filter, 0), (filter, (await Keys(filter)).Count));
        }
    }

    [Fact]
    public async Task A_value_in_a_filter_cannot_end_its_literal()
    {
        await Add("a", "b");

        Assert.Empty(await Keys(TableClient.CreateQueryFilter($"RowKey eq {"x' or RowKey ne 'x"}")));
    }

    [Fact]
    public async Task A_query_with_select_brings_the_named_properties_only()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" });

        var row = Assert.Single(await Table.QueryAsync<TableEntity>(select: ["RowKey", "B"]).ToListAsync());

        Assert.Equal(("r", "b", null), (row.RowKey, row.GetString("B"), row["A"]));
    }

    [Fact]
    public async Task Pages_hold_at_most_what_was_asked_and_together_everything_once()
    {
        await Add([.. Enumerable.Range(0, 7).Select(i => $"r{i}")]);

        var pages = await Table.QueryAsync<TableEntity>(maxPerPage: 3).AsPages().ToListAsync();

        Assert.Equal([3, 3, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"r{i}"), pages.SelectMany(page => page.Values).Select(row => row.RowKey));
        Assert.Null(pages[^1].ContinuationToken);
    }

    [Fact]
    public async Task A_continuation_token_resumes_in_a_later_query()
    {
        await Add("a", "b", "c", "d");
        var first = await Table.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages(pageSizeHint: 2).FirstAsync();

        var rest = await Table.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages(first.ContinuationToken).ToListAsync();

        Assert.Equal(["a", "b"], first.Values.Select(row => row.RowKey));
        Assert.Equal(["c", "d"], rest.SelectMany(page => page.Values).Select(row => row.RowKey));
    }

    [Fact]
    public async Task More_than_1000_rows_are_enumerated_across_pages_on_their_own()
    {
        string[] keys = [.. Enumerable.Range(0, 1005).Select(i => $"r{i:0000}")];
        foreach (var chunk in keys.Chunk(100))
        {
            await Add(chunk);
        }

        var pages = await Table.QueryAsync<TableEntity>().AsPages().ToListAsync();

        Assert.Equal([1000, 5], pages.Select(page => page.Values.Count));
        Assert.Equal(keys, await Keys(null));
    }

    [Fact]
    public async Task A_filter_that_is_no_filter_is_refused_with_400()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(async () => await Keys("RowKey frobs 'x'"));

        Assert.Equal(400, refused.Status);
    }

    private async Task Add(params string[] rowKeys) => await Table.SubmitTransactionAsync(
        rowKeys.Select(key => new TableTransactionAction(TableTransactionActionType.Add, Row(key))));

    private async Task<List<string>> Keys(string? filter) =>
        await Table.QueryAsync<TableEntity>(filter).Select(row => row.RowKey).ToListAsync();
}
