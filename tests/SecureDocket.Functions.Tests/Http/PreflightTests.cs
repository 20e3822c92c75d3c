using System.Net;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

/// <summary>What a browser asks before it lets another site's page ask with headers of its own.</summary>
public sealed class PreflightTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("/api/v1/keys")]
    [InlineData("/api/v1/status-lists/1")]
    [InlineData("/api/v1/verifier-pack")]
    public async Task Any_page_may_ask_whether_a_public_file_is_still_the_newest(string path)
    {
        using var answer = await AskAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("If-None-Match", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Theory]
    [InlineData("/api/v1/cards")]
    [InlineData("/api/v1/verifications")]
    [InlineData("/")]
    [InlineData("/api/v1/nowhere")]
    public async Task No_page_of_another_site_may_ask_anything_else(string path)
    {
        using var answer = await AskAsync(path);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_told_so()
    {
        using var officer = api.As("Enrollment.Officer");
        var refused = (await officer.PostAsync("/api/v1/cardholders", TestPeople.Person(), new string('k', 256))).IsProblem(400, "idempotency-key-too-long");
        Assert.Contains("at most 255", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> AskAsync(string path)
    {
        using var client = api.Host.As(null);
        using var request = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers = { { "Origin", "https://elsewhere.example" }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "if-none-match" } },
        };
        return await client.SendAsync(request);
    }
}
