using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>Takes in, below the exporter's whole pipeline, what it sends to Azure.</summary>
internal sealed class Ingestion : HttpMessageHandler
{
    // The tables of the workspace, by the kind of data that goes into each.
    private static readonly Dictionary<string, string> s_tables = new()
    {
        ["ExceptionData"] = "AppExceptions",
        ["MessageData"] = "AppTraces",
        ["MetricData"] = "AppMetrics",
        ["RemoteDependencyData"] = "AppDependencies",
        ["RequestData"] = "AppRequests",
    };

    private readonly Lock _gate = new();
    private readonly List<Row> _rows = [];

    /// <summary>Every row that came so far, in order.</summary>
    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (_gate)
                return [.. _rows];
        }
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await using var body = await request.Content!.ReadAsStreamAsync(cancellationToken);
        await using var plain = request.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(body, CompressionMode.Decompress) : body;
        using var reader = new StreamReader(plain);
        var count = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var row = Row.Read(JsonNode.Parse(line)!);
            lock (_gate)
                _rows.Add(row);
            count++;
        }

        var taken = string.Create(CultureInfo.InvariantCulture, $$"""{"itemsReceived":{{count}},"itemsAccepted":{{count}},"errors":[]}""");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(taken, Encoding.UTF8, "application/json") };
    }

    /// <summary>One row of a table of the workspace.</summary>
    /// <param name="Table">The table.</param>
    /// <param name="Tags">What the exporter says of the operation and the process.</param>
    /// <param name="Data">The columns of this table, as the exporter names them.</param>
    internal sealed record Row(string Table, JsonNode Tags, JsonNode Data)
    {
        public static Row Read(JsonNode sent) => new(s_tables[(string)sent["data"]!["baseType"]!], sent["tags"]!, sent["data"]!["baseData"]!);

        /// <summary>A value of the column <c>Properties</c>; null without it.</summary>
        public string? Property(string name) => (string?)Data["properties"]?[name];
    }
}
