using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Places;

public sealed class SiteTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_site_is_opened_and_changed_and_keeps_what_it_has_issued()
    {
        using var administrator = api.As("Program.Administrator");
        var path = $"/api/v1/sites/{api.Host.SiteId}";
        await TestPeople.IssueAsync(api.Host);
        var site = (await administrator.PutAsync(path, Body("Houston, 2nd floor", 40))).Is(200).HasSafeHeaders();
        var view = Reply.HasExactly(site.Json, "id", "name", "quota", "issued", "secondOfficer");
        Assert.Equal(api.Host.SiteId, view["id"]!.GetValue<string>());
        Assert.Equal("Houston, 2nd floor", view["name"]!.GetValue<string>());
        Assert.Equal(40, view["quota"]!.GetValue<int>());
        Assert.Equal(1, view["issued"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("h", "Houston", 5, "siteId")]
    [InlineData("hou", "Houston", 5, "siteId")]
    [InlineData("HOUSTON77", "Houston", 5, "siteId")]
    [InlineData("HO-U", "Houston", 5, "siteId")]
    [InlineData("HO%2FU", "Houston", 5, "siteId")]
    [InlineData("ΗΟΥ", "Houston", 5, "siteId")]
    [InlineData("HOU", "", 5, "name")]
    [InlineData("HOU", " Houston", 5, "name")]
    [InlineData("HOU", "Hous\u0007ton", 5, "name")]
    [InlineData("HOU", "12345678901234567890123456789012345678901", 5, "name")]
    [InlineData("HOU", "Houston", -1, "quota")]
    [InlineData("HOU", "Houston", 10_000_001, "quota")]
    [InlineData("h", "", -1, "siteId,name,quota")]
    public async Task A_site_that_does_not_fit_is_told_every_fault(string id, string name, int quota, string faults)
    {
        using var administrator = api.As("Program.Administrator");
        var before = api.Storage.Writes;
        (await administrator.PutAsync($"/api/v1/sites/{id}", Body(name, quota))).IsInvalid(faults.Split(','));
        Assert.Equal(before, api.Storage.Writes);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"7\"")]
    [InlineData("1e99")]
    [InlineData("99999999999999999999")]
    [InlineData("null")]
    public async Task A_quota_is_a_whole_number(string quota)
    {
        using var administrator = api.As("Program.Administrator");
        var before = api.Storage.Writes;
        (await administrator.PutAsync("/api/v1/sites/HOU", Caller.Json($$"""{"name":"Houston","quota":{{quota}}}"""))).IsInvalid("quota");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task A_body_that_is_none_is_refused()
    {
        using var administrator = api.As("Program.Administrator");
        const string Path = "/api/v1/sites/HOU";
        var before = api.Storage.Writes;
        (await administrator.PutAsync(Path, Caller.Json("{\"name\":"))).IsProblem(400, "malformed-json");
        (await administrator.PutAsync(Path, Caller.Bytes([], "text/plain"))).IsProblem(415, "unsupported-media-type");
        (await administrator.PutAsync(Path, Caller.Json(new string(' ', 65_537)))).IsProblem(413, "body-too-large");
        (await administrator.PutAsync(Path, new JsonObject { ["name"] = "Houston", ["quota"] = 1, ["issued"] = 0 })).IsInvalid("issued");
        Assert.Equal(before, api.Storage.Writes);
    }

    private static JsonObject Body(string name, int quota) => new() { ["name"] = name, ["quota"] = quota };
}
