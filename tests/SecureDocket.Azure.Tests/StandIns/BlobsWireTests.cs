using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

/// <summary>What the product relies on in Azure.Storage.Blobs, held against the storage emulator; the same on either package feed.</summary>
public sealed partial class BlobsWireTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private static readonly BinaryData Content = BinaryData.FromString("a photo");

    private BlobContainerClient _container = null!;

    public async Task InitializeAsync()
    {
        _container = Service().GetBlobContainerClient(AzuriteFixture.UniqueName());
        await _container.CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync() => await _container.DeleteIfExistsAsync();

    [Fact]
    public async Task Creating_a_container_twice_creates_it_once()
    {
        var container = Service().GetBlobContainerClient(AzuriteFixture.UniqueName());

        var first = await container.CreateIfNotExistsAsync();
        var second = await container.CreateIfNotExistsAsync();

        Assert.Equal(201, first.GetRawResponse().Status);
        Assert.NotEqual(default, first.Value.ETag);
        Assert.Null(second);
        await container.DeleteIfExistsAsync();
    }

    [Fact]
    public async Task A_container_exists_between_its_creation_and_its_deletion()
    {
        var container = Service().GetBlobContainerClient(AzuriteFixture.UniqueName());
        Assert.False(await container.ExistsAsync());

        await container.CreateIfNotExistsAsync();
        Assert.True(await container.ExistsAsync());

        Assert.True(await container.DeleteIfExistsAsync());
        Assert.False(await container.DeleteIfExistsAsync());
        Assert.False(await container.ExistsAsync());
    }

    [Fact]
    public async Task Content_comes_back_with_its_headers_and_metadata()
    {
        var blob = _container.GetBlobClient("photos/1.jpg");
        var uploaded = await blob.UploadAsync(Content, new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "image/jpeg", CacheControl = "no-store", ContentDisposition = "inline", ContentLanguage = "en", ContentEncoding = "identity" },
            Metadata = new Dictionary<string, string> { ["kind"] = "portrait", ["sha256"] = "abc" },
        });

        var downloaded = (await blob.DownloadContentAsync()).Value;

        Assert.Equal(Content.ToArray(), downloaded.Content.ToArray());
        Assert.Equal(uploaded.Value.ETag, downloaded.Details.ETag);
        Assert.Equal(uploaded.Value.LastModified, downloaded.Details.LastModified);
        Assert.Equal(BlobType.Block, downloaded.Details.BlobType);
        Assert.Equal("image/jpeg", downloaded.Details.ContentType);
        Assert.Equal("no-store", downloaded.Details.CacheControl);
        Assert.Equal("inline", downloaded.Details.ContentDisposition);
        Assert.Equal("en", downloaded.Details.ContentLanguage);
        Assert.Equal("identity", downloaded.Details.ContentEncoding);
        Assert.Equal(Content.ToArray().Length, downloaded.Details.ContentLength);
        Assert.Equal("portrait", downloaded.Details.Metadata["kind"]);
        Assert.Equal("abc", downloaded.Details.Metadata["sha256"]);
    }

    [Fact]
    public async Task Properties_tell_about_a_blob_without_its_content()
    {
        var blob = _container.GetBlobClient("document.pdf");
        var uploaded = await blob.UploadAsync(Content, new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/pdf" },
            Metadata = new Dictionary<string, string> { ["pages"] = "3" },
        });

        var properties = (await blob.GetPropertiesAsync()).Value;

        Assert.Equal(uploaded.Value.ETag, properties.ETag);
        Assert.Equal("application/pdf", properties.ContentType);
        Assert.Equal(Content.ToArray().Length, properties.ContentLength);
        Assert.Equal("HhcdEyAiHQ7xEzo5j7HUvg==", Convert.ToBase64String(properties.ContentHash));
        Assert.Equal("3", properties.Metadata["pages"]);
        Assert.NotEqual(default, properties.CreatedOn);
    }

    [Fact]
    public async Task Twenty_mebibytes_fit_in_one_upload()
    {
        var content = RandomNumberGenerator.GetBytes(20 * 1024 * 1024);
        var blob = _container.GetBlobClient("large");

        await blob.UploadAsync(BinaryData.FromBytes(content));

        Assert.Equal(SHA256.HashData(content), SHA256.HashData((await blob.DownloadContentAsync()).Value.Content));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        var blob = _container.GetBlobClient("empty");

        await blob.UploadAsync(BinaryData.FromBytes(Array.Empty<byte>()));

        Assert.Equal(0, (await blob.DownloadContentAsync()).Value.Content.ToMemory().Length);
    }

    [Fact]
    public async Task A_stream_is_uploaded_from_where_it_stands()
    {
        var blob = _container.GetBlobClient("stream");
        using var stream = new MemoryStream("header|body"u8.ToArray()) { Position = 7 };

        await blob.UploadAsync(stream, overwrite: true);

        Assert.Equal("body", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task A_stream_that_cannot_be_rewound_is_uploaded_whole()
    {
        var blob = _container.GetBlobClient("forward-only");
        using var source = new MemoryStream(Content.ToArray());
        using var encoding = new CryptoStream(source, new ToBase64Transform(), CryptoStreamMode.Read);

        await blob.UploadAsync(encoding, new BlobUploadOptions());

        Assert.Equal(Convert.ToBase64String(Content), (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Uploading_over_an_existing_blob_with_if_none_match_is_refused()
    {
        var blob = _container.GetBlobClient("once");
        var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        await blob.UploadAsync(Content, onlyNew);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("other"), onlyNew));

        Assert.Equal(409, failure.Status);
        Assert.Equal(BlobErrorCode.BlobAlreadyExists.ToString(), failure.ErrorCode);
        Assert.Equal(Content.ToString(), (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Uploading_replaces_only_when_told_to()
    {
        var blob = _container.GetBlobClient("replace");
        await blob.UploadAsync(Content);

        var implicitly = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("two")));
        var explicitly = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(new MemoryStream([2]), overwrite: false));
        await blob.UploadAsync(BinaryData.FromString("three"), overwrite: true);

        Assert.True(implicitly.ErrorCode == BlobErrorCode.BlobAlreadyExists);
        Assert.True(explicitly.ErrorCode == BlobErrorCode.BlobAlreadyExists);
        Assert.Equal("three", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Uploading_with_options_and_no_conditions_replaces()
    {
        var blob = _container.GetBlobClient("unconditional");
        await blob.UploadAsync(Content, new BlobUploadOptions());

        await blob.UploadAsync(BinaryData.FromString("two"), new BlobUploadOptions());

        Assert.Equal("two", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task An_upload_against_a_state_that_has_moved_on_is_refused()
    {
        var blob = _container.GetBlobClient("guarded");
        var first = (await blob.UploadAsync(Content)).Value.ETag;
        var second = (await blob.UploadAsync(BinaryData.FromString("two"), IfMatch(first))).Value.ETag;

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("three"), IfMatch(first)));

        Assert.NotEqual(first, second);
        Assert.Equal(412, failure.Status);
        Assert.Equal(BlobErrorCode.ConditionNotMet.ToString(), failure.ErrorCode);
        Assert.Equal("two", (await blob.DownloadContentAsync()).Value.Content.ToString());

        static BlobUploadOptions IfMatch(ETag etag) => new() { Conditions = new BlobRequestConditions { IfMatch = etag } };
    }

    [Fact]
    public async Task A_missing_blob_is_named_as_such_by_every_read()
    {
        var blob = _container.GetBlobClient("nowhere");

        RequestFailedException[] failures =
        [
            await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync()),
            await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadStreamingAsync()),
            await Assert.ThrowsAsync<RequestFailedException>(() => blob.GetPropertiesAsync()),
            await Assert.ThrowsAsync<RequestFailedException>(() => blob.DeleteAsync()),
        ];

        Assert.All(failures, failure => Assert.Equal(404, failure.Status));
        Assert.All(failures, failure => Assert.Equal(BlobErrorCode.BlobNotFound.ToString(), failure.ErrorCode));
    }

    [Fact]
    public async Task A_missing_container_is_named_as_such()
    {
        var container = Service().GetBlobContainerClient(AzuriteFixture.UniqueName());
        var blob = container.GetBlobClient("blob");

        RequestFailedException[] failures =
        [
            await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(Content)),
            await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync()),
            await Assert.ThrowsAsync<RequestFailedException>(async () => await container.GetBlobsAsync().GetAsyncEnumerator().MoveNextAsync()),
        ];

        Assert.All(failures, failure => Assert.Equal(404, failure.Status));
        Assert.All(failures, failure => Assert.Equal(BlobErrorCode.ContainerNotFound.ToString(), failure.ErrorCode));
    }

    [Fact]
    public async Task Streaming_gives_the_content_as_it_comes()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);
        var blob = _container.GetBlobClient("streamed");
        await blob.UploadAsync(BinaryData.FromBytes(content));

        using var result = (await blob.DownloadStreamingAsync()).Value;
        using var copy = new MemoryStream();
        await result.Content.CopyToAsync(copy);

        Assert.Equal(content, copy.ToArray());
        Assert.Equal(content.Length, result.Details.ContentLength);
    }

    [Fact]
    public async Task A_range_gives_a_part()
    {
        var blob = _container.GetBlobClient("ranged");
        await blob.UploadAsync(BinaryData.FromString("0123456789"));

        var part = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(2, 3) });

        Assert.Equal(206, part.GetRawResponse().Status);
        Assert.Equal("234", part.Value.Content.ToString());
        Assert.Equal("bytes 2-4/10", part.Value.Details.ContentRange);
    }

    [Fact]
    public async Task A_download_of_what_the_caller_already_has_brings_no_content()
    {
        var blob = _container.GetBlobClient("cached");
        var etag = (await blob.UploadAsync(Content)).Value.ETag;
        var unlessKnown = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = etag } };

        var response = await blob.DownloadContentAsync(unlessKnown);
        await blob.UploadAsync(BinaryData.FromString("two"), overwrite: true);
        var changed = await blob.DownloadContentAsync(unlessKnown);

        Assert.Equal(304, response.GetRawResponse().Status);
        Assert.ThrowsAny<RequestFailedException>(() => response.Value);
        Assert.Equal("two", changed.Value.Content.ToString());
    }

    [Fact]
    public async Task A_download_of_a_state_that_has_moved_on_is_refused()
    {
        var blob = _container.GetBlobClient("moved-on");
        var etag = (await blob.UploadAsync(Content)).Value.ETag;
        await blob.UploadAsync(BinaryData.FromString("two"), overwrite: true);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => blob.DownloadContentAsync(new BlobRequestConditions { IfMatch = etag }, CancellationToken.None));

        Assert.Equal(412, failure.Status);
        Assert.Equal(BlobErrorCode.ConditionNotMet.ToString(), failure.ErrorCode);
    }

    [Fact]
    public async Task A_blob_exists_between_its_upload_and_its_deletion()
    {
        var blob = _container.GetBlobClient("short-lived");
        Assert.False(await blob.ExistsAsync());

        await blob.UploadAsync(Content);
        Assert.True(await blob.ExistsAsync());

        Assert.True(await blob.DeleteIfExistsAsync());
        Assert.False(await blob.DeleteIfExistsAsync());
        Assert.False(await blob.ExistsAsync());
    }

    [Fact]
    public async Task Nothing_exists_in_a_container_that_does_not()
    {
        var blob = Service().GetBlobContainerClient(AzuriteFixture.UniqueName()).GetBlobClient("blob");

        Assert.False(await blob.ExistsAsync());
        Assert.False(await blob.DeleteIfExistsAsync());
    }

    [Fact]
    public async Task A_deletion_against_a_state_that_has_moved_on_is_refused()
    {
        var blob = _container.GetBlobClient("kept");
        var etag = (await blob.UploadAsync(Content)).Value.ETag;
        await blob.UploadAsync(BinaryData.FromString("two"), overwrite: true);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => blob.DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = etag }));

        Assert.Equal(BlobErrorCode.ConditionNotMet.ToString(), failure.ErrorCode);
        Assert.True(await blob.ExistsAsync());
    }

    [Fact]
    public async Task Setting_metadata_replaces_all_of_it_and_moves_the_state_on()
    {
        var blob = _container.GetBlobClient("labelled");
        var etag = (await blob.UploadAsync(Content, new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["old"] = "1" } })).Value.ETag;

        var info = (await blob.SetMetadataAsync(new Dictionary<string, string> { ["new"] = "2" }, new BlobRequestConditions { IfMatch = etag })).Value;

        var properties = (await blob.GetPropertiesAsync()).Value;
        Assert.NotEqual(etag, info.ETag);
        Assert.Equal(info.ETag, properties.ETag);
        Assert.Equal("2", Assert.Single(properties.Metadata).Value);
    }

    [Fact]
    public async Task A_listing_by_prefix_goes_over_all_pages_in_order()
    {
        string[] expected = ["list/a", "list/b", "list/c", "list/d", "list/e"];
        foreach (var name in expected.Reverse().Append("other/a"))
            await _container.GetBlobClient(name).UploadAsync(Content);

        var pages = new List<string[]>();
        await foreach (var page in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = "list/" }).AsPages(pageSizeHint: 2))
        {
            pages.Add([.. page.Values.Select(item => item.Name)]);
            Assert.InRange(pages.Count, 1, 3);
        }

        Assert.Equal([2, 2, 1], pages.Select(page => page.Length));
        Assert.Equal(expected, pages.SelectMany(page => page));
    }

    [Fact]
    public async Task A_listing_goes_on_from_a_page_token()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await _container.GetBlobClient(name).UploadAsync(Content);
        string? token = null;
        await foreach (var page in _container.GetBlobsAsync().AsPages(pageSizeHint: 2))
        {
            token = page.ContinuationToken;
            break;
        }

        var rest = new List<string>();
        await foreach (var page in _container.GetBlobsAsync().AsPages(token))
            rest.AddRange(page.Values.Select(item => item.Name));

        Assert.Equal(["c"], rest);
    }

    [Fact]
    public async Task A_listed_blob_tells_its_properties_and_on_request_its_metadata()
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "image/png" },
            Metadata = new Dictionary<string, string> { ["kind"] = "front" },
        };
        var uploaded = (await _container.GetBlobClient("card").UploadAsync(Content, options)).Value;

        var plain = await Only(_container.GetBlobsAsync());
        var detailed = await Only(_container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, "card", CancellationToken.None));

        Assert.Equal(Content.ToArray().Length, plain.Properties.ContentLength);
        Assert.Equal("image/png", plain.Properties.ContentType);
        Assert.Equal(uploaded.LastModified, plain.Properties.LastModified);
        Assert.Equal(uploaded.ETag.ToString("H"), plain.Properties.ETag?.ToString("H"));
        Assert.Equal(BlobType.Block, plain.Properties.BlobType);
        Assert.Equal("front", detailed.Metadata["kind"]);

        static async Task<BlobItem> Only(AsyncPageable<BlobItem> pages)
        {
            var items = new List<BlobItem>();
            await foreach (var item in pages)
                items.Add(item);
            return Assert.Single(items);
        }
    }

    [Theory]
    [InlineData("folder/file.txt")]
    [InlineData("with space/and+plus&amp=?#.txt")]
    [InlineData("100%25 ünïcödé 文書")]
    public async Task A_name_is_data_and_comes_back_as_given(string name)
    {
        var blob = _container.GetBlobClient(name);
        await blob.UploadAsync(Content);

        var listed = new List<string>();
        await foreach (var item in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = name }))
            listed.Add(item.Name);

        Assert.Equal(name, blob.Name);
        Assert.Equal(_container.Name, blob.BlobContainerName);
        Assert.Equal([name], listed);
        Assert.True(await blob.ExistsAsync());
    }

    private static BlobClientOptions Options(HttpPipelinePolicy policy)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(policy, HttpPipelinePosition.BeforeTransport);
        return options;
    }

    private BlobServiceClient Service(HttpPipelinePolicy? policy = null)
        => new(azurite.ConnectionString, policy is null ? new BlobClientOptions() : Options(policy));
}
