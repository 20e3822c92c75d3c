using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Keys;

/// <summary>Keys come and go while a card is being issued: whatever the moment, the card names the key that signed it.</summary>
public sealed class RotationTests
{
    private static readonly Actor s_administrator = new("Program.Administrator", "administrator-1");

    [Theory]
    [InlineData("rotated", false)]
    [InlineData("rotated", true)]
    [InlineData("disabled", false)]
    [InlineData("disabled", true)]
    [InlineData("withdrawn", false)]
    [InlineData("withdrawn", true)]
    public async Task Whatever_happens_to_the_key_before_any_call_one_card_comes_of_it_that_names_its_signer(string happens, bool ringIsFresh)
    {
        await using var host = await TappedHost.StartAsync();
        var calls = 1;
        for (var call = 0; call < calls; call++)
        {
            var version = await host.RotateAsync("card-signing");
            using var officer = host.Role("Enrollment.Officer");
            var id = await TestPeople.PrepareAsync(officer.Client);
            var signing = KeyId.Parse((await host.KeyIdsAsync("cards"))[0]);
            if (!ringIsFresh)
            {
                host.Host.Clock.Advance(KeyRing.FreshFor);
            }

            host.Tap.Restart();
            var reached = false;
            host.Tap.Before = index =>
            {
                if (index != call || reached)
                {
                    return Task.CompletedTask;
                }

                reached = true;
                return ChangeAsync(host, happens, version, signing);
            };
            var order = new JsonObject { ["cardholderId"] = id, ["siteId"] = host.Host.SiteId };
            var key = Guid.NewGuid().ToString();
            var reply = await officer.PostAsync("/api/v1/cards", order, key);
            host.Tap.Before = null;
            var requests = host.Tap.Requests.Count;
            calls = Math.Max(calls, reached ? call + 2 : call);
            if (happens == "withdrawn" && reached && reply.Status == (int)HttpStatusCode.Created && (await host.CardsOfAsync(signing.ToString())).Count > 0)
            {
                // Its key was in force when that was last looked at: only the answer was still to be written down. The withdrawal made two calls itself.
                Assert.Equal(requests - 3, call);
                continue;
            }

            if (happens == "withdrawn" && reply.Status == (int)HttpStatusCode.Conflict)
            {
                // The card came, and nobody is told that it holds: it is replaced at once.
                host.Host.Clock.Advance(KeyRing.FreshFor);
                (await officer.PostAsync("/api/v1/cards", order.DeepClone(), key)).IsProblem(409, "key-withdrawn");
                var dead = Assert.Single(await host.CardsOfAsync(signing.ToString()));
                var replaced = await officer.PostAsync($"/api/v1/cards/{dead}/replacement", new JsonObject { ["siteId"] = host.Host.SiteId, ["reason"] = "key-withdrawn" });
                using var nobody = host.Role(null);
                var next = (await officer.GetAsync($"/api/v1/cards/{replaced.Is(201).Json["cardNumber"]!.GetValue<string>()}")).Is(200).Json;
                (await nobody.VerifyAsync(Verifying.Credential(Text(next)))).IsValid();
                continue;
            }

            if (reply.Status != (int)HttpStatusCode.Created)
            {
                // Only a key that is gone holds anything up, and only until the ring is read again.
                reply.IsProblem(503, "unavailable");
                Assert.Equal("disabled", happens);
                host.Host.Clock.Advance(KeyRing.FreshFor);
                reply = await officer.PostAsync("/api/v1/cards", order.DeepClone(), key);
            }

            host.Host.Clock.Advance(KeyRing.FreshFor);
            await AssertOneAsync(host, officer, id, reply.Is(201).Json);
        }

        Assert.InRange(calls, 8, 30);
    }

    [Fact]
    public async Task A_site_with_a_key_of_its_own_signs_with_it_and_its_withdrawal_concerns_no_other()
    {
        await using var host = await TappedHost.StartAsync(sitesWithKeys: "ELP");
        using var administrator = host.Administrator();
        (await administrator.PutAsync("/api/v1/sites/ELP", new JsonObject { ["name"] = "El Paso", ["quota"] = 10 })).Is(200);
        await host.LearnAsync();
        var own = await IssueAsync(host, "ELP");
        var common = await IssueAsync(host, host.Host.SiteId);
        Assert.NotEqual(Signer(own), Signer(common));
        Assert.Equal(new[] { Signer(own), Signer(common) }.Order(), (await host.KeyIdsAsync("cards")).Order());

        var approved = await host.WithdrawAsync(Signer(own));
        Assert.Equal(1, approved["progress"]!["killed"]!.GetValue<int>());
        host.Host.Clock.Advance(KeyRing.FreshFor);
        using var field = host.Role("Field.Officer");
        (await field.VerifyAsync(Verifying.Credential(Text(own)))).IsInvalid(Reasons.KeyWithdrawn);
        (await field.VerifyAsync(Verifying.Credential(Text(common)))).IsValid();

        // Until the site has another, the common one serves it.
        Assert.Equal(Signer(common), Signer(await IssueAsync(host, "ELP")));
    }

    [Fact]
    public async Task A_new_key_signs_once_every_verifier_can_know_it()
    {
        await using var host = await TappedHost.StartAsync();
        var before = Signer(await IssueAsync(host, host.Host.SiteId));
        host.Vault.Rotate("card-signing");
        host.Host.Clock.Advance(KeyRing.FreshFor);
        Assert.Equal(before, Signer(await IssueAsync(host, host.Host.SiteId)));
        Assert.Equal(2, (await host.KeyIdsAsync("cards")).Count);

        await host.RotateAsync("card-signing");
        Assert.NotEqual(before, Signer(await IssueAsync(host, host.Host.SiteId)));
    }

    private static Task ChangeAsync(TappedHost host, string happens, Uri version, KeyId signing)
    {
        switch (happens)
        {
            case "rotated":
                host.Vault.Rotate("card-signing");
                return Task.CompletedTask;
            case "disabled":
                host.Vault.Disable(version);
                return Task.CompletedTask;
            default:
                return host.Host.Services.GetRequiredService<KeyRegister>().WithdrawAsync(
                    signing, new(host.Host.Clock.GetUtcNow(), "compromised", s_administrator, s_administrator with { Id = "administrator-2" }), default);
        }
    }

    private static async Task AssertOneAsync(TappedHost host, Caller officer, string id, JsonObject issued)
    {
        Assert.True(CardholderId.TryParse(id, out var cardholder));
        var card = Assert.Single((await host.Host.Services.GetRequiredService<DocketStore>().LoadAsync(cardholder, default))!.Cards);
        Assert.Equal((CardStatus.Active, card.Number.ToPrinted()), (card.Status, issued["cardNumber"]!.GetValue<string>()));

        var credential = Text((await officer.GetAsync($"/api/v1/cards/{card.Number}")).Is(200).Json);
        using var nobody = host.Role(null);
        var keys = (await nobody.GetAsync("/api/v1/keys")).Is(200).Json["keys"]!.AsArray().Select(key => new VerificationKey(
            Base64Url.DecodeFromChars(key!["x"]!.GetValue<string>()), Base64Url.DecodeFromChars(key["y"]!.GetValue<string>()))
        {
            Use = key["purpose"]!.GetValue<string>() == "cards" ? KeyUse.Cards : KeyUse.Lists,
        });
        var proof = CredentialVerifier.Authenticate(
            credential, new Trust(host.Host.Services.GetRequiredService<CardOptions>().Issuer, keys), host.Host.Clock.GetUtcNow());
        Assert.Equal(card.KeyId, proof.KeyId.ToString());
        Assert.Empty(proof.Reasons);
        (await nobody.VerifyAsync(Verifying.Credential(credential))).IsValid();
    }

    private static async Task<JsonObject> IssueAsync(TappedHost host, string site)
    {
        using var officer = host.Role("Enrollment.Officer");
        var order = new JsonObject { ["cardholderId"] = await TestPeople.PrepareAsync(officer.Client), ["siteId"] = site };
        var number = (await officer.PostAsync("/api/v1/cards", order)).Is(201).Json["cardNumber"]!.GetValue<string>();
        return (await officer.GetAsync($"/api/v1/cards/{number}")).Is(200).Json;
    }

    private static string Signer(JsonObject card) =>
        CredentialVerifier.Authenticate(Text(card), new Trust("", []), DateTimeOffset.UnixEpoch).KeyId.ToString()!;

    private static string Text(JsonObject card) => card["credential"]!.GetValue<string>();
}
