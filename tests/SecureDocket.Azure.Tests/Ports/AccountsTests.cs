using System.Net;
using Azure.Core.Pipeline;
using SecureDocket.Azure.Tests.StandIns;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>The journals' archive and the copies of the dockets' wrapped keys have an account of their own, and nothing else goes there.</summary>
public sealed class AccountsTests
{
    [Fact]
    public async Task The_archive_and_the_copies_of_keys_go_to_their_own_account_and_every_other_blob_to_the_data_account()
    {
        using var azure = new StubHandler((_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.Conflict) { Headers = { { "x-ms-error-code", "BlobAlreadyExists" } } }));
        using var client = new HttpClient(azure);
        using var way = new HttpClientTransport(client);
        using var telemetry = new Telemetry();
        var settings = new AzureSettings
        {
            TableEndpoint = "https://data.table.core.windows.net",
            BlobEndpoint = "https://data.blob.core.windows.net",
            JournalEndpoint = "https://journal.blob.core.windows.net",
        };
        Assert.Empty(settings.Faults());
        var blobs = new AzureClients(settings, () => new StaticTokenCredential(), new AzureTransport(way, 0), telemetry).Blobs();

        foreach (var container in ContainerNames.All)
        {
            await blobs.AddAsync(container, "1", new Blob(new byte[1], "image/png"), default);
        }

        Assert.Equal(
            ["https://data.blob.core.windows.net/photos/1", "https://data.blob.core.windows.net/documents/1", "https://data.blob.core.windows.net/status-lists/1", "https://journal.blob.core.windows.net/journal/1", "https://journal.blob.core.windows.net/docket-keys/1", "https://data.blob.core.windows.net/words/1"],
            azure.Sent.Select(sent => sent.Uri.AbsoluteUri));
    }
}
