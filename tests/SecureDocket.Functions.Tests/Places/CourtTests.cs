using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Functions.Tests.Places;

public sealed class CourtTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Long81 = "123456789012345678901234567890123456789012345678901234567890123456789012345678901";

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Puerto_Rico")]
    [InlineData("America/Indiana/Indianapolis")]
    [InlineData("Pacific/Guam")]
    public async Task A_court_is_entered_read_and_changed(string zone)
    {
        using var administrator = api.As("Program.Administrator");
        using var registrar = api.As("Court.Registrar");
        var path = $"/api/v1/courts/C{Random.Shared.Next(1_000_000)}0";
        (await registrar.GetAsync(path)).IsProblem(404, "no-such-court");

        var entered = (await administrator.PutAsync(path, Body("Immigration Court", "1 Sample Plaza, 10001", "America/Chicago"))).Is(200).HasSafeHeaders();
        var changed = (await administrator.PutAsync(path, Body("Court № 2, “José”", "2 Sample Plaza", zone))).Is(200);
        Reply.HasExactly(entered.Json, "id", "name", "address", "timeZone", "registrars");

        var read = (await registrar.GetAsync(path)).Is(200).HasSafeHeaders();
        Assert.Equal(changed.Text, read.Text);
        Assert.Equal(
            (path[(path.LastIndexOf('/') + 1)..], "Court № 2, “José”", "2 Sample Plaza", zone),
            (Text(read, "id"), Text(read, "name"), Text(read, "address"), Text(read, "timeZone")));
    }

    [Fact]
    public async Task A_court_names_its_registrars_and_each_change_replaces_them()
    {
        using var administrator = api.As("Program.Administrator");
        var path = $"/api/v1/courts/C{Random.Shared.Next(1_000_000)}1";
        foreach (var registrars in new string[][] { ["a", "5f3f8a11-0000-4000-8000-000000000004"], ["B_.9"], [], [.. Enumerable.Range(0, 20).Select(number => $"r{number}")] })
        {
            (await administrator.PutAsync(path, Body(registrars))).Is(200);
            Assert.Equal(registrars, (await administrator.GetAsync(path)).Is(200).Json["registrars"]!.AsArray().Select(one => one!.GetValue<string>()));
        }

        var before = api.Storage.Writes;
        foreach (var registrars in new string[][] { [""], ["a", "a"], ["a b"], [new('x', 65)], ["a\n"], [.. Enumerable.Range(0, 21).Select(number => $"r{number}")] })
        {
            (await administrator.PutAsync(path, Body(registrars))).IsInvalid("registrars");
        }

        var text = Body();
        text["registrars"] = "a";
        (await administrator.PutAsync(path, text)).IsInvalid("registrars");
        text["registrars"] = new JsonArray(1);
        (await administrator.PutAsync(path, text)).IsInvalid("registrars");
        Assert.Equal(before, api.Storage.Writes);

        (await administrator.PutAsync(path, Body("Court", "1 Sample Plaza", "America/Chicago"))).Is(200);
        Assert.Empty((await administrator.GetAsync(path)).Is(200).Json["registrars"]!.AsArray());
    }

    [Theory]
    [InlineData("n", "New York", "1 Sample Plaza", "America/New_York", "courtId")]
    [InlineData("nyc", "New York", "1 Sample Plaza", "America/New_York", "courtId")]
    [InlineData("NEWYORK99", "New York", "1 Sample Plaza", "America/New_York", "courtId")]
    [InlineData("N%7CY", "New York", "1 Sample Plaza", "America/New_York", "courtId")]
    [InlineData("NYC", "", "1 Sample Plaza", "America/New_York", "name")]
    [InlineData("NYC", Long81, "1 Sample Plaza", "America/New_York", "name")]
    [InlineData("NYC", "New York", "1 Sample\nPlaza", "America/New_York", "address")]
    [InlineData("NYC", "New York", Long81 + Long81 + Long81, "America/New_York", "address")]
    [InlineData("NYC", "New York", "1 Sample Plaza", "america/new_york", "timeZone")]
    [InlineData("NYC", "New York", "1 Sample Plaza", "Eastern Standard Time", "timeZone")]
    [InlineData("NYC", "New York", "1 Sample Plaza", "-05:00", "timeZone")]
    [InlineData("n", null, null, null, "courtId,name,address,timeZone")]
    public async Task A_court_that_does_not_fit_is_told_every_fault(string id, string? name, string? address, string? zone, string faults)
    {
        using var administrator = api.As("Program.Administrator");
        var before = api.Storage.Writes;
        (await administrator.PutAsync($"/api/v1/courts/{id}", Body(name, address, zone))).IsInvalid(faults.Split(','));
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task A_malformed_id_reads_like_an_unknown_one()
    {
        using var registrar = api.As("Court.Registrar");
        (await registrar.GetAsync("/api/v1/courts/nyc%7C")).IsProblem(404, "no-such-court");
    }

    private static JsonObject Body(string? name, string? address, string? zone) => new() { ["name"] = name, ["address"] = address, ["timeZone"] = zone };

    private static JsonObject Body(params string[] registrars)
    {
        var body = Body("Court", "1 Sample Plaza", "America/Chicago");
        body["registrars"] = new JsonArray([.. registrars.Select(registrar => (JsonNode)registrar)]);
        return body;
    }

    private static string Text(Reply reply, string member) => reply.Json[member]!.GetValue<string>();
}
