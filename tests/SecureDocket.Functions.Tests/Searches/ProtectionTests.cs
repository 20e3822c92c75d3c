using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Tests.Documents;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Searches;

/// <summary>A protected person is not there for whoever may not open the docket, and everything that the person needs goes on.</summary>
public sealed class ProtectionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private TappedHost _host = null!;
    private Searched _person = null!;

    public async Task InitializeAsync()
    {
        _host = await TappedHost.StartAsync(azurite, retries: 0);
        _person = await TestSearches.PersonAsync(_host.Host);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("Enrollment.Officer")]
    [InlineData("Field.Officer")]
    public async Task A_search_that_hits_a_protected_person_answers_counts_and_asks_as_one_that_misses(string role)
    {
        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        foreach (var key in TestSearches.Keys)
        {
            // Once before, so that connections are warm and the counts have begun.
            await SearchAsync(role, key, Searched.Nobody[key]);
            var (miss, missed) = await SearchAsync(role, key, Searched.Nobody[key]);
            var (hit, asked) = await SearchAsync(role, key, _person.Values[key]);

            Assert.Equal("""{"candidates":[],"more":false}""", hit.Text);
            Assert.Equal(miss.Bytes, hit.Bytes);
            Assert.Equal(HeadersOf(miss), HeadersOf(hit));
            Assert.Equal(missed, asked);
            Assert.Equal(["attempts", "attempts", "lookups", .. Enumerable.Repeat("dockets", asked.Count(request => request.Target == "dockets")), "searches", "attempts", "attempts"], asked.Select(request => request.Target));
            Assert.All(asked.Where(request => request.Target == "dockets"), request => Assert.True(request.IsRead));
        }

        // Also on record: nothing tells one from the other but the keyed hash.
        var rows = (await _host.Host.Services.GetRequiredService<ITables>().ScanAsync(TableNames.Searches, "", "~", null, default)).Rows;
        Assert.All(rows, row => Assert.Equal(0, JsonNode.Parse(row.Row.Json)!["shown"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_shared_phone_shows_the_others_and_costs_the_same()
    {
        using var officer = _host.Host.As("Enrollment.Officer");
        var (shared, lonely) = (TestPeople.Person(), TestPeople.Person());
        (shared["mobile"], shared["birthDate"]) = (_person.Values["mobile"], TestPeople.BirthDate());
        var other = await TestPeople.EnrollAsync(officer, shared);
        await TestPeople.EnrollAsync(officer, lonely);
        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        await SearchAsync("Field.Officer", "mobile", lonely["mobile"]!.GetValue<string>());

        var (_, alone) = await SearchAsync("Field.Officer", "mobile", lonely["mobile"]!.GetValue<string>());
        var (found, asked) = await SearchAsync("Field.Officer", "mobile", _person.Values["mobile"]);
        Assert.Equal([other], TestSearches.Found(found));
        Assert.Equal(alone, asked);
    }

    [Fact]
    public async Task Whoever_has_the_role_finds_and_opens_the_person_and_may_end_it()
    {
        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        using var both = new Caller(_host.Host.As("Enrollment.Officer", "7", also: "Protection.Supervisor"));
        using var supervisor = new Caller(_host.Host.As("Protection.Supervisor"));
        using var officer = new Caller(_host.Host.As("Enrollment.Officer"));
        foreach (var caller in new[] { both, supervisor })
        {
            Assert.Equal([_person.Id], TestSearches.Found(await caller.PostAsync(TestSearches.Path, TestSearches.For("aNumber", _person.Values["aNumber"]))));
            Assert.NotNull((await caller.GetAsync($"/api/v1/cardholders/{_person.Id}")).Is(200).Json["protectedSince"]);
        }

        using var photo = await supervisor.Client.GetAsync($"/api/v1/cardholders/{_person.Id}/photo");
        photo.EnsureSuccessStatusCode();
        (await both.GetAsync($"/api/v1/cardholders/{_person.Id}/documents")).Is(200);

        (await officer.DeleteAsync($"/api/v1/cardholders/{_person.Id}/protection")).IsProblem(403, "forbidden");
        (await supervisor.DeleteAsync($"/api/v1/cardholders/{_person.Id}/protection")).Is(204);
        (await supervisor.DeleteAsync($"/api/v1/cardholders/{_person.Id}/protection")).Is(204);
        (await supervisor.DeleteAsync("/api/v1/cardholders/AAAAAAAAAAAAAAAAAAAAAA/protection")).IsProblem(404, "no-such-cardholder");
        Assert.Null((await officer.GetAsync($"/api/v1/cardholders/{_person.Id}")).Is(200).Json["protectedSince"]);
        Assert.Equal([_person.Id], TestSearches.Found(await officer.PostAsync(TestSearches.Path, TestSearches.For("aNumber", _person.Values["aNumber"]))));
        using var auditor = new Caller(_host.Host.As("Docket.Auditor"));
        var kinds = (await auditor.GetAsync($"/api/v1/cardholders/{_person.Id}/journal")).Is(200).Json["events"]!.AsArray().Select(link => link!["kind"]!.GetValue<string>());
        Assert.Equal(["protection-set", "protection-ended"], kinds.Where(kind => kind.StartsWith("protection", StringComparison.Ordinal)));
    }

    public static TheoryData<string> StaffFunctions => [.. HttpFunction.Api
        .Where(function => function.Path.Contains("{cardholderId}", StringComparison.Ordinal) || function.Path.Contains("{cardNumber}", StringComparison.Ordinal))
        .Where(function => function.Access!.Roles.Any(role => role is Roles.EnrollmentOfficer or Roles.FieldOfficer or Roles.DocketAuditor))
        .Select(function => function.Name).Distinct()];

    [Theory]
    [MemberData(nameof(StaffFunctions))]
    public async Task Every_function_that_names_a_docket_answers_as_for_nobody(string name)
    {
        var function = HttpFunction.Api.First(each => each.Name == name);
        var role = function.Access!.Roles.First(each => each is Roles.EnrollmentOfficer or Roles.FieldOfficer or Roles.DocketAuditor);
        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        var docket = _host.Host.Services.GetRequiredService<DocketStore>();
        Assert.True(CardholderId.TryParse(_person.Id, out var id));
        var before = await docket.LoadAsync(id, default);

        using var caller = new Caller(_host.Host.As(role));
        var nobody = await AskAsync(caller, function, "AAAAAAAAAAAAAAAAAAAAAA", Searched.Nobody["cardNumber"]);
        var hidden = await AskAsync(caller, function, _person.Id, _person.Values["cardNumber"]);

        Assert.Equal((nobody.Status, WithoutTrace(nobody)), (hidden.Status, WithoutTrace(hidden)));
        Assert.Equal(404, hidden.Status);
        Assert.Equal(before!.Version, (await docket.LoadAsync(id, default))!.Version);
    }

    [Fact]
    public async Task A_shown_card_verifies_and_opens_the_docket_for_an_hour_and_a_typed_number_does_neither()
    {
        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        using var officer = new Caller(_host.Host.As("Field.Officer"));
        using var other = new Caller(_host.Host.As("Field.Officer", "2"));
        var typed = new JsonObject { ["cardNumber"] = _person.Values["cardNumber"] };
        var nobody = new JsonObject { ["cardNumber"] = Searched.Nobody["cardNumber"] };
        await VerifyAsync(officer, nobody);
        var (miss, missed) = await VerifyAsync(officer, nobody);
        var (hidden, asked) = await VerifyAsync(officer, typed);
        Assert.Equal(miss.Text, hidden.Text);
        Assert.Equal(missed, asked);
        (await officer.GetAsync($"/api/v1/cardholders/{_person.Id}/documents")).IsProblem(404, "no-such-cardholder");

        var (shown, _) = await VerifyAsync(officer, new() { ["credential"] = _person.Credential });
        Assert.Equal("valid", shown.Json["verdict"]!.GetValue<string>());
        (await officer.GetAsync($"/api/v1/cardholders/{_person.Id}/documents")).Is(200);
        (await officer.GetAsync($"/api/v1/cardholders/{_person.Id}/check-ins")).Is(200);
        (await other.GetAsync($"/api/v1/cardholders/{_person.Id}/documents")).IsProblem(404, "no-such-cardholder");

        _host.Host.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        using var later = new Caller(_host.Host.As("Field.Officer"));
        (await later.GetAsync($"/api/v1/cardholders/{_person.Id}/documents")).IsProblem(404, "no-such-cardholder");
    }

    [Fact]
    public async Task Partners_and_registrars_go_on_as_before()
    {
        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        using var partner = new Caller(_host.Host.As("Partner.Verifier"));
        Assert.Equal("valid", (await partner.PostAsync("/api/v1/verifications", new JsonObject { ["cardNumber"] = _person.Values["cardNumber"] })).Is(200).Json["verdict"]!.GetValue<string>());
        using var registrar = new Caller(_host.Host.As("Court.Registrar"));
        (await registrar.PutAsync(Hearings.TestHearings.Path(_person.Values["hearingId"]), Hearings.TestHearings.Hearing(_person.Values["aNumber"], version: 2, start: "2031-03-05T09:00"))).Is(200);
        (await registrar.GetAsync($"/api/v1/cardholders/{_person.Id}/hearings")).Is(200);
    }

    [Fact]
    public async Task A_duplicate_at_enrollment_leads_whoever_may_open_it_and_sends_others_to_their_supervisor()
    {
        using var officer = new Caller(_host.Host.As("Enrollment.Officer"));
        using var both = new Caller(_host.Host.As("Enrollment.Officer", "7", also: "Protection.Supervisor"));
        var again = TestPeople.Person();
        again["aNumber"] = _person.Values["aNumber"];
        Assert.Equal(_person.Id, ErrorOf(await officer.PostAsync("/api/v1/cardholders", again.DeepClone()), "a-number-in-use")["cardholderId"]!.GetValue<string>());

        await TestSearches.ProtectAsync(_host.Host, _person.Id);
        Assert.Equal(_person.Id, ErrorOf(await both.PostAsync("/api/v1/cardholders", again.DeepClone()), "a-number-in-use")["cardholderId"]!.GetValue<string>());
        var refused = ErrorOf(await officer.PostAsync("/api/v1/cardholders", again.DeepClone()), "a-number-in-use");
        Reply.HasExactly(refused, "code", "field", "detail");
        Assert.StartsWith("Ask your supervisor", refused["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_like_a_protected_person_is_enrolled_by_a_supervisor()
    {
        using var officer = new Caller(_host.Host.As("Enrollment.Officer"));
        using var both = new Caller(_host.Host.As("Enrollment.Officer", "7", also: "Protection.Supervisor"));
        var alike = TestPeople.Person();
        alike["latinName"] = _person.Name;
        await TestSearches.ProtectAsync(_host.Host, _person.Id);

        var refused = ErrorOf(await officer.PostAsync("/api/v1/cardholders", alike.DeepClone()), "alike-person");
        Assert.DoesNotContain(_person.Id, refused.ToJsonString(), StringComparison.Ordinal);

        // Not even where the officer learned the ID elsewhere.
        alike["otherThan"] = new JsonArray(_person.Id);
        ErrorOf(await officer.PostAsync("/api/v1/cardholders", alike.DeepClone()), "alike-person");
        (await both.PostAsync("/api/v1/cardholders", alike.DeepClone())).Is(201);
    }

    private static JsonObject ErrorOf(Reply reply, string code) => Assert.Single(reply.IsProblem(409, code).Json["errors"]!.AsArray())!.AsObject();

    private async Task<(Reply Reply, IReadOnlyList<TappedRequest> Requests)> SearchAsync(string role, string key, string value)
    {
        using var caller = new Caller(_host.Host.As(role));
        _host.Tap.Restart();
        var reply = (await caller.PostAsync(TestSearches.Path, TestSearches.For(key, value), key: "")).Is(200);
        return (reply, [.. _host.Tap.Requests]);
    }

    private async Task<(Reply Reply, IReadOnlyList<TappedRequest> Requests)> VerifyAsync(Caller caller, JsonObject body)
    {
        _host.Tap.Restart();
        var reply = (await caller.PostAsync("/api/v1/verifications", body.DeepClone(), key: "")).Is(200);
        return (reply, [.. _host.Tap.Requests]);
    }

    private static IEnumerable<string> HeadersOf(Reply reply) =>
        reply.Headers.Where(header => header.Key is not ("Date" or "traceparent")).Select(header => $"{header.Key}: {string.Join(",", header.Value)}").Order();

    private static string WithoutTrace(Reply reply)
    {
        var json = reply.Json;
        json.Remove("traceId");
        return json.ToJsonString();
    }

    private async Task<Reply> AskAsync(Caller caller, HttpFunction function, string cardholderId, string cardNumber)
    {
        var path = function.Path
            .Replace("{cardholderId}", cardholderId, StringComparison.Ordinal)
            .Replace("{cardNumber}", cardNumber, StringComparison.Ordinal)
            .Replace("{checkInId}", "0123456789abcdef0123456789abcdef", StringComparison.Ordinal)
            .Replace("{documentId}", "0123456789abcdef0123456789abcdef", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(function.Method), path) { Content = BodyOf(function.Name) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        return await caller.SendAsync(request);
    }

    private HttpContent? BodyOf(string function)
    {
        var body = function switch
        {
            "PutClearance" => """{"result":"Cleared","reference":"BGC-1","date":"2026-01-02"}""",
            "PutContact" => """{"language":"ru","timeZone":"America/Chicago","messageTier":"neutral"}""",
            "ApprovePhotoChange" => $$"""{"hash":"{{new string('a', 64)}}"}""",
            "ReviewAlikePeople" => """{"otherThan":["AAAAAAAAAAAAAAAAAAAAAA"]}""",
            "PutPin" => """{"pin":"73920519"}""",
            "BookCheckIn" => """{"officeId":"XX","start":"2031-03-04T09:00"}""",
            "MoveCheckIn" => """{"officeId":"XX","start":"2031-03-04T09:00"}""",
            "CancelCheckIn" => """{"reason":"person-asked"}""",
            "RecordAttendance" => """{"manner":"in-person"}""",
            "RecordArrival" => """{"officeId":"XX"}""",
            "SendHome" => """{"reason":"no-officer"}""",
            "PutJudgement" => """{"finding":"our-fault"}""",
            "PutCheckInSchedule" => """{"officeId":"XX","everyDays":28}""",
            "WithdrawDocument" => """{"reason":"wrong-person"}""",
            "SuspendCard" or "RevokeCard" or "ReportLoss" => """{"reason":"lost"}""",
            "ReplaceCard" => $$"""{"reason":"lost","siteId":"{{_host.Host.SiteId}}"}""",
            "RenewCard" => $$"""{"siteId":"{{_host.Host.SiteId}}"}""",
            _ => null,
        };
        return function switch
        {
            "PutPhoto" => Caller.Bytes(TestPeople.Photo(), "image/jpeg"),
            "AddDocument" => TestDocuments.Form(TestPdf.Of(1)),
            _ when body is not null => Caller.Json(body),
            _ when HttpFunction.Api.First(each => each.Name == function).Method is "GET" or "DELETE" => null,
            _ => Caller.Json("{}"),
        };
    }
}
