using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

public class TableClient
{
    private readonly ServiceConnection _service;
    private readonly TableOperations _operations;

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(ServiceConnection.From(connectionString, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(ServiceConnection.From(endpoint, tokenCredential, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(ServiceConnection.From(endpoint, credential, options), tableName)
    {
    }

    protected TableClient()
    {
    }

    internal TableClient(ServiceConnection service, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _service = service;
        _operations = new(service);
        Name = tableName;
        Uri = new($"{service.Endpoint.AbsoluteUri.TrimEnd('/')}/{tableName}");
    }

    public virtual string Name { get; }

    public virtual string AccountName => _service.AccountName;

    public virtual Uri Uri { get; }

    public static string CreateQueryFilter(FormattableString filter) => FilterLiteral.Format(filter);

    public virtual Response<TableItem> Create(CancellationToken cancellationToken = default) =>
        _operations.CreateTable(Name, ifNotExists: false, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        _operations.CreateTable(Name, ifNotExists: false, async: true, cancellationToken);

    public virtual Response<TableItem> CreateIfNotExists(CancellationToken cancellationToken = default) =>
        _operations.CreateTable(Name, ifNotExists: true, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        _operations.CreateTable(Name, ifNotExists: true, async: true, cancellationToken);

    public virtual Response Delete(CancellationToken cancellationToken = default) =>
        _operations.DeleteTable(Name, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        _operations.DeleteTable(Name, async: true, cancellationToken);

    public virtual Response AddEntity<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _operations.Add(Name, entity, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _operations.Add(Name, entity, async: true, cancellationToken);

    public virtual Response<T> GetEntity<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        (Response<T>)_operations.Get<T>(Name, partitionKey, rowKey, select, ifExists: false, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        (Response<T>)await _operations.Get<T>(Name, partitionKey, rowKey, select, ifExists: false, async: true, cancellationToken).ConfigureAwait(false);

    public virtual NullableResponse<T> GetEntityIfExists<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        _operations.Get<T>(Name, partitionKey, rowKey, select, ifExists: true, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        _operations.Get<T>(Name, partitionKey, rowKey, select, ifExists: true, async: true, cancellationToken);

    public virtual Response UpdateEntity<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _operations.Write(Name, entity, mode, Given(ifMatch), async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _operations.Write(Name, entity, mode, Given(ifMatch), async: true, cancellationToken);

    public virtual Response UpsertEntity<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _operations.Write(Name, entity, mode, default, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _operations.Write(Name, entity, mode, default, async: true, cancellationToken);

    public virtual Response DeleteEntity(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _operations.Delete(Name, partitionKey, rowKey, ifMatch, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Response DeleteEntity(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _operations.Delete(Name, entity.PartitionKey, entity.RowKey, ifMatch, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _operations.Delete(Name, partitionKey, rowKey, ifMatch, async: true, cancellationToken);

    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _operations.Delete(Name, entity.PartitionKey, entity.RowKey, ifMatch, async: true, cancellationToken);

    public virtual Pageable<T> Query<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        EntityPages.Sync<T>(
            (continuationToken, pageSize, async) => _operations.Query<T>(Name, filter, pageSize, select, continuationToken, async, cancellationToken),
            maxPerPage);

    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        EntityPages.Async<T>(
            (continuationToken, pageSize, async) => _operations.Query<T>(Name, filter, pageSize, select, continuationToken, async, cancellationToken),
            maxPerPage,
            cancellationToken);

    public virtual Response<IReadOnlyList<Response>> SubmitTransaction(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        _operations.Submit(Name, transactionActions, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        _operations.Submit(Name, transactionActions, async: true, cancellationToken);

    // Updating whatever is there must be said: ETag.All.
    private static ETag Given(ETag ifMatch) =>
        ifMatch == default ? throw new ArgumentException("Value cannot be empty.", nameof(ifMatch)) : ifMatch;
}
