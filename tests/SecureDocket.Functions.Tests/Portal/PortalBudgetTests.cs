using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>What the portal costs in requests to storage.</summary>
public sealed class PortalBudgetTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private TappedHost _host = null!;

    public async Task InitializeAsync() => _host = await TappedHost.StartAsync(azurite, retries: 0);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_home_page_costs_three_requests_and_two_once_the_place_is_known()
    {
        var person = await TestCardholder.CreateAsync(_host.Host);
        await SetHearingAsync(person);
        using var visitor = await person.SignInAsync();
        using var other = await person.SignInAsync();
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(5));

        _host.Tap.Restart();
        await visitor.GoAsync("/home");
        Assert.Contains("Immigration Court Test", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(["signins", "dockets", "places"], _host.Tap.Requests.Select(request => request.Target));

        _host.Tap.Restart();
        await other.GoAsync("/home");
        Assert.Equal(["signins", "dockets"], _host.Tap.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_sign_in_costs_the_same_whoever_it_is_for()
    {
        var person = await TestCardholder.CreateAsync(_host.Host);
        var withoutPin = (await TestPeople.IssueAsync(_host.Host))["cardNumber"]!.GetValue<string>();
        using var officer = _host.Host.As("Enrollment.Officer");
        var aNumber = JsonNode.Parse(await officer.GetStringAsync($"/api/v1/cardholders/{person.Id}"))!["aNumber"]!.GetValue<string>();
        using var warm = await person.SignInAsync();
        var costs = new Dictionary<string, (int Begin, int Finish)>();
        foreach (var (name, number, pin) in new[]
        {
            ("known", person.CardNumber, person.Pin),
            ("wrong PIN", person.CardNumber, "84031627"),
            ("unknown", "0000-0000-0000", person.Pin),
            ("no PIN set", withoutPin, person.Pin),
            ("A-number", aNumber, person.Pin),
            ("A-number, wrong PIN", aNumber, "84031627"),
            ("unknown A-number", "A999999998", person.Pin),
        })
        {
            _host.Host.Clock.Advance(TimeSpan.FromHours(2));
            using var visitor = new PortalVisitor(_host.Host.Address);
            await visitor.GoAsync(number[0] == 'A' ? "/?way=lost" : "/");

            await _host.Host.SignInsDecidedAsync();
            _host.Tap.Restart();
            using var begun = await visitor.PostAsync("/sign-in", visitor.FieldsOf("/sign-in", ("number", number), ("pin", pin)));

            // The challenge is written last; what follows is decided while nobody waits.
            var begin = _host.Tap.Requests.TakeWhile(request => (request.Method, request.Target) is not ("POST", "attempts")).Count() + 1;
            await _host.Host.SignInsDecidedAsync();
            await visitor.GoAsync("/sign-in/code");
            _host.Tap.Restart();
            await visitor.EnterCodeAsync("000000");
            costs[name] = (begin, _host.Tap.StorageOperations);
        }

        output.WriteLine(string.Join(Environment.NewLine, costs.Select(cost => $"{cost.Key}: {cost.Value}")));
        Assert.All(costs.Values, cost => Assert.Equal(2, cost.Finish));
        Assert.All(costs, cost => Assert.Equal(cost.Key.Contains("A-number", StringComparison.Ordinal) ? 7 : 6, cost.Value.Begin));
    }

    [Fact]
    public async Task A_whole_sign_in_is_within_what_is_planned_for()
    {
        var person = await TestCardholder.CreateAsync(_host.Host);
        using var warm = await person.SignInAsync();
        _host.Host.Clock.Advance(TimeSpan.FromHours(1));
        _host.Tap.Restart();

        using var visitor = await person.SignInAsync();

        output.WriteLine(string.Join(Environment.NewLine, _host.Tap.Requests.Select(request => $"{request.Method} {request.Target}")));

        // docs/operations/sign-in.md reckons with these.
        Assert.InRange(_host.Tap.StorageOperations, 1, 26);
    }

    private async Task SetHearingAsync(TestCardholder person)
    {
        using var administrator = _host.Host.As("Program.Administrator");
        await administrator.PutAsync("/api/v1/courts/NYC", TestHost.Json(new JsonObject { ["name"] = "Immigration Court Test", ["address"] = "1 Sample Plaza", ["timeZone"] = "America/New_York", ["registrars"] = new JsonArray(TestHost.RegistrarId) }));
        using var officer = _host.Host.As("Enrollment.Officer");
        var number = JsonNode.Parse(await officer.GetStringAsync($"/api/v1/cardholders/{person.Id}"))!["aNumber"]!.GetValue<string>();
        using var registrar = _host.Host.As("Court.Registrar");
        using var set = await registrar.PutAsync($"/api/v1/hearings/{Guid.NewGuid():N}", TestHost.Json(new JsonObject
        {
            ["aNumber"] = number,
            ["sourceVersion"] = 1,
            ["courtId"] = "NYC",
            ["start"] = $"{_host.Host.Clock.GetUtcNow().AddDays(40):yyyy-MM-dd}T09:00",
            ["kind"] = "master",
        }));
        set.EnsureSuccessStatusCode();
    }
}
