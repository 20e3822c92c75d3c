using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>Where the line runs between what provably did not leave and what may have left.</summary>
public sealed class AzureSmsTests
{
    private const string From = "+18335550100";
    private const string To = "+17135550199";

    private static readonly ReminderId s_tag = ReminderId.Of(CardholderId.New(), new(ReminderSubjectKind.Hearing, "h-1", 1), ReminderOccasion.Notice, 0);

    private readonly FakeSms _service = new();

    [Fact]
    public async Task An_accepted_message_has_the_providers_id_a_tag_and_a_report_to_come()
    {
        var outcome = await SendAsync();

        var sent = Assert.Single(_service.Sent);
        Assert.Equal(new(SmsResult.Accepted, sent.MessageId), outcome);
        Assert.Equal((From, To, "A text", s_tag.ToString(), true), (sent.From, sent.To, sent.Text, sent.Tag, sent.DeliveryReport));
    }

    [Theory]
    [InlineData(400, SmsResult.Rejected)]
    [InlineData(404, SmsResult.Rejected)]
    [InlineData(429, SmsResult.NotSent)]
    [InlineData(503, SmsResult.NotSent)]
    [InlineData(408, SmsResult.Unknown)]
    [InlineData(500, SmsResult.Unknown)]
    public async Task A_recipients_own_status_decides(int status, SmsResult result)
    {
        _service.Reject(To, status);

        Assert.Equal(new(result, null, $"recipient-{status}"), await SendAsync());
        Assert.Empty(_service.Sent);
    }

    [Theory]
    [InlineData(401, SmsResult.NotSent)]
    [InlineData(403, SmsResult.NotSent)]
    [InlineData(404, SmsResult.NotSent)]
    [InlineData(429, SmsResult.NotSent)]
    [InlineData(503, SmsResult.NotSent)]
    [InlineData(400, SmsResult.Rejected)]
    [InlineData(413, SmsResult.Rejected)]
    [InlineData(408, SmsResult.Unknown)]
    [InlineData(500, SmsResult.Unknown)]
    [InlineData(502, SmsResult.Unknown)]
    [InlineData(504, SmsResult.Unknown)]
    [InlineData(200, SmsResult.Unknown)]
    public async Task A_status_of_the_whole_request_decides_and_nothing_tries_again(int status, SmsResult result)
    {
        await using var server = new RawServer($"HTTP/1.1 {status} Whatever\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{{}}");

        Assert.Equal(new(result, null, $"http-{status}"), await server.SendAsync());
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(TransportFault.Throttled, SmsResult.NotSent)]
    [InlineData(TransportFault.Unavailable, SmsResult.NotSent)]
    [InlineData(TransportFault.NotSent, SmsResult.NotSent)]
    [InlineData(TransportFault.TimedOut, SmsResult.Unknown)]
    [InlineData(TransportFault.AnswerLost, SmsResult.Unknown)]
    public async Task Every_fault_of_the_network_is_an_outcome_of_one_try(TransportFault fault, SmsResult result)
    {
        _service.FailNext(fault);

        var outcome = await SendAsync(retries: 3);

        Assert.Equal((result, (string?)null), (outcome.Result, outcome.MessageId));
        Assert.NotNull(outcome.Reason);
        Assert.Single(_service.Requests);
        Assert.Equal(fault == TransportFault.AnswerLost ? 1 : 0, _service.Sent.Count);
    }

    [Theory]
    [InlineData(TransportFault.Throttled)]
    [InlineData(TransportFault.Unavailable)]
    public async Task The_wait_that_the_service_asks_for_is_handed_on(TransportFault fault)
    {
        _service.FailNext(fault, retryAfter: TimeSpan.FromSeconds(90));

        Assert.Equal(TimeSpan.FromSeconds(90), (await SendAsync()).RetryAfter);
    }

    [Theory]
    [InlineData("Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT", 60)]
    [InlineData("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:50:37 GMT", null)]
    [InlineData("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", null)]
    [InlineData("Retry-After: soon", null)]
    public async Task A_wait_until_a_date_is_reckoned_from_the_services_clock(string headers, int? seconds)
    {
        await using var server = new RawServer($"HTTP/1.1 429 Whatever\r\n{headers}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(seconds is { } known ? TimeSpan.FromSeconds(known) : null, (await server.SendAsync()).RetryAfter);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"value":[]}""")]
    [InlineData("""{"value":[{"to":"+17135550199"}]}""")]
    [InlineData("""{"value":[{"to":"+17135550199","httpStatusCode":202,"successful":true}]}""")]
    public async Task An_answer_that_cannot_be_read_leaves_it_open(string body)
    {
        await using var server = new RawServer($"HTTP/1.1 202 Accepted\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal(SmsResult.Unknown, (await server.SendAsync()).Result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\n\r\n{\"value\"")]
    public async Task A_connection_that_breaks_once_the_request_is_out_leaves_it_open(string answer)
    {
        await using var server = new RawServer(answer);

        Assert.Equal(new(SmsResult.Unknown, null, "no-answer"), await server.SendAsync());
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_leaves()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var endpoint = (IPEndPoint)port.LocalEndpoint;
        port.Stop();

        Assert.Equal(new(SmsResult.NotSent, null, "no-connection"), await SendAsync($"http://{endpoint}/", HttpClientTransport.Shared));
    }

    [Fact]
    public async Task Where_the_server_speaks_no_tls_nothing_leaves()
    {
        await using var server = new RawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(new(SmsResult.NotSent, null, "no-connection"), await SendAsync(server.Address.Replace("http:", "https:", StringComparison.Ordinal), HttpClientTransport.Shared));
    }

    [Fact]
    public async Task Where_the_name_leads_nowhere_nothing_leaves() =>
        Assert.Equal(new(SmsResult.NotSent, null, "no-connection"), await SendAsync("https://no-such-host.invalid/", HttpClientTransport.Shared));

    [Fact]
    public async Task Without_a_token_nothing_leaves()
    {
        var outcome = await Sms(new() { SmsEndpoint = _service.Endpoint.AbsoluteUri }, new FailingCredential()).SendAsync(Message(), default);

        Assert.Equal(new(SmsResult.NotSent, null, "no-token"), outcome);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task An_identity_sends_with_a_token()
    {
        var outcome = await Sms(new() { SmsEndpoint = _service.Endpoint.AbsoluteUri }, new StaticTokenCredential("sms-token")).SendAsync(Message(), default);

        Assert.Equal(SmsResult.Accepted, outcome.Result);
        Assert.Equal("Bearer sms-token", Assert.Single(_service.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Who_gives_up_before_it_left_has_sent_nothing()
    {
        Assert.Equal(new(SmsResult.NotSent, null, "cancelled"), await SendAsync(cancellationToken: new CancellationToken(canceled: true)));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Who_gives_up_while_it_waits_for_a_token_has_sent_nothing()
    {
        using var gone = new CancellationTokenSource();
        var outcome = await Sms(new() { SmsEndpoint = _service.Endpoint.AbsoluteUri }, new SlowCredential(gone)).SendAsync(Message(), gone.Token);

        Assert.Equal(new(SmsResult.NotSent, null, "not-sent"), outcome);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Who_gives_up_while_it_is_out_cannot_know()
    {
        using var gone = new CancellationTokenSource();
        await using var server = new RawServer(null, gone);

        Assert.Equal(new(SmsResult.Unknown, null, "no-answer"), await server.SendAsync(gone.Token));
    }

    [Theory]
    [InlineData(null, "https://sms.example", null)]
    [InlineData("endpoint=https://sms.example;accesskey=AAAA", null, null)]
    [InlineData(null, null, null)]
    [InlineData(null, "http://sms.example", "Sms:Endpoint ")]
    [InlineData("endpoint=https://sms.example", null, "Sms:ConnectionString ")]
    [InlineData("endpoint=https://sms.example;accesskey=", null, "Sms:ConnectionString ")]
    [InlineData("endpoint=https://sms.example;accesskey=AAAA", "https://sms.example", "Sms:ConnectionString and Sms:Endpoint ")]
    public void Settings_that_are_at_fault_are_named(string? connection, string? endpoint, string? fault)
    {
        var faults = new AzureSettings { ConnectionString = "x", SmsConnectionString = connection, SmsEndpoint = endpoint }.Faults();

        Assert.Equal(fault is null ? 0 : 1, faults.Count(each => each.StartsWith(fault ?? "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_provider_there_is_none_to_be_had() =>
        Assert.Contains("SecureDocket:Sms:Endpoint", Assert.Throws<InvalidOperationException>(() => Sms(new(), new StaticTokenCredential())).Message, StringComparison.Ordinal);

    private static Sms Message() => new(From, To, "A text", s_tag);

    private static async Task<SmsOutcome> SendAsync(string endpoint, HttpPipelineTransport transport, CancellationToken cancellationToken = default) =>
        await new AzureClients(
            new() { SmsConnectionString = $"endpoint={endpoint};accesskey=AAAA" }, () => new StaticTokenCredential(), new AzureTransport(transport, 3), new Telemetry()).Sms().SendAsync(Message(), cancellationToken);

    private Task<SmsOutcome> SendAsync(int retries = 0, CancellationToken cancellationToken = default) =>
        Sms(new() { SmsConnectionString = _service.ConnectionString }, new StaticTokenCredential(), retries).SendAsync(Message(), cancellationToken);

    private AzureSms Sms(AzureSettings settings, TokenCredential credential, int retries = 0) => new AzureClients(settings, () => credential, new AzureTransport(_service, retries), new Telemetry()).Sms();

    /// <summary>A server that reads one request and answers with these bytes; with null it never answers, and the caller gives up.</summary>
    private sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;
        private int _requests;

        public RawServer(string? answer, CancellationTokenSource? caller = null)
        {
            _listener.Start();
            _serving = ServeAsync(answer, caller);
        }

        public string Address => $"http://{_listener.LocalEndpoint}/";

        public int Requests => _requests;

        public Task<SmsOutcome> SendAsync(CancellationToken cancellationToken = default) => AzureSmsTests.SendAsync(Address, HttpClientTransport.Shared, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _serving;
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync(string? answer, CancellationTokenSource? caller)
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                    await using var stream = connection.GetStream();
                    await ReadRequestAsync(stream);
                    if (answer is null)
                    {
                        await caller!.CancelAsync();
                        await Task.Delay(Timeout.Infinite, _stop.Token);
                    }

                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer!), _stop.Token);
                }
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException)
            {
                // The test is over, or the caller went.
            }
        }

        private async Task ReadRequestAsync(NetworkStream stream)
        {
            var received = new StringBuilder();
            var buffer = new byte[4096];
            int read;
            while ((read = await stream.ReadAsync(buffer, _stop.Token)) > 0)
            {
                received.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (received[0] == 'P' && received.ToString().Split("\r\n\r\n", 2) is [_, var body] && IsJson(body))
                {
                    _requests++;
                    return;
                }

                // A greeting by TLS is answered in plain text, which ends it.
                if (received[0] != 'P')
                    return;
            }
        }

        private static bool IsJson(string text)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    private sealed class FailingCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("None.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("None.");
    }

    private sealed class SlowCredential(CancellationTokenSource caller) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new NotSupportedException();
        }
    }
}
