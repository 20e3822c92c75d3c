using Xunit;

namespace SecureDocket.Credentials.Tests.Status;

public sealed class OfflineVerdictTests
{
    private const int Index = 524_287;

    private static readonly DateTimeOffset s_now = Sample.IssuedAt.AddDays(30);

    [Theory]
    [InlineData(CardState.Valid, Outcome.Valid, null)]
    [InlineData(CardState.Revoked, Outcome.Invalid, Reasons.Revoked)]
    [InlineData(CardState.Suspended, Outcome.Invalid, Reasons.Suspended)]
    [InlineData(CardState.Replaced, Outcome.Invalid, Reasons.Replaced)]
    public void A_fresh_list_decides(CardState state, Outcome outcome, string? reason)
    {
        var verdict = Verify(s_now, Signed.Lists(s_now, list => list[Index] = (int)state));
        Assert.Equal((outcome, reason, s_now), (verdict.Outcome, verdict.Reasons.SingleOrDefault(), verdict.StatusAsOf));
        Assert.Equal(Sample.Credential.CardNumber, verdict.Credential!.CardNumber);
    }

    [Fact]
    public void Without_a_list_nothing_is_said()
    {
        var verdict = Verify(s_now);
        Assert.Equal((Outcome.Undetermined, Reasons.StatusUnavailable), (verdict.Outcome, verdict.Reasons.SingleOrDefault()));
    }

    [Theory]
    [InlineData(3600, Outcome.Valid, null)]
    [InlineData(3601, Outcome.Undetermined, Reasons.StatusStale)]
    [InlineData(-60, Outcome.Valid, null)]
    [InlineData(-61, Outcome.Undetermined, Reasons.ClockBehind)]
    [InlineData(86_400, Outcome.Undetermined, Reasons.StatusStale)]
    public void A_status_serves_no_longer_than_the_policy_and_never_before_its_time(int age, Outcome outcome, string? reason)
    {
        var verdict = Verify(s_now.AddSeconds(age), Signed.Lists(s_now));
        Assert.Equal((outcome, reason), (verdict.Outcome, verdict.Reasons.SingleOrDefault()));
    }

    [Theory]
    [InlineData(CardState.Revoked, Outcome.Invalid, Reasons.Revoked)]
    [InlineData(CardState.Replaced, Outcome.Invalid, Reasons.Replaced)]
    [InlineData(CardState.Suspended, Outcome.Undetermined, Reasons.StatusStale)]
    public void Of_an_old_list_only_what_is_for_good_holds(CardState state, Outcome outcome, string reason)
    {
        var verdict = Verify(s_now.AddDays(3), Signed.Lists(s_now, list => list[Index] = (int)state));
        Assert.Equal((outcome, reason), (verdict.Outcome, verdict.Reasons.SingleOrDefault()));
    }

    [Fact]
    public void An_entry_that_the_list_does_not_have_is_refused()
    {
        var verdict = Verify(s_now, Signed.Small(s_now));
        Assert.Equal((Outcome.Invalid, Reasons.StatusOutOfRange), (verdict.Outcome, verdict.Reasons.SingleOrDefault()));
    }

    [Fact]
    public void An_expired_cards_status_is_not_consulted()
    {
        var late = Sample.Credential.Expires;
        var verdict = Verify(late, Signed.Lists(late, list => list[Index] = (int)CardState.Revoked));
        Assert.Equal((Outcome.Invalid, Reasons.Expired, (DateTimeOffset?)null), (verdict.Outcome, verdict.Reasons.SingleOrDefault(), verdict.StatusAsOf));
    }

    private static Verdict Verify(DateTimeOffset now, params StatusListToken[] lists) => CredentialVerifier.Verify(
        Sample.Seal(Sample.Credential), new Trust(Sample.Issuer, [Sample.PublicKey], lists, TimeSpan.FromHours(1)), now);
}
