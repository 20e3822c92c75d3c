using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>What both clients do, once for the synchronous and the asynchronous callers: build, send, judge the status, read.</summary>
/// <remarks>Every body is buffered by the pipeline, so only sending differs between the two.</remarks>
internal sealed class TableOperations(ServiceConnection service)
{
    private readonly TableRequests _requests = new(service);

    public async Task<Response<TableItem>> CreateTable(string table, bool ifNotExists, bool async, CancellationToken cancellationToken)
    {
        using var message = _requests.CreateTable(table);
        Tolerate(message, ifNotExists, 409, 201, 204);
        var response = await Send(message, async, cancellationToken).ConfigureAwait(false);
        if (response.Status is 201 or 204)
        {
            return Response.FromValue(new TableItem(table), response);
        }

        // 409 also means "being deleted", and then there will soon be no such table.
        RequestFailedException failure = new(response);
        return ifNotExists && response.Status == 409 && failure.ErrorCode != TableErrorCode.TableBeingDeleted
            ? Response.FromValue(new TableItem(table), response)
            : throw failure;
    }

    public async Task<Response> DeleteTable(string table, bool async, CancellationToken cancellationToken)
    {
        using var message = _requests.DeleteTable(table);
        Tolerate(message, true, 404, 204);
        return Expect(await Send(message, async, cancellationToken).ConfigureAwait(false), 204, 404);
    }

    public async Task<Response> Add(string table, ITableEntity entity, bool async, CancellationToken cancellationToken)
    {
        AssertKeys(entity);
        using var message = _requests.Insert(table, entity);
        return Expect(await Send(message, async, cancellationToken).ConfigureAwait(false), 201, 204);
    }

    public async Task<Response> Write(string table, ITableEntity entity, TableUpdateMode mode, ETag ifMatch, bool async, CancellationToken cancellationToken)
    {
        AssertKeys(entity);
        using var message = _requests.Write(table, entity, mode, ifMatch);
        return Expect(await Send(message, async, cancellationToken).ConfigureAwait(false), 204);
    }

    public async Task<Response> Delete(string table, string partitionKey, string rowKey, ETag ifMatch, bool async, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = _requests.Delete(table, partitionKey, rowKey, ifMatch);
        Tolerate(message, true, 404, 204);
        return Expect(await Send(message, async, cancellationToken).ConfigureAwait(false), 204, 404);
    }

    public async Task<NullableResponse<T>> Get<T>(
        string table, string partitionKey, string rowKey, IEnumerable<string> select, bool ifExists, bool async, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = _requests.Get(table, partitionKey, rowKey, select);
        Tolerate(message, ifExists, 404, 200);
        var response = await Send(message, async, cancellationToken).ConfigureAwait(false);
        if (ifExists && response.Status == 404)
        {
            return new NoValueResponse<T>(response);
        }

        Expect(response, 200);
        using var json = JsonDocument.Parse(response.Content);
        return Response.FromValue(EntityReader.Read<T>(json.RootElement), response);
    }

    public async Task<Page<T>> Query<T>(
        string table, string filter, int? top, IEnumerable<string> select, string continuationToken, bool async, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        using var message = _requests.Query(table, filter, top, select, continuationToken);
        var response = Expect(await Send(message, async, cancellationToken).ConfigureAwait(false), 200);
        using var json = JsonDocument.Parse(response.Content);
        T[] entities = [.. json.RootElement.GetProperty("value").EnumerateArray().Select(EntityReader.Read<T>)];
        return Page<T>.FromValues(entities, ContinuationToken.Of(response), response);
    }

    public async Task<Response<IReadOnlyList<Response>>> Submit(
        string table, IEnumerable<TableTransactionAction> transactionActions, bool async, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        HttpMessage[] actions = [.. transactionActions.Select(action => MessageOf(table, action))];
        try
        {
            if (actions.Length == 0)
            {
                throw new InvalidOperationException("Batch transaction must contain at least one operation to be submitted.");
            }

            using var message = _requests.Batch(actions);
            var response = Expect(await Send(message, async, cancellationToken).ConfigureAwait(false), 202);

            // 202 says only that the transaction was read; a failure is the single answer within.
            var replies = BatchReply.Read(response);
            return replies is [{ Status: >= 400 } failed]
                ? throw new TableTransactionFailedException(new RequestFailedException(failed, null, ServiceErrorParser.Instance))
                : Response.FromValue(replies, response);
        }
        finally
        {
            foreach (var action in actions)
            {
                action.Dispose();
            }
        }
    }

    private static void AssertKeys(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
    }

    private static Response Expect(Response response, params ReadOnlySpan<int> statuses) =>
        statuses.Contains(response.Status) ? response : throw new RequestFailedException(response);

    // An expected refusal must not be logged and traced as an error.
    private static void Tolerate(HttpMessage message, bool condition, ushort refusal, params ReadOnlySpan<ushort> successes)
    {
        if (condition)
        {
            message.ResponseClassifier = new StatusCodeClassifier([refusal, .. successes]);
        }
    }

    private HttpMessage MessageOf(string table, TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => _requests.Insert(table, action.Entity),
        TableTransactionActionType.UpdateMerge => _requests.Write(table, action.Entity, TableUpdateMode.Merge, action.ETag),
        TableTransactionActionType.UpdateReplace => _requests.Write(table, action.Entity, TableUpdateMode.Replace, action.ETag),
        TableTransactionActionType.UpsertMerge => _requests.Write(table, action.Entity, TableUpdateMode.Merge, default),
        TableTransactionActionType.UpsertReplace => _requests.Write(table, action.Entity, TableUpdateMode.Replace, default),
        TableTransactionActionType.Delete => _requests.Delete(table, action.Entity.PartitionKey, action.Entity.RowKey, action.ETag),
        _ => throw new InvalidOperationException("Unknown request type."),
    };

    private async Task<Response> Send(HttpMessage message, bool async, CancellationToken cancellationToken)
    {
        if (async)
        {
            await service.Pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            service.Pipeline.Send(message, cancellationToken);
        }

        return message.Response;
    }

    private sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
    {
        public override bool HasValue => false;

        public override T Value => throw new InvalidOperationException("The response has no value: there is no such entity.");

        public override Response GetRawResponse() => response;
    }
}
