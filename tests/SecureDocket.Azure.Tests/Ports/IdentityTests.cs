using System.Net;
using System.Text;
using System.Web;
using Azure.Core.Pipeline;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>Several identities are assigned to one site: each duty asks for the tokens of its own.</summary>
public sealed class IdentityTests
{
    private readonly string _app = Guid.NewGuid().ToString();
    private readonly string _sender = Guid.NewGuid().ToString();

    [Fact]
    public async Task Storage_is_used_as_one_identity_and_texts_are_sent_as_another()
    {
        using var azure = new AzureOfTokens();
        using var client = new HttpClient(azure);
        using var way = new HttpClientTransport(client);
        using var telemetry = new Telemetry();
        var transport = new AzureTransport(way, 0);
        var settings = new AzureSettings
        {
            TableEndpoint = "https://account.table.core.windows.net",
            BlobEndpoint = "https://account.blob.core.windows.net",
            JournalEndpoint = "https://journal.blob.core.windows.net",
            SmsEndpoint = "https://sms.example",
            ClientId = _app,
            SmsClientId = _sender,
        };
        var clients = new AzureClients(settings, () => AzureClients.CredentialOf(settings.ClientId, transport), transport, telemetry);

        await clients.Blobs().FindAsync(ContainerNames.Photos, "none", default);
        await clients.Sms().SendAsync(new("+18335550100", "+17135550199", "A text", Tag()), default);

        Assert.Equal(
            [("account.blob.core.windows.net", $"Bearer token-of-{_app}"), ("sms.example", $"Bearer token-of-{_sender}")],
            azure.Calls);
    }

    [Fact]
    public async Task Shard_keys_are_wrapped_as_an_identity_of_their_own_and_cards_are_signed_as_another()
    {
        using var azure = new AzureOfTokens();
        using var client = new HttpClient(azure);
        using var way = new HttpClientTransport(client);
        using var telemetry = new Telemetry();
        var transport = new AzureTransport(way, 0);
        var dockets = Guid.NewGuid().ToString();
        var settings = new AzureSettings { VaultUri = "https://kv.vault.azure.net/", ClientId = _app, DocketsClientId = dockets };
        var clients = new AzureClients(settings, () => AzureClients.CredentialOf(settings.ClientId, transport), transport, telemetry);

        await Record.ExceptionAsync(() => clients.ShardKeys().WrapAsync(new byte[32], default));
        Assert.Null(await clients.ShardKeys().UnwrapAsync(new("docket-shards/1", new byte[384]), default));
        await Record.ExceptionAsync(() => clients.SigningKeys().ListAsync(default));

        Assert.Equal(
            [$"Bearer token-of-{dockets}", $"Bearer token-of-{dockets}", $"Bearer token-of-{_app}"],
            azure.Calls.Where(call => call.Authorization is not null).Select(call => call.Authorization));
    }

    [Fact]
    public async Task Without_one_of_its_own_the_sender_is_who_uses_storage()
    {
        using var azure = new AzureOfTokens();
        using var client = new HttpClient(azure);
        using var way = new HttpClientTransport(client);
        using var telemetry = new Telemetry();
        var transport = new AzureTransport(way, 0);

        await new AzureClients(new() { SmsEndpoint = "https://sms.example" }, () => AzureClients.CredentialOf(_app, transport), transport, telemetry)
            .Sms().SendAsync(new("+18335550100", "+17135550199", "A text", Tag()), default);

        Assert.Equal([("sms.example", $"Bearer token-of-{_app}")], azure.Calls);
    }

    private static ReminderId Tag() => ReminderId.Of(CardholderId.New(), new(ReminderSubjectKind.Hearing, "h-1", 1), ReminderOccasion.Notice, 0);

    /// <summary>Gives each identity a token with its name, and to every other call an answer that ends it.</summary>
    private sealed class AzureOfTokens : HttpMessageHandler
    {
        private readonly List<(string Host, string? Authorization)> _calls = [];

        public IReadOnlyList<(string Host, string? Authorization)> Calls => _calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/metadata/identity/oauth2/token")
            {
                var named = HttpUtility.ParseQueryString(request.RequestUri.Query)["client_id"];
                var expires = DateTimeOffset.UtcNow.AddHours(8).ToUnixTimeSeconds();
                var token = $$"""{"access_token":"token-of-{{named}}","expires_on":"{{expires}}","resource":"https://example","token_type":"Bearer"}""";
                return Task.FromResult(new HttpResponseMessage { Content = new StringContent(token, Encoding.UTF8, "application/json") });
            }

            if (request.RequestUri.Host != "169.254.169.254")
            {
                _calls.Add((request.RequestUri.Host, request.Headers.Authorization?.ToString()));
            }

            if (request.RequestUri.Host.EndsWith(".vault.azure.net", StringComparison.Ordinal))
            {
                var isKnown = request.Headers.Authorization is not null;
                var answer = new HttpResponseMessage(isKnown ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized)
                {
                    Content = new StringContent("""{"error":{"code":"KeyNotFound","message":"Not here."}}""", Encoding.UTF8, "application/json"),
                };
                answer.Headers.TryAddWithoutValidation(
                    "WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\"");
                return Task.FromResult(answer);
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound) { Headers = { { "x-ms-error-code", "BlobNotFound" } } });
        }
    }
}
