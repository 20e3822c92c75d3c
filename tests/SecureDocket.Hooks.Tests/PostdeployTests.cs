using Xunit;

namespace SecureDocket.Hooks.Tests;

/// <summary>The smoke test waits while it can, and fails loudly when it cannot.</summary>
public sealed class PostdeployTests
{
    private const string Keys = """{"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"x","y":"y"}]}""";

    [Fact]
    public async Task An_application_that_answers_is_ready_and_signs_passes_however_late()
    {
        var refusals = 2;
        var (code, said) = await TryAsync(path => path == "/health/ready" && refusals-- > 0 ? (503, "{}") : (200, path == "/api/v1/keys" ? Keys : "{}"));

        Assert.True(code == 0, said);
        Assert.Contains("publishes 1 key.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live", 500, "", "does not answer")]
    [InlineData("/health/ready", 503, "{\"late\":[\"SendDueReminders\"]}", "SendDueReminders")]
    [InlineData("/api/v1/keys", 200, "{\"keys\":[]}", "names none")]
    [InlineData("/api/v1/keys", 200, "not found", "no keys")]
    [InlineData("/api/v1/keys", 200, "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"private\"}]}", "no public key")]
    public async Task What_is_not_as_it_should_be_fails_and_is_said(string wrong, int status, string body, string expected)
    {
        var (code, said) = await TryAsync(path => path == wrong ? (status, body) : (200, path == "/api/v1/keys" ? Keys : "{}"));

        Assert.Equal(1, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> TryAsync(Func<string, (int Status, string Body)> answer)
    {
        await using var site = await Site.StartAsync(answer);
        using var hook = new HookRun().With("SECUREDOCKET_ADDRESS", site.Address).With("SECUREDOCKET_SMOKE_SECONDS", "0");
        return await hook.RunAsync("postdeploy");
    }
}
