using Xunit;

namespace SecureDocket.Credentials.Tests.Packs;

/// <summary>What a verifier with nothing but a pack says of a card.</summary>
public sealed class PackVerdictTests : IDisposable
{
    private static readonly DateTimeOffset s_now = TestIssuer.Now;

    private readonly TestIssuer _issuer = new();

    [Theory]
    [InlineData(CardState.Valid, Outcome.Valid, null)]
    [InlineData(CardState.Revoked, Outcome.Invalid, Reasons.Revoked)]
    [InlineData(CardState.Suspended, Outcome.Invalid, Reasons.Suspended)]
    [InlineData(CardState.Replaced, Outcome.Invalid, Reasons.Replaced)]
    public void The_packs_list_decides(CardState state, Outcome outcome, string? reason) =>
        AssertVerdict(outcome, reason, Read(_issuer.Pack(state: state)), s_now);

    [Theory]
    [InlineData("officer", 24)]
    [InlineData("partner", 6)]
    [InlineData("public", 1)]
    public void Each_audience_has_its_own_patience(string audience, int hours)
    {
        var pack = Read(_issuer.Pack());
        AssertVerdict(Outcome.Valid, null, pack, s_now.AddHours(hours), audience);
        AssertVerdict(Outcome.Undetermined, Reasons.StatusStale, pack, s_now.AddHours(hours).AddSeconds(1), audience);
    }

    [Fact]
    public void A_key_for_lists_signs_no_card() =>
        AssertVerdict(Outcome.Invalid, Reasons.WrongKeyUse, Read(_issuer.Pack()), s_now, card: _issuer.Card(key: _issuer.Lists));

    [Fact]
    public void A_withdrawn_keys_cards_are_void_whenever_they_were_issued() => AssertVerdict(
        Outcome.Invalid,
        Reasons.KeyWithdrawn,
        Read(_issuer.Pack() with { Keys = [_issuer.Cards.As(KeyUse.Cards, withdrawn: s_now), _issuer.Lists.Public] }),
        s_now);

    [Theory]
    [InlineData(-1, 1, null)]
    [InlineData(0, 1, null)]
    [InlineData(1, 2, Reasons.OutsideKeyPeriod)]
    [InlineData(-2, -1, Reasons.OutsideKeyPeriod)]
    [InlineData(-2, 0, Reasons.OutsideKeyPeriod)]
    [InlineData(null, 1, null)]
    [InlineData(-1, null, null)]
    public void A_card_is_issued_while_its_key_signs(int? from, int? until, string? reason)
    {
        var issued = TestIssuer.Credential.IssuedAt;
        var key = _issuer.Cards.As(KeyUse.Cards, from is { } f ? issued.AddSeconds(f) : null, until is { } u ? issued.AddSeconds(u) : null);
        var pack = Read(_issuer.Pack() with { Keys = [key, _issuer.Lists.Public] });
        AssertVerdict(reason is null ? Outcome.Valid : Outcome.Invalid, reason, pack, s_now);
    }

    [Fact]
    public void The_reasons_come_in_order()
    {
        // Each card and key has every fault from its own place on; only the first is told.
        var card = TestIssuer.Credential with { NotBefore = s_now.AddDays(1) };
        Judge(Reasons.UnknownIssuer, card with { Issuer = "https://other.example" }, KeyUse.Lists, s_now);
        Judge(Reasons.WrongKeyUse, card, KeyUse.Lists, s_now);
        Judge(Reasons.KeyWithdrawn, card, KeyUse.Cards, s_now);
        Judge(Reasons.OutsideKeyPeriod, card, KeyUse.Cards, null);

        void Judge(string reason, Credential credential, KeyUse use, DateTimeOffset? withdrawn)
        {
            var trust = new Trust(TestIssuer.Issuer, [_issuer.Cards.As(use, from: s_now, withdrawn: withdrawn)], asOf: s_now);
            Assert.Equal([reason], CredentialVerifier.Verify(_issuer.Card(credential), trust, s_now).Reasons);
        }
    }

    [Theory]
    [InlineData(-60, Outcome.Valid, null)]
    [InlineData(-61, Outcome.Undetermined, Reasons.ClockBehind)]
    [InlineData(-1_000_000, Outcome.Undetermined, Reasons.ClockBehind)]
    public void A_clock_before_the_pack_judges_nothing(int seconds, Outcome outcome, string? reason) =>
        AssertVerdict(outcome, reason, Read(_issuer.Pack()), s_now.AddSeconds(seconds));

    [Theory]
    [InlineData(CardState.Valid, Outcome.Undetermined, Reasons.ClockBehind)]
    [InlineData(CardState.Suspended, Outcome.Undetermined, Reasons.ClockBehind)]
    [InlineData(CardState.Revoked, Outcome.Invalid, Reasons.Revoked)]
    [InlineData(CardState.Replaced, Outcome.Invalid, Reasons.Replaced)]
    public void By_a_clock_of_last_year_no_card_is_too_early_and_a_revoked_one_stays_revoked(CardState state, Outcome outcome, string reason) =>
        AssertVerdict(outcome, reason, Read(_issuer.Pack(state: state)), s_now.AddYears(-1));

    [Fact]
    public void By_a_clock_that_is_right_a_card_may_be_too_early() => AssertVerdict(
        Outcome.Invalid,
        Reasons.NotYetValid,
        Read(_issuer.Pack(state: CardState.Revoked)),
        s_now,
        card: _issuer.Card(TestIssuer.Credential with { NotBefore = s_now.AddDays(1) }));

    [Fact]
    public void A_clock_that_is_behind_is_named_before_a_list_that_is_missing()
    {
        var pack = Read(_issuer.Pack() with { Lists = [] });
        AssertVerdict(Outcome.Undetermined, Reasons.ClockBehind, pack, s_now.AddYears(-1));
        AssertVerdict(Outcome.Undetermined, Reasons.StatusUnavailable, pack, s_now);
    }

    [Fact]
    public void A_list_that_has_expired_since_the_pack_was_made_is_stale() =>
        AssertVerdict(Outcome.Undetermined, Reasons.StatusStale, Read(_issuer.Pack()), s_now.AddDays(3));

    public void Dispose() => _issuer.Dispose();

    /// <summary>The pack as a verifier has it that took it whenever it came.</summary>
    private VerifierPack Read(VerifierPack pack) => VerifierPack.ReadStored(_issuer.Seal(pack))!;

    private void AssertVerdict(
        Outcome outcome, string? reason, VerifierPack pack, DateTimeOffset now, string audience = "officer", string? card = null)
    {
        var verdict = CredentialVerifier.Verify(card ?? _issuer.Card(), pack.TrustFor(audience), now);
        Assert.Equal((outcome, reason), (verdict.Outcome, verdict.Reasons.SingleOrDefault()));
    }
}
