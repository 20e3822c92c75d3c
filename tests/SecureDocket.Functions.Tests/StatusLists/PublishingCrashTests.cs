using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Keys;
using SecureDocket.StatusLists;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.StatusLists;

/// <summary>Publishing dies at every request to storage and vault, before and after the request took effect, and meets itself.</summary>
public sealed class PublishingCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int MostCalls = 60;

    private static readonly Actor s_asking = new("Program.Administrator", "administrator-1");
    private static readonly Actor s_approving = new("Program.Administrator", "administrator-2");

    public static TheoryData<string, int, TransportFault> Runs
    {
        get
        {
            var runs = new TheoryData<string, int, TransportFault>();
            foreach (var run in new[] { "change", "rebuild", "new-key" })
            {
                foreach (var retries in new[] { 0, 1 })
                {
                    // A client that tries again makes good by itself what was not sent: the adapters' wire tests hold that.
                    if (retries == 0)
                    {
                        runs.Add(run, retries, TransportFault.NotSent);
                    }

                    runs.Add(run, retries, TransportFault.AnswerLost);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_that_dies_at_any_call_is_made_good_by_the_next(string run, int retries, TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries);
        var cards = await TestCards.IssueAsync(host.Host, MostCalls);
        var pack = await host.Host.PublishAllAsync();
        var calls = 1;
        for (var call = 0; call < calls; call++)
        {
            Assert.True(call < MostCalls);
            var card = cards[call];
            await RevokeAsync(host.Host, card);
            await PrepareAsync(host, run);
            host.Tap.FailAt(call, fault);
            var failure = await Record.ExceptionAsync(host.Host.PublishAsync);
            Assert.True(failure is null || (failure is DependencyUnavailableException && retries == 0), failure?.ToString());
            calls = Math.Max(calls, host.Tap.Requests.Count < call + 1 ? call : call + 2);

            // What is published meanwhile is whole, if perhaps not the latest.
            host.Tap.Restart();
            var between = await host.Host.PackAsync();
            Assert.True(between.Version >= pack.Version);

            // The ring asks again after a while where it could not read.
            host.Host.Clock.Advance(KeyRing.FreshFor);
            var next = await host.Host.PublishAllAsync();
            Assert.True(next.Version > pack.Version && next.Version >= between.Version);
            Assert.Equal(CardStatus.Revoked, await StatusAsync(host.Host, card));
            pack = next;
        }

        Assert.InRange(calls, 8, MostCalls);
    }

    [Theory]
    [InlineData(TransportFault.NotSent)]
    [InlineData(TransportFault.AnswerLost)]
    public async Task A_move_that_dies_at_any_call_is_published_as_the_docket_has_it(TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        var dry = await TestPeople.IssueAsync(host.Host);
        var calls = await host.CountAsync(() => SuspendAsync(host, dry));
        await host.Host.PublishAllAsync();
        var outcomes = new List<(CardStatus Status, int Hints)>();
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var card = await TestPeople.IssueAsync(host.Host);
            host.Tap.FailAt(call, fault);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SuspendAsync(host, card)).Status);
            host.Tap.Restart();
            outcomes.Add((await StatusAsync(host.Host, card), (await host.Host.HintsAsync()).Count));
            await host.Host.PublishAsync();
            await host.Host.AssertAgreesAsync();

            // A change that was announced and never came is forgotten in time.
            host.Host.Clock.Advance(TimeSpan.FromMinutes(11));
            await host.Host.PublishAllAsync();
        }

        // Announced and not done, and done; never done and not announced.
        Assert.Contains((CardStatus.Active, 1), outcomes);
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
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
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
        var result = await host.Services.GetRequiredService<MoveCard>().ExecuteAsync(
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
