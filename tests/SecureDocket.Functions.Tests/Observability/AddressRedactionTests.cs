using System.Diagnostics;
using Xunit;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>No address that leaves with an activity names a row, a blob or a card.</summary>
public sealed class AddressRedactionTests
{
    [Theory]
    [InlineData("https://data.table.core.windows.net/dockets(PartitionKey='AAAA',RowKey='card%7C7K2M')?$select=Json", "https://data.table.core.windows.net/dockets")]
    [InlineData("https://data.table.core.windows.net/dockets()?$filter=RowKey%20gt%20%277K2M%27", "https://data.table.core.windows.net/dockets")]
    [InlineData("https://data.blob.core.windows.net:444/photos/ab/7K2M", "https://data.blob.core.windows.net:444/photos")]
    [InlineData("https://kv.vault.azure.net/?7K2M", "https://kv.vault.azure.net/")]
    public async Task What_is_sent_of_an_address_ends_after_the_first_word_of_its_path(string address, string kept)
    {
        await using var worker = await ExportingWorker.StartAsync();
        using (var source = new ActivitySource("Azure.Data.Tables"))
        using (var activity = source.StartActivity("request", ActivityKind.Client, $"00-{worker.Trace}-00f067aa0ba902b7-01")!)
        {
            activity.SetTag("http.request.method", "GET");
            activity.SetTag("url.full", address);
            activity.SetTag("server.address", new Uri(address).Host);
        }

        var row = Assert.Single(worker.Rows(), row => (string?)row.Tags["ai.operation.id"] == worker.Trace);
        var sent = row.Data.ToJsonString();

        Assert.Equal(kept, (string?)row.Data["data"]);
        Assert.DoesNotContain("7K2M", sent, StringComparison.Ordinal);
    }
}
