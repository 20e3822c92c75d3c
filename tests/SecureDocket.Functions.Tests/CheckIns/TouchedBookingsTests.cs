using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Hearings;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>A change of an office that people have appointments at is not made by the way. The host is this class's own, because its clock moves.</summary>
public sealed class TouchedBookingsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("timeZone", "\"America/Denver\"", 2)]
    [InlineData("address", "\"9 Other Plaza\"", 2)]
    [InlineData("openingHours", "[\"Tu 08:00-12:00\", \"We 09:00-12:00\"]", 1)]
    [InlineData("slotMinutes", "45", 1)]
    public async Task What_touches_an_appointment_is_shown_and_asked_for(string member, string value, int touched)
    {
        var office = await BookedAsync();
        using var administrator = api.As("Program.Administrator");
        var path = $"/api/v1/offices/{office}";
        var before = (await administrator.GetAsync(path)).Is(200).Text;
        var change = TestCheckIns.Office();
        change[member] = JsonNode.Parse(value);
        var problem = (await administrator.PutAsync(path, change.DeepClone())).IsProblem(409, "bookings-touched");
        Assert.Contains($"{touched} booked check-ins", problem.Text, StringComparison.Ordinal);
        Assert.Contains("2030-06-12", problem.Text, StringComparison.Ordinal);
        Assert.Equal(before, (await administrator.GetAsync(path)).Is(200).Text);

        // Not those of another moment.
        change["touches"] = touched + 1;
        (await administrator.PutAsync(path, change.DeepClone())).IsProblem(409, "bookings-touched");
        change["touches"] = touched;
        (await administrator.PutAsync(path, change.DeepClone())).Is(200);
    }

    [Fact]
    public async Task A_holiday_on_which_people_are_booked_is_announced_as_a_closure_and_entered_afterwards()
    {
        var office = await BookedAsync();
        using var administrator = api.As("Program.Administrator");
        var path = $"/api/v1/offices/{office}";
        var before = (await administrator.GetAsync(path)).Is(200).Text;
        var change = TestCheckIns.Office();
        change["holidays"] = new JsonArray("2030-06-12", "2030-06-14");
        foreach (var seen in (int?[])[null, 1, 2])
        {
            change["touches"] = seen;
            var problem = (await administrator.PutAsync(path, change.DeepClone())).IsProblem(409, "holiday-booked");
            Assert.Contains("1 check-ins are booked on 2030-06-12", problem.Text, StringComparison.Ordinal);
            Assert.Equal(before, (await administrator.GetAsync(path)).Is(200).Text);
        }

        var closure = new JsonObject { ["day"] = "2030-06-12", ["reason"] = "holiday", ["then"] = "rebook", ["dates"] = 1 };
        (await administrator.PostAsync($"{path}/closures", closure)).Is(201);
        change["touches"] = null;
        (await administrator.PutAsync(path, change.DeepClone())).Is(200);

        // A holiday that the office has is not a new one.
        change["name"] = "Other";
        (await administrator.PutAsync(path, change)).Is(200);
        await api.Host.RunTimerAsync("TellClosures");
        Assert.Single((await administrator.GetAsync($"{path}/closures")).Is(200).Json["closures"]!.AsArray(), each => each!["told"]!["rebooked"]!.GetValue<int>() == 1);
    }

    [Theory]
    [InlineData("name", "\"Other\"")]
    [InlineData("phone", "\"1-800-555-0111\"")]
    [InlineData("seatsPerSlot", "1")]
    [InlineData("holidays", "[\"2030-06-14\"]")]
    [InlineData("openingHours", "[\"Tu 08:00-12:00\", \"We 08:00-11:00\"]")]
    public async Task What_touches_none_is_done_at_once(string member, string value)
    {
        var office = await BookedAsync();
        using var administrator = api.As("Program.Administrator");
        var change = TestCheckIns.Office();
        change[member] = JsonNode.Parse(value);
        (await administrator.PutAsync($"/api/v1/offices/{office}", change)).Is(200);
    }

    /// <summary>An office with appointments on Tuesday June 11 at 9:30 and on Wednesday June 12 at 8:30.</summary>
    private async Task<string> BookedAsync()
    {
        TestHearings.SetNow(api.Host, "2030-06-10T12:00:00Z");
        var people = await TestCheckIns.PeopleAsync(api.Host, 2);
        var office = await TestCheckIns.OpenAsync(api.Host);
        using var officer = api.As("Field.Officer");
        (await officer.PostAsync(TestCheckIns.Path(people[0]), TestCheckIns.Slot(office, "2030-06-11T09:30"))).Is(201);
        (await officer.PostAsync(TestCheckIns.Path(people[1]), TestCheckIns.Slot(office, "2030-06-12T08:30"))).Is(201);
        return office;
    }
}
