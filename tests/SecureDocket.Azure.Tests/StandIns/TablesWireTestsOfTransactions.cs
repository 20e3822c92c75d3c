using Azure;
using Azure.Data.Tables;
using SecureDocket.Testing;
using Xunit;
using Act = Azure.Data.Tables.TableTransactionActionType;

namespace SecureDocket.Azure.Tests.StandIns;

public sealed class TablesWireTestsOfTransactions(AzuriteFixture azurite) : TablesWireTest(azurite)
{
    [Fact]
    public async Task Every_kind_of_action_takes_effect_in_one_request()
    {
        foreach (var key in (string[])["merge", "replace", "delete", "upsert-merge"])
        {
            await Table.AddEntityAsync(new TableEntity("p", key) { ["Number"] = 1, ["Kept"] = true });
        }

        var answer = await Table.SubmitTransactionAsync(
        [
            new(Act.Add, Row("add", 2)),
            new(Act.UpdateMerge, Row("merge", 2), ETag.All),
            new(Act.UpdateReplace, Row("replace", 2), ETag.All),
            new(Act.Delete, Row("delete")),
            new(Act.UpsertMerge, Row("upsert-merge", 2)),
            new(Act.UpsertReplace, Row("upsert-replace", 2)),
        ]);

        Assert.Equal(202, answer.GetRawResponse().Status);
        Assert.Equal([204, 204, 204, 204, 204, 204], answer.Value.Select(response => response.Status));
        var rows = await Table.QueryAsync<TableEntity>().ToDictionaryAsync(row => row.RowKey);
        Assert.Equal(["add", "merge", "replace", "upsert-merge", "upsert-replace"], rows.Keys.Order());
        Assert.All(rows.Values, row => Assert.Equal(2, row.GetInt32("Number")));
        Assert.True(rows["merge"].GetBoolean("Kept"));
        Assert.True(rows["upsert-merge"].GetBoolean("Kept"));
        Assert.False(rows["replace"].ContainsKey("Kept"));
    }

    [Fact]
    public async Task Each_answer_carries_the_etag_that_the_next_update_needs()
    {
        var answer = await Table.SubmitTransactionAsync([new(Act.Add, Row("a", 1)), new(Act.Add, Row("b", 1))]);

        foreach (var (key, response) in ((string[])["a", "b"]).Zip(answer.Value))
        {
            Assert.Equal(response.Headers.ETag, (await Table.GetEntityAsync<TableEntity>("p", key)).Value.ETag);
            await Table.UpdateEntityAsync(Row(key, 2), response.Headers.ETag!.Value);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_failing_action_undoes_all_and_is_named_by_its_index(int failing)
    {
        await Table.AddEntityAsync(Row("taken", 1));
        List<TableTransactionAction> actions = [new(Act.Add, Row("x")), new(Act.UpsertReplace, Row("y"))];
        actions.Insert(failing, new(Act.Add, Row("taken", 2)));

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions));

        Assert.Equal((409, "EntityAlreadyExists"), (failed.Status, failed.ErrorCode));
        Assert.Equal(failing, failed.FailedTransactionActionIndex);
        Assert.Equal(["taken"], (await Table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
        Assert.Equal(1, await NumberOf("taken"));
    }

    [Fact]
    public async Task A_stale_etag_in_a_transaction_is_refused_with_412_and_nothing_changes()
    {
        var stale = (await Table.AddEntityAsync(Row("profile", 1))).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(Row("profile", 2), stale);

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(Act.Add, Row("~event|1")),
            new(Act.UpdateReplace, Row("profile", 3), stale),
        ]));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal(2, await NumberOf("profile"));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "~event|1")).HasValue);
    }

    [Fact]
    public async Task Of_two_transactions_on_one_etag_exactly_one_wins()
    {
        var etag = (await Table.AddEntityAsync(Row("profile", 0))).Headers.ETag!.Value;

        var attempts = await Task.WhenAll(Enumerable.Range(1, 8).Select(async i =>
        {
            try
            {
                await Table.SubmitTransactionAsync([new(Act.UpdateReplace, Row("profile", i), etag), new(Act.Add, Row($"~event|{i}"))]);
                return 0;
            }
            catch (TableTransactionFailedException lost)
            {
                return lost.Status;
            }
        }));

        Assert.Single(attempts, 0);
        Assert.Equal(7, attempts.Count(status => status == 412));
        var winner = Array.IndexOf(attempts, 0) + 1;
        Assert.Equal(winner, await NumberOf("profile"));
        Assert.Equal(["profile", $"~event|{winner}"], (await Table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_fails_the_transaction_with_404()
    {
        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([new(Act.Add, Row("a")), new(Act.Delete, Row("none"))]));

        Assert.Equal((404, "ResourceNotFound", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "a")).HasValue);
    }

    [Fact]
    public async Task A_hundred_actions_fit()
    {
        var answer = await Table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(i => new TableTransactionAction(Act.Add, Row($"{i:000}", i))));

        Assert.Equal(100, answer.Value.Count);
        Assert.Equal(100, (await Table.QueryAsync<TableEntity>().ToListAsync()).Count);
    }

    [Fact]
    public async Task Text_and_binary_values_pass_through_a_transaction_unchanged()
    {
        const string Text = "--changeset\r\nHTTP/1.1 500 Ünï ደ 👩‍👧\r\n\r\n";
        await Table.SubmitTransactionAsync(
            [new(Act.Add, new TableEntity("p", "r") { ["Text"] = Text, ["Bytes"] = (byte[])[13, 10, 45, 45, 0, 255], ["Large"] = long.MaxValue })]);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(Text, read.GetString("Text"));
        Assert.Equal([13, 10, 45, 45, 0, 255], read.GetBinary("Bytes"));
        Assert.Equal(long.MaxValue, read.GetInt64("Large"));
    }

    [Fact]
    public async Task A_transaction_above_4_MiB_is_refused_as_a_whole()
    {
        var text = new string('x', 32 * 1024);
        var actions = Enumerable.Range(0, 9).Select(i =>
        {
            var entity = Row($"{i}");
            for (var j = 0; j < 15; j++)
            {
                entity[$"Text{j}"] = text;
            }

            return new TableTransactionAction(Act.Add, entity);
        });

        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(() => Table.SubmitTransactionAsync(actions));

        Assert.Equal(413, refused.Status);
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_row_named_twice_fails_the_transaction_with_400()
    {
        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([new(Act.UpsertReplace, Row("a", 1)), new(Act.UpsertReplace, Row("a", 2))]));

        Assert.Equal((400, "InvalidDuplicateRow", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    // The service also refuses actions on two partitions (CommandsInBatchActOnDifferentPartitions); Azurite takes them.
    [Fact]
    public async Task A_hundred_and_one_actions_are_refused_with_400()
    {
        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync(Enumerable.Range(0, 101).Select(i => new TableTransactionAction(Act.Add, Row($"{i:000}", i)))));

        Assert.Equal((400, "InvalidInput"), (failed.Status, failed.ErrorCode));
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_transaction_of_nothing_is_refused_before_anything_is_sent() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));
}
