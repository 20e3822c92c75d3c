using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Builds one message for each call of the table service's REST API that is used here.</summary>
internal sealed class TableRequests(ServiceConnection service)
{
    private const string MinimalMetadata = "application/json;odata=minimalmetadata";

    public HttpMessage CreateTable(string table)
    {
        var message = Message(RequestMethod.Post, "/Tables");
        AddBody(message, RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = table })));
        message.Request.Headers.Add("Prefer", "return-no-content");
        return message;
    }

    public HttpMessage DeleteTable(string table) => Message(RequestMethod.Delete, $"/Tables('{Uri.EscapeDataString(table)}')", format: false);

    public HttpMessage Insert(string table, ITableEntity entity)
    {
        var message = Message(RequestMethod.Post, $"/{Uri.EscapeDataString(table)}");
        message.Request.Headers.Add("Prefer", "return-no-content");
        AddBody(message, EntityWriter.Write(entity));
        return message;
    }

    /// <summary>Replaces or merges; without an ETag the service inserts where there is nothing yet.</summary>
    public HttpMessage Write(string table, ITableEntity entity, TableUpdateMode mode, ETag ifMatch)
    {
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"Unexpected value for {nameof(mode)}: {mode}"),
        };
        var message = Message(method, PathOf(table, entity.PartitionKey, entity.RowKey));
        if (ifMatch != default)
        {
            message.Request.Headers.Add("If-Match", ifMatch.ToString());
        }

        AddBody(message, EntityWriter.Write(entity));
        return message;
    }

    public HttpMessage Delete(string table, string partitionKey, string rowKey, ETag ifMatch)
    {
        var message = Message(RequestMethod.Delete, PathOf(table, partitionKey, rowKey));
        message.Request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return message;
    }

    public HttpMessage Get(string table, string partitionKey, string rowKey, IEnumerable<string> select)
    {
        var message = Message(RequestMethod.Get, PathOf(table, partitionKey, rowKey));
        AddQuery(message, "$select", select is null ? null : string.Join(',', select));
        return message;
    }

    public HttpMessage Query(string table, string filter, int? top, IEnumerable<string> select, string continuationToken)
    {
        var message = Message(RequestMethod.Get, $"/{Uri.EscapeDataString(table)}()");
        AddQuery(message, "$top", top?.ToString(CultureInfo.InvariantCulture));
        AddQuery(message, "$select", select is null ? null : string.Join(',', select));
        AddQuery(message, "$filter", filter);

        var (partitionKey, rowKey) = ContinuationToken.Parse(continuationToken);
        AddQuery(message, "NextPartitionKey", partitionKey);
        AddQuery(message, "NextRowKey", rowKey);
        return message;
    }

    public HttpMessage Batch(IReadOnlyList<HttpMessage> actions)
    {
        var message = service.Pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(service.Endpoint);
        message.Request.Uri.AppendPath("/$batch", escape: false);
        AddVersion(message);
        var (contentType, body) = BatchRequest.Write(actions);
        message.Request.Headers.Add("Content-Type", contentType);
        message.Request.Content = RequestContent.Create(body);
        return message;
    }

    private static void AddBody(HttpMessage message, RequestContent content)
    {
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = content;
    }

    private static void AddQuery(HttpMessage message, string name, string value)
    {
        if (value is not null)
        {
            message.Request.Uri.AppendQuery(name, value);
        }
    }

    // Two escapings, in this order: OData doubles the quote within a literal, then the URL encodes every reserved character.
    private static string PathOf(string table, string partitionKey, string rowKey) =>
        $"/{Uri.EscapeDataString(table)}(PartitionKey='{Literal(partitionKey)}',RowKey='{Literal(rowKey)}')";

    private static string Literal(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private HttpMessage Message(RequestMethod method, string path, bool format = true)
    {
        var message = service.Pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(service.Endpoint);
        message.Request.Uri.AppendPath(path, escape: false);
        if (format)
        {
            message.Request.Uri.AppendQuery("$format", MinimalMetadata);
        }

        AddVersion(message);
        message.Request.Headers.Add("Accept", MinimalMetadata);
        return message;
    }

    private void AddVersion(HttpMessage message)
    {
        message.Request.Headers.Add("x-ms-version", service.Version);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
    }
}
