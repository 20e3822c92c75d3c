using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.Functions.Health;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Health;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Health;

/// <summary>What a probe from outside is told, over a storage and a vault that do what they are told to.</summary>
public sealed class HealthTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime, IDisposable
{
    private readonly Tripwire _tripwire = new();
    private TappedHost _host = null!;

    public async Task InitializeAsync() => _host = await TappedHost.StartAsync(azurite, retries: 0, _tripwire.AddTo);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _tripwire.Dispose();

    [Fact]
    public async Task Live_asks_nobody_and_answers_when_storage_and_vault_are_dead()
    {
        _host.Tap.Restart();
        Assert.Equal("live", (await AskAsync("live")).Is(200).Json["status"]!.GetValue<string>());
        _host.Tap.Outage = TransportFault.TimedOut;
        (await AskAsync("live")).Is(200);

        Assert.Empty(_host.Tap.Requests);
    }

    [Fact]
    public async Task A_fresh_deployment_is_ready_and_its_timers_are_awaited_from_then_on()
    {
        BeHalfPastNoon(_host.Host.Clock);
        var first = (await ReadyAsync()).Is(200).Json;
        Assert.Equal("ready", first["status"]!.GetValue<string>());
        Assert.All(first["checks"]!.AsArray(), check => Assert.Equal("ok", check!["status"]!.GetValue<string>()));
        Assert.Equal(
            _host.Host.Services.GetRequiredService<TimerPlan>().Schedules.Keys.Order(StringComparer.Ordinal),
            first["checks"]!.AsArray().Select(check => check!["name"]!.GetValue<string>()).Where(name => char.IsUpper(name[0])));

        // Nothing ever runs: another process, which has seen nothing, knows it all the same.
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(20));
        await using var another = await _host.StartAnotherAsync();
        BeHalfPastNoon(another.Clock);
        another.Clock.Advance(TimeSpan.FromMinutes(20));
        using var client = another.As(null);
        using var answer = await client.GetAsync("/health/ready");
        Assert.Equal(503, (int)answer.StatusCode);
        var late = Failed(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
        Assert.Contains("SendDueReminders never-ran", late);
        Assert.DoesNotContain("DropOldRequests never-ran", late);
    }

    [Fact]
    public async Task A_timer_that_ran_and_stopped_is_late_after_its_time_and_well_again_after_a_run()
    {
        BeHalfPastNoon(_host.Host.Clock);
        foreach (var timer in _host.Host.Services.GetRequiredService<TimerPlan>().Schedules.Keys)
            await _host.Host.RunTimerAsync(timer);
        (await ReadyAsync()).Is(200);

        var ran = _host.Host.Clock.GetUtcNow();
        _host.Host.Clock.Advance(CheckReadiness.RunMayBeMissingFor + TimeSpan.FromSeconds(61));
        var answer = (await ReadyAsync()).Is(503).Json;
        Assert.Equal("not-ready", answer["status"]!.GetValue<string>());
        Assert.All(["ContinueApprovals late", "PublishStatusLists late", "SendDueReminders late"], timer => Assert.Contains(timer, Failed(answer)));
        var since = Check(answer, "SendDueReminders")["since"]!.GetValue<DateTimeOffset>();
        Assert.InRange(since, ran, ran + TimeSpan.FromMinutes(1));
        Assert.Contains(_tripwire.Logs, line => line.Event == 60 && line.Text.Contains("SendDueReminders", StringComparison.Ordinal));

        foreach (var timer in Failed(answer))
            await _host.Host.RunTimerAsync(timer.Split(' ')[0]);
        _host.Host.Clock.Advance(ReadinessProbe.CacheDuration);
        (await ReadyAsync()).Is(200);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_no_mark_and_is_counted_and_logged()
    {
        await _host.Host.RunTimerAsync("ContinueApprovals");
        var before = await MarkAsync("ContinueApprovals");
        _host.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        _host.Tap.Outage = TransportFault.Unavailable;
        await _host.Host.RunTimerAsync("ContinueApprovals");
        _host.Tap.Outage = null;

        Assert.Equal(before, await MarkAsync("ContinueApprovals"));
        Assert.Contains(_tripwire.Logs, line => line.Event == 70 && line.Text.Contains("ContinueApprovals", StringComparison.Ordinal));
        Assert.Equal(1, _tripwire.Count("securedocket.timers.runs", ("function", "ContinueApprovals"), ("outcome", "failed")));
        Assert.Equal(1, _tripwire.Count("securedocket.timers.runs", ("function", "ContinueApprovals"), ("outcome", "ok")));
    }

    [Fact]
    public async Task A_run_that_went_well_and_could_not_be_marked_went_well()
    {
        _host.Tap.Restart();
        await _host.Host.RunTimerAsync("PublishStatusLists");
        await _host.Host.RunTimerAsync("PublishStatusLists");
        _host.Tap.Restart();
        await _host.Host.RunTimerAsync("PublishStatusLists");
        _host.Tap.FailAt(_host.Tap.Requests.Count - 1, TransportFault.Unavailable);
        await _host.Host.RunTimerAsync("PublishStatusLists");

        Assert.Contains(_tripwire.Logs, line => line.Event == 71);
        Assert.Equal(4, _tripwire.Count("securedocket.timers.runs", ("function", "PublishStatusLists"), ("outcome", "ok")));
        Assert.Equal(0, _tripwire.Count("securedocket.timers.runs", ("outcome", "failed")));
    }

    [Fact]
    public async Task Probes_that_come_together_and_soon_after_another_cost_one_look_of_a_few_requests()
    {
        await ReadyAsync();
        _host.Host.Clock.Advance(ReadinessProbe.CacheDuration);
        _host.Tap.Restart();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync("ready")));
        await AskAsync("ready");

        Assert.Equal(["watermarks", "watermarks", "watermarks", "places"], _host.Tap.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Without_storage_it_is_not_ready_and_says_no_more_than_that()
    {
        await ReadyAsync();
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        _host.Tap.Outage = TransportFault.NotSent;
        var answer = (await AskAsync("ready")).Is(503).Json;

        Assert.Equal(["storage unavailable"], Failed(answer));
        Assert.Equal("ok", Check(answer, "cards-key")["status"]!.GetValue<string>());
        Assert.Contains(_tripwire.Logs, line => line.Event == 64);
    }

    [Fact]
    public async Task A_storage_that_is_silent_is_not_told_as_the_keys_fault()
    {
        await ReadyAsync();
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var silent = new TaskCompletionSource();
        var asked = 0;
        _host.Tap.Restart();
        _host.Tap.Before = _ =>
        {
            // The marks and the register of keys: both have asked, and nobody hears anything any more.
            if (Interlocked.Increment(ref asked) == 2)
                patience.Cancel();
            return silent.Task.WaitAsync(patience.Token);
        };
        var found = await _host.Host.Services.GetRequiredService<CheckReadiness>().ExecuteAsync(patience.Token);
        _host.Tap.Before = null;

        Assert.Equal("storage", Assert.Single(found.Checks, check => check.Status != HealthStatus.Ok).Name);
        Assert.Contains(found.Checks, check => check.Name == "cards-key");
    }

    [Fact]
    public async Task A_key_that_ends_soon_is_a_warning_and_none_is_a_failure()
    {
        await ReadyAsync();
        _host.Vault.SetPeriod("card-signing", null, _host.Host.Clock.GetUtcNow() + CheckReadiness.KeyEndsSoonFrom);
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var soon = (await ReadyAsync()).Is(200).Json;
        Assert.Equal("expiring", Check(soon, "cards-key")["code"]!.GetValue<string>());
        Assert.Contains(_tripwire.Logs, line => line.Event == 61);

        _host.Vault.SetPeriod("card-signing", null, _host.Host.Clock.GetUtcNow());
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["cards-key none"], Failed((await ReadyAsync()).Is(503).Json));
        Assert.Contains(_tripwire.Logs, line => line.Event == 65);
    }

    [Fact]
    public async Task Events_about_texts_that_are_handled_late_are_a_warning_until_they_are_handled_in_time()
    {
        var lag = _host.Host.Services.GetRequiredService<SmsEventLag>();
        Task HandledAsync(int minutesLate) => lag.NoteAsync(Instant.FromDateTimeOffset(_host.Host.Clock.GetUtcNow()) - NodaTime.Duration.FromMinutes(minutesLate), default);

        await HandledAsync(0);
        _host.Tap.Restart();
        await HandledAsync(1);
        Assert.Empty(_host.Tap.Requests);
        await HandledAsync(30);
        Assert.Equal("behind", Check((await ReadyAsync()).Is(200).Json, "sms-events")["code"]!.GetValue<string>());
        Assert.Contains(_tripwire.Logs, line => line.Event == 62);

        await HandledAsync(0);
        _host.Host.Clock.Advance(ReadinessProbe.CacheDuration);
        Assert.Equal("ok", Check((await ReadyAsync()).Is(200).Json, "sms-events")["status"]!.GetValue<string>());

        // What was noted long ago says nothing of now.
        await HandledAsync(30);
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("ok", Check((await AskAsync("ready")).Json, "sms-events")["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_docket_with_more_reminders_than_its_share_is_a_warning_that_counts_and_names_nobody()
    {
        // Noon in Chicago, where the person lives.
        TestHearings.SetNow(_host.Host, "2030-06-03T17:00:00Z");
        await TestHearings.CourtAsync(_host.Host, "NYC", "America/New_York");
        var (aNumber, cardholder) = await TestHearings.PersonAsync(_host.Host);
        using var registrar = new Caller(_host.Host.As("Court.Registrar"));
        for (var i = 0; i < 12; i++)
            (await registrar.PutAsync(TestHearings.Path(TestHearings.NewId()), TestHearings.Hearing(aNumber, start: "2030-06-14T09:00"))).Is(200);

        await _host.Host.RunTimerAsync("SendDueReminders");
        var crowded = (await AskAsync("ready")).Text;
        Assert.Equal("crowded", Check(JsonNode.Parse(crowded)!, "reminders")["code"]!.GetValue<string>());
        Assert.DoesNotContain(cardholder, crowded, StringComparison.Ordinal);
        var line = Assert.Single(_tripwire.Logs, line => line.Event == 66);
        Assert.StartsWith("1 dockets", line.Text, StringComparison.Ordinal);

        _host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await _host.Host.RunTimerAsync("SendDueReminders");
        Assert.Equal("ok", Check((await AskAsync("ready")).Json, "reminders")["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_site_with_its_last_cards_is_a_warning_that_names_no_site_to_a_stranger()
    {
        await PutSiteAsync(10);
        for (var card = 0; card < 8; card++)
            await TestPeople.IssueAsync(_host.Host);
        Assert.Equal("ok", Check((await ReadyAsync()).Is(200).Json, "quota")["status"]!.GetValue<string>());

        await TestPeople.IssueAsync(_host.Host);
        _host.Host.Clock.Advance(ReadinessProbe.CacheDuration);
        var near = (await ReadyAsync()).Is(200);
        Assert.Equal("near", Check(near.Json, "quota")["code"]!.GetValue<string>());
        Assert.DoesNotContain(_host.Host.SiteId, near.Text, StringComparison.Ordinal);
        Assert.Contains(_tripwire.Logs, line => line.Event == 63 && line.Text.Contains(_host.Host.SiteId, StringComparison.Ordinal));

        await PutSiteAsync(1000);
        _host.Host.Clock.Advance(ReadinessProbe.CacheDuration);
        Assert.Equal("ok", Check((await ReadyAsync()).Is(200).Json, "quota")["status"]!.GetValue<string>());
        await PutSiteAsync(9);
        _host.Host.Clock.Advance(ReadinessProbe.CacheDuration);
        Assert.Equal("near", Check((await ReadyAsync()).Is(200).Json, "quota")["code"]!.GetValue<string>());
    }

    /// <summary>A time of day when no hourly or daily run falls due within the next minutes.</summary>
    private static void BeHalfPastNoon(ManualClock clock)
    {
        var now = clock.GetUtcNow();
        clock.Advance(new DateTimeOffset(now.Date, TimeSpan.Zero).AddDays(1).AddHours(12).AddMinutes(31) - now);
    }

    private async Task PutSiteAsync(int quota)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{_host.Host.SiteId}") { Content = TestHost.Json($$"""{"name":"Test site","quota":{{quota}}}""") };
        Assert.Equal(200, (int)(await _host.SendAsync("Program.Administrator", request)).Status);
    }

    private async Task<TimerMark?> MarkAsync(string function) =>
        (await _host.Host.Services.GetRequiredService<TimerMarks>().ReadAsync(default)).GetValueOrDefault(function);

    private Task<Reply> ReadyAsync() => AskAsync("ready");

    private async Task<Reply> AskAsync(string what)
    {
        using var nobody = new Caller(_host.Host.As(null));
        return (await nobody.GetAsync($"/health/{what}")).HasSafeHeaders();
    }

    private static JsonNode Check(JsonNode answer, string name) => answer["checks"]!.AsArray().Single(check => check!["name"]!.GetValue<string>() == name)!;

    private static List<string> Failed(JsonNode answer) =>
    [
        .. answer["checks"]!.AsArray().Where(check => check!["status"]!.GetValue<string>() == "failed").Select(check => $"{check!["name"]} {check["code"]}"),
    ];
}
