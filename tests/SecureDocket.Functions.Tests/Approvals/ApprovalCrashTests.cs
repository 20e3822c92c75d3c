using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Approvals;

/// <summary>Asking for, approving and carrying out a revocation of many cards dies at requests to storage, before and after the request took effect.</summary>
[Collection(Administrators.Collection)]
public sealed class ApprovalCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Actor s_asking = new("Program.Administrator", Administrators.Asking);

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_one_request_for_approval(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Body: Body([], unknown: 51), Before: await CountAsync(host), Key: Guid.NewGuid().ToString()),
            ready => AskAsync(host, ready.Body, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Accepted, first.Status);
                var answer = await AskAsync(host, ready.Body, ready.Key);
                Assert.Equal((HttpStatusCode.Accepted, "pending"), (answer.Status, answer.Json["status"]!.GetValue<string>()));
                Assert.Equal(ready.Before + 1, await CountAsync(host));
            });
    }

    /// <summary>With fifty unknown cards, an approval has a second step.</summary>
    [Theory]
    [InlineData(2, Store.Memory)]
    [InlineData(2, Store.Azurite)]
    [InlineData(50, Store.Memory)]
    public async Task A_fault_at_any_call_of_an_approval_revokes_every_card_once_when_the_request_is_repeated(int unknown, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Pending: await PendingAsync(host, unknown), Key: Guid.NewGuid().ToString()),
            ready => ApproveAsync(host, ready.Pending.Id, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                AssertFinished((await ApproveAsync(host, ready.Pending.Id, ready.Key)).Json, unknown);
                await AssertRevokedOnceAsync(host, ready.Pending.Cards);
            });
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task An_approval_that_died_and_is_not_repeated_is_carried_on_by_itself(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var (runs, carriedOn) = (0, 0);
        await FaultProof.AtEveryCallAsync(
            host,
            () => PendingAsync(host),
            pending => ApproveAsync(host, pending.Id, Guid.NewGuid().ToString()),
            async (pending, _, fault) =>
            {
                // The timer dies as well, at the same distance.
                if (fault is not null)
                {
                    host.Tap.FailAt(fault.Call, fault.Fault);
                }

                var failure = await Record.ExceptionAsync(() => ContinueAsync(host));
                Assert.True(failure is null or DependencyUnavailableException, failure?.ToString());
                host.Tap.Restart();
                await ContinueAsync(host);
                await ContinueAsync(host);

                runs++;
                var approval = (await host.Host.Services.GetRequiredService<ViewApprovals>().OneAsync(pending.Id, default)).Value!;
                if (approval.Status == ApprovalStatus.Pending)
                {
                    Assert.All(
                        await Task.WhenAll(pending.Cards.Select(card => DocketAssertions.AssertWholeAsync(host.Host, card))), docket => Assert.Equal(0, docket.Told("card-revoked")));
                    return;
                }

                carriedOn++;
                Assert.Equal((ApprovalStatus.Finished, 3, 2), (approval.Status, approval.Progress.Revoked, approval.Progress.Unknown));
                await AssertRevokedOnceAsync(host, pending.Cards);
                host.Tap.Restart();
                await ContinueAsync(host);
                Assert.DoesNotContain(host.Tap.Requests, request => !request.IsRead);
            });

        Assert.True(carriedOn > runs / 2, $"Only {carriedOn} of {runs} were approved before they died.");
    }

    [Fact]
    public async Task An_approval_that_fails_does_not_hold_up_the_next_and_is_told_of()
    {
        await using var host = await TappedHost.StartAsync();
        await ContinueAsync(host);
        var first = await ApprovedAsync(host);
        host.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await ApprovedAsync(host);

        // The second call looks up the first approval.
        host.Tap.FailAt(1, TransportFault.NotSent);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => ContinueAsync(host));
        Assert.Equal((ApprovalStatus.Approved, ApprovalStatus.Finished), (await StatusAsync(host, first), await StatusAsync(host, second)));

        await ContinueAsync(host);
        Assert.Equal(ApprovalStatus.Finished, await StatusAsync(host, first));
    }

    [Fact]
    public async Task Runs_at_once_count_every_card_once()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 3);
        var (id, cards) = await PendingAsync(host);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ApproveAsync(host, id, Guid.NewGuid().ToString()))));
        AssertFinished((await ApproveAsync(host, id, Guid.NewGuid().ToString())).Json);
        await AssertRevokedOnceAsync(host, cards);
    }

    [Fact]
    public async Task With_nothing_under_way_carrying_on_costs_one_read()
    {
        await using var host = await TappedHost.StartAsync();
        await ContinueAsync(host);
        await ContinueAsync(host);
        host.Tap.Restart();
        await ContinueAsync(host);
        Assert.True(Assert.Single(host.Tap.Requests).IsRead);
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_a_few_cards_revoked_once_when_the_request_is_repeated(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Cards: await TestCards.IssueAsync(host.Host, 2), Key: Guid.NewGuid().ToString()),
            ready => AskAsync(host, TestCards.ToRevoke(ready.Cards), ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                var answer = await AskAsync(host, TestCards.ToRevoke(ready.Cards), ready.Key);
                Assert.Equal((HttpStatusCode.OK, 2), (answer.Status, answer.Json["revoked"]!.GetValue<int>()));
                await AssertRevokedOnceAsync(host, ready.Cards);
            });
    }

    /// <summary>Three cards that exist and some that do not, asked to be revoked; a step is fifty cards.</summary>
    private static async Task<(string Id, IReadOnlyList<JsonObject> Cards)> PendingAsync(TappedHost host, int unknown = 2)
    {
        var cards = await TestCards.IssueAsync(host.Host, 3);
        var numbers = Body(cards, unknown)["cards"]!.AsArray().Select(number => CardNumber.TryParse(number!.GetValue<string>(), out var parsed) ? parsed : default).ToList();
        var approval = await host.Host.Services.GetRequiredService<RequestApproval>().ForCardsAsync(
            ApprovalKinds.BulkRevocation, "issued-in-error", numbers, s_asking, OperationId.New(), default);
        return (approval.Id, cards);
    }

    /// <summary>An approval that is given and not carried out.</summary>
    private static async Task<string> ApprovedAsync(TappedHost host)
    {
        var (id, _) = await PendingAsync(host);
        var approvals = host.Host.Services.GetRequiredService<ApprovalStore>();
        var pending = (await approvals.FindAsync(id, default))!;
        var approver = new Actor("Program.Administrator", Administrators.Approving);
        await approvals.ReplaceAsync(pending, pending.Value with { Status = ApprovalStatus.Approved, ApprovedBy = approver }, default);
        return id;
    }

    private static async Task<ApprovalStatus> StatusAsync(TappedHost host, string id) =>
        (await host.Host.Services.GetRequiredService<ApprovalStore>().FindAsync(id, default))!.Value.Status;

    /// <summary>Some cards, and numbers of none before the last of them.</summary>
    private static JsonObject Body(IReadOnlyList<JsonObject> cards, int unknown) => TestCards.ToRevoke(
    [
        .. cards.SkipLast(1),
        .. Enumerable.Range(0, unknown).Select(_ => new JsonObject { ["cardNumber"] = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()).ToPrinted() }),
        .. cards.TakeLast(1),
    ]);

    private static void AssertFinished(JsonNode approval, int unknown = 2)
    {
        Assert.Equal("finished", approval["status"]!.GetValue<string>());
        Assert.Equal(
            new JsonObject { ["done"] = 3 + unknown, ["revoked"] = 3, ["already"] = 0, ["refused"] = 0, ["unknown"] = unknown, ["killed"] = 0 }.ToJsonString(),
            approval["progress"]!.ToJsonString());
    }

    private static async Task AssertRevokedOnceAsync(TappedHost host, IReadOnlyList<JsonObject> cards)
    {
        foreach (var card in cards)
        {
            var docket = await DocketAssertions.AssertWholeAsync(host.Host, card);
            Assert.Equal((CardStatus.Revoked, 1), (docket.Cards.Single().Status, docket.Told("card-revoked")));
            Assert.True(await DocketAssertions.IsNotedAsync(host.Host, docket.Cards.Single()));
        }
    }

    private static Task ContinueAsync(TappedHost host) => host.Host.Services.GetRequiredService<ContinueApprovals>().ExecuteAsync(default);

    private static async Task<int> CountAsync(TappedHost host)
    {
        var (count, page) = (0, (string?)null);
        do
        {
            var result = (await host.Host.Services.GetRequiredService<ViewApprovals>().AllAsync(page, default)).Value!;
            (count, page) = (count + result.Items.Count, result.Next);
        }
        while (page is not null);

        return count;
    }

    private static Task<TestAnswer> AskAsync(TappedHost host, JsonObject body, string key) => PostAsync(host, "/api/v1/revocations", body, key);

    private static Task<TestAnswer> ApproveAsync(TappedHost host, string id, string key) => PostAsync(host, $"/api/v1/approvals/{id}/approval", [], key);

    private static async Task<TestAnswer> PostAsync(TappedHost host, string path, JsonObject body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = TestHost.Json(body),
            Headers = { { "Idempotency-Key", key } },
        };
        return await host.SendAsync("Program.Administrator", request);
    }
}
