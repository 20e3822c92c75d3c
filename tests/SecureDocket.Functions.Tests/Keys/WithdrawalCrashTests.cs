using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Credentials;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Functions.Tests.StatusLists;
using SecureDocket.Keys;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Keys;

/// <summary>The withdrawal of a key dies at every request to storage, before and after the request took effect.</summary>
public sealed class WithdrawalCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Cards = 3;

    private static readonly Actor s_asking = new("Program.Administrator", "administrator-1");

    [Theory]
    [InlineData(true, Store.Memory)]
    [InlineData(true, Store.Azurite)]
    [InlineData(false, Store.Memory)]
    public async Task A_fault_at_any_call_of_an_approval_leaves_the_key_withdrawn_once_and_its_cards_counted_once(bool repeated, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await host.Host.PublishAllAsync();
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var (id, keyId) = await PendingAsync(host);
                return (Id: id, KeyId: keyId, Key: Guid.NewGuid().ToString());
            },
            ready => ApproveAsync(host, ready.Id, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault), first.Status == HttpStatusCode.ServiceUnavailable);

                // Later, so that a second withdrawal would have another time.
                host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
                if (repeated)
                {
                    var answer = await ApproveAsync(host, ready.Id, ready.Key);
                    Assert.Equal((HttpStatusCode.OK, "finished"), (answer.Status, answer.Json["status"]!.GetValue<string>()));
                }

                await ContinueAsync(host);
                await ContinueAsync(host);
                var approval = (await host.Host.Services.GetRequiredService<ViewApprovals>().OneAsync(ready.Id, default)).Value!;
                var record = (await host.Host.Services.GetRequiredService<KeyRegister>().ListAsync(default)).Single(known => KeyId.OfKey(known.X, known.Y).ToString() == ready.KeyId);
                if (!repeated && approval.Status == ApprovalStatus.Pending)
                {
                    Assert.Null(record.Withdrawal);
                    return;
                }

                Assert.Equal((ApprovalStatus.Finished, Cards, Cards), (approval.Status, approval.Progress.Done, approval.Progress.Killed));
                Assert.Equal(
                    (approval.ApprovedAt!.Value, "misused", approval.RequestedBy, approval.ApprovedBy!),
                    (record.Withdrawal!.At, record.Withdrawal.Reason, record.Withdrawal.RequestedBy, record.Withdrawal.ApprovedBy));
            });

        Assert.InRange(calls.Count, Cards + 5, 29);
    }

    [Fact]
    public async Task A_withdrawal_in_the_midst_of_a_run_leaves_a_pack_that_verifiers_take()
    {
        await using var host = await TappedHost.StartAsync();
        var register = host.Host.Services.GetRequiredService<KeyRegister>();
        var calls = 1;
        for (var call = 0; call < calls; call++)
        {
            await host.RotateAsync("list-signing");
            var pack = await host.Host.PublishAllAsync();

            // The newest signs; an older one takes over.
            var signing = pack.Keys.First(key => key is { Use: KeyUse.Lists, WithdrawnAt: null }).Id;
            await host.Host.Services.GetRequiredService<StatusChanges>().AskToRebuildAsync(host.StatusList, default);
            host.Tap.Restart();
            var reached = false;
            host.Tap.Before = async index =>
            {
                if (index == call && !reached)
                {
                    reached = true;
                    await register.WithdrawAsync(signing, new(host.Host.Clock.GetUtcNow(), "compromised", s_asking, s_asking with { Id = "administrator-2" }), default);
                    host.Host.Clock.Advance(KeyRing.FreshFor);
                }
            };
            await host.Host.PublishAsync();
            host.Tap.Before = null;
            calls = Math.Max(calls, reached ? call + 2 : call);

            using var nobody = host.Role(null);
            var bytes = (await nobody.GetAsync("/api/v1/verifier-pack")).Is(200).Bytes;
            Assert.Null(VerifierPack.ReadNext(bytes, pack, host.Host.Clock.GetUtcNow()).Reason);
            host.Host.Clock.Advance(KeyRing.FreshFor);
            await host.Host.PublishAllAsync();
        }

        Assert.InRange(calls, 8, 30);
    }

    /// <summary>A new key with some cards, asked to be withdrawn.</summary>
    private static async Task<(string Id, string KeyId)> PendingAsync(TappedHost host)
    {
        await host.RotateAsync("card-signing");
        var cards = await TestCards.IssueAsync(host.Host, Cards - 1);
        await host.NoteIssuedAsync(cards);
        var keyId = (await host.KeyIdsAsync("cards"))[0];
        Assert.Equal(Cards, (await host.CardsOfAsync(keyId)).Count);
        var approval = await host.Host.Services.GetRequiredService<WithdrawKey>().ExecuteAsync(KeyId.Parse(keyId), "misused", s_asking, OperationId.New(), default);
        host.Tap.Restart();
        return (approval.Value!.Id, keyId);
    }

    private static Task ContinueAsync(TappedHost host) => host.Host.Services.GetRequiredService<ContinueApprovals>().ExecuteAsync(default);

    private static async Task<TestAnswer> ApproveAsync(TappedHost host, string id, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/approvals/{id}/approval")
        {
            Content = TestHost.Json(new JsonObject()),
            Headers = { { "Idempotency-Key", key } },
        };
        return await host.SendAsync("Program.Administrator", request);
    }
}
