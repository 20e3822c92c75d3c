using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Functions.Tests.Searches;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>What an office has to do about its people: it appears by itself, oldest first, and goes once it is done.</summary>
public sealed class OfficeWorkTests : IAsyncLifetime
{
    private const string Day = "2030-06-10";

    private TappedHost _tapped = null!;
    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        _tapped = await TappedHost.StartAsync();
        _host = _tapped.Host;
        TestHearings.SetNow(_host, $"{Day}T12:00:00Z");
    }

    public async Task DisposeAsync() => await _tapped.DisposeAsync();

    [Fact]
    public async Task A_miss_is_to_be_judged_then_its_evidence_is_awaited_and_then_it_is_done()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
        var checkIn = await BookAsync(person, office);
        Assert.Empty(await WorkAsync(office));
        await MissAsync();

        var item = Assert.Single(await WorkAsync(office));

        Assert.Equal(("to-judge", person, "2030-06-10T15:00:00+00:00"), (Text(item, "kind"), Text(item, "cardholderId"), Text(item, "since")));
        Assert.Equal(checkIn.Split('/')[^1], Text(item["checkIn"]!, "checkInId"));
        using var officer = Officer();
        var judgement = new JsonObject { ["finding"] = "excused", ["reason"] = "medical", ["evidence"] = "awaited" };
        (await officer.PutAsync($"{checkIn}/judgement", judgement, $"\"{item["docketVersion"]}\"")).Is(200);
        Assert.Equal("evidence-awaited", Text(Assert.Single(await WorkAsync(office)), "kind"));
        judgement["evidence"] = "seen";
        (await officer.PutAsync($"{checkIn}/judgement", judgement, "*")).Is(200);
        Assert.Empty(await WorkAsync(office));

        // Whoever read what is done has deleted its hint.
        Assert.Empty(await _host.Services.GetRequiredService<ITables>().RangeAsync(TableNames.OfficeDays, $"work|{office}", "", "~", 1000, default));
    }

    [Fact]
    public async Task Who_must_report_and_has_no_date_is_listed_until_one_is_booked()
    {
        var (office, other) = (await TestCheckIns.OpenAsync(_host), await TestCheckIns.OpenAsync(_host));
        var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
        using var officer = Officer();
        (await officer.PutAsync($"/api/v1/cardholders/{person}/check-in-schedule", new JsonObject { ["officeId"] = office, ["everyDays"] = 30 })).Is(200);
        Assert.Equal("no-next-date", Text(Assert.Single(await WorkAsync(office)), "kind"));
        Assert.Empty(await WorkAsync(other));

        var checkIn = await BookAsync(person, office);
        Assert.Empty(await WorkAsync(office));
        (await officer.PostAsync($"{checkIn}/sent-home", new JsonObject { ["reason"] = "no-interpreter" })).Is(200);

        var item = Assert.Single(await WorkAsync(office));
        Assert.Equal(("no-next-date", "2030-06-10T15:00:00+00:00"), (Text(item, "kind"), Text(item, "since")));
        TestHearings.SetNow(_host, "2030-06-20T12:00:00Z");
        Assert.Equal(item.ToJsonString(), Assert.Single(await WorkAsync(office)).ToJsonString());
    }

    [Fact]
    public async Task Who_comes_and_is_not_reached_is_listed_until_the_number_is_another()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var person = (await TestCheckIns.PeopleAsync(_host, 1))[0];
        await BookAsync(person, office);
        await FaultAsync(person);

        Assert.Equal("unreachable", Text(Assert.Single(await WorkAsync(office)), "kind"));
        using var enrolling = new Caller(_host.As("Enrollment.Officer"));
        var known = (await enrolling.GetAsync($"/api/v1/cardholders/{person}")).Is(200);
        var contact = new JsonObject { ["language"] = "ru", ["mobile"] = TestPeople.Person()["mobile"]!.GetValue<string>(), ["timeZone"] = "America/Chicago", ["messageTier"] = "neutral" };
        (await enrolling.PutAsync($"/api/v1/cardholders/{person}/contact", contact, known.ETag)).Is(200);
        Assert.Empty(await WorkAsync(office));
    }

    [Fact]
    public async Task A_check_in_and_a_hearing_that_are_too_near_are_found_whichever_was_set_last()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        await TestHearings.CourtAsync(_host, "NYC", "America/New_York");
        var (aNumber, person) = await TestHearings.PersonAsync(_host);
        using var registrar = new Caller(_host.As("Court.Registrar"));
        var hearing = TestHearings.NewId();
        async Task SetAsync(long version, string start) => (await registrar.PutAsync(TestHearings.Path(hearing), TestHearings.Hearing(aNumber, version, start: start))).Is(200);
        var checkIn = await BookAsync(person, office);
        await SetAsync(1, $"{Day}T15:00");
        Assert.Empty(await WorkAsync(office));

        await SetAsync(2, $"{Day}T12:00");
        var item = Assert.Single(await WorkAsync(office));
        Assert.Equal(("dates-collide", checkIn.Split('/')[^1]), (Text(item, "kind"), Text(item["checkIn"]!, "checkInId")));
        await SetAsync(3, "2030-06-11T12:00");
        Assert.Empty(await WorkAsync(office));

        using var officer = Officer();
        (await officer.PostAsync($"{checkIn}/move", TestCheckIns.Slot(office, "2030-06-11T08:30"))).Is(200);
        Assert.Equal("dates-collide", Text(Assert.Single(await WorkAsync(office)), "kind"));
        (await officer.PostAsync($"{checkIn}/cancellation", new JsonObject { ["reason"] = "person-asked" })).Is(200);
        Assert.Empty(await WorkAsync(office));
    }

    [Fact]
    public async Task The_oldest_is_first_and_many_are_on_pages()
    {
        var office = await TestCheckIns.OpenAsync(_host, TestCheckIns.Office(seats: 3));
        var people = await TestCheckIns.PeopleAsync(_host, 2);
        using (var scheduling = Officer())
            (await scheduling.PutAsync($"/api/v1/cardholders/{people[0]}/check-in-schedule", new JsonObject { ["officeId"] = office, ["everyDays"] = 30 })).Is(200);
        await BookAsync(people[1], office, $"{Day}T08:30");
        await MissAsync();
        var tables = _host.Services.GetRequiredService<ITables>();
        for (var some = 0; some < 120; some++)
            await tables.CommitAsync(TableNames.OfficeDays, $"work|{office}", [RowWrite.Put($"20290101000000|ToJudge|{people[0]}|{some:D32}", $$"""{"cardholderId":"{{people[0]}}","version":1}""")], default);

        using var officer = Officer();
        var (items, pages, next) = (new List<string>(), 0, (string?)null);
        do
        {
            var page = (await officer.GetAsync($"/api/v1/offices/{office}/work{(next is null ? "" : $"?page={next}")}")).Is(200).Json;
            items.AddRange(page["items"]!.AsArray().Select(item => $"{Text(item!, "kind")} {Text(item!, "cardholderId")}"));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null && ++pages < 10);

        Assert.Equal([$"no-next-date {people[0]}", $"to-judge {people[1]}"], items);
        Assert.Equal(2, (await tables.RangeAsync(TableNames.OfficeDays, $"work|{office}", "", "~", 1000, default)).Count);
        (await officer.GetAsync($"/api/v1/offices/{office}/work?page=x")).Is(400);
        (await officer.GetAsync("/api/v1/offices/NOWHERE/work")).IsProblem(404, "no-such-office");
    }

    [Fact]
    public async Task Of_a_protected_person_the_list_shows_the_initials_and_everybody_listed_is_told_once_a_day()
    {
        var office = await TestCheckIns.OpenAsync(_host);
        var people = await TestCheckIns.PeopleAsync(_host, 2);
        await BookAsync(people[0], office);
        await BookAsync(people[1], office, $"{Day}T08:30");
        await MissAsync();
        await TestSearches.ProtectAsync(_host, people[0]);

        var items = await WorkAsync(office);
        await WorkAsync(office);

        Assert.Matches(@"^\p{L}\. S\.$", Text(items[0], "name"));
        Assert.Equal(Text(items[0], "name"), Text(items[0], "latinName"));
        foreach (var person in people)
            Assert.Single(await _host.Services.GetRequiredService<ITables>().RowsAsync(person, "~disclosure|", "~disclosure}"));
    }

    [Fact]
    public async Task A_fault_at_any_call_leaves_the_item_on_the_list_or_the_judgement_in_the_docket()
    {
        await FaultProof.AtEveryCallAsync(
            _tapped,
            async () =>
            {
                TestHearings.SetNow(_host, $"{Day}T12:00:00Z");
                var office = await TestCheckIns.OpenAsync(_host);
                var checkIn = await BookAsync((await TestCheckIns.PeopleAsync(_host, 1))[0], office);
                await MissAsync();
                return (Office: office, CheckIn: checkIn);
            },
            async ready =>
            {
                using var officer = Officer();
                return await officer.PutAsync($"{ready.CheckIn}/judgement", new JsonObject { ["finding"] = "excused", ["reason"] = "court", ["evidence"] = "awaited" }, "*");
            },
            async (ready, first, fault) =>
            {
                Assert.True(first.Status == 200 || (first.Status == 503 && FaultProof.IsTold(fault)), $"{first.Status}");
                var kind = Text(Assert.Single(await WorkAsync(ready.Office)), "kind");
                Assert.True(kind == "evidence-awaited" || (kind == "to-judge" && first.Status == 503), kind);
            });
    }

    private async Task MissAsync()
    {
        TestHearings.SetNow(_host, "2030-06-11T12:00:00Z");
        await _host.RunTimerAsync("MarkMissedCheckIns");
    }

    private async Task FaultAsync(string person)
    {
        var docket = await TestCheckIns.DocketAsync(_host, person);
        var faulty = docket.Cardholder with { PhoneFault = new(NodaTime.Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()), "sms-4004") };
        Assert.NotNull(await _host.Services.GetRequiredService<SecureDocket.Dockets.DocketStore>().CommitAsync(docket, new("phone-faulty") { Cardholder = faulty }, new("System", "Test"), OperationId.New(), default));
    }

    private async Task<string> BookAsync(string person, string office, string start = $"{Day}T08:00")
    {
        using var officer = Officer();
        return $"{TestCheckIns.Path(person)}/{Text((await officer.PostAsync(TestCheckIns.Path(person), TestCheckIns.Slot(office, start))).Is(201).Json, "checkInId")}";
    }

    private async Task<List<JsonNode>> WorkAsync(string office)
    {
        using var officer = Officer();
        return [.. (await officer.GetAsync($"/api/v1/offices/{office}/work")).Is(200).Json["items"]!.AsArray().OfType<JsonNode>()];
    }

    private Caller Officer() => new(_host.As("Field.Officer"));

    private static string Text(JsonNode json, string member) => json[member]!.GetValue<string>();
}
