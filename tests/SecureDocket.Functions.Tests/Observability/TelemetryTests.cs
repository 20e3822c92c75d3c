using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Messages;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>What is counted and traced of real requests, down to the storage.</summary>
public sealed class TelemetryTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime, IDisposable
{
    private readonly Tripwire _tripwire = new();
    private TappedHost _host = null!;

    public async Task InitializeAsync() => _host = await TappedHost.StartAsync(azurite, retries: 1, _tripwire.AddTo);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _tripwire.Dispose();

    [Fact]
    public async Task A_card_is_counted_once_however_often_it_is_asked_for()
    {
        var id = await new IssuingTraces(_host).PrepareAsync();
        var key = Guid.NewGuid().ToString();
        using var first = IssuingTraces.Request(_host, id, key);
        await _host.SendAsync("Enrollment.Officer", first);
        using var second = IssuingTraces.Request(_host, id, key);
        await _host.SendAsync("Enrollment.Officer", second);
        using var refused = IssuingTraces.Request(_host, id, Guid.NewGuid().ToString());
        Assert.Equal(409, (int)(await _host.SendAsync("Enrollment.Officer", refused)).Status);

        Assert.Equal(1, _tripwire.Count("securedocket.cards.issued"));
        Assert.Equal("cards", Assert.Single(Signatures()).Tags["use"]);

        await _host.Host.RunTimerAsync("PublishStatusLists");
        Assert.Contains(Signatures(), measured => measured.Tags["use"] == "lists");
        IEnumerable<Measurement> Signatures() => _tripwire.Measurements.Where(measured => measured.Instrument == "securedocket.signatures.duration");
    }

    [Theory]
    [InlineData("Field.Officer", "officer")]
    [InlineData("Partner.Verifier", "partner")]
    [InlineData(null, "public")]
    public async Task A_verdict_is_counted_with_its_first_reason_and_its_audience(string? role, string audience)
    {
        var credential = (await TestPeople.IssueAsync(_host.Host))["credential"]!.GetValue<string>();
        await VerifyAsync(role, credential);
        await VerifyAsync(role, "not a card");

        Assert.Equal(1, _tripwire.Count("securedocket.verdicts", ("verdict", "valid"), ("reason", "none"), ("audience", audience)));
        Assert.Equal(1, _tripwire.Count("securedocket.verdicts", ("verdict", "invalid"), ("reason", "malformed"), ("audience", audience)));
        Assert.Equal(2, _tripwire.Count("securedocket.verdicts"));
    }

    [Fact]
    public async Task A_partner_s_refused_request_is_counted_by_its_problem()
    {
        using var stranger = _host.Host.As("Partner.Verifier", "3");
        using var body = TestHost.Json("""{"credential":"X"}""");
        using var answer = await stranger.PostAsync("/api/v1/verifications", body);
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Equal(1, _tripwire.Count("securedocket.partners.refused", ("code", "partner-unknown")));
    }

    [Fact]
    public async Task An_operation_is_counted_once_with_how_it_ended_and_its_further_tries_apart()
    {
        await TestPeople.IssueAsync(_host.Host);
        var (ok, retries) = (Reads("ok"), _tripwire.Count("securedocket.storage.retries"));
        using (var unknown = Request())
        {
            _host.Tap.FailAt(0, TransportFault.Throttled);
            Assert.Equal(404, (int)(await _host.SendAsync("Enrollment.Officer", unknown)).Status);
        }

        Assert.Equal(2, _host.Tap.Requests.Count);
        Assert.Equal(1, _tripwire.Count("securedocket.storage.retries", ("service", "tables")) - retries);
        Assert.Equal(1, Reads("ok") - ok);

        _host.Tap.Outage = TransportFault.NotSent;
        using var lost = Request();
        Assert.Equal(503, (int)(await _host.SendAsync("Enrollment.Officer", lost)).Status);
        Assert.Equal(1, Reads("failed"));
        Assert.Equal(2, _tripwire.Count("securedocket.storage.retries", ("service", "tables")) - retries);

        double Reads(string outcome) => _tripwire.Count("securedocket.storage.operations", ("service", "tables"), ("operation", "get"), ("outcome", outcome));
        static HttpRequestMessage Request() => new(HttpMethod.Get, $"/api/v1/cardholders/{CardholderId.New()}");
    }

    [Fact]
    public async Task A_caller_s_trace_reaches_the_storage_and_comes_back_in_a_problem()
    {
        await TestPeople.IssueAsync(_host.Host);
        var trace = ActivityTraceId.CreateRandom().ToString();
        ConcurrentQueue<string?> seen = new();
        _host.Tap.Watch = request => seen.Enqueue(request.Headers.TryGetValue("traceparent", out var parent) ? parent : null);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{CardholderId.New()}")
        {
            Headers = { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } },
        };
        var problem = await _host.SendAsync("Enrollment.Officer", request);

        Assert.Equal(trace, problem.Json["traceId"]!.GetValue<string>());
        Assert.NotEmpty(seen);
        Assert.All(seen, parent => Assert.Equal(trace, parent!.Split('-')[1]));
    }

    [Fact]
    public async Task A_reminder_is_counted_in_each_state_it_comes_to_and_its_lateness_when_it_leaves()
    {
        TestHearings.SetNow(_host.Host, "2030-06-03T17:00:00Z");
        await TestHearings.CourtAsync(_host.Host, "NYC", "America/New_York");
        var (aNumber, _) = await TestHearings.PersonAsync(_host.Host);
        await _host.Host.RunTimerAsync("SendDueReminders");
        Assert.Equal((1, 1), (_tripwire.Count("securedocket.reminders", ("state", "accepted")), _tripwire.Count("securedocket.reminders")));
        var id = TestHearings.NewId();
        await PutHearingAsync(id, TestHearings.Hearing(aNumber, start: "2030-06-14T09:00"));
        _host.Host.Clock.Advance(TimeSpan.FromSeconds(90));
        await _host.Host.RunTimerAsync("SendDueReminders");
        Assert.Equal((2, 2), (_tripwire.Count("securedocket.reminders", ("state", "accepted")), _tripwire.Count("securedocket.reminders")));

        _host.Host.Clock.Advance(TimeSpan.FromSeconds(20));
        await ReceiptAsync(_host.Host.Sms.Left[^1].Message, _host.Host.Clock.GetUtcNow() - TimeSpan.FromSeconds(5));
        Assert.Equal(1, _tripwire.Count("securedocket.reminders", ("state", "delivered")));
        Assert.Equal(90, _tripwire.Measurements.Last(measured => measured.Instrument == "securedocket.reminders.lateness").Value, tolerance: 1);
        Assert.Equal(5, Assert.Single(_tripwire.Measurements, measured => measured.Instrument == "securedocket.sms.events.lag").Value, tolerance: 1);

        var cancelled = TestHearings.Hearing(aNumber, 2, start: "2030-06-14T09:00");
        cancelled["cancelled"] = true;
        await PutHearingAsync(id, cancelled);
        Assert.Equal(3, _tripwire.Count("securedocket.reminders", ("state", "cancelled")));
        Assert.Equal(2, _tripwire.Count("securedocket.timers.runs", ("function", "SendDueReminders"), ("outcome", "ok")));
    }

    private async Task PutHearingAsync(string id, JsonObject hearing)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, TestHearings.Path(id)) { Content = TestHost.Json(hearing) };
        Assert.Equal(200, (int)(await _host.SendAsync("Court.Registrar", request)).Status);
    }

    private async Task ReceiptAsync(Sms sent, DateTimeOffset at)
    {
        var receipt = new JsonObject
        {
            ["eventType"] = "Microsoft.Communication.SMSDeliveryReportReceived",
            ["data"] = new JsonObject
            {
                ["messageId"] = "Outgoing_1",
                ["from"] = sent.From,
                ["to"] = sent.To,
                ["deliveryStatus"] = "Delivered",
                ["tag"] = sent.Tag.ToString(),
                ["receivedTimestamp"] = $"{at:O}",
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/functions/RecordSmsEvent") { Content = TestHost.Json(new JsonObject { ["input"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(receipt.ToJsonString())) }) };
        Assert.Equal(202, (int)(await _host.SendAsync(null, request)).Status);
    }

    private async Task VerifyAsync(string? role, string credential)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications") { Content = TestHost.Json(new JsonObject { ["credential"] = credential }) };
        Assert.Equal(200, (int)(await _host.SendAsync(role, request)).Status);
    }
}
