using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Searches;

/// <summary>A search and a protection die at every request to storage: nobody is shown who is not on record, and nothing is done twice.</summary>
public sealed class SearchCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData("aNumber", Store.Memory)]
    [InlineData("aNumber", Store.Azurite)]
    [InlineData("mobile", Store.Memory)]
    [InlineData("cardNumber", Store.Memory)]
    [InlineData("hearingId", Store.Memory)]
    [InlineData("fins", Store.Memory)]
    public async Task A_search_that_dies_at_any_call_shows_nobody_who_is_not_on_record(string key, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                // An hour of its own, so that no count is used up.
                host.Tap.Restart();
                host.Host.Clock.Advance(TimeSpan.FromHours(1));
                return await TestSearches.PersonAsync(host.Host);
            },
            person => SearchAsync(host, TestSearches.For(key, person.Values[key])),
            async (person, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                Assert.Equal(first.Status == HttpStatusCode.OK, first.Body.Contains(person.Id, StringComparison.Ordinal));
                await AssertOnRecordAsync(host, person, first.Status == HttpStatusCode.OK ? 1 : 0);

                var again = await SearchAsync(host, TestSearches.For(key, person.Values[key]));
                Assert.Contains(person.Id, again.Body, StringComparison.Ordinal);
                await AssertOnRecordAsync(host, person, first.Status == HttpStatusCode.OK ? 2 : 1);
            });
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_search_that_misses_and_dies_at_any_call_can_be_repeated(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            () =>
            {
                host.Host.Clock.Advance(TimeSpan.FromHours(1));
                return Task.FromResult(0);
            },
            _ => SearchAsync(host, TestSearches.For("aNumber", "A099999998")),
            async (_, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                Assert.Equal("""{"candidates":[],"more":false}""", (await SearchAsync(host, TestSearches.For("aNumber", "A099999998"))).Body);
            });
    }

    [Theory]
    [InlineData(true, Store.Memory)]
    [InlineData(true, Store.Azurite)]
    [InlineData(false, Store.Memory)]
    [InlineData(false, Store.Azurite)]
    public async Task A_protection_that_is_set_or_ended_and_dies_at_any_call_is_done_once_when_it_is_repeated(bool ends, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                host.Tap.Restart();
                using var officer = host.Host.As("Enrollment.Officer");
                var id = await TestPeople.EnrollAsync(officer);
                if (ends)
                {
                    await TestSearches.ProtectAsync(host.Host, id);
                }

                return id;
            },
            id => ChangeAsync(host, id, ends),
            async (id, first, fault) =>
            {
                var done = ends ? HttpStatusCode.NoContent : HttpStatusCode.OK;
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : done, first.Status);
                Assert.Equal(done, (await ChangeAsync(host, id, ends)).Status);
                host.Tap.Restart();
                Assert.True(CardholderId.TryParse(id, out var cardholder));
                var docket = (await host.Host.Services.GetRequiredService<DocketStore>().LoadAsync(cardholder, default))!;
                Assert.Equal((ends, ends ? 3 : 2), (docket.Cardholder.ProtectedSince is null, docket.Version));
            });
    }

    private static Task<TestAnswer> SearchAsync(TappedHost host, JsonObject search) =>
        host.SendAsync("Field.Officer", new(HttpMethod.Post, TestSearches.Path) { Content = TestHost.Json(search) });

    private static Task<TestAnswer> ChangeAsync(TappedHost host, string id, bool ends) =>
        host.SendAsync("Protection.Supervisor", new(ends ? HttpMethod.Delete : HttpMethod.Put, $"/api/v1/cardholders/{id}/protection"));

    /// <summary>Holds the record to at least this many searches that showed the person, and to a disclosure for each that was answered.</summary>
    private static async Task AssertOnRecordAsync(TappedHost host, Searched person, int least)
    {
        host.Tap.Restart();
        using var auditor = host.Host.As("Docket.Auditor");
        using var answer = await auditor.GetAsync($"/api/v1/cardholders/{person.Id}/disclosures");
        var looks = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["disclosures"]!.AsArray()
            .Where(look => look!["purpose"]!.GetValue<string>() == "search").Select(look => look!["subject"]!.GetValue<string>()).ToList();
        var rows = await host.Host.Services.GetRequiredService<ITables>().ScanAsync(TableNames.Searches, "", "~", null, default);
        var searches = rows.Rows.Select(row => JsonNode.Parse(row.Row.Json)!).Where(search => search["shown"]!.GetValue<int>() == 1).Select(search => search["id"]!.GetValue<string>()).ToList();
        Assert.True(looks.Count >= least, $"{looks.Count} disclosures are on record.");
        Assert.Subset(searches.ToHashSet(), looks.ToHashSet());
    }
}
