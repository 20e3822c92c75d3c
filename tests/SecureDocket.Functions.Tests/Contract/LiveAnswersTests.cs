using System.Text.Json.Nodes;
using SecureDocket.Cards;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Closures;
using SecureDocket.Functions.Tests.Documents;
using SecureDocket.Functions.Tests.Inbox;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>Asks every operation for every success that the document promises.</summary>
/// <remarks>
/// <see cref="Caller"/> holds each answer, here and in every other test, against the document. The person is the canary: another test
/// calls all of this again and looks where the person's data end up.
/// </remarks>
[Collection(Administrators.Collection)]
public sealed class LiveAnswersTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_documented_success_is_answered_as_documented()
    {
        using var officer = api.As("Enrollment.Officer");
        using var administrator = api.As("Program.Administrator");
        using var nobody = api.As(null);

        Saw(await administrator.PutAsync($"/api/v1/sites/{api.Host.SiteId}", new JsonObject { ["name"] = "Houston", ["quota"] = 5 }));
        Saw(await administrator.PutAsync("/api/v1/courts/NYC", new JsonObject { ["name"] = "New York", ["address"] = "1 Sample Plaza", ["timeZone"] = "America/New_York", ["registrars"] = new JsonArray(TestHost.RegistrarId) }));
        Saw(await administrator.GetAsync("/api/v1/courts/NYC"));
        Saw(await administrator.GetAsync("/api/v1/sites"));
        Saw(await administrator.GetAsync("/api/v1/offices"));
        Saw(await administrator.GetAsync("/api/v1/courts"));
        Saw(await nobody.GetAsync("/api/v1/keys"));
        Saw(await officer.PostAsync("/api/v1/cardholders/import", Caller.Bytes([.. "{}\n"u8], "application/x-ndjson")));

        var person = Canary.Person();
        (person["posture"], person["postureAsOf"]) = ("ReliefGranted", "2026-01-09");
        var known = Canary.Person();
        (known["aNumber"], known["mobile"]) = (TestPeople.Person()["aNumber"]!.DeepClone(), null);
        await EnrolledAsync(officer, known);
        var path = await EnrolledAsync(officer, person);
        Saw(await officer.PutAsync($"{path}/photo", Caller.Bytes(await File.ReadAllBytesAsync(TestPeople.PhotoPath), "image/jpeg"), "\"1\""));
        Saw(await officer.PutAsync(
            $"{path}/clearance", new JsonObject { ["result"] = "Cleared", ["reference"] = Canary.ClearanceReference, ["date"] = "2026-01-02" }, "\"2\""));
        Saw(await officer.PutAsync(
            $"{path}/contact", new JsonObject { ["mobile"] = Canary.OtherMobile, ["language"] = "es", ["timeZone"] = "America/Chicago", ["messageTier"] = "neutral" }, "\"3\""));
        using var second = api.As("officer-8", "Enrollment.Officer");
        Saw(await second.PutAsync($"{path}/alike", new JsonObject { ["otherThan"] = person["otherThan"]!.DeepClone() }));
        var order = new JsonObject { ["cardholderId"] = path[(path.LastIndexOf('/') + 1)..], ["siteId"] = api.Host.SiteId };
        var card = Saw(await officer.GetAsync(Saw(await officer.PostAsync("/api/v1/cards", order)).Headers.Location!.ToString())).Json;
        Saw(await officer.GetAsync(path));
        Saw(await officer.GetAsync($"{path}/photo"));
        var other = await File.ReadAllBytesAsync(TestPeople.OtherPhotoPath);
        Saw(await officer.PutAsync($"{path}/photo", Caller.Bytes(other, "image/jpeg"), (await officer.GetAsync(path)).ETag));
        var waiting = Saw(await officer.GetAsync(path)).Json["photoChange"]!["hash"]!.GetValue<string>();
        Saw(await officer.GetAsync($"{path}/photo/change"));
        Saw(await second.PutAsync($"{path}/photo/change/approval", new JsonObject { ["hash"] = waiting }));
        Saw(await officer.GetAsync("/api/v1/clearance-reviews"));
        Saw(await officer.GetAsync(card["front"]!.GetValue<string>()));
        Saw(await officer.GetAsync(card["back"]!.GetValue<string>()));

        Saw(await second.PutAsync($"{path}/pin", new JsonObject { ["pin"] = Canary.Pin }));
        Saw(await second.PostAsync($"{path}/sign-in-codes", new JsonObject()));
        Saw(await second.PostAsync($"{path}/kiosk-code", new JsonObject()));

        using var registrar = api.As("Court.Registrar");
        var hearing = new JsonObject { ["aNumber"] = person["aNumber"]!.GetValue<string>(), ["sourceVersion"] = 2, ["courtId"] = "NYC", ["start"] = $"{api.Host.Clock.GetUtcNow().Year + 1}-03-04T09:00", ["kind"] = "master" };
        Saw(await registrar.PutAsync("/api/v1/hearings/live-1", hearing));
        Saw(await administrator.PutAsync("/api/v1/hearings/live-1/source-version", new JsonObject { ["sourceVersion"] = 1, ["reason"] = "A test value" }, "\"2\""));
        for (var number = 2; number <= SecureDocket.Hearings.SetHearing.NewsLimit; number++)
        {
            Saw(await registrar.PutAsync($"/api/v1/hearings/live-{number}", (JsonObject)hearing.DeepClone()));
        }

        (await registrar.PutAsync("/api/v1/hearings/live-more", (JsonObject)hearing.DeepClone())).IsProblem(409, "hearing-quarantined");
        Saw(await administrator.GetAsync("/api/v1/quarantined-hearings"));
        Saw(await administrator.PutAsync("/api/v1/quarantined-hearings/live-more/release", new JsonObject()));
        Saw(await registrar.GetAsync($"/api/v1/courts/NYC/hearings?day={api.Host.Clock.GetUtcNow().Year + 1}-03-04"));
        Saw(await registrar.GetAsync($"{path}/hearings"));
        Saw(await administrator.PutAsync(
            "/api/v1/hearings/live-more/id-release", new JsonObject { ["cardholderId"] = path[(path.LastIndexOf('/') + 1)..], ["reason"] = "A test value" }, "\"2\""));
        Saw(await registrar.PostAsync("/api/v1/hearings/import", Caller.Bytes([.. "{}\n"u8], "application/x-ndjson")));

        Saw(await administrator.PutAsync("/api/v1/offices/LIVE", TestCheckIns.Office()));
        Saw(await officer.GetAsync("/api/v1/offices/LIVE"));
        var day = api.Host.Clock.GetUtcNow().AddDays(2);
        var slots = Saw(await officer.GetAsync($"/api/v1/offices/LIVE/slots?from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}")).Json["slots"]!.AsArray();
        var slot = new JsonObject { ["officeId"] = "LIVE", ["start"] = slots[0]!["start"]!.GetValue<string>() };
        var checkIn = $"{path}/check-ins/{Saw(await officer.PostAsync($"{path}/check-ins", slot)).Json["checkInId"]}";
        Saw(await officer.PostAsync($"{checkIn}/move", new JsonObject { ["start"] = slots[1]!["start"]!.GetValue<string>() }));
        Saw(await officer.PutAsync($"{path}/check-in-schedule", new JsonObject { ["officeId"] = "LIVE", ["everyDays"] = 30 }));
        Saw(await officer.PostAsync($"{checkIn}/cancellation", new JsonObject { ["reason"] = "person-asked" }));
        var again = $"{path}/check-ins/{Saw(await officer.PostAsync($"{path}/check-ins", slot)).Json["checkInId"]}";

        foreach (var place in (string[])["offices/LIVE", "courts/NYC"])
        {
            await CloseAsync(administrator, $"/api/v1/{place}/closures", place[0] == 'o' ? "choose" : null);
        }

        var item = $"/api/v1/inbox/{await TestInbox.RaiseAsync(api.Host, path[(path.LastIndexOf('/') + 1)..], Canary.FreeText)}";
        Saw(await officer.GetAsync("/api/v1/inbox?office=LIVE"));
        Saw(await officer.GetAsync(item));
        Saw(await officer.PostAsync($"{item}/assignment", new JsonObject { ["takeOver"] = true }));
        Saw(await officer.PostAsync($"{item}/preview", new JsonObject { ["text"] = Canary.FreeText }));
        Saw(await officer.PostAsync($"{item}/answer", new JsonObject { ["text"] = Canary.FreeText }));
        var another = $"/api/v1/inbox/{await TestInbox.RaiseAsync(api.Host, path[(path.LastIndexOf('/') + 1)..], Canary.FreeText)}";
        Saw(await officer.PostAsync($"{another}/closing", new JsonObject { ["note"] = Canary.FreeText }));

        using var upload = TestDocuments.Form(TestPdf.Of(1), title: Canary.Title);
        var document = $"{path}/documents/{Saw(await registrar.PostAsync($"{path}/documents", upload)).Json["documentId"]}";
        Saw(await officer.GetAsync($"{path}/documents"));
        Saw(await officer.GetAsync($"{document}/content"));
        Saw(await officer.PostAsync($"{document}/withdrawal", new JsonObject { ["reason"] = "superseded" }));

        var partner = new JsonObject { ["name"] = "Benefit office", ["kind"] = "live", ["scopes"] = new JsonArray("verify"), ["contact"] = "desk@partner.example" };
        Saw(await administrator.PutAsync("/api/v1/partners/live-1", partner));
        Saw(await administrator.GetAsync("/api/v1/partners"));
        Saw(await administrator.PostAsync("/api/v1/partners/live-1/revocation", new JsonObject { ["reason"] = "requested" }));
        Saw(await administrator.GetAsync("/api/v1/partners/live-1"));
        Saw(await administrator.GetAsync("/api/v1/partners/live-1/usage?from=2026-01-01&to=2026-01-09"));

        using var scanning = api.As("Field.Officer");
        var look = Verifying.Credential(card["credential"]!.GetValue<string>());
        (look["sealedUntil"], look["sealReason"]) = ($"{api.Host.Clock.GetUtcNow().AddDays(9):yyyy-MM-dd}", "court-order");
        await scanning.VerifyAsync(look);
        var seal = $"/api/v1/seals/{Saw(await administrator.GetAsync("/api/v1/seals")).Json["seals"]![0]!["id"]}";
        Saw(await administrator.PostAsync($"{seal}/confirmation", new JsonObject()));
        Saw(await administrator.PostAsync($"{seal}/end", new JsonObject()));

        const string Scanner = "/api/v1/scanners/6f0c9a52-1b3d-4c8e-9a70-2d5e8f104b31";
        Saw(await scanning.PutAsync(Scanner, new JsonObject { ["release"] = "0123456789ab", ["packIssuedAt"] = "2026-11-20T15:10:00Z", ["waiting"] = 0 }));
        Saw(await administrator.DeleteAsync($"{Scanner}/leave"));
        Saw(await scanning.GetAsync($"{Scanner}/leave"));
        Saw(await administrator.GetAsync("/api/v1/scanners"));

        foreach (var role in new[] { "Field.Officer", "Enrollment.Officer", "Partner.Verifier", null })
        {
            using var verifier = api.As(role);
            Saw(await verifier.PostAsync("/api/v1/verifications", new JsonObject { ["credential"] = card["credential"]!.GetValue<string>() }, key: ""));
        }

        var verified = (await officer.PostAsync("/api/v1/verifications", new JsonObject { ["credential"] = card["credential"]!.GetValue<string>() }, key: "")).Json;
        Saw(await officer.PutAsync(ComparisonTests.PathOf(verified), ComparisonTests.Body(card, verified, "same-person")));
        var scan = new JsonObject
        {
            ["scanId"] = $"{Guid.NewGuid():D}",
            ["cardNumber"] = card["cardNumber"]!.GetValue<string>(),
            ["at"] = $"{api.Host.Clock.GetUtcNow():O}",
            ["verdict"] = "undetermined",
            ["reasons"] = new JsonArray("status-stale"),
        };
        Saw(await officer.PostAsync("/api/v1/scans", new JsonObject { ["scans"] = new JsonArray(scan) }, key: ""));

        var address = $"/api/v1/cards/{card["cardNumber"]}";
        Saw(await officer.PostAsync($"{address}/suspension", new JsonObject { ["reason"] = "lost" }));
        Saw(await officer.PostAsync($"{address}/reinstatement", new JsonObject()));
        Saw(await officer.PostAsync($"{address}/loss", new JsonObject { ["reason"] = "stolen" }));
        var replaced = Saw(await officer.PostAsync($"{address}/replacement", new JsonObject { ["siteId"] = api.Host.SiteId, ["reason"] = "stolen" }));
        api.Host.Clock.Advance(TimeSpan.FromDays(330));
        using var later = api.As("Enrollment.Officer");
        var renewed = Saw(await later.PostAsync($"{replaced.Headers.Location}/renewal", new JsonObject { ["siteId"] = api.Host.SiteId }));
        Saw(await later.PostAsync($"{renewed.Headers.Location}/revocation", new JsonObject { ["reason"] = "misused" }));

        Saw(await later.PostAsync($"{again}/attendance", new JsonObject { ["manner"] = "in-person" }));
        Saw(await later.GetAsync($"{path}/check-ins"));
        Saw(await later.SendAsync(new(HttpMethod.Delete, $"{path}/check-in-schedule")));

        using var asking = api.Administrator(Administrators.Asking);
        using var approving = api.Administrator(Administrators.Approving);
        var numbers = Enumerable.Range(0, 51).Select(_ => new JsonObject { ["cardNumber"] = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()).ToPrinted() }).ToList();
        Saw(await asking.PostAsync("/api/v1/revocations", TestCards.ToRevoke(numbers.Take(50))));
        var approval = Saw(await asking.PostAsync("/api/v1/revocations", TestCards.ToRevoke(numbers))).Headers.Location!.ToString();
        Saw(await approving.PostAsync($"{approval}/approval", new JsonObject()));
        Saw(await asking.GetAsync(approval));
        Saw(await asking.GetAsync("/api/v1/approvals"));
        await SeeErasureAsync(asking, approving);
        await SeeRetentionAsync(asking);
        await CloseManyAsync(asking);

        foreach (var open in new[] { "sandbox/cards", "sandbox/verifier-pack", "openapi.json", "docs" })
        {
            Saw(await nobody.GetAsync($"/api/v1/{open}"));
        }

        await api.Host.RunTimerAsync("PublishStatusLists");
        Saw(await nobody.GetAsync("/api/v1/status-lists"));
        Saw(await nobody.GetAsync("/api/v1/status-lists/1"));
        Saw(await nobody.GetAsync("/api/v1/verifier-pack"));
        var key = $"/api/v1/keys/{card["keyId"]}";
        await api.RotateCardKeyAsync();
        api.Host.Clock.Advance(KeyRing.FreshFor);
        Saw(await asking.PostAsync($"{key}/withdrawal", new JsonObject { ["reason"] = "misused" }));
        Saw(await asking.GetAsync($"{key}/cards"));

        using var supervisor = api.As("Protection.Supervisor");
        foreach (var (name, value) in new[] { ("aNumber", Canary.ANumber), ("mobile", Canary.OtherMobile), ("fins", Canary.Fins), ("subjectId", Canary.SubjectId), ("cardNumber", card["cardNumber"]!.GetValue<string>()) })
        {
            var search = new JsonObject { [name] = value, ["purpose"] = "cardService" };
            Assert.NotEmpty(Saw(await later.PostAsync("/api/v1/searches", search)).Json["candidates"]!.AsArray());
        }

        Saw(await supervisor.PutAsync($"{path}/protection", (HttpContent?)null));
        Saw(await supervisor.DeleteAsync($"{path}/protection"));
        using var auditor = api.As("Docket.Auditor");
        Saw(await auditor.GetAsync($"{path}/reminders"));
        Saw(await auditor.GetAsync("/api/v1/reports/reminders?day=2026-01-09"));
        Saw(await auditor.GetAsync("/api/v1/texts/preview?occasion=oneDay&subject=hearing&tier=neutral&language=en"));
        Saw(await auditor.GetAsync("/api/v1/reports/seals?from=2026-01-01&to=2026-12-31"));
        Saw(await auditor.GetAsync("/api/v1/reports/downloads?from=2026-01-01&to=2026-01-09"));
        Saw(await auditor.GetAsync($"{path}/journal"));
        Saw(await auditor.GetAsync($"{path}/disclosures"));

        Saw(await nobody.GetAsync("/health/live"));
        Saw(await nobody.GetAsync("/health/ready"));
        await SeeDayAsync();

        var promised = ApiContract.Operations.SelectMany(operation =>
            operation.Responses.Keys.Where(status => status[0] == '2').Select(status => $"{operation.Id} {status}"));
        Assert.Equal(promised.Order(StringComparer.Ordinal), _seen.Order(StringComparer.Ordinal));
    }

    /// <summary>Closes a place on a day without dates.</summary>
    private async Task CloseAsync(Caller administrator, string path, string? then)
    {
        var day = $"{api.Host.Clock.GetUtcNow().AddDays(200):yyyy-MM-dd}";
        Saw(await administrator.GetAsync($"{path}/preview?day={day}"));
        var closure = Saw(await administrator.PostAsync(path, new JsonObject { ["day"] = day, ["reason"] = "weather", ["then"] = then, ["dates"] = 0 })).Json;
        Saw(await administrator.GetAsync(path));
        Saw(await administrator.GetAsync($"{path}/{closure["closureId"]}/dates"));
        Saw(await administrator.PostAsync($"{path}/{closure["closureId"]}/withdrawal", new JsonObject()));
    }

    /// <summary>Asks to close an office and a court for more people than one administrator may.</summary>
    private async Task CloseManyAsync(Caller asking)
    {
        var (office, court) = await TestClosures.CrowdAsync(api.Host, TestClosures.Many);
        var body = new JsonObject { ["day"] = TestClosures.DayOf(api.Host), ["reason"] = "weather", ["dates"] = TestClosures.Many };
        Saw(await asking.PostAsync($"/api/v1/courts/{court}/closures", body.DeepClone()));
        body["then"] = "choose";
        Saw(await asking.PostAsync($"/api/v1/offices/{office}/closures", body));
    }

    // Somebody alike may be enrolled already, here or by whoever shares the host.
    private async Task SeeErasureAsync(Caller asking, Caller approving)
    {
        using var officer = api.Host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer);
        Saw(await asking.PutAsync($"/api/v1/cardholders/{id}/hold", new JsonObject { ["reason"] = "inquiry" }));
        Saw(await asking.DeleteAsync($"/api/v1/cardholders/{id}/hold"));
        var erasure = Saw(await asking.PostAsync("/api/v1/erasures", new JsonObject { ["cardholderId"] = id, ["reason"] = "request" })).Headers.Location!.ToString();
        Saw(await approving.PostAsync($"{erasure}/approval", new JsonObject()));
        Saw(await asking.GetAsync($"/api/v1/erasures/{id}"));
    }

    private async Task SeeDayAsync()
    {
        var office = await TestCheckIns.OpenAsync(api.Host, TestCheckIns.Office(seats: 3));
        using var enrolling = api.Host.As("Enrollment.Officer");
        string[] people = [await TestPeople.EnrollAsync(enrolling), await TestPeople.EnrollAsync(enrolling), await TestPeople.EnrollAsync(enrolling)];
        var day = $"{api.Host.Clock.GetUtcNow().AddDays(2):yyyy-MM-dd}";
        List<string> checkIns = [];
        using (var booking = api.As("Enrollment.Officer"))
        {
            foreach (var person in people)
            {
                checkIns.Add($"{TestCheckIns.Path(person)}/{(await booking.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, $"{day}T08:00"))).Is(201).Json["checkInId"]}");
            }
        }

        // Eight in Phoenix.
        api.Host.Clock.Advance(DateTimeOffset.Parse($"{day}T15:00:00Z", System.Globalization.CultureInfo.InvariantCulture) - api.Host.Clock.GetUtcNow());
        using var officer = api.As("Field.Officer");
        Saw(await officer.PostAsync($"{checkIns[0]}/arrival", new JsonObject { ["officeId"] = office }));
        Saw(await officer.PostAsync($"{checkIns[0]}/call", new JsonObject()));
        Saw(await officer.PostAsync($"{checkIns[1]}/sent-home", new JsonObject { ["reason"] = "system-down" }));
        api.Host.Clock.Advance(TimeSpan.FromHours(3));
        await api.Host.RunTimerAsync("MarkMissedCheckIns");
        using var later = api.As("Field.Officer");
        Saw(await later.PutAsync($"{checkIns[2]}/judgement", new JsonObject { ["finding"] = "excused", ["reason"] = "medical", ["evidence"] = "seen" }, "*"));
        Saw(await later.GetAsync($"/api/v1/offices/{office}/days/{day}"));
        Saw(await later.GetAsync($"/api/v1/offices/{office}/missed?from={day}&to={day}&judgement=excused"));
        Saw(await later.PutAsync($"{checkIns[2]}/judgement", new JsonObject { ["finding"] = "excused", ["reason"] = "medical", ["evidence"] = "awaited" }, "*"));
        Saw(await later.GetAsync($"/api/v1/offices/{office}/work"));
    }

    private async Task SeeRetentionAsync(Caller asking)
    {
        var rule = new JsonObject { ["trigger"] = "made", ["period"] = "P1D", ["action"] = "delete", ["authority"] = "Records schedule 12" };
        Saw(await asking.PutAsync("/api/v1/retention/rules/disclosures", rule));
        Saw(await asking.GetAsync("/api/v1/retention/rules"));
        await api.Host.RunTimerAsync("ReportRetention");
        var report = Saw(await asking.GetAsync("/api/v1/retention/reports")).Json["reports"]![0]!["id"]!.GetValue<string>();
        Saw(await asking.GetAsync($"/api/v1/retention/reports/{report}"));
        Saw(await asking.PostAsync($"/api/v1/retention/reports/{report}/release", new JsonObject()));
        Saw(await asking.DeleteAsync("/api/v1/retention/rules/disclosures"));
    }

    private async Task<string> EnrolledAsync(Caller officer, JsonObject person)
    {
        var reply = await officer.PostAsync("/api/v1/cardholders", person.DeepClone());
        if (reply.Status == 409)
        {
            person["otherThan"] = new JsonArray([.. reply.Json["errors"]!.AsArray().Select(error => JsonValue.Create(error!["detail"]!.GetValue<string>().Split(' ')[1]))]);
            reply = await officer.PostAsync("/api/v1/cardholders", person.DeepClone());
        }

        return Saw(reply).Headers.Location!.ToString();
    }

    private Reply Saw(Reply reply)
    {
        Assert.InRange(reply.Status, 200, 299);
        _seen.Add($"{reply.Operation!.Id} {reply.Status}");
        return reply;
    }
}
