using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Places;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>A site's last place goes to the card that it was taken for, whatever happens on the way.</summary>
public sealed class LastPlaceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_does_not_lose_it(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        using var officer = host.Host.As("Enrollment.Officer");

        // The first issue of a process reads the keys too.
        await IssueAsync(host, await TestPeople.PrepareAsync(officer), host.Host.SiteId, Guid.NewGuid().ToString());
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Id: await TestPeople.PrepareAsync(officer), Issued: await LeaveOnePlaceAsync(host), Key: Guid.NewGuid().ToString()),
            ready => IssueAsync(host, ready.Id, host.Host.SiteId, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Created, first.Status);
                Assert.Equal(HttpStatusCode.Created, (await IssueAsync(host, ready.Id, host.Host.SiteId, ready.Key)).Status);
                Assert.Equal(ready.Issued + 1, (await SiteAsync(host)).Issued);
            });
    }

    [Fact]
    public async Task A_vault_that_was_away_for_hours_does_not_spend_it()
    {
        await using var host = await TappedHost.StartAsync();
        var (id, issued) = await IntendAsync(host);
        host.Host.Clock.Advance(TimeSpan.FromHours(5));

        var card = await IssueAsync(host, id, host.Host.SiteId, Guid.NewGuid().ToString());
        Assert.Equal((HttpStatusCode.Created, 1), (card.Status, card.Json["serial"]!.GetValue<int>()));
        Assert.Equal(host.Host.Clock.GetUtcNow().ToUnixTimeSeconds(), card.Json["issued"]!.GetValue<DateTimeOffset>().ToUnixTimeSeconds());
        Assert.Equal(issued + 1, (await SiteAsync(host)).Issued);
    }

    [Fact]
    public async Task A_refused_request_leaves_an_intent_as_it_is()
    {
        await using var host = await TappedHost.StartAsync();
        var (id, issued) = await IntendAsync(host);
        var before = await JournalAsync(host, id);
        Assert.Equal(HttpStatusCode.NotFound, (await IssueAsync(host, id, "NOPE", Guid.NewGuid().ToString())).Status);
        Assert.Equal(before, await JournalAsync(host, id));

        Assert.Equal(HttpStatusCode.Created, (await IssueAsync(host, id, host.Host.SiteId, Guid.NewGuid().ToString())).Status);
        Assert.Equal(issued + 1, (await SiteAsync(host)).Issued);
    }

    [Fact]
    public async Task A_card_that_is_issued_at_another_site_after_all_gives_it_back()
    {
        await using var host = await TappedHost.StartAsync();
        var (id, issued) = await IntendAsync(host);
        using var administrator = host.Host.As("Program.Administrator");
        var other = $"O{host.Host.SiteId[1..]}";
        (await administrator.PutAsync($"/api/v1/sites/{other}", TestHost.Json("""{"name":"Other","quota":1}"""))).EnsureSuccessStatusCode();

        var card = await IssueAsync(host, id, other, Guid.NewGuid().ToString());
        Assert.Equal((HttpStatusCode.Created, other), (card.Status, card.Json["siteId"]!.GetValue<string>()));
        Assert.Equal(issued, (await SiteAsync(host)).Issued);
    }

    [Theory]
    [InlineData(false, Store.Memory)]
    [InlineData(false, Store.Azurite)]
    [InlineData(true, Store.Memory)]
    public async Task A_fault_at_any_call_of_a_change_of_site_leaves_a_place_taken_only_where_the_card_is_issued(bool movesOn, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var (id, issued) = await IntendAsync(host);
                return (Id: id, Issued: issued, Second: await OpenAsync(host), Third: await OpenAsync(host));
            },
            ready => IssueAsync(host, ready.Id, ready.Second, Guid.NewGuid().ToString()),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Created, first.Status);
                var answer = await IssueAsync(host, ready.Id, movesOn ? ready.Third : ready.Second, Guid.NewGuid().ToString());

                // Of a card that was committed before the fault, the second request hears that it exists.
                var last = movesOn && answer.Status == HttpStatusCode.Created ? ready.Third : ready.Second;
                var card = (await DocketAssertions.AssertWholeAsync(host.Host, new JsonObject { ["cardholderId"] = ready.Id })).Cards.Single();
                Assert.Equal((CardStatus.Active, last, null), (card.Status, card.SiteId, card.VacatedSite));
                Assert.Equal(
                    (ready.Issued, last == ready.Second ? 1 : 0, last == ready.Third ? 1 : 0),
                    ((await SiteAsync(host)).Issued, (await SiteAsync(host, ready.Second)).Issued, (await SiteAsync(host, ready.Third)).Issued));
            });
    }

    [Fact]
    public async Task A_full_site_that_a_card_was_to_move_to_does_not_cost_it_its_place()
    {
        await using var host = await TappedHost.StartAsync();
        var (id, issued) = await IntendAsync(host);
        var full = await OpenAsync(host, quota: 0);
        Assert.Equal(HttpStatusCode.Conflict, (await IssueAsync(host, id, full, Guid.NewGuid().ToString())).Status);
        Assert.Equal(HttpStatusCode.Created, (await IssueAsync(host, id, host.Host.SiteId, Guid.NewGuid().ToString())).Status);
        Assert.Equal((issued + 1, 0), ((await SiteAsync(host)).Issued, (await SiteAsync(host, full)).Issued));
    }

    private static async Task<string> OpenAsync(TappedHost host, int quota = 1)
    {
        var site = $"M{Random.Shared.Next(1_000_000, 10_000_000)}";
        using var administrator = host.Host.As("Program.Administrator");
        using var answer = await administrator.PutAsync($"/api/v1/sites/{site}", TestHost.Json(new JsonObject { ["name"] = "Other", ["quota"] = quota }));
        answer.EnsureSuccessStatusCode();
        return site;
    }

    /// <summary>A person whose card is intended and not signed, at the site's last place.</summary>
    private static async Task<(string Id, int Issued)> IntendAsync(TappedHost host)
    {
        using var officer = host.Host.As("Enrollment.Officer");
        await LeaveOnePlaceAsync(host);
        await IssueAsync(host, await TestPeople.PrepareAsync(officer), host.Host.SiteId, Guid.NewGuid().ToString());
        var id = await TestPeople.PrepareAsync(officer);
        var issued = await LeaveOnePlaceAsync(host);
        host.Vault.FailNext(TransportFault.Unavailable);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await IssueAsync(host, id, host.Host.SiteId, Guid.NewGuid().ToString())).Status);
        return (id, issued);
    }

    private static async Task<int> LeaveOnePlaceAsync(TappedHost host)
    {
        var site = await SiteAsync(host);
        using var administrator = host.Host.As("Program.Administrator");
        using var answer = await administrator.PutAsync(
            $"/api/v1/sites/{site.Id}", TestHost.Json(new JsonObject { ["name"] = site.Name, ["quota"] = site.Issued + 1 }));
        answer.EnsureSuccessStatusCode();
        return site.Issued;
    }

    private static async Task<Site> SiteAsync(TappedHost host, string? id = null) =>
        (await host.Host.Services.GetRequiredService<SiteStore>().FindAsync(id ?? host.Host.SiteId, default))!.Value;

    private static async Task<string> JournalAsync(TappedHost host, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{id}/journal");
        return (await host.SendAsync("Docket.Auditor", request)).Body;
    }

    private static async Task<TestAnswer> IssueAsync(TappedHost host, string id, string siteId, string key)
    {
        using var request = TestPeople.IssueRequest(id, siteId, key);
        return await host.SendAsync("Enrollment.Officer", request);
    }
}
