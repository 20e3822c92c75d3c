using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Sandbox;
using SecureDocket.Testing;
using SecureDocket.Verdicts;
using Xunit;

namespace SecureDocket.Tests.Sandbox;

/// <summary>The published cards have the outcomes that are published with them, online and offline, for ten years.</summary>
public sealed class SandboxTests
{
    private static readonly SandboxWorld s_world = new();

    private static readonly DateTimeOffset[] s_moments = [new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), new(2036, 11, 22, 12, 0, 0, TimeSpan.Zero)];

    // What only a verifier without a network can meet.
    private static readonly string[] s_offlineOnly = [Reasons.ClockBehind, Reasons.StatusOutOfRange, Reasons.StatusStale];

    public static TheoryData<string> Names => [.. s_world.Cards.Select(card => card.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_card_has_its_outcome_by_credential_by_number_and_offline(string name)
    {
        var card = s_world.Cards.Single(one => one.Name == name);
        foreach (var now in s_moments)
        {
            var verify = new VerifySandboxCard(s_world, new ManualClock(now));
            var online = verify.Execute(new(Audience.Partner, card.Credential, default));
            Assert.Equal((card.Verdict, string.Join(' ', card.Reasons)), (Word(online.Outcome), string.Join(' ', online.Reasons)));
            if (card.CardNumber is not null)
            {
                Assert.True(CardNumber.TryParse(card.CardNumber, out var number));
                var typed = verify.Execute(new(Audience.Partner, null, number));
                Assert.Equal((online.Outcome, VerificationMethod.CardNumber, null), (typed.Outcome, typed.Evidence.Method, typed.Evidence.KeyId));
                Assert.Equal(online.Reasons, typed.Reasons);
            }

            // Nobody can tell offline that a card is on no record.
            var (pack, reason) = VerifierPack.ReadFirst(s_world.Pack.Span, s_world.Anchor, now);
            Assert.Null(reason);
            var offline = CredentialVerifier.Verify(card.Credential, pack!.TrustFor("partner"), now);
            Assert.Equal(card.Reasons is [Reasons.NotOnRecord] ? [] : card.Reasons, offline.Reasons);
        }
    }

    [Fact]
    public void There_is_a_card_for_every_verdict_and_every_reason_that_can_be_met_online()
    {
        var met = s_world.Cards.SelectMany(card => card.Reasons).Distinct();
        Assert.Equal(
            typeof(Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).Except(s_offlineOnly).Order(StringComparer.Ordinal),
            met.Order(StringComparer.Ordinal));
        Assert.Equal(["invalid", "undetermined", "valid"], s_world.Cards.Select(card => card.Verdict).Distinct().Order());
    }

    [Fact]
    public void Name_and_birth_date_match_as_those_of_a_real_card_do()
    {
        var card = s_world.Cards.Single(one => one.Name == "valid");
        var verify = new VerifySandboxCard(s_world, new ManualClock(s_moments[0]));
        Assert.True(BirthDate.TryParse(card.BirthDate, out var born));
        var same = verify.Execute(new(Audience.Partner, card.Credential, default) { FullName = card.FullName!.ToUpperInvariant(), BirthDate = born });
        Assert.Equal((true, true), (same.Partner!.NameMatches, same.Partner.BirthDateMatches));

        Assert.True(BirthDate.TryParse("1990", out var year));
        var other = verify.Execute(new(Audience.Partner, card.Credential, default) { FullName = "Somebody Else", BirthDate = year });
        Assert.Equal((false, false), (other.Partner!.NameMatches, other.Partner.BirthDateMatches));
        Assert.Null(other.Id);
    }

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Valid => "valid",
        Outcome.Invalid => "invalid",
        _ => "undetermined",
    };
}
