using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

public sealed class TablesWireTestsOfConnections(AzuriteFixture azurite) : TablesWireTest(azurite)
{
    private const string Account = "devstoreaccount1";
    private static readonly Uri Somewhere = new("https://account.table.core.windows.net");

    private Uri Endpoint => new($"http://127.0.0.1:{Azurite.Azurite.TablePort}/{Account}");

    private string Key => Azurite.ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];

    [Fact]
    public async Task A_shared_key_credential_signs_requests_that_the_service_accepts()
    {
        TableServiceClient service = new(Endpoint, new TableSharedKeyCredential(Account, Key));

        await service.GetTableClient(Table.Name).AddEntityAsync(Row("it's + 100%", 5));

        Assert.Equal(5, await NumberOf("it's + 100%"));
        Assert.Equal((Account, Endpoint), (service.AccountName, service.Uri));
    }

    [Fact]
    public async Task A_wrong_shared_key_is_refused_with_403()
    {
        TableServiceClient service = new(Endpoint, new TableSharedKeyCredential(Account, Convert.ToBase64String(new byte[64])));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => service.GetTableClient(Table.Name).AddEntityAsync(Row("r")));

        Assert.Equal(403, refused.Status);
    }

    // Azurite takes tokens over HTTPS only, so what goes out is looked at instead.
    [Fact]
    public async Task A_token_credential_sends_a_bearer_token_for_storage()
    {
        StubHandler network = new((_, _) => Answer(HttpStatusCode.NoContent));
        FakeCredential credential = new();
        TableServiceClient service = new(Somewhere, credential, Options(network));

        await service.GetTableClient("cards").AddEntityAsync(Row("r"));

        var sent = Assert.Single(network.Sent);
        Assert.Equal("Bearer the-token", sent.Headers["Authorization"]);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
        Assert.Equal("account", service.AccountName);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/cards")]
    [InlineData("AccountName=abc;AccountKey=AAAA", "https://abc.table.core.windows.net/cards")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=abc;AccountKey=AAAA;EndpointSuffix=core.example", "http://abc.table.core.example/cards")]
    [InlineData("AccountName=abc;AccountKey=AAAA;TableEndpoint=https://tables.example/abc;", "https://tables.example/abc/cards")]
    public async Task A_connection_string_leads_to_its_endpoint_with_its_key(string connectionString, string expected)
    {
        StubHandler network = new((_, _) => Answer(HttpStatusCode.NoContent));
        TableServiceClient service = new(connectionString, Options(network));

        await service.GetTableClient("cards").AddEntityAsync(Row("r"));

        var sent = Assert.Single(network.Sent);
        Assert.Equal(HttpMethod.Post, sent.Method);
        Assert.Equal(expected, sent.Uri.GetLeftPart(UriPartial.Path));
        Assert.StartsWith("SharedKey", sent.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains($" {service.AccountName}:", sent.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TableClientOptions.ServiceVersion.V2019_02_02, "2019-02-02")]
    [InlineData(TableClientOptions.ServiceVersion.V2020_12_06, "2020-12-06")]
    public async Task The_service_version_and_the_odata_format_go_with_each_request(TableClientOptions.ServiceVersion version, string header)
    {
        StubHandler network = new((_, _) => Answer(HttpStatusCode.OK, """{"PartitionKey":"p","RowKey":"r"}"""));
        TableServiceClient service = new(Somewhere, new FakeCredential(), Options(network, new TableClientOptions(version)));

        await service.GetTableClient("cards").GetEntityAsync<TableEntity>("p", "r");

        var sent = Assert.Single(network.Sent);
        Assert.Equal(header, sent.Headers["x-ms-version"]);
        Assert.Equal("application/json;odata=minimalmetadata", sent.Headers["Accept"]);
        Assert.Equal("/cards(PartitionKey='p',RowKey='r')", sent.Uri.AbsolutePath);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_with_a_fresh_signature_until_it_answers()
    {
        StubHandler network = new((attempt, _) => Answer(attempt < 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.NoContent));
        TableServiceClient service = new("AccountName=abc;AccountKey=AAAA", Options(network, retries: 3));

        var added = await service.GetTableClient("cards").AddEntityAsync(Row("r"));

        Assert.Equal(204, added.Status);
        Assert.Equal(3, network.Sent.Count);
        Assert.All(network.Sent, sent => Assert.StartsWith("SharedKey", sent.Headers["Authorization"], StringComparison.Ordinal));
        Assert.Single(network.Sent.Select(sent => sent.Headers["x-ms-client-request-id"]).Distinct());
    }

    [Fact]
    public async Task Retries_end_where_the_options_say_with_the_last_answer()
    {
        StubHandler network = new((_, _) => Answer(
            HttpStatusCode.ServiceUnavailable,
            """{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"The server is busy."}}}"""));
        TableServiceClient service = new(Somewhere, new FakeCredential(), Options(network, retries: 2));

        var failed = await Assert.ThrowsAsync<RequestFailedException>(() => service.GetTableClient("cards").AddEntityAsync(Row("r")));

        Assert.Equal((503, "ServerBusy"), (failed.Status, failed.ErrorCode));
        Assert.Equal(3, network.Sent.Count);
    }

    [Fact]
    public async Task A_refusal_is_not_retried()
    {
        StubHandler network = new((_, _) => Answer(
            HttpStatusCode.PreconditionFailed,
            """{"odata.error":{"code":"UpdateConditionNotSatisfied","message":{"lang":"en-US","value":"Not satisfied."}}}"""));
        TableServiceClient service = new(Somewhere, new FakeCredential(), Options(network, retries: 3));

        await Assert.ThrowsAsync<RequestFailedException>(() => service.GetTableClient("cards").UpdateEntityAsync(Row("r"), ETag.All));

        Assert.Single(network.Sent);
    }

    [Fact]
    public async Task An_answer_that_is_not_the_services_still_tells_its_status()
    {
        StubHandler network = new((_, _) => Answer(HttpStatusCode.Forbidden, "<html>proxy</html>"));
        TableServiceClient service = new(Somewhere, new FakeCredential(), Options(network));

        var failed = await Assert.ThrowsAsync<RequestFailedException>(() => service.GetTableClient("cards").AddEntityAsync(Row("r")));

        Assert.Equal(403, failed.Status);
    }

    [Fact]
    public async Task A_cancelled_call_sends_nothing()
    {
        StubHandler network = new((_, _) => Answer(HttpStatusCode.NoContent));
        TableServiceClient service = new(Somewhere, new FakeCredential(), Options(network));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.GetTableClient("cards").AddEntityAsync(Row("r"), new CancellationToken(canceled: true)));

        Assert.Empty(network.Sent);
    }

    [Fact]
    public async Task A_call_is_cancelled_while_it_waits_for_the_answer()
    {
        using CancellationTokenSource source = new();
        StubHandler network = new(async (_, cancellationToken) =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("An endless wait ended.");
        });
        TableServiceClient service = new(Somewhere, new FakeCredential(), Options(network, retries: 3));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.GetTableClient("cards").QueryAsync<TableEntity>(cancellationToken: source.Token).ToListAsync().AsTask());

        Assert.Single(network.Sent);
    }

    [Fact]
    public async Task A_policy_of_the_caller_sees_one_request_a_call()
    {
        CountingPolicy counter = new();
        TableClientOptions options = new();
        options.AddPolicy(counter, HttpPipelinePosition.PerCall);
        var table = new TableServiceClient(Azurite.ConnectionString, options).GetTableClient(Table.Name);

        await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("a")), new(TableTransactionActionType.Add, Row("b"))]);
        Assert.Equal(1, counter.Count);

        await table.GetEntityAsync<TableEntity>("p", "a");
        await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(3, counter.Count);
    }

    private static TableClientOptions Options(StubHandler network, TableClientOptions? options = null, int retries = 0)
    {
        options ??= new TableClientOptions();
        options.Transport = new HttpClientTransport(network);
        options.Retry.MaxRetries = retries;
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.Zero;
        return options;
    }

    private static Task<HttpResponseMessage> Answer(HttpStatusCode status, string body = "") =>
        Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });

    private sealed class FakeCredential : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new("the-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    private sealed class CountingPolicy : HttpPipelineSynchronousPolicy
    {
        public int Count { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }
}
