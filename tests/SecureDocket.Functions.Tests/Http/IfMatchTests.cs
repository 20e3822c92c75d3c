using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

/// <summary>If-Match as RFC 9110, section 13.1.1, has it: any version there is, or one of a list by strong comparison.</summary>
public sealed class IfMatchTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static int s_made;

    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("\"2\"", 412)]
    [InlineData("*", 200)]
    [InlineData("\"7\", \"1\"", 200)]
    [InlineData("\"7\",\"1\"", 200)]
    [InlineData("\"7\", \"2\"", 412)]
    [InlineData("\"other, one\", \"1\"", 200)]
    [InlineData("W/\"1\"", 412)]
    [InlineData("W/\"1\", \"1\"", 200)]
    [InlineData("\"\"", 412)]
    [InlineData("1", 412)]
    [InlineData("\"1", 412)]
    [InlineData("\"1\" \"2\"", 412)]
    [InlineData(null, 428)]
    public async Task A_change_starts_from_a_version_that_matches(string? header, int status)
    {
        using var administrator = new Caller(api.Host.As("Program.Administrator"));
        var path = $"/api/v1/partners/if-match-{Interlocked.Increment(ref s_made)}";
        (await administrator.PutAsync(path, Partner(10))).Is(200);
        Assert.Equal(status, (await administrator.PutAsync(path, Partner(20), header)).Status);
    }

    [Fact]
    public async Task Whichever_version_there_is_means_that_there_is_one()
    {
        using var administrator = new Caller(api.Host.As("Program.Administrator"));
        (await administrator.PutAsync("/api/v1/partners/if-match-none", Partner(10), "*")).IsProblem(412, "version-mismatch");
    }

    private static JsonObject Partner(int perMinute) => new()
    {
        ["name"] = "Airport security",
        ["kind"] = "live",
        ["scopes"] = new JsonArray("verify"),
        ["perMinute"] = perMinute,
        ["contact"] = "desk@partner.example",
    };
}
