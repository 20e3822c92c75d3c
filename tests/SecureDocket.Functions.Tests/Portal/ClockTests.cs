using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>Which clock the portal shows: the place's first, and the person's small beside it wherever the two differ.</summary>
public sealed partial class ClockTests(ClockFixture api) : IClassFixture<ClockFixture>
{
    private TestHost Host => api.Host;

    [Theory]
    [InlineData("America/New_York", "America/Chicago", "2027-03-08T09:00", "Monday, March 8|9:00 AM CST, local time there", "10:00 AM EST")]

    // Half an hour.
    [InlineData("America/St_Johns", "America/Chicago", "2027-03-08T09:00", "Monday, March 8|9:00 AM CST, local time there", "11:30 AM NST")]

    // The person's day is the next one, or the one before.
    [InlineData("Asia/Kolkata", "America/Chicago", "2027-03-08T15:00", "Monday, March 8|3:00 PM CST, local time there", "Tuesday, March 9, 2:30 AM IST")]
    [InlineData("Pacific/Honolulu", "Pacific/Guam", "2027-03-08T09:00", "Monday, March 8|9:00 AM ChST, local time there", "Sunday, March 7, 1:00 PM HST")]

    // The person's year is the next one.
    [InlineData("Europe/Warsaw", "America/Chicago", "2027-12-31T18:30", "Friday, December 31|6:30 PM CST, local time there", "Saturday, January 1, 2028, 1:30 AM CET")]

    // Only one of the two clocks has changed: Phoenix never does, and Denver does on March 14.
    [InlineData("America/Denver", "America/Phoenix", "2027-03-12T09:00", "Friday, March 12|9:00 AM", null)]
    [InlineData("America/Denver", "America/Phoenix", "2027-03-15T09:00", "Monday, March 15|9:00 AM MST, local time there", "10:00 AM MDT")]
    [InlineData("America/Phoenix", "America/Denver", "2027-03-14T01:30", "Sunday, March 14|1:30 AM", null)]
    [InlineData("America/Phoenix", "America/Denver", "2027-03-14T03:30", "Sunday, March 14|3:30 AM MDT, local time there", "2:30 AM MST")]

    // Other names for the same clock.
    [InlineData("America/Menominee", "America/Chicago", "2027-03-08T09:00", "Monday, March 8|9:00 AM", null)]
    [InlineData("US/Central", "America/Chicago", "2027-03-08T09:00", "Monday, March 8|9:00 AM", null)]
    public async Task A_date_is_told_on_the_places_clock_and_small_on_the_persons(string home, string place, string start, string there, string? own)
    {
        var person = await TestCardholder.CreateAsync(Host, timeZone: home);
        await SetHearingAsync(person, place, start);
        using var visitor = await person.SignInAsync();

        Assert.Equal((there, own), (Day(visitor), Own(visitor)));
        Assert.Contains($"<time datetime=\"{start}\">", visitor.Source, StringComparison.Ordinal);
        Assert.Contains("Sample Court</bdi>", visitor.Source, StringComparison.Ordinal);

        await visitor.GoAsync("/dates");
        Assert.Contains(there.Replace("|", ", ", StringComparison.Ordinal) + (own is null ? "<br>\n<bdi>" : "<br><small"), Plain(visitor), StringComparison.Ordinal);
        Assert.Equal(own, Own(visitor));
    }

    [Fact]
    public async Task Today_and_tomorrow_are_said_only_where_both_calendars_agree()
    {
        await using var host = await ClockFixture.StartAsync(ClockFixture.Start);
        var person = await TestCardholder.CreateAsync(host, timeZone: "America/New_York");
        await SetHearingAsync(person, "America/Chicago", "2027-03-09T09:00");

        // Midnight is at five in UTC for the person, and at six for the court.
        Assert.Null(await NearAsync(new(2027, 3, 8, 4, 30, 0, TimeSpan.Zero)));
        Assert.Null(await NearAsync(new(2027, 3, 8, 5, 30, 0, TimeSpan.Zero)));
        Assert.Equal("Tomorrow", await NearAsync(new(2027, 3, 8, 6, 30, 0, TimeSpan.Zero)));
        Assert.Null(await NearAsync(new(2027, 3, 9, 5, 30, 0, TimeSpan.Zero)));
        Assert.Equal("Today", await NearAsync(new(2027, 3, 9, 6, 30, 0, TimeSpan.Zero)));

        async Task<string?> NearAsync(DateTimeOffset at)
        {
            host.Clock.Advance(at - host.Clock.GetUtcNow());
            using var visitor = await person.SignInAsync();
            return NearPattern().Match(visitor.Source) is { Success: true } match ? match.Groups[1].Value : null;
        }
    }

    [Fact]
    public async Task A_check_in_is_offered_booked_and_cancelled_on_the_offices_clock_with_the_persons_beside_it()
    {
        var office = await TestCheckIns.OpenAsync(Host, TestCheckIns.Office(zone: "America/Chicago"));
        var person = await TestCardholder.CreateAsync(Host, timeZone: "Pacific/Auckland");
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync($"/check-ins/booking?office={office}&day=2027-03-08");

        // 11:30 in Chicago is half past six the next morning in Auckland.
        Assert.Contains("Monday, March 8</h2>", visitor.Source, StringComparison.Ordinal);
        Assert.Contains("<span>11:30 AM CST <small class=\"own\">Where you live: Tuesday, March 9, 6:30 AM NZDT</small></span>", Plain(visitor), StringComparison.Ordinal);
        await visitor.SubmitAsync("/check-ins/booking", ("start", "2027-03-08T11:30"));
        Assert.Equal(("Monday, March 8|11:30 AM CST, local time there", "Tuesday, March 9, 6:30 AM NZDT"), (Day(visitor), Own(visitor)));

        await visitor.GoAsync($"/check-ins/{CancelPattern().Match(visitor.Source).Groups[1].Value}/cancellation");
        Assert.Contains("<b>Monday, March 8, 11:30 AM CST</b>", Plain(visitor), StringComparison.Ordinal);
        Assert.Equal("Tuesday, March 9, 6:30 AM NZDT", Own(visitor));
    }

    [Fact]
    public async Task Past_and_missed_dates_stay_on_the_places_clock()
    {
        await using var host = await ClockFixture.StartAsync(ClockFixture.Start);
        var office = await TestCheckIns.OpenAsync(host, TestCheckIns.Office(zone: "America/Chicago"));
        var person = await TestCardholder.CreateAsync(host, timeZone: "Pacific/Auckland");
        await SetHearingAsync(person, "America/New_York", "2027-03-05T09:00");
        using (var officer = new Caller(host.As("Enrollment.Officer")))
            (await officer.PostAsync(TestCheckIns.Path(person.Id), TestCheckIns.Slot(office, "2027-03-08T11:30"))).Is(201);
        host.Clock.Advance(TimeSpan.FromDays(9));
        await host.RunTimerAsync("MarkMissedCheckIns");
        using var visitor = await person.SignInAsync();

        Assert.Contains("missed the check-in on Monday, March 8.", Plain(visitor), StringComparison.Ordinal);
        Assert.Contains("The missed one stays on your record.", Plain(visitor), StringComparison.Ordinal);
        await visitor.GoAsync("/dates");
        Assert.Contains("Monday, March 8, 11:30 AM CST<br><small class=\"own\">Where you live: Tuesday, March 9, 6:30 AM NZDT</small>", Plain(visitor), StringComparison.Ordinal);
        Assert.Contains("Friday, March 5, 9:00 AM EST<br><small class=\"own\">Where you live: Saturday, March 6, 3:00 AM NZDT</small>", Plain(visitor), StringComparison.Ordinal);
        Assert.DoesNotContain("local time there", visitor.Page, StringComparison.Ordinal);
    }

    internal static async Task SetHearingAsync(TestCardholder person, string zone, string start)
    {
        using var administrator = new Caller(person.Host.As("Program.Administrator"));
        var court = TestCheckIns.NewId();
        (await administrator.PutAsync($"/api/v1/courts/{court}", new JsonObject { ["name"] = "Sample Court", ["address"] = "1 Sample Plaza", ["timeZone"] = zone, ["registrars"] = new JsonArray(TestHost.RegistrarId) })).Is(200);
        using var officer = new Caller(person.Host.As("Enrollment.Officer"));
        var number = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Json["aNumber"]!.GetValue<string>();
        using var registrar = new Caller(person.Host.As("Court.Registrar"));
        (await registrar.PutAsync($"/api/v1/hearings/{Guid.NewGuid():N}", new JsonObject
        {
            ["aNumber"] = number,
            ["sourceVersion"] = 1,
            ["courtId"] = court,
            ["start"] = start,
            ["kind"] = "master",
        })).Is(200);
    }

    // Isolates keep directions apart; nobody sees them.
    private static string Plain(PortalVisitor visitor) => visitor.Page.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);

    private static string Day(PortalVisitor visitor) => DayPattern().Match(Plain(visitor)).Groups[1].Value.Replace("<br>", "|", StringComparison.Ordinal);

    private static string? Own(PortalVisitor visitor) => OwnPattern().Match(Plain(visitor)) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("<p class=\"day\"><time[^>]*>(.*?)</time>")]
    private static partial Regex DayPattern();

    [GeneratedRegex("<small class=\"own\">Where you live: (.*?)</small>")]
    private static partial Regex OwnPattern();

    [GeneratedRegex("<strong class=\"near\">(.*?)</strong>")]
    private static partial Regex NearPattern();

    [GeneratedRegex("/check-ins/([0-9a-f]+)/cancellation")]
    private static partial Regex CancelPattern();
}

/// <summary>A host whose time is the first of March 2027, noon in UTC.</summary>
public sealed class ClockFixture : IAsyncLifetime
{
    internal static readonly DateTimeOffset Start = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TestHost? _host;

    internal TestHost Host => _host ?? throw new InvalidOperationException("The fixture is not initialized yet.");

    public async Task InitializeAsync() => _host = await StartAsync(Start);

    public async Task DisposeAsync() => await Host.DisposeAsync();

    internal static Task<TestHost> StartAsync(DateTimeOffset at)
    {
        var world = new World();
        world.Clock.Advance(at - world.Clock.GetUtcNow());
        return TestHost.StartAsync(world);
    }
}
