using System.Net;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Issuing dies at every request to storage and vault, before and after the request took effect. A dry run finds the requests.</summary>
public sealed class IssueCardCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_answers_503_or_is_not_noticed_and_repeating_the_request_leaves_one_card(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var cards = new IssuingTraces(host);

        // The first card also reads the key ring, which the others find read.
        await IssueAsync(host, await cards.PrepareAsync(), Guid.NewGuid().ToString());
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () => (Id: await cards.PrepareAsync(), Key: Guid.NewGuid().ToString()),
            ready => IssueAsync(host, ready.Id, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Created, first.Status);
                Assert.Equal(FaultProof.IsTold(fault) ? "unavailable" : null, first.Json["code"]?.GetValue<string>());
                await cards.AssertOneAsync(ready.Id, await IssueAsync(host, ready.Id, ready.Key), ready.Key);
            });
        Assert.Contains(calls, request => request.Target == "sign");
    }

    [Fact]
    public async Task A_fault_is_not_noticed_when_the_clients_try_again()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 1);
        var cards = new IssuingTraces(host);
        await IssueAsync(host, await cards.PrepareAsync(), Guid.NewGuid().ToString());
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Id: await cards.PrepareAsync(), Key: Guid.NewGuid().ToString()),
            ready => IssueAsync(host, ready.Id, ready.Key),
            (ready, first, _) => cards.AssertOneAsync(ready.Id, first, ready.Key));
    }

    [Theory]
    [InlineData(TransportFault.NotSent)]
    [InlineData(TransportFault.AnswerLost)]
    public async Task A_key_ring_that_cannot_be_read_at_first_holds_up_issuing_and_spoils_nothing(TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync();
        var cards = new IssuingTraces(host);
        var (id, key) = (await cards.PrepareAsync(), Guid.NewGuid().ToString());
        var faults = 0;
        TestAnswer answer;
        do
        {
            // The vault's requests come one by one into reach, as each repetition gets one further; the ring asks anew after a while.
            host.Host.Clock.Advance(KeyRing.FreshFor);
            host.Tap.FailAtVault(faults++, fault);
            answer = await IssueAsync(host, id, key);
        }
        while (answer.Status == HttpStatusCode.ServiceUnavailable && faults < 20);

        Assert.InRange(faults, 3, 19);
        await cards.AssertOneAsync(id, answer, key);
    }

    [Fact]
    public async Task Of_requests_for_one_person_at_once_exactly_one_gets_the_card_and_the_others_hear_that_there_is_one()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 3);
        var cards = new IssuingTraces(host);
        for (var round = 0; round < 5; round++)
        {
            var id = await cards.PrepareAsync();
            var keys = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid().ToString()).ToList();

            var answers = await Task.WhenAll(keys.Select(key => Task.Run(() => IssueAsync(host, id, key))));

            var winner = Assert.Single(Enumerable.Range(0, 8), racer => answers[racer].Status == HttpStatusCode.Created);
            Assert.All(answers.Where((_, racer) => racer != winner), answer =>
            {
                Assert.Equal(HttpStatusCode.Conflict, answer.Status);
                Assert.Equal("card-exists", answer.Json["code"]!.GetValue<string>());
            });
            await cards.AssertOneAsync(id, answers[winner], keys[winner]);
        }
    }

    [Fact]
    public async Task One_request_sent_many_times_at_once_gives_one_card_to_all()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 3);
        var cards = new IssuingTraces(host);
        for (var round = 0; round < 5; round++)
        {
            var (id, key) = (await cards.PrepareAsync(), Guid.NewGuid().ToString());

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => IssueAsync(host, id, key))));

            Assert.All(answers, answer => Assert.Equal(answers[0], answer));
            await cards.AssertOneAsync(id, answers[0], key);
        }
    }

    [Fact]
    public async Task People_at_one_site_at_once_are_each_counted_once()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 3);
        var cards = new IssuingTraces(host);
        var people = new List<string>();
        for (var person = 0; person < 8; person++)
            people.Add(await cards.PrepareAsync());

        var answers = await Task.WhenAll(people.Select(id => Task.Run(() => IssueAsync(host, id, Guid.NewGuid().ToString()))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Equal(8, answers.Select(answer => answer.Json["statusEntry"]!["index"]!.GetValue<int>()).Distinct().Count());
        await cards.AssertIssuedAsync(8);
    }

    private static async Task<TestAnswer> IssueAsync(TappedHost host, string id, string key)
    {
        using var request = IssuingTraces.Request(host, id, key);
        return await host.SendAsync("Enrollment.Officer", request);
    }
}
