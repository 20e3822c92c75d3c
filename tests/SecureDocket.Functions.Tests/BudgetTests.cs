using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.CostSheet;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Functions.Tests.Reminders;
using SecureDocket.Functions.Tests.Searches;
using SecureDocket.Functions.Tests.StatusLists;
using SecureDocket.Reminders;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Functions.Tests;

/// <summary>What each use case may cost in requests to storage and vault, counted below the clients. What the cost sheet reckons with is held here.</summary>
public sealed class BudgetTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private static readonly Actor s_officer = new("Enrollment.Officer", "test");

    private TappedHost _host = null!;
    private string _credential = "";

    /// <summary>A card is issued and verified once, so that key ring and connections are warm.</summary>
    public async Task InitializeAsync()
    {
        _host = await TappedHost.StartAsync(azurite, retries: 0);
        _credential = (await TestPeople.IssueAsync(_host.Host))["credential"]!.GetValue<string>();
        await VerifyAsync("Field.Officer");

        // And the partner has its share of the minute: one read and one write for the many verifications to come.
        await VerifyAsync("Partner.Verifier");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("Partner.Verifier")]
    [InlineData("Field.Officer")]
    [InlineData("Enrollment.Officer")]
    [InlineData(null)]
    public async Task A_verification_by_QR_costs_one_read_and_one_write(string? role)
    {
        _host.Tap.Restart();
        Assert.Equal("valid", (await VerifyAsync(role))["verdict"]!.GetValue<string>());

        var requests = Counted();
        Assert.Equal(UseCase.Verification.Tables, requests.Count);
        Assert.Equal(("GET", "dockets", true), (requests[0].Method, requests[0].Target, requests[0].IsRead));
        Assert.Equal(("PUT", "dockets", false), (requests[1].Method, requests[1].Target, requests[1].IsRead));
    }

    [Fact]
    public async Task A_question_about_a_birth_date_costs_a_read_and_a_write_more_that_count_it()
    {
        _host.Tap.Restart();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications")
        {
            Content = TestHost.Json(new JsonObject { ["credential"] = _credential, ["birthDate"] = "1990-02-28" }),
        };
        Assert.True((await _host.SendAsync("Partner.Verifier", request)).Json["birthDateMatches"]!.GetValue<bool>());
        Assert.Equal(
            [("dockets", true), ("attempts", true), ("attempts", false), ("dockets", false)],
            Counted().Select(each => (each.Target, each.IsRead)));
    }

    [Theory]
    [InlineData("aNumber", true)]
    [InlineData("mobile", true)]
    [InlineData("fins", true)]
    [InlineData("aNumber", false)]
    [InlineData("mobile", false)]
    public async Task A_search_costs_the_same_reads_whatever_it_finds_and_one_more_write_for_whom_it_shows(string key, bool hits)
    {
        var person = await TestSearches.PersonAsync(_host.Host);
        _host.Host.Clock.Advance(TimeSpan.FromHours(1));
        _host.Tap.Restart();
        using var request = new HttpRequestMessage(HttpMethod.Post, TestSearches.Path)
        {
            Content = TestHost.Json(TestSearches.For(key, hits ? person.Values[key] : Searched.Nobody[key])),
        };
        Assert.Equal(hits ? 1 : 0, (await _host.SendAsync("Field.Officer", request)).Json["candidates"]!.AsArray().Count);

        // A miss is counted by two more, and a hit is disclosed by one.
        var requests = Counted();
        var budget = key == "aNumber" ? UseCase.Search : UseCase.SharedSearch;
        Assert.Equal(budget.Tables + (hits ? 0 : 1), requests.Count);
        Assert.Equal(budget.Tables - 5, requests.Count(each => each is { Target: "dockets", IsRead: true }));
        Assert.Equal(hits ? 1 : 0, requests.Count(each => each is { Target: "dockets", IsRead: false }));
        Assert.Single(requests, each => each.Target == "searches");
    }

    [Fact]
    public async Task A_forgery_costs_nothing()
    {
        _host.Tap.Restart();
        var forged = _credential[..^1] + (_credential[^1] == 'A' ? 'B' : 'A');
        Assert.Equal("invalid", (await VerifyAsync("Partner.Verifier", forged))["verdict"]!.GetValue<string>());

        Assert.Empty(Counted());
    }

    [Fact]
    public async Task A_card_costs_at_most_eleven_storage_operations_and_one_signature()
    {
        var id = await new IssuingTraces(_host).PrepareAsync();
        var signed = _host.Vault.SignCalls;
        _host.Tap.Restart();
        using var request = IssuingTraces.Request(_host, id, Guid.NewGuid().ToString());
        await _host.SendAsync("Enrollment.Officer", request);

        var requests = Counted();
        Assert.InRange(_host.Tap.StorageOperations, 1, UseCase.Card.Tables);
        Assert.Single(requests, call => call.Target == "issued");
        Assert.Equal(new TappedRequest(TappedService.Vault, "POST", "sign"), Assert.Single(requests, call => call.Service == TappedService.Vault));
        Assert.Equal(signed + 1, _host.Vault.SignCalls);
    }

    [Fact]
    public async Task A_repeated_request_for_a_card_costs_two_storage_operations_and_no_signature()
    {
        var id = await new IssuingTraces(_host).PrepareAsync();
        var key = Guid.NewGuid().ToString();
        using var first = IssuingTraces.Request(_host, id, key);
        await _host.SendAsync("Enrollment.Officer", first);
        _host.Tap.Restart();
        using var second = IssuingTraces.Request(_host, id, key);
        await _host.SendAsync("Enrollment.Officer", second);

        Assert.Equal(["idempotency", "idempotency"], Counted().Select(request => request.Target));
    }

    [Theory]
    [InlineData("loss", 7, 0)]
    [InlineData("replacement", 14, 1)]
    public async Task A_lost_card_costs_seven_storage_operations_and_its_replacement_fourteen_and_one_signature(string move, int operations, int signatures)
    {
        var card = await TestPeople.IssueAsync(_host.Host);
        var body = new JsonObject { ["reason"] = "lost" };
        if (move == "replacement")
        {
            body["siteId"] = _host.Host.SiteId;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{card["cardNumber"]}/{move}")
        {
            Content = TestHost.Json(body),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        _host.Tap.Restart();
        Assert.InRange((int)(await _host.SendAsync("Enrollment.Officer", request)).Status, 200, 201);

        Assert.Equal(signatures, Counted().Count(call => call.Service == TappedService.Vault));
        Assert.Equal(operations, _host.Tap.StorageOperations);
    }

    [Fact]
    public async Task A_hearing_costs_ten_storage_operations_its_change_nine_and_its_repetition_three()
    {
        await TestHearings.CourtAsync(_host.Host, "NYC", "America/New_York");
        var (aNumber, _) = await TestHearings.PersonAsync(_host.Host);
        var (id, year) = (TestHearings.NewId(), _host.Host.Clock.GetUtcNow().Year + 1);
        foreach (var (version, expected) in new (int, string[])[]
        {
            (1, ["places", "lookups", "dockets", "lookups", "courtdays", "due", "due", "due", "due", "dockets"]),
            (2, ["places", "lookups", "dockets", "courtdays", "due", "due", "due", "due", "dockets"]),
            (2, ["places", "lookups", "dockets"]),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, TestHearings.Path(id))
            {
                Content = TestHost.Json(TestHearings.Hearing(aNumber, version, start: $"{year}-06-0{version}T09:00")),
            };
            _host.Tap.Restart();
            Assert.Equal(200, (int)(await _host.SendAsync("Court.Registrar", request)).Status);
            Assert.Equal(expected, Counted().Select(call => call.Target));
        }
    }

    [Fact]
    public async Task A_move_to_another_court_costs_one_storage_operation_more_and_a_stranger_s_word_three_reads()
    {
        await TestHearings.CourtAsync(_host.Host, "NYC", "America/New_York");
        await TestHearings.CourtAsync(_host.Host, "HOU", "America/Chicago");
        var (aNumber, _) = await TestHearings.PersonAsync(_host.Host);
        var (id, year) = (TestHearings.NewId(), _host.Host.Clock.GetUtcNow().Year + 1);
        foreach (var (version, court, registrar, status, expected) in new (int, string, string, int, string[])[]
        {
            (1, "NYC", "1", 200, ["places", "lookups", "dockets", "lookups", "courtdays", "due", "due", "due", "due", "dockets"]),
            (2, "HOU", "1", 200, ["places", "lookups", "dockets", "places", "courtdays", "due", "due", "due", "due", "dockets"]),
            (3, "HOU", "2", 403, ["places", "lookups", "dockets"]),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, TestHearings.Path(id))
            {
                Content = TestHost.Json(TestHearings.Hearing(aNumber, version, court, $"{year}-06-0{version}T09:00")),
            };
            _host.Tap.Restart();
            Assert.Equal(status, (int)(await _host.SendAsync("Court.Registrar", request, registrar)).Status);
            Assert.Equal(expected, Counted().Select(call => call.Target));
        }
    }

    [Fact]
    public async Task A_reminder_costs_five_storage_operations_beside_what_a_run_costs_in_any_case()
    {
        TestHearings.SetNow(_host.Host, "2030-06-03T17:00:00Z");
        await RunAsync(0);
        var idle = Counted();
        Assert.Equal(["watermarks", .. Enumerable.Repeat("due", 28), "watermarks"], idle.Select(call => call.Target));

        await PlanAsync(1);
        await RunAsync(1);
        var sending = Counted().Where(call => call.Target is not "watermarks" && !(call.Target == "due" && call.IsRead));
        Assert.Equal([("dockets", true), ("dockets", false), ("phones", true), ("dockets", false), ("due", false)], sending.Select(call => (call.Target, call.IsRead)));

        // The number's rate is asked for twice as many each time: 1, 2, 4, 8, 16, 32; a read and a write each.
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(2));
        await PlanAsync(50);
        await RunAsync(50);
        Assert.Equal(idle.Count + (UseCase.Reminder.Sending * 50) + (2 * 6), Counted().Count);
    }

    [Fact]
    public async Task An_officer_s_verification_that_shows_a_hearing_costs_no_more()
    {
        await TestHearings.CourtAsync(_host.Host, "NYC", "America/New_York");
        var person = TestPeople.Person();
        var card = await TestPeople.IssueAsync(_host.Host, person);
        using var request = new HttpRequestMessage(HttpMethod.Put, TestHearings.Path(TestHearings.NewId()))
        {
            Content = TestHost.Json(TestHearings.Hearing(person["aNumber"]!.GetValue<string>(), start: $"{_host.Host.Clock.GetUtcNow().Year + 1}-06-01T09:00")),
        };
        Assert.Equal(200, (int)(await _host.SendAsync("Court.Registrar", request)).Status);

        _host.Tap.Restart();
        Assert.NotNull((await VerifyAsync("Field.Officer", card["credential"]!.GetValue<string>()))["card"]!["nextHearing"]);
        Assert.Equal([("GET", "dockets"), ("PUT", "dockets")], Counted().Select(call => (call.Method, call.Target)));
    }

    [Fact]
    public async Task A_check_in_costs_eight_storage_operations_and_one_for_each_reminder()
    {
        var person = (await TestCheckIns.PeopleAsync(_host.Host, 1))[0];
        var office = await TestCheckIns.OpenAsync(_host.Host);
        var day = _host.Host.Clock.GetUtcNow().AddDays(20);
        var path = TestCheckIns.Path(person);
        string[] first = ["idempotency", "places", "dockets", "seats", "seats", "officedays", "due", "due", "due", "dockets", "idempotency"];
        var checkIn = await CountAsync(path, TestCheckIns.Slot(office, $"{day:yyyy-MM-dd}T08:00"), first);

        path += $"/{checkIn["checkInId"]}";
        string[] moved = ["idempotency", "dockets", "places", "seats", "seats", "officedays", "officedays", "due", "due", "due", "dockets", "seats", "seats", "idempotency"];
        await CountAsync($"{path}/move", TestCheckIns.Slot(null, $"{day:yyyy-MM-dd}T09:00"), moved);
        await CountAsync(
            $"{path}/cancellation", new JsonObject { ["reason"] = "person-asked" }, "idempotency", "dockets", "officedays", "dockets", "seats", "seats", "idempotency");
    }

    [Fact]
    public async Task A_full_slot_costs_a_read_of_each_docket_that_holds_it()
    {
        var people = await TestCheckIns.PeopleAsync(_host.Host, 3);
        var office = await TestCheckIns.OpenAsync(_host.Host, TestCheckIns.Office(seats: 2));
        var slot = TestCheckIns.Slot(office, $"{_host.Host.Clock.GetUtcNow().AddDays(20):yyyy-MM-dd}T08:00");
        foreach (var person in people)
        {
            using var request = TestCheckIns.Request(TestCheckIns.Path(person), slot, Guid.NewGuid().ToString());
            _host.Tap.Restart();
            await _host.SendAsync("Field.Officer", request);
        }

        Assert.Equal(["idempotency", "places", "dockets", "seats", "dockets", "dockets", "idempotency"], Counted().Select(call => call.Target));
    }

    [Fact]
    public async Task With_no_closure_under_way_a_run_costs_one_read_and_its_mark()
    {
        await _host.Host.RunTimerAsync("TellClosures");
        _host.Tap.Restart();
        await _host.Host.RunTimerAsync("TellClosures");
        Assert.Equal([("places", true), ("watermarks", false)], Counted().Select(call => (call.Target, call.IsRead)));
    }

    [Fact]
    public async Task With_nothing_missed_a_run_costs_one_read_ten_for_each_office_and_its_mark()
    {
        await TestCheckIns.OpenAsync(_host.Host);
        await TestCheckIns.OpenAsync(_host.Host);
        await _host.Host.RunTimerAsync("MarkMissedCheckIns");
        _host.Tap.Restart();
        await _host.Host.RunTimerAsync("MarkMissedCheckIns");
        string[] office = ["places", "watermarks", "seats", "seats", "seats", "seats", "seats", "seats", "seats", "seats"];
        Assert.Equal(["places", .. office, .. office, "watermarks"], Counted().Select(call => call.Target));
        Assert.All(Counted().SkipLast(1), call => Assert.True(call.IsRead));
    }

    [Fact]
    public async Task The_keys_cost_one_read_and_a_vault_request_for_each_key_once_a_minute()
    {
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        _host.Tap.Restart();
        await KeysAsync();
        Assert.Equal(
            // Of the two keys, and of the throwaway anchor that only dev has.
            [(TappedService.Tables, "keys"), (TappedService.Vault, "versions"), (TappedService.Vault, "versions"), (TappedService.Vault, "versions")],
            Counted().Select(request => (request.Service, request.Target)));

        _host.Tap.Restart();
        await KeysAsync();
        Assert.Empty(Counted());
    }

    [Fact]
    public async Task With_nothing_to_publish_a_run_costs_a_read_of_a_table_and_of_a_blob()
    {
        await _host.Host.PublishAllAsync();
        _host.Tap.Restart();
        await _host.Host.PublishAsync();
        Assert.Equal([new(TappedService.Tables, "GET", "statuschanges"), new(TappedService.Blobs, "GET", "status-lists")], Counted());
    }

    [Fact]
    public async Task Lists_and_pack_cost_one_read_each_and_their_names_nothing()
    {
        await _host.Host.PublishAllAsync();
        foreach (var (path, reads) in new[] { ($"status-lists/{_host.StatusList}", 1), ("verifier-pack", 1), ("status-lists", 0) })
        {
            _host.Tap.Restart();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
            Assert.Equal(HttpStatusCode.OK, (await _host.SendAsync(null, request)).Status);
            Assert.Equal(Enumerable.Repeat(new TappedRequest(TappedService.Blobs, "GET", "status-lists"), reads), Counted());
        }
    }

    [Fact]
    public async Task A_scanner_s_report_and_the_end_of_its_leave_cost_a_read_and_a_write_and_its_question_a_read()
    {
        var path = $"/api/v1/scanners/{Guid.NewGuid()}";
        async Task CountsAsync(string? role, HttpMethod method, string at, params string[] expected)
        {
            using var request = new HttpRequestMessage(method, at);
            if (method == HttpMethod.Put)
                request.Content = TestHost.Json("""{"release":"0123456789ab","waiting":0}""");
            _host.Tap.Restart();
            Assert.Equal(HttpStatusCode.OK, (await _host.SendAsync(role, request)).Status);
            Assert.Equal(expected, Counted().Select(each => $"{(each.IsRead ? "read" : "write")} {each.Target}"));
        }

        await CountsAsync("Field.Officer", HttpMethod.Put, path, "read scanners", "write scanners");
        await CountsAsync("Field.Officer", HttpMethod.Put, path, "read scanners", "write scanners");
        await CountsAsync("Program.Administrator", HttpMethod.Delete, $"{path}/leave", "read scanners", "write scanners");
        await CountsAsync(null, HttpMethod.Get, $"{path}/leave", "read scanners");
    }

    [Fact]
    public async Task A_docket_that_is_opened_by_its_id_costs_a_read_and_a_write_more_that_count_it_and_a_read_within_the_hour()
    {
        var card = await TestPeople.IssueAsync(_host.Host);
        async Task CostsAsync(string role, string path, params string[] expected)
        {
            _host.Tap.Restart();
            Assert.Equal(HttpStatusCode.OK, (await _host.SendAsync(role, new(HttpMethod.Get, path))).Status);
            Assert.Equal(expected, Counted().Select(each => $"{(each.IsRead ? "read" : "write")} {each.Target}"));
        }

        var docket = $"/api/v1/cardholders/{card["cardholderId"]}";
        await CostsAsync("Court.Registrar", $"{docket}/hearings", "read dockets", "read attempts", "write attempts", "write dockets");
        await CostsAsync("Court.Registrar", $"{docket}/check-ins", "read dockets", "read attempts", "write dockets");
        await CostsAsync("Court.Registrar", $"{docket}/hearings", "read dockets", "read attempts", "write dockets");

        using var typed = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications") { Content = TestHost.Json(new JsonObject { ["cardNumber"] = card["cardNumber"]!.GetValue<string>() }) };
        _host.Tap.Restart();
        Assert.Equal("valid", (await _host.SendAsync("Field.Officer", typed)).Json["verdict"]!.GetValue<string>());
        Assert.Equal(["lookups", "dockets", "attempts", "attempts", "dockets"], Counted().Select(each => each.Target));
    }

    [Fact]
    public async Task A_sealed_look_costs_a_write_more()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications")
        {
            Content = TestHost.Json(new JsonObject
            {
                ["credential"] = _credential,
                ["sealedUntil"] = $"{_host.Host.Clock.GetUtcNow().AddDays(9):yyyy-MM-dd}",
                ["sealReason"] = "court-order",
            }),
        };
        _host.Tap.Restart();
        Assert.Equal(HttpStatusCode.OK, (await _host.SendAsync("Field.Officer", request)).Status);
        Assert.Equal(["dockets", "approvals", "dockets"], Counted().Select(each => each.Target));
    }

    private async Task<JsonNode> CountAsync(string path, JsonObject body, params string[] expected)
    {
        using var request = TestCheckIns.Request(path, body, Guid.NewGuid().ToString());
        _host.Tap.Restart();
        var answer = await _host.SendAsync("Field.Officer", request);
        Assert.InRange((int)answer.Status, 200, 201);
        Assert.Equal(expected, Counted().Select(call => call.Target));
        return answer.Json;
    }

    /// <summary>People with a check-in today, of which a notice is due now and nothing else.</summary>
    private async Task PlanAsync(int people)
    {
        var dockets = _host.Host.Services.GetRequiredService<DocketStore>();
        await Parallel.ForEachAsync(Enumerable.Range(0, people), async (_, stop) =>
        {
            var docket = await dockets.OpenAsync(StoredCheckIns.Person(), [], s_officer, OperationId.New(), stop);
            var change = new DocketChange("check-in-booked") { CheckIns = [StoredCheckIns.Ahead(_host.Host.Clock.GetUtcNow(), TimeSpan.FromHours(8))] };
            Assert.NotNull(await dockets.CommitAsync(docket!, change, s_officer, OperationId.New(), stop));
        });
    }

    private async Task RunAsync(int sent)
    {
        _host.Tap.Restart();
        Assert.Equal(sent, await _host.Host.Services.GetRequiredService<SendDueReminders>().ExecuteAsync(default));
    }

    // What is counted of partners is written down beside them, once a minute: PartnerMeterTests hold what that costs.
    private IReadOnlyList<TappedRequest> Counted()
    {
        IReadOnlyList<TappedRequest> requests = [.. _host.Tap.Requests.Where(request => request.Target != "partners")];
        output.WriteLine($"{requests.Count}: {string.Join(", ", requests.Select(request => $"{request.Method} {request.Target}"))}");
        return requests;
    }

    private async Task<JsonNode> VerifyAsync(string? role, string? credential = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications")
        {
            Content = TestHost.Json(new JsonObject { ["credential"] = credential ?? _credential }),
        };
        return (await _host.SendAsync(role, request)).Json;
    }

    private async Task KeysAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/keys");
        Assert.NotEmpty((await _host.SendAsync(null, request)).Json["keys"]!.AsArray());
    }
}
