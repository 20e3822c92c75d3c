using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

public class TableServiceClient
{
    private readonly ServiceConnection _service;
    private readonly TableOperations _operations;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions options = null)
        : this(ServiceConnection.From(connectionString, options))
    {
    }

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(ServiceConnection.From(endpoint, tokenCredential, options))
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
        : this(ServiceConnection.From(endpoint, credential, options))
    {
    }

    protected TableServiceClient()
    {
    }

    private TableServiceClient(ServiceConnection service)
    {
        _service = service;
        _operations = new(service);
    }

    public virtual string AccountName => _service.AccountName;

    public virtual Uri Uri => _service.Endpoint;

    public virtual TableClient GetTableClient(string tableName) => new(_service, tableName);

    public virtual Response<TableItem> CreateTable(string tableName, CancellationToken cancellationToken = default) =>
        _operations.CreateTable(tableName, ifNotExists: false, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        _operations.CreateTable(tableName, ifNotExists: false, async: true, cancellationToken);

    public virtual Response<TableItem> CreateTableIfNotExists(string tableName, CancellationToken cancellationToken = default) =>
        _operations.CreateTable(tableName, ifNotExists: true, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        _operations.CreateTable(tableName, ifNotExists: true, async: true, cancellationToken);

    public virtual Response DeleteTable(string tableName, CancellationToken cancellationToken = default) =>
        _operations.DeleteTable(tableName, async: false, cancellationToken).GetAwaiter().GetResult();

    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        _operations.DeleteTable(tableName, async: true, cancellationToken);
}
