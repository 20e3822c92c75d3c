using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Hearings;
using Xunit;

namespace SecureDocket.Functions.Tests.Places;

public sealed class OfficeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] s_everything =
        ["officeId", "name", "address", "phone", "timeZone", "openingHours", "slotMinutes", "seatsPerSlot"];

    [Fact]
    public async Task An_office_is_entered_read_and_changed()
    {
        using var administrator = api.As("Program.Administrator");
        using var officer = api.As("Field.Officer");
        var path = $"/api/v1/offices/{TestCheckIns.NewId()}";
        (await officer.GetAsync(path)).IsProblem(404, "no-such-office");

        (await administrator.PutAsync(path, TestCheckIns.Office())).Is(200).HasSafeHeaders();
        var body = TestCheckIns.Office();
        body["openingHours"] = new JsonArray("We 13:00-16:30", "Mo 08:00-12:00", "Mo 12:00-23:59");
        body["holidays"] = new JsonArray("2031-01-01", "2030-12-25");
        (body["slotMinutes"], body["seatsPerSlot"], body["remoteAllowed"], body["graceMinutes"]) = (240, 50, true, 0);
        var changed = (await administrator.PutAsync(path, body)).Is(200).HasSafeHeaders();
        var read = (await officer.GetAsync(path)).Is(200).HasSafeHeaders();
        Assert.Equal(changed.Text, read.Text);
        Assert.Equal(
            $$"""{"id":"{{path[(path.LastIndexOf('/') + 1)..]}}","name":"Field Office","address":"2 Sample Plaza","phone":"1-800-555-0100","timeZone":"America/Phoenix","openingHours":["Mo 08:00-12:00","Mo 12:00-23:59","We 13:00-16:30"],"holidays":["2030-12-25","2031-01-01"],"slotMinutes":240,"seatsPerSlot":50,"remoteAllowed":true,"graceMinutes":0}""",
            read.Text);
    }

    [Theory]
    [InlineData("name", "\"\"")]
    [InlineData("name", "7")]
    [InlineData("address", "\"1\\n2\"")]
    [InlineData("phone", "\"+18005550100\"")]
    [InlineData("phone", "\"1-800-555-0100-12\"")]
    [InlineData("phone", "\"1--800\"")]
    [InlineData("phone", "\"-800-555\"")]
    [InlineData("phone", "null")]
    [InlineData("timeZone", "\"Mountain Standard Time\"")]
    [InlineData("openingHours", "null")]
    [InlineData("openingHours", "\"Mo 08:00-12:00\"")]
    [InlineData("openingHours", "[7]")]
    [InlineData("openingHours", "[\"Mo 8:00-12:00\"]")]
    [InlineData("openingHours", "[\"Mo 08:00-24:00\"]")]
    [InlineData("openingHours", "[\"Mo 12:00-08:00\"]")]
    [InlineData("openingHours", "[\"Mo 12:00-12:00\"]")]
    [InlineData("openingHours", "[\"Xx 08:00-12:00\"]")]
    [InlineData("openingHours", "[\"Mo 08:00-12:00\",\"Mo 11:59-13:00\"]")]
    [InlineData("openingHours", "[\"Mo 01:00-02:00\",\"Mo 03:00-04:00\",\"Mo 05:00-06:00\",\"Mo 07:00-08:00\"]")]
    [InlineData("holidays", "[\"2031-02-29\"]")]
    [InlineData("holidays", "[\"1.1.2031\"]")]
    [InlineData("holidays", "[\"2031-01-01\",\"2031-01-01\"]")]
    [InlineData("holidays", "{}")]
    [InlineData("slotMinutes", "4")]
    [InlineData("slotMinutes", "241")]
    [InlineData("slotMinutes", "7.5")]
    [InlineData("slotMinutes", "null")]
    [InlineData("seatsPerSlot", "0")]
    [InlineData("seatsPerSlot", "51")]
    [InlineData("graceMinutes", "-1")]
    [InlineData("graceMinutes", "1441")]
    [InlineData("remoteAllowed", "\"yes\"")]
    [InlineData("colour", "1")]
    public async Task An_office_that_does_not_fit_is_told_so(string member, string value)
    {
        using var administrator = api.As("Program.Administrator");
        var body = TestCheckIns.Office();
        body[member] = JsonNode.Parse(value);
        var before = api.Storage.Writes;
        (await administrator.PutAsync($"/api/v1/offices/{TestCheckIns.NewId()}", body)).IsInvalid(member);
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Every_fault_is_told_at_once_and_the_limits_hold()
    {
        using var administrator = api.As("Program.Administrator");
        (await administrator.PutAsync("/api/v1/offices/atl", new JsonObject())).IsInvalid(s_everything);
        var body = TestCheckIns.Office();
        body["holidays"] = Days(401);
        (await administrator.PutAsync($"/api/v1/offices/{TestCheckIns.NewId()}", body)).IsInvalid("holidays");
        body["holidays"] = Days(400);
        (await administrator.PutAsync($"/api/v1/offices/{TestCheckIns.NewId()}", body)).Is(200);

        static JsonArray Days(int count) =>
            [.. Enumerable.Range(0, count).Select(day => JsonValue.Create($"{new DateOnly(2031, 1, 1).AddDays(day):yyyy-MM-dd}"))];
    }

    [Fact]
    public async Task Slots_to_come_are_listed_with_their_free_seats()
    {
        TestHearings.SetNow(api.Host, "2030-06-10T16:00:00Z");
        var office = await TestCheckIns.OpenAsync(api.Host);
        using var officer = api.As("Field.Officer");
        var answer = (await officer.GetAsync($"/api/v1/offices/{office}/slots?from=2030-06-09&to=2030-06-11")).Is(200).HasSafeHeaders().Json;
        Assert.Equal(("Field Office", "America/Phoenix"), (Text(Reply.HasExactly(answer, "office", "timeZone", "slots"), "office"), Text(answer, "timeZone")));
        var slots = answer["slots"]!.AsArray();
        Assert.All(slots, slot => Reply.HasExactly(slot, "start", "startsAt", "free"));

        // It is nine there: that slot has begun.
        Assert.Equal(("2030-06-10T09:30", "2030-06-10T16:30:00+00:00", 2), (Text(slots[0], "start"), Text(slots[0], "startsAt"), slots[0]!["free"]!.GetValue<int>()));
        Assert.Equal((5 + 8, "2030-06-11T11:30"), (slots.Count, Text(slots[^1], "start")));
    }

    [Theory]
    [InlineData("", "from,to")]
    [InlineData("?from=2030-06-01", "to")]
    [InlineData("?from=2030-06-31&to=2030-07-01", "from")]
    [InlineData("?from=2030-06-02&to=2030-06-01", "to")]
    [InlineData("?from=2030-06-01&to=2030-07-02", "to")]
    [InlineData("?from=1999-12-31&to=9999-12-31", "from,to")]
    public async Task Days_that_are_none_or_too_many_are_refused(string query, string faults)
    {
        var office = await TestCheckIns.OpenAsync(api.Host);
        using var officer = api.As("Field.Officer");
        (await officer.GetAsync($"/api/v1/offices/{office}/slots{query}")).IsInvalid(faults.Split(','));
        (await officer.GetAsync($"/api/v1/offices/{office}/slots?from=2030-06-01&to=2030-07-01")).Is(200);
        (await officer.GetAsync("/api/v1/offices/NONE/slots?from=2030-06-01&to=2030-07-01")).IsProblem(404, "no-such-office");
    }

    private static string Text(JsonNode? json, string member) => json![member]!.GetValue<string>();
}
