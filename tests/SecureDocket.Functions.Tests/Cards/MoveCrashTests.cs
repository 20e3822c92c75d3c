using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>A move of a card dies at every request to storage, before and after the request took effect.</summary>
public sealed class MoveCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(0, TransportFault.NotSent)]
    [InlineData(0, TransportFault.AnswerLost)]
    [InlineData(1, TransportFault.NotSent)]
    [InlineData(1, TransportFault.AnswerLost)]
    public async Task A_fault_at_any_call_leaves_one_suspension_once_the_request_is_repeated(int retries, TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries);
        var dry = await TestPeople.IssueAsync(host.Host);
        var calls = await host.CountAsync(() => SuspendAsync(host, dry, Guid.NewGuid().ToString()));
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var card = await TestPeople.IssueAsync(host.Host);
            var key = Guid.NewGuid().ToString();
            host.Tap.FailAt(call, fault);
            var first = await SuspendAsync(host, card, key);
            Assert.Equal(retries == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);

            host.Tap.Restart();
            var answer = await SuspendAsync(host, card, key);
            Assert.Equal((HttpStatusCode.OK, "suspended"), (answer.Status, answer.Json["status"]!.GetValue<string>()));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{card["cardholderId"]}/journal");
            var journal = (await host.SendAsync("Docket.Auditor", request)).Json;
            Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());
            Assert.Single(journal["events"]!.AsArray(), link => link!["kind"]!.GetValue<string>() == "card-suspended");
        }
    }

    private static async Task<TestAnswer> SuspendAsync(TappedHost host, JsonObject card, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{card["cardNumber"]}/suspension")
        {
            Content = TestHost.Json("""{"reason":"lost"}"""),
            Headers = { { "Idempotency-Key", key } },
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }
}
