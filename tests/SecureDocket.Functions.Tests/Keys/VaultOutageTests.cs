using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Functions.Tests.StatusLists;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Keys;

/// <summary>The vault throttles, or is away: signing waits a moment or is told off, and everything that only verifies goes on.</summary>
public sealed class VaultOutageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int ForAsLongAsItTakes = 10_000;

    [Fact]
    public async Task A_vault_that_throttles_for_a_moment_is_not_noticed()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 3);
        await TestPeople.IssueAsync(host.Host);
        var cards = new IssuingTraces(host);
        var (id, key) = (await cards.PrepareAsync(), Guid.NewGuid().ToString());
        host.Vault.FailNext(TransportFault.Throttled, calls: 2);
        using var request = IssuingTraces.Request(host, id, key);
        await cards.AssertOneAsync(id, await host.SendAsync("Enrollment.Officer", request), key);
    }

    [Theory]
    [InlineData(4, null, 4)]
    [InlineData(1, 6, 1)]
    public async Task A_vault_that_throttles_on_is_told_to_the_caller_and_the_same_request_later_gets_its_card(int calls, int? retryAfter, int tries)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 3);
        await TestPeople.IssueAsync(host.Host);
        var cards = new IssuingTraces(host);
        var (id, key) = (await cards.PrepareAsync(), Guid.NewGuid().ToString());
        host.Tap.Restart();
        host.Vault.FailNext(TransportFault.Throttled, calls, retryAfter is null ? null : TimeSpan.FromSeconds(retryAfter.Value));
        using var officer = host.Role("Enrollment.Officer");
        var reply = (await officer.SendAsync(IssuingTraces.Request(host, id, key))).IsProblem(503, "unavailable");
        Assert.Equal("5", Assert.Single(reply.Headers.GetValues("Retry-After")));
        Assert.Equal(tries, host.Tap.Requests.Count(request => request.Service == TappedService.Vault));

        using var again = IssuingTraces.Request(host, id, key);
        await cards.AssertOneAsync(id, await host.SendAsync("Enrollment.Officer", again), key);
    }

    [Theory]
    [InlineData(TransportFault.Throttled)]
    [InlineData(TransportFault.Unavailable)]
    [InlineData(TransportFault.TimedOut)]
    public async Task Without_the_vault_cards_are_verified_and_lists_served_even_by_a_process_that_never_saw_it(TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync();
        var card = await TestPeople.IssueAsync(host.Host);
        var pack = await host.Host.PublishAllAsync();
        host.Vault.FailNext(fault, ForAsLongAsItTakes);
        await using var fresh = await host.StartAnotherAsync();
        host.Host.Clock.Advance(KeyRing.FreshFor);
        foreach (var process in new[] { host.Host, fresh })
        {
            foreach (var role in new[] { "Field.Officer", "Partner.Verifier", null })
            {
                using var caller = new Caller(process.As(role));
                (await caller.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsValid();
            }

            using var officer = new Caller(process.As("Field.Officer"));
            (await officer.VerifyAsync(Verifying.Number(card["cardNumber"]!.GetValue<string>()))).IsValid();
            foreach (var path in new[] { $"status-lists/{host.StatusList}", "verifier-pack", "status-lists", "keys" })
            {
                (await officer.GetAsync($"/api/v1/{path}")).Is(200);
            }

            Assert.Equal(pack.Version, (await process.AssertAgreesAsync()).Version);
        }
    }

    [Fact]
    public async Task Without_the_vault_a_run_publishes_nothing_and_loses_nothing()
    {
        await using var host = await TappedHost.StartAsync();
        var card = await TestPeople.IssueAsync(host.Host);
        var pack = await host.Host.PublishAllAsync();
        using var officer = host.Role("Enrollment.Officer");
        (await officer.PostAsync($"/api/v1/cards/{card["cardNumber"]}/revocation", new JsonObject { ["reason"] = "misused" })).Is(200);
        host.Vault.FailNext(TransportFault.Unavailable, ForAsLongAsItTakes);
        await using var fresh = await host.StartAnotherAsync();
        host.Host.Clock.Advance(KeyRing.FreshFor);
        foreach (var process in new[] { host.Host, fresh })
        {
            await Assert.ThrowsAsync<DependencyUnavailableException>(process.PublishAsync);
            Assert.Equal(pack.Version, (await process.PackAsync()).Version);
            Assert.Single(await process.HintsAsync());
        }

        host.Vault.Recover();
        host.Host.Clock.Advance(KeyRing.FreshFor);
        Assert.True((await host.Host.PublishAllAsync()).Version > pack.Version);
    }

    [Fact]
    public async Task A_vault_that_no_longer_lets_us_in_stops_no_verification()
    {
        await using var host = await TappedHost.StartAsync();
        var card = await TestPeople.IssueAsync(host.Host);
        host.Vault.AllowGet = false;
        await using var fresh = await host.StartAnotherAsync();
        using var nobody = new Caller(fresh.As(null));
        (await nobody.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsValid();
    }
}
