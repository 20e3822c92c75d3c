using Azure;
using Azure.Data.Tables;
using SecureDocket.Storage;

namespace SecureDocket.Azure;

/// <summary>Stores rows in Azure Table storage: the document in one column, or encrypted in another, commits as entity group transactions.</summary>
public sealed class AzureTables(TableServiceClient service) : ITables
{
    private const string DocumentColumn = "Document";
    private const string SealedColumn = "Sealed";
    private const string WrappedKeyColumn = "WrappedKey";
    private const int PageSize = 1000;

    private static readonly string[] s_columns = ["PartitionKey", "RowKey", "Timestamp", DocumentColumn, SealedColumn, WrappedKeyColumn];

    /// <inheritdoc />
    public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => Faults.MapAsync("tables", async () =>
    {
        var answer = await service.GetTableClient(table)
            .GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Key, s_columns, cancellationToken);
        if (answer.HasValue)
        {
            return ToRow(answer.Value!);
        }

        // The client returns a missing table like a missing row; a deployment without its tables must not look empty.
        var failure = new RequestFailedException(answer.GetRawResponse());
        return failure.ErrorCode == "TableNotFound" ? throw failure : (Row?)null;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Row>> RangeAsync(
        string table, string partition, string from, string to, int take, CancellationToken cancellationToken) => Faults.MapAsync("tables", async () =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        List<Row> rows = [];
        var pages = service.GetTableClient(table)
            .QueryAsync<TableEntity>(filter, Math.Min(take, PageSize), s_columns, cancellationToken);
        await foreach (var entity in pages)
        {
            rows.Add(ToRow(entity));
            if (rows.Count == take)
            {
                break;
            }
        }

        return (IReadOnlyList<Row>)rows;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
        ScanAsync(table, TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {to}"), continuation, cancellationToken);

    /// <inheritdoc />
    public Task<ScanPage> ScanSinceAsync(
        string table, string from, string to, DateTimeOffset since, string? continuation, CancellationToken cancellationToken) =>
        ScanAsync(
            table, TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {to} and Timestamp ge {since}"), continuation, cancellationToken);

    private Task<ScanPage> ScanAsync(
        string table, string filter, string? continuation, CancellationToken cancellationToken) => Faults.MapAsync("tables", async () =>
    {
        var pages = service.GetTableClient(table)
            .QueryAsync<TableEntity>(filter, PageSize, s_columns, cancellationToken).AsPages(continuation);
        var page = await pages.FirstAsync(cancellationToken);
        return new ScanPage([.. page.Values.Select(entity => new ScannedRow(entity.PartitionKey, ToRow(entity)))], page.ContinuationToken);
    }, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>?> CommitAsync(
        string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) => Faults.MapAsync("tables", async () =>
    {
        StorageLimits.Check(partition, writes);
        var client = service.GetTableClient(table);
        try
        {
            return writes.Count == 1
                ? [VersionOf(await CommitOneAsync(client, partition, writes[0], cancellationToken))]
                : (IReadOnlyList<string>?)[.. (await client.SubmitTransactionAsync(writes.Select(write => ToAction(partition, write)), cancellationToken)).Value.Select(VersionOf)];
        }
        catch (RequestFailedException failure) when (IsRefusal(failure))
        {
            return null;
        }
    }, cancellationToken);

    private static Task<Response> CommitOneAsync(TableClient client, string partition, RowWrite write, CancellationToken cancellationToken) => write.Kind switch
    {
        RowWriteKind.Insert => client.AddEntityAsync(ToEntity(partition, write), cancellationToken),
        RowWriteKind.Replace => client.UpdateEntityAsync(ToEntity(partition, write), new ETag(write.Version!), TableUpdateMode.Replace, cancellationToken),
        RowWriteKind.Put => client.UpsertEntityAsync(ToEntity(partition, write), TableUpdateMode.Replace, cancellationToken),
        RowWriteKind.Delete => DeleteAsync(client, partition, write, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private static async Task<Response> DeleteAsync(TableClient client, string partition, RowWrite write, CancellationToken cancellationToken)
    {
        // For a missing row, the client returns the 404 of the deletion instead of throwing.
        var response = await client.DeleteEntityAsync(partition, write.Key, VersionToDelete(write), cancellationToken);
        return response.Status == 404 ? throw new RequestFailedException(response) : response;
    }

    private static TableTransactionAction ToAction(string partition, RowWrite write) => write.Kind switch
    {
        RowWriteKind.Insert => new(TableTransactionActionType.Add, ToEntity(partition, write)),
        RowWriteKind.Replace => new(TableTransactionActionType.UpdateReplace, ToEntity(partition, write), new ETag(write.Version!)),
        RowWriteKind.Put => new(TableTransactionActionType.UpsertReplace, ToEntity(partition, write)),
        RowWriteKind.Delete => new(TableTransactionActionType.Delete, ToEntity(partition, write), VersionToDelete(write)),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private static ETag VersionToDelete(RowWrite write) => write.Version is null ? ETag.All : new ETag(write.Version);

    private static bool IsRefusal(RequestFailedException failure) =>
        failure.Status is 412
        || (failure.Status == 409 && failure.ErrorCode == "EntityAlreadyExists")
        || (failure.Status == 404 && failure.ErrorCode == "ResourceNotFound");

    private static TableEntity ToEntity(string partition, RowWrite write)
    {
        var entity = new TableEntity(partition, write.Key);
        if (write.Sealed.IsEmpty)
        {
            entity[DocumentColumn] = write.Json;
            return entity;
        }

        entity[SealedColumn] = write.Sealed.ToArray();
        if (!write.WrappedKey.IsEmpty)
        {
            entity[WrappedKeyColumn] = write.WrappedKey.ToArray();
        }

        return entity;
    }

    private static Row ToRow(TableEntity entity) => new(entity.RowKey, entity.GetString(DocumentColumn) ?? "{}", entity.ETag.ToString())
    {
        Sealed = entity.GetBinary(SealedColumn),
        WrappedKey = entity.GetBinary(WrappedKeyColumn),
    };

    private static string VersionOf(Response response) => response.Headers.ETag?.ToString() ?? "";
}
