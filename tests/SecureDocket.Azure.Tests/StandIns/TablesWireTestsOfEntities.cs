using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

public sealed class TablesWireTestsOfEntities(AzuriteFixture azurite) : TablesWireTest(azurite)
{
    [Fact]
    public async Task Creating_a_table_twice_is_no_error_and_tells_of_the_conflict()
    {
        var again = await Service.CreateTableIfNotExistsAsync(Table.Name);

        Assert.Equal(Table.Name, again.Value.Name);
        Assert.Equal(409, again.GetRawResponse().Status);
    }

    [Fact]
    public async Task An_added_entity_is_read_back_with_its_etag_and_timestamp()
    {
        var added = await Table.AddEntityAsync(Row("r", 7));

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(("p", "r", 7), (read.PartitionKey, read.RowKey, read.GetInt32("Number")));
        Assert.Equal(added.Headers.ETag, read.ETag);
        Assert.InRange(read.Timestamp!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task Adding_where_an_entity_is_is_refused_with_409()
    {
        await Table.AddEntityAsync(Row("r", 1));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(Row("r", 2)));

        Assert.Equal(409, refused.Status);
        Assert.Equal("EntityAlreadyExists", refused.ErrorCode);
        Assert.True(refused.ErrorCode! == TableErrorCode.EntityAlreadyExists);
        Assert.Equal(1, await NumberOf("r"));
    }

    [Fact]
    public async Task Getting_what_is_not_there_is_refused_with_404()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityAsync<TableEntity>("p", "none"));

        Assert.Equal(404, refused.Status);
        Assert.Equal("ResourceNotFound", refused.ErrorCode);
    }

    [Fact]
    public async Task Getting_if_exists_has_a_value_exactly_when_there_is_one()
    {
        await Table.AddEntityAsync(Row("r", 3));

        var found = await Table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        var missing = await Table.GetEntityIfExistsAsync<TableEntity>("p", "none");

        Assert.True(found.HasValue);
        Assert.Equal(3, found.Value!.GetInt32("Number"));
        Assert.False(missing.HasValue);
        Assert.Equal(404, missing.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => missing.Value);
    }

    [Fact]
    public async Task Getting_with_select_brings_the_named_properties_only()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", ["B"])).Value;

        Assert.Equal("b", read.GetString("B"));
        Assert.Null(read["A"]);
    }

    [Fact]
    public async Task Merging_keeps_what_the_update_does_not_name()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" });

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = "new" }, ETag.All, TableUpdateMode.Merge);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(("a", "new"), (read.GetString("A"), read.GetString("B")));
    }

    [Fact]
    public async Task Replacing_drops_what_the_update_does_not_name()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" });

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = "new" }, ETag.All, TableUpdateMode.Replace);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.False(read.ContainsKey("A"));
        Assert.Equal("new", read.GetString("B"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Updating_with_the_current_etag_succeeds_and_gives_a_new_one(TableUpdateMode mode)
    {
        var first = (await Table.AddEntityAsync(Row("r", 1))).Headers.ETag!.Value;

        var second = (await Table.UpdateEntityAsync(Row("r", 2), first, mode)).Headers.ETag!.Value;

        Assert.NotEqual(first, second);
        Assert.Equal(second, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Updating_with_a_stale_etag_is_refused_with_412(TableUpdateMode mode)
    {
        var stale = (await Table.AddEntityAsync(Row("r", 1))).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(Row("r", 2), stale, mode);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(Row("r", 3), stale, mode));

        Assert.Equal(412, refused.Status);
        Assert.Equal("UpdateConditionNotSatisfied", refused.ErrorCode);
        Assert.Equal(2, await NumberOf("r"));
    }

    [Fact]
    public async Task Updating_what_is_not_there_is_refused_with_404()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(Row("none"), ETag.All));

        Assert.Equal(404, refused.Status);
        Assert.Equal("ResourceNotFound", refused.ErrorCode);
    }

    [Fact]
    public async Task Updating_without_saying_which_version_is_refused_before_anything_is_sent() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(Row("r"), default));

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Upserting_inserts_and_then_updates(TableUpdateMode mode)
    {
        await Table.UpsertEntityAsync(Row("r", 1), mode);
        Assert.Equal(1, await NumberOf("r"));

        await Table.UpsertEntityAsync(Row("r", 2), mode);
        Assert.Equal(2, await NumberOf("r"));
    }

    [Fact]
    public async Task Deleting_with_a_stale_etag_is_refused_with_412()
    {
        var stale = (await Table.AddEntityAsync(Row("r", 1))).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(Row("r", 2), stale);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync("p", "r", stale));

        Assert.Equal(412, refused.Status);
        Assert.Equal(2, await NumberOf("r"));
    }

    [Fact]
    public async Task Deleting_takes_the_entity_away_and_deleting_again_is_no_error()
    {
        await Table.AddEntityAsync(Row("r"));

        var first = await Table.DeleteEntityAsync("p", "r");
        var second = await Table.DeleteEntityAsync("p", "r");

        Assert.Equal(204, first.Status);
        Assert.Equal(404, second.Status);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task A_table_that_does_not_exist_is_told_by_name()
    {
        var nowhere = Service.GetTableClient(AzuriteFixture.UniqueName());

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => nowhere.AddEntityAsync(Row("r")));

        Assert.Equal(404, refused.Status);
        Assert.Equal("TableNotFound", refused.ErrorCode);
    }

    [Fact]
    public void The_synchronous_calls_do_the_same()
    {
        Table.AddEntity(Row("r", 1));
        Table.UpdateEntity(Row("r", 2), ETag.All, TableUpdateMode.Replace);
        Table.UpsertEntity(Row("s", 3));

        Assert.Equal(2, Table.GetEntity<TableEntity>("p", "r").Value.GetInt32("Number"));
        Assert.Equal(["r", "s"], Table.Query<TableEntity>().Select(row => row.RowKey));

        Table.DeleteEntity("p", "r");
        Assert.False(Table.GetEntityIfExists<TableEntity>("p", "r").HasValue);
    }

    // The service forbids / \ # ? and control characters in a key; everything else must arrive as it is.
    [Theory]
    [InlineData("O'Brien's")]
    [InlineData("''")]
    [InlineData("two words")]
    [InlineData("100%")]
    [InlineData("%27 or 1 eq 1")]
    [InlineData("a+b&c=d;e,f:g@h$i")]
    [InlineData("(PartitionKey='x')")]
    [InlineData("~event|000017")]
    [InlineData("Ünïcode-ደቡብ-漢字-👩‍👧")]
    [InlineData("..")]
    public async Task A_key_of_awkward_characters_is_kept_exactly_by_every_call(string key)
    {
        var entity = new TableEntity(key, key) { ["Number"] = 1 };
        await Table.AddEntityAsync(entity);

        entity["Number"] = 2;
        await Table.UpdateEntityAsync(entity, ETag.All, TableUpdateMode.Merge);
        var read = (await Table.GetEntityAsync<TableEntity>(key, key)).Value;
        Assert.Equal((key, key, 2), (read.PartitionKey, read.RowKey, read.GetInt32("Number")));

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {key}");
        Assert.Equal([key], (await Table.QueryAsync<TableEntity>(filter).ToListAsync()).Select(row => row.RowKey));

        entity["Number"] = 3;
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, entity)]);
        Assert.Equal(3, (await Table.GetEntityAsync<TableEntity>(key, key)).Value.GetInt32("Number"));

        Assert.Equal(204, (await Table.DeleteEntityAsync(key, key)).Status);
    }
}
