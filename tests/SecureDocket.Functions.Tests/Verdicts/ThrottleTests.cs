using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>The pace of callers without a token. The host is this class's own, because its budget is used up.</summary>
public sealed class ThrottleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_public_is_held_to_thirty_a_minute_and_officers_are_not()
    {
        using var nobody = api.As(null);
        for (var call = 0; call < 30; call++)
        {
            (await nobody.VerifyAsync(Verifying.Credential("X"))).IsInvalid("malformed", "bad-base45");
        }

        var refused = (await nobody.PostAsync(Verifying.Path, Verifying.Credential("X"))).IsProblem(429, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        using var officer = api.As("Field.Officer");
        (await officer.VerifyAsync(Verifying.Credential("X"))).IsInvalid("malformed", "bad-base45");
        (await nobody.GetAsync("/api/v1/keys")).Is(200);
    }
}
