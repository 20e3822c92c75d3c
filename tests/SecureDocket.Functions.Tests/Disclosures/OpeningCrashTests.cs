using System.Net;
using SecureDocket.Disclosures;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Disclosures;

/// <summary>Opening a docket dies at every request to storage: the limit holds, nothing is shown that is not on record, and nobody is shut out.</summary>
public sealed class OpeningCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_look_that_dies_at_any_call_can_be_repeated_and_is_counted_once(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        List<string> people = [];
        while (people.Count <= Openings.Limit)
        {
            people.Add(await EnrollAsync(host));
        }

        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                // Of what one person may open there is one left.
                host.Host.Clock.Advance(Openings.CountsFor);
                foreach (var person in people.SkipLast(2))
                {
                    Assert.Equal(HttpStatusCode.OK, (await OpenAsync(host, person)).Status);
                }

                return (Last: people[^2], More: people[^1]);
            },
            ready => OpenAsync(host, ready.Last),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                if (FaultProof.IsTold(fault))
                {
                    Assert.DoesNotContain("Miron", first.Body, StringComparison.Ordinal);
                }

                Assert.Equal(HttpStatusCode.OK, (await OpenAsync(host, ready.Last)).Status);
                Assert.Equal("too-many-people", (await OpenAsync(host, ready.More)).Json["code"]!.GetValue<string>());
            });
    }

    private static Task<TestAnswer> OpenAsync(TappedHost host, string path) => host.SendAsync("Enrollment.Officer", new(HttpMethod.Get, path));

    private static async Task<string> EnrollAsync(TappedHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cardholders")
        {
            Content = TestHost.Json(TestPeople.Person()),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        return $"/api/v1/cardholders/{(await host.SendAsync("Enrollment.Officer", request)).Json["id"]}";
    }
}
