using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

/// <content>How the clients connect: versions, keys, tokens, connection strings.</content>
public sealed partial class BlobsWireTests
{
    [Fact]
    public async Task Every_request_says_its_version_and_is_signed_with_the_accounts_key()
    {
        var recording = new RecordingPolicy(forward: true);

        await Service(recording).GetBlobContainerClient(_container.Name).GetBlobClient("signed").UploadAsync(Content);

        var (method, _, headers) = Assert.Single(recording.Requests);
        Assert.Equal("PUT", method);
        Assert.Equal("2026-02-06", headers["x-ms-version"]);
        Assert.Equal("BlockBlob", headers["x-ms-blob-type"]);
        Assert.StartsWith($"SharedKey {_container.AccountName}:", headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_the_accounts_is_refused()
    {
        var wrong = new StorageSharedKeyCredential(_container.AccountName, Convert.ToBase64String(new byte[64]));
        var service = new BlobServiceClient(Service().Uri, wrong);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => service.GetBlobContainerClient(_container.Name).GetBlobClient("blob").UploadAsync(Content));

        Assert.Equal(403, failure.Status);
    }

    [Fact]
    public async Task An_identity_calls_with_a_token_for_storage()
    {
        var recording = new RecordingPolicy(forward: false);
        var credential = new StaticTokenCredential("storage-token");
        var service = new BlobServiceClient(new Uri("https://account.blob.core.windows.net"), credential, Options(recording));

        await Assert.ThrowsAsync<RecordingPolicy.HeldBackException>(
            () => service.GetBlobContainerClient("photos").GetBlobClient("a/b c").DownloadContentAsync());

        var (_, uri, headers) = Assert.Single(recording.Requests);
        Assert.Equal("https://account.blob.core.windows.net/photos/a/b%20c", uri.AbsoluteUri);
        Assert.Equal("Bearer storage-token", headers["Authorization"]);
        Assert.Equal(["https://storage.azure.com/.default"], credential.LastScopes);
    }

    [Fact]
    public void A_token_is_not_sent_in_the_clear()
        => Assert.Throws<ArgumentException>(() => new BlobServiceClient(new Uri("http://account.blob.core.windows.net"), new StaticTokenCredential()));

    [Fact]
    public void The_emulators_short_connection_string_means_its_usual_address()
    {
        var service = new BlobServiceClient("UseDevelopmentStorage=true");

        Assert.Equal("http://127.0.0.1:10000/devstoreaccount1", service.Uri.AbsoluteUri);
        Assert.Equal("devstoreaccount1", service.AccountName);
    }

    [Fact]
    public void A_connection_string_of_an_account_means_its_https_endpoint()
    {
        var service = new BlobServiceClient("DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=AAAA;EndpointSuffix=core.windows.net");

        Assert.Equal("https://acc.blob.core.windows.net/", service.Uri.AbsoluteUri);
        Assert.Equal("acc", service.AccountName);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountName=acc")]
    public void A_connection_string_that_names_no_account_is_refused(string connectionString)
        => Assert.Throws<FormatException>(() => new BlobServiceClient(connectionString));
}
