using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Sandbox;

/// <summary>Two worlds: a sandbox's partner meets the published cards and no real one, a live one the reverse.</summary>
public sealed class SandboxPartnerTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_sandbox_gets_the_published_outcomes_and_nothing_is_written()
    {
        using var partner = new Caller(api.Host.As("Partner.Verifier", "2"));
        var cards = (await partner.GetAsync("/api/v1/sandbox/cards")).Is(200).Json["cards"]!.AsArray();

        // The partner's share of the minute is taken with the first.
        await partner.VerifyAsync(Verifying.Credential(cards[0]!["credential"]!.GetValue<string>()));
        var before = api.Storage.Writes;
        foreach (var card in cards.Take(25))
        {
            var answer = await partner.VerifyAsync(Verifying.Credential(card!["credential"]!.GetValue<string>()));
            Assert.Equal(card["verdict"]!.GetValue<string>(), answer["verdict"]!.GetValue<string>());
            Assert.Equal(card["reasons"]!.ToJsonString(), answer["reasons"]!.ToJsonString());
        }

        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task A_card_of_one_world_is_a_stranger_in_the_other()
    {
        using var live = api.As("Partner.Verifier");
        using var sandbox = new Caller(api.Host.As("Partner.Verifier", "2"));
        var card = (await live.GetAsync("/api/v1/sandbox/cards")).Json["cards"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == "valid")!;
        var real = await TestPeople.IssueAsync(api.Host);

        (await live.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsInvalid("unknown-key");
        (await live.VerifyAsync(Verifying.Number(card["cardNumber"]!.GetValue<string>()))).IsInvalid("not-on-record");
        (await sandbox.VerifyAsync(Verifying.Credential(real["credential"]!.GetValue<string>()))).IsInvalid("unknown-key");
        (await sandbox.VerifyAsync(Verifying.Number(real["cardNumber"]!.GetValue<string>()))).IsInvalid("not-on-record");
    }
}
