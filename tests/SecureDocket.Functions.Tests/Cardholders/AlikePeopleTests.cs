using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

/// <summary>One person under two A-numbers: shown to the officer who enrolls, and stopped until a second one has looked.</summary>
public sealed class AlikePeopleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Cardholders = "/api/v1/cardholders";

    [Fact]
    public async Task Somebody_alike_is_shown_before_the_enrollment_and_no_card_is_issued_before_a_second_officer_has_looked()
    {
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        var (known, person) = Alike();
        var first = await TestPeople.EnrollAsync(officer.Client, known);

        var shown = (await officer.PostAsync(Cardholders, person.DeepClone())).IsProblem(409, "alike-person");
        var error = Assert.Single(shown.Json["errors"]!.AsArray())!;
        Assert.Equal("otherThan", error["field"]!.GetValue<string>());
        Assert.Contains(first, error["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("name and birth date", error["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        person["otherThan"] = new JsonArray(first);
        var id = await TestPeople.PrepareAsync(officer.Client, person);
        var record = (await officer.GetAsync($"{Cardholders}/{id}")).Json;
        var alike = Reply.HasExactly(Assert.Single(record["alike"]!.AsArray()), "cardholderId", "href", "by", "foundBy", "foundAt");
        Assert.Equal(first, alike["cardholderId"]!.GetValue<string>());
        Assert.Equal(["nameAndBirthDate"], alike["by"]!.AsArray().Select(kind => kind!.GetValue<string>()));
        (await IssueAsync(second, id)).IsProblem(409, "alike-person");

        (await ReviewAsync(officer, id, "otherThan", first)).IsProblem(403, "four-eyes");
        var reviewed = (await ReviewAsync(second, id, "otherThan", first)).Is(200);
        Assert.Equal(reviewed.ETag, (await ReviewAsync(second, id, "otherThan", first)).Is(200).ETag);
        Assert.False((await officer.GetAsync($"{Cardholders}/{id}")).Json["alike"]![0]!["isSame"]!.GetValue<bool>());
        (await IssueAsync(officer, id)).Is(201);
    }

    [Fact]
    public async Task Who_was_found_to_be_the_same_person_has_a_card_once_the_other_docket_can_have_none()
    {
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        var (known, person) = Alike();
        var card = await TestPeople.IssueAsync(api.Host, known);
        var wrong = card["cardholderId"]!.GetValue<string>();
        person["otherThan"] = new JsonArray(wrong);
        var id = await TestPeople.PrepareAsync(officer.Client, person);
        (await ReviewAsync(second, id, "sameAs", wrong)).Is(200);
        (await IssueAsync(officer, id)).IsProblem(409, "alike-person");
        Assert.True((await officer.GetAsync($"{Cardholders}/{wrong}")).Json["alike"]![0]!["isSame"]!.GetValue<bool>());

        (await officer.PostAsync($"/api/v1/cards/{card["cardNumber"]!.GetValue<string>()}/revocation", new JsonObject { ["reason"] = "issued-in-error" })).Is(200);
        (await IssueAsync(officer, id)).IsProblem(409, "alike-person");
        var denied = new JsonObject { ["result"] = "Denied", ["reference"] = "BGC-2", ["date"] = "2026-01-03" };
        (await officer.PutAsync($"{Cardholders}/{wrong}/clearance", denied, (await officer.GetAsync($"{Cardholders}/{wrong}")).ETag)).Is(200);
        (await IssueAsync(officer, id)).Is(201);

        // Nor has the wrong docket a card again, whatever its clearance says later.
        var cleared = new JsonObject { ["result"] = "Cleared", ["reference"] = "BGC-3", ["date"] = "2026-01-04" };
        (await officer.PutAsync($"{Cardholders}/{wrong}/clearance", cleared, (await officer.GetAsync($"{Cardholders}/{wrong}")).ETag)).Is(200);
        (await IssueAsync(officer, wrong)).IsProblem(409, "alike-person");
    }

    [Fact]
    public async Task Whoever_enrolled_a_person_stays_barred_when_another_takes_the_same_photo_in()
    {
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        using var third = api.As("officer-9", "Enrollment.Officer");
        var photo = TestPeople.Photo();
        var (known, person) = Alike();
        var first = await TestPeople.EnrollAsync(officer.Client, known);
        (await officer.PutAsync($"{Cardholders}/{first}/photo", Caller.Bytes(photo, "image/jpeg"), "\"1\"")).Is(200);
        person["otherThan"] = new JsonArray(first);
        var id = await TestPeople.EnrollAsync(officer.Client, person);
        (await second.PutAsync($"{Cardholders}/{id}/photo", Caller.Bytes(photo, "image/jpeg"), "\"1\"")).Is(200);

        (await ReviewAsync(officer, id, "otherThan", first)).IsProblem(403, "four-eyes");
        (await ReviewAsync(second, id, "otherThan", first)).IsProblem(403, "four-eyes");
        (await ReviewAsync(third, id, "otherThan", first)).Is(200);
    }

    [Fact]
    public async Task The_same_photo_under_two_A_numbers_stops_the_second_card()
    {
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        var photo = TestPeople.Photo();
        var first = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PutAsync($"{Cardholders}/{first}/photo", Caller.Bytes(photo, "image/jpeg"), "\"1\"")).Is(200);
        var id = await TestPeople.PrepareAsync(officer.Client);
        (await officer.PutAsync($"{Cardholders}/{id}/photo", Caller.Bytes(photo, "image/jpeg"), "\"3\"")).Is(200);

        var alike = Assert.Single((await officer.GetAsync($"{Cardholders}/{id}")).Json["alike"]!.AsArray())!;
        Assert.Equal(first, alike["cardholderId"]!.GetValue<string>());
        Assert.Equal(["photo"], alike["by"]!.AsArray().Select(kind => kind!.GetValue<string>()));
        (await IssueAsync(second, id)).IsProblem(409, "alike-person");
        (await ReviewAsync(officer, id, "otherThan", first)).IsProblem(403, "four-eyes");
        (await ReviewAsync(second, id, "otherThan", first)).Is(200);
        (await IssueAsync(second, id)).Is(201);
    }

    [Fact]
    public async Task Of_one_person_enrolled_under_many_A_numbers_at_once_all_but_one_wait_for_a_second_officer()
    {
        using var officer = api.As("Enrollment.Officer");
        var (_, person) = Alike();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => officer.PostAsync(Cardholders, WithOtherNumber(person))));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => Assert.Equal("alike-person", reply.Json["code"]!.GetValue<string>()));

        // Of any two who came in together, one is known to be alike to the other.
        Dictionary<string, List<string>> alike = [];
        foreach (var id in replies.Where(reply => reply.Status == 201).Select(reply => reply.Json["id"]!.GetValue<string>()))
        {
            var people = (await officer.GetAsync($"{Cardholders}/{id}")).Json["alike"]?.AsArray() ?? [];
            alike.Add(id, [.. people.Select(each => each!["cardholderId"]!.GetValue<string>())]);
        }

        Assert.NotEmpty(alike);
        Assert.All(alike.Keys, one => Assert.All(alike.Keys.Where(other => other != one), other => Assert.True(alike[one].Contains(other) || alike[other].Contains(one))));
    }

    [Fact]
    public async Task Who_was_refused_however_often_is_in_the_way_of_nobody()
    {
        using var officer = api.As("Enrollment.Officer");
        var (known, person) = Alike();
        var first = await TestPeople.EnrollAsync(officer.Client, known);
        for (var attempt = 0; attempt < 40; attempt++)
        {
            (await officer.PostAsync(Cardholders, WithOtherNumber(person))).IsProblem(409, "alike-person");
        }

        var shown = (await officer.PostAsync(Cardholders, WithOtherNumber(person))).IsProblem(409, "alike-person");
        Assert.Contains(first, Assert.Single(shown.Json["errors"]!.AsArray())!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_roster_names_whom_it_was_shown()
    {
        using var officer = api.As("Enrollment.Officer");
        var (known, person) = Alike();
        var named = WithOtherNumber(person);
        named["otherThan"] = new JsonArray(await TestPeople.EnrollAsync(officer.Client, known));
        Assert.Equal("alike-person", (await ImportedAsync(officer, person))["errors"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("enrolled", (await ImportedAsync(officer, named))["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_review_names_everybody_who_waits_and_nobody_else()
    {
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        var (known, person) = Alike();
        var first = await TestPeople.EnrollAsync(officer.Client, known);
        var third = WithOtherNumber(person);
        person["otherThan"] = new JsonArray(first);
        var middle = await TestPeople.EnrollAsync(officer.Client, person);
        third["otherThan"] = new JsonArray(first, middle);
        var id = await TestPeople.EnrollAsync(officer.Client, third);

        (await ReviewAsync(second, id, "otherThan", first)).IsProblem(409, "alike-person");
        (await ReviewAsync(second, id, "otherThan", first, middle, id)).IsProblem(409, "alike-person");
        (await second.PutAsync($"{Cardholders}/{id}/alike", new JsonObject())).IsProblem(400, "invalid");
        (await second.PutAsync($"{Cardholders}/{id}/alike", new JsonObject { ["otherThan"] = new JsonArray("x") })).IsProblem(400, "invalid");
        (await second.PutAsync($"{Cardholders}/AAAAAAAAAAAAAAAAAAAAAA/alike", new JsonObject { ["otherThan"] = new JsonArray(first) })).IsProblem(404, "no-such-cardholder");
        Assert.All((await second.GetAsync($"{Cardholders}/{id}")).Json["alike"]!.AsArray(), alike => Assert.False(alike!.AsObject().ContainsKey("isSame")));
        (await ReviewAsync(second, id, "otherThan", first, middle)).Is(200);
    }

    [Fact]
    public async Task Where_a_site_has_two_officers_clearance_photo_and_card_are_not_all_one_officers()
    {
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        using var administrator = api.As("Program.Administrator");
        var site = (await administrator.PutAsync("/api/v1/sites/TWO", new JsonObject { ["name"] = "Two officers", ["quota"] = 10, ["secondOfficer"] = true })).Is(200);
        Assert.True(site.Json["secondOfficer"]!.GetValue<bool>());
        var id = await TestPeople.PrepareAsync(officer.Client);

        // Another quota takes nothing back.
        (await administrator.PutAsync("/api/v1/sites/TWO", new JsonObject { ["name"] = "Two officers", ["quota"] = 20 })).Is(200);
        (await IssueAsync(officer, id, "TWO")).IsProblem(409, "one-officer");
        (await IssueAsync(second, id, "TWO")).Is(201);
        (await IssueAsync(officer, await TestPeople.PrepareAsync(officer.Client))).Is(201);
    }

    private static async Task<JsonNode> ImportedAsync(Caller officer, JsonObject person)
    {
        var body = Encoding.UTF8.GetBytes(person.ToJsonString() + "\n");
        return JsonNode.Parse((await officer.PostAsync($"{Cardholders}/import", Caller.Bytes(body, "application/x-ndjson"))).Is(200).Text.Split('\n')[0])!;
    }

    private static (JsonObject Known, JsonObject Person) Alike()
    {
        var known = TestPeople.Person();
        var person = WithOtherNumber(known);
        person["mobile"] = TestPeople.Person()["mobile"]!.DeepClone();
        person["latinName"] = string.Join(' ', known["latinName"]!.GetValue<string>().Split(' ').Reverse()).Replace('a', 'e');
        return (known, person);
    }

    private static JsonObject WithOtherNumber(JsonObject person)
    {
        var other = person.DeepClone().AsObject();
        other["aNumber"] = TestPeople.Person()["aNumber"]!.DeepClone();
        return other;
    }

    private static Task<Reply> ReviewAsync(Caller officer, string id, string found, params string[] people) =>
        officer.PutAsync($"{Cardholders}/{id}/alike", new JsonObject { [found] = new JsonArray([.. people.Select(each => JsonValue.Create(each))]) });

    private Task<Reply> IssueAsync(Caller officer, string id, string? site = null) =>
        officer.PostAsync("/api/v1/cards", new JsonObject { ["cardholderId"] = id, ["siteId"] = site ?? api.Host.SiteId });
}
