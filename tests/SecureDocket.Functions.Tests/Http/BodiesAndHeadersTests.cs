using Xunit;

namespace SecureDocket.Functions.Tests.Http;

/// <summary>A caller is told which fault a body that cannot be read has, and every answer is guarded alike.</summary>
public sealed class BodiesAndHeadersTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("""{"credential":"x","credential":"y"}""", "The body contains a duplicate property.")]
    [InlineData("""{"credential":[[[[1]]]]}""", "The body is nested too deeply; at most 4 levels are allowed.")]
    [InlineData("""{"credential":[[[[""", "The body is nested too deeply; at most 4 levels are allowed.")]
    [InlineData("""{"credential":x[[[[1]]]]}""", "The body is not well-formed JSON: line 1, byte 15.")]
    public async Task A_body_that_cannot_be_read_is_told_why(string body, string detail)
    {
        using var anybody = api.As(null);
        var reply = (await anybody.PostAsync("/api/v1/verifications", Caller.Json(body))).IsProblem(400, "malformed-json");
        Assert.Equal(detail, reply.Json["detail"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json; charset=\"UTF-8\"", 200)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    public async Task A_body_is_in_UTF_8(string mediaType, int status)
    {
        using var anybody = api.As(null);
        Assert.Equal(status, (await anybody.PostAsync("/api/v1/verifications", Caller.Bytes([.. """{"credential":"x"}"""u8], mediaType))).Status);
    }

    [Fact]
    public async Task Every_answer_keeps_to_https_and_out_of_frames()
    {
        using var client = api.Host.As(null);
        foreach (var path in (string[])["/api/v1/status-lists", "/api/v1/cardholders/x", "/nothing", "/health/live"])
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal("max-age=31536000; includeSubDomains", answer.Headers.GetValues("Strict-Transport-Security").Single());
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }
}
