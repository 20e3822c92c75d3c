using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.StatusLists;

/// <summary>Publishing dies at every request to storage and vault, before and after the request took effect, and meets itself.</summary>
public sealed class PublishingCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Actor s_asking = new("Program.Administrator", "administrator-1");
    private static readonly Actor s_approving = new("Program.Administrator", "administrator-2");

    [Theory]
    [InlineData("change", Store.Memory)]
    [InlineData("change", Store.Azurite)]
    [InlineData("rebuild", Store.Memory)]
    [InlineData("rebuild", Store.Azurite)]
    [InlineData("new-key", Store.Memory)]
    [InlineData("new-key", Store.Azurite)]
    public async Task A_run_that_dies_at_any_call_is_made_good_by_the_next(string run, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var card = (await TestCards.IssueAsync(host.Host, 1))[0];
                var pack = await host.Host.PublishAllAsync();
                await RevokeAsync(host.Host, card);
                await PrepareAsync(host, run);
                return (Card: card, Pack: pack);
            },
            _ => Record.ExceptionAsync(host.Host.PublishAsync),
            async (ready, failure, fault) =>
            {
                Assert.True(failure is null || (failure is DependencyUnavailableException && FaultProof.IsTold(fault)), failure?.ToString());

                // What is published meanwhile is whole, if perhaps not the latest.
                var between = await host.Host.PackAsync();
                Assert.True(between.Version >= ready.Pack.Version);

                // The ring asks again after a while where it could not read.
                host.Host.Clock.Advance(KeyRing.FreshFor);
                var next = await host.Host.PublishAllAsync();
                Assert.True(next.Version > ready.Pack.Version && next.Version >= between.Version);
                Assert.Equal(CardStatus.Revoked, await StatusAsync(host.Host, ready.Card));
                await host.Host.AssertAgreesAsync();
            });

        Assert.InRange(calls.Count, 7, 60);
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_move_that_dies_at_any_call_is_published_as_the_docket_has_it(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var outcomes = new List<(CardStatus Status, int Hints)>();
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var card = await TestPeople.IssueAsync(host.Host);
                await host.Host.PublishAllAsync();
                return card;
            },
            card => SuspendAsync(host, card),
            async (card, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                outcomes.Add((await StatusAsync(host.Host, card), (await host.Host.HintsAsync()).Count));
                await host.Host.PublishAsync();
                await host.Host.AssertAgreesAsync();

                // A change that was announced and never came is forgotten in time.
                host.Host.Clock.Advance(TimeSpan.FromMinutes(11));
                await host.Host.PublishAllAsync();
            });

        // Announced and not done, where every call dies; and done; never done and not announced.
        Assert.Equal(store == Store.Memory, outcomes.Contains((CardStatus.Active, 1)));
        Assert.Contains((CardStatus.Suspended, 1), outcomes);
        Assert.DoesNotContain((CardStatus.Suspended, 0), outcomes);
    }

    [Fact]
    public async Task Runs_at_once_and_moves_between_them_lose_no_change()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 3);
        var pack = await host.Host.PublishAllAsync();
        for (var round = 0; round < 6; round++)
        {
            var cards = await TestCards.IssueAsync(host.Host, 9);
            await Task.WhenAll(cards.Take(3).Select(card => RevokeAsync(host.Host, card)));
            await Task.WhenAll(
            [
                .. Enumerable.Range(0, 3).Select(_ => Task.Run(host.Host.PublishAsync)),
                .. cards.Skip(3).Select(card => Task.Run(() => RevokeAsync(host.Host, card))),
                Task.Run(host.Host.PublishAsync),
            ]);
            var next = await host.Host.PublishAllAsync();
            Assert.True(next.Version > pack.Version);
            Assert.Equal(9 * (round + 1), Revoked(next));
            pack = next;
        }
    }

    [Fact]
    public async Task Cards_revoked_in_bulk_are_all_in_the_pack_after_the_next_run()
    {
        await using var host = await TappedHost.StartAsync();
        var numbers = (await TestCards.IssueAsync(host.Host, 60)).Select(NumberOf).ToList();
        await host.Host.PublishAllAsync();
        var approval = await host.Host.Services.GetRequiredService<RequestApproval>().ForCardsAsync(
            ApprovalKinds.BulkRevocation, "issued-in-error", numbers, s_asking, OperationId.New(), default);
        var done = await host.Host.Services.GetRequiredService<Approve>().ExecuteAsync(approval.Id, s_approving, default);
        Assert.Equal((ApprovalStatus.Finished, 60), (done.Value!.Status, done.Value.Progress.Revoked));

        await host.Host.PublishAsync();
        Assert.Empty(await host.Host.HintsAsync());
        Assert.Equal(60, Revoked(await host.Host.AssertAgreesAsync()));
    }

    private static async Task PrepareAsync(TappedHost host, string run)
    {
        if (run == "rebuild")
        {
            await host.Host.Services.GetRequiredService<StatusChanges>().AskToRebuildAsync(host.StatusList, default);
        }
        else if (run == "new-key")
        {
            host.Vault.Rotate("list-signing");
            host.Host.Clock.Advance(KeyRing.FreshFor);
        }
    }

    private static async Task RevokeAsync(TestHost host, JsonObject card)
    {
        var result = await host.Services.GetRequiredService<ChangeCardStatus>().ExecuteAsync(
            NumberOf(card), CardMove.Revoke, "misused", s_asking, null, OperationId.New(), default);
        Assert.Empty(result.Refusals);
    }

    private static async Task<CardStatus> StatusAsync(TestHost host, JsonObject card)
    {
        Assert.True(CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id));
        return (await host.Services.GetRequiredService<DocketStore>().FindCardAsync(id, NumberOf(card), default))!.Status;
    }

    private static int Revoked(VerifierPack pack)
    {
        var list = pack.TrustFor("officer");
        return pack.Lists.Count == 1 ? CountOf(StatusListToken.Read(pack.Lists[0].Span, list, null, pack.IssuedAt).Token!.List) : -1;
    }

    private static int CountOf(StatusList list) => Enumerable.Range(0, list.Count).Count(index => list[index] == 1);

    private static CardNumber NumberOf(JsonObject card)
    {
        Assert.True(CardNumber.TryParse(card["cardNumber"]!.GetValue<string>(), out var number));
        return number;
    }

    private static async Task<TestAnswer> SuspendAsync(TappedHost host, JsonObject card)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{card["cardNumber"]}/suspension")
        {
            Content = TestHost.Json("""{"reason":"lost"}"""),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }
}
