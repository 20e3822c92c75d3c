using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Credentials;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Functions.Tests.StatusLists;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Keys;

/// <summary>A key goes out of force with everything that it signed: who may do it, what it kills, and how those people get a card again.</summary>
public sealed class WithdrawalTests : IAsyncLifetime
{
    private TappedHost _host = null!;

    private string _cardKey = "";

    private string _listKey = "";

    public async Task InitializeAsync()
    {
        _host = await TappedHost.StartAsync();
        _cardKey = Assert.Single(await _host.KeyIdsAsync("cards"));
        _listKey = Assert.Single(await _host.KeyIdsAsync("lists"));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_withdrawal_needs_two_administrators_and_its_cards_verify_nowhere_any_more()
    {
        var card = await TestPeople.IssueAsync(_host.Host);
        var before = await _host.Host.PublishAllAsync();
        Assert.Equal(Outcome.Valid, Verify(card, before).Outcome);

        using var asking = _host.Administrator();
        (await asking.PostAsync(Withdrawal(_cardKey), new JsonObject { ["reason"] = "compromised" })).IsProblem(409, "no-successor");
        _host.AddCardKey();
        var asked = (await asking.PostAsync(Withdrawal(_cardKey), new JsonObject { ["reason"] = "compromised" })).Is(202).HasSafeHeaders();
        var path = asked.Headers.Location!.ToString();
        Assert.Equal(
            ("key-withdrawal", "pending", "compromised", _cardKey, 1),
            (Text(asked.Json, "kind"), Text(asked.Json, "status"), Text(asked.Json, "reason"), Text(asked.Json, "keyId"), asked.Json["cards"]!.GetValue<int>()));
        (await asking.PostAsync($"{path}/approval", new JsonObject())).IsProblem(403, "four-eyes");
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        await AssertOnlineAsync(card);

        using var approving = _host.Administrator(2);
        var approved = (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200).Json;
        Assert.Equal(("finished", 1, 1), (Text(approved, "status"), approved["progress"]!["done"]!.GetValue<int>(), Killed(approved)));

        _host.Host.Clock.Advance(KeyRing.FreshFor);
        Assert.DoesNotContain(_cardKey, await _host.KeyIdsAsync("cards"));
        await AssertOnlineAsync(card, Reasons.KeyWithdrawn);
        var (next, reason) = VerifierPack.ReadNext(await PackAfterRunAsync(), before, _host.Host.Clock.GetUtcNow());
        Assert.Null(reason);
        Assert.Equal(Reasons.KeyWithdrawn, Assert.Single(Verify(card, next!).Reasons));
    }

    [Fact]
    public async Task With_nothing_more_to_publish_after_a_withdrawal_a_run_writes_and_signs_nothing()
    {
        _host.AddCardKey();
        await _host.WithdrawAsync(_cardKey);
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        await _host.Host.PublishAllAsync();
        var signed = _host.Vault.SignCalls;
        _host.Tap.Restart();
        await _host.Host.PublishAsync();
        Assert.All(_host.Tap.Requests, request => Assert.True(request.IsRead));
        Assert.Equal(signed, _host.Vault.SignCalls);
    }

    [Fact]
    public async Task Exactly_the_cards_in_force_are_counted_and_listed_and_leave_the_list_as_they_are_replaced()
    {
        List<JsonObject> cards = [];
        for (var i = 0; i < 4; i++)
        {
            cards.Add(await TestPeople.IssueAsync(_host.Host));
        }

        using var officer = _host.Role("Enrollment.Officer");
        (await officer.PostAsync($"/api/v1/cards/{Number(cards[0])}/revocation", new JsonObject { ["reason"] = "misused" })).Is(200);
        (await officer.PostAsync($"/api/v1/cards/{Number(cards[1])}/suspension", new JsonObject { ["reason"] = "under-review" })).Is(200);
        var successor = Number((await officer.PostAsync($"/api/v1/cards/{Number(cards[2])}/replacement", Order("damaged"))).Is(201).Json);

        // The vault fails once the intent is on record.
        var unfinished = await TestPeople.PrepareAsync(officer.Client);
        _host.Vault.FailNext(TransportFault.Unavailable);
        (await officer.PostAsync("/api/v1/cards", Order(unfinished))).IsProblem(503, "unavailable");

        // Under the next key, and so not at stake.
        await _host.RotateAsync("card-signing");
        var other = await TestPeople.IssueAsync(_host.Host);

        var path = await _host.AskAsync(_cardKey);
        using var approving = _host.Administrator(2);
        Assert.Equal(6, (await approving.GetAsync(path)).Is(200).Json["cards"]!.GetValue<int>());
        var approved = (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200).Json;
        Assert.Equal(("finished", 6, 3), (Text(approved, "status"), approved["progress"]!["done"]!.GetValue<int>(), Killed(approved)));
        string[] killed = [Number(cards[1]), successor, Number(cards[3])];
        Assert.Equal(killed.Order(), (await _host.CardsOfAsync(_cardKey)).Order());

        _host.Host.Clock.Advance(KeyRing.FreshFor);
        await AssertOnlineAsync(other);
        using var later = _host.Role("Enrollment.Officer");
        var again = (await later.PostAsync($"/api/v1/cards/{Number(cards[3])}/replacement", Order("key-withdrawn"))).Is(201).Json;
        await AssertOnlineAsync((await later.GetAsync($"/api/v1/cards/{Number(again)}")).Is(200).Json);
        Assert.DoesNotContain(Number(cards[3]), await _host.CardsOfAsync(_cardKey));
        Assert.Equal(2, (await _host.CardsOfAsync(_cardKey)).Count);

        // What was left unfinished is issued under the key in force.
        var finished = (await later.PostAsync("/api/v1/cards", Order(unfinished))).Is(201).Json;
        await AssertOnlineAsync((await later.GetAsync($"/api/v1/cards/{Number(finished)}")).Is(200).Json);
        Assert.Equal(2, (await _host.CardsOfAsync(_cardKey)).Count);
    }

    [Fact]
    public async Task More_cards_than_a_step_or_a_page_takes_are_counted_and_listed_once_each()
    {
        var cards = await TestCards.IssueAsync(_host.Host, 230);
        await _host.NoteIssuedAsync(cards);
        _host.AddCardKey();

        // And the pattern that they were copied from.
        var approved = await _host.WithdrawAsync(_cardKey);
        Assert.Equal(("finished", 231, 231), (Text(approved, "status"), approved["progress"]!["done"]!.GetValue<int>(), Killed(approved)));
        var listed = await _host.CardsOfAsync(_cardKey);
        Assert.Equal(231, listed.Distinct().Count());
        Assert.Equal(231, listed.Count);
        Assert.Empty(cards.Select(Number).Except(listed));
    }

    [Fact]
    public async Task A_key_is_withdrawn_once_and_of_two_approvals_only_the_first_counts_cards()
    {
        await TestPeople.IssueAsync(_host.Host);
        _host.AddCardKey();
        var (first, second) = (await _host.AskAsync(_cardKey), await _host.AskAsync(_cardKey));
        using var approving = _host.Administrator(2);
        Assert.Equal(1, Killed((await approving.PostAsync($"{first}/approval", new JsonObject())).Is(200).Json));
        _host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = (await approving.PostAsync($"{second}/approval", new JsonObject())).Is(200).Json;
        Assert.Equal(("finished", 0), (Text(late, "status"), Killed(late)));
        (await approving.PostAsync(Withdrawal(_cardKey), new JsonObject { ["reason"] = "misused" })).IsProblem(409, "key-withdrawn");
    }

    [Fact]
    public async Task A_bad_request_withdraws_nothing()
    {
        using var administrator = _host.Administrator();
        foreach (var unknown in new[] { "AAAAAAAAAAA", "nothing", _cardKey[..^2], "%23%3F%5C" })
        {
            (await administrator.PostAsync(Withdrawal(unknown), new JsonObject { ["reason"] = "compromised" })).IsProblem(404, "no-such-key");
            (await administrator.GetAsync($"/api/v1/keys/{unknown}/cards")).IsProblem(404, "no-such-key");
        }

        (await administrator.PostAsync(Withdrawal(_cardKey), new JsonObject { ["reason"] = "lost", ["now"] = true })).IsInvalid("reason", "now");
        (await administrator.PostAsync(Withdrawal(_cardKey), new JsonObject())).IsInvalid("reason");
        (await administrator.PostAsync(Withdrawal(_cardKey), new JsonObject { ["reason"] = "misused" }, key: "")).IsProblem(400, "idempotency-key-required");
        (await administrator.GetAsync($"/api/v1/keys/{_cardKey}/cards?page=x")).IsInvalid("page");
        Assert.Empty((await administrator.GetAsync("/api/v1/approvals")).Is(200).Json["approvals"]!.AsArray());
    }

    [Fact]
    public async Task An_approval_that_comes_too_late_leaves_the_key_in_force()
    {
        var card = await TestPeople.IssueAsync(_host.Host);
        _host.AddCardKey();
        var path = await _host.AskAsync(_cardKey);
        _host.Host.Clock.Advance(TimeSpan.FromHours(1));
        using var approving = _host.Administrator(2);
        (await approving.PostAsync($"{path}/approval", new JsonObject())).IsProblem(409, "approval-expired");
        Assert.Contains(_cardKey, await _host.KeyIdsAsync("cards"));
        await AssertOnlineAsync(card);
    }

    [Fact]
    public async Task Of_two_list_keys_whose_withdrawal_was_asked_for_one_stays_whoever_approves_first()
    {
        await _host.RotateAsync("list-signing");
        var other = (await _host.KeyIdsAsync("lists")).Single(key => key != _listKey);
        var (first, second) = (await _host.AskAsync(_listKey), await _host.AskAsync(other));
        using var approving = _host.Administrator(2);
        (await approving.PostAsync($"{first}/approval", new JsonObject())).Is(200);
        (await approving.PostAsync($"{second}/approval", new JsonObject())).IsProblem(409, "no-successor");
        Assert.Equal("pending", Text((await approving.GetAsync(second)).Is(200).Json, "status"));
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        Assert.Equal([other], await _host.KeyIdsAsync("lists"));
    }

    [Fact]
    public async Task After_the_list_key_a_verifier_goes_on_whether_it_was_told_of_the_next_one_or_slept()
    {
        var card = await TestPeople.IssueAsync(_host.Host);
        var ignorant = await _host.Host.PublishAllAsync();
        await _host.RotateAsync("list-signing");
        var informed = await _host.Host.PublishAllAsync();
        Assert.Equal(1, ignorant.Keys.Count(key => key.Use == KeyUse.Lists));
        Assert.Equal(2, informed.Keys.Count(key => key.Use == KeyUse.Lists));

        Assert.Equal(0, Killed(await _host.WithdrawAsync(_listKey)));
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        var bytes = await PackAfterRunAsync();
        var (pack, reason) = VerifierPack.ReadNext(bytes, informed, _host.Host.Clock.GetUtcNow());
        Assert.Null(reason);
        Assert.True(pack!.Version > informed.Version);
        Assert.Equal(_listKey, Assert.Single(pack.Keys, key => key.WithdrawnAt is not null).Id.ToString());
        Assert.Equal(Outcome.Valid, Verify(card, pack).Outcome);

        // The key that somebody else may hold vouches for nothing any more; the anchor does.
        Assert.Null(VerifierPack.ReadNext(bytes, ignorant, _host.Host.Clock.GetUtcNow()).Reason);
    }

    [Fact]
    public async Task Lists_of_a_withdrawn_key_are_built_from_the_dockets_and_forget_no_revocation()
    {
        var card = await TestPeople.IssueAsync(_host.Host);
        using var officer = _host.Role("Enrollment.Officer");
        (await officer.PostAsync($"/api/v1/cards/{Number(card)}/revocation", new JsonObject { ["reason"] = "misused" })).Is(200);
        await _host.Host.PublishAllAsync();
        await _host.RotateAsync("list-signing");
        await _host.WithdrawAsync(_listKey);
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        Assert.Equal(Reasons.Revoked, Assert.Single(Verify(card, await _host.Host.PublishAllAsync()).Reasons));
    }

    [Fact]
    public async Task The_last_key_that_signs_lists_is_not_withdrawn_for_then_no_verifier_would_hear_of_it()
    {
        using var asking = _host.Administrator();
        (await asking.PostAsync(Withdrawal(_listKey), new JsonObject { ["reason"] = "compromised" })).IsProblem(409, "no-successor");
        await _host.Host.PublishAllAsync();

        await _host.RotateAsync("list-signing");
        using var later = _host.Administrator();
        Assert.Equal(202, (await later.PostAsync(Withdrawal(_listKey), new JsonObject { ["reason"] = "compromised" })).Status);
    }

    [Fact]
    public async Task A_card_key_that_nothing_can_endorse_holds_up_no_revocation()
    {
        var card = await TestPeople.IssueAsync(_host.Host);
        await _host.Host.PublishAllAsync();
        using var officer = _host.Role("Enrollment.Officer");
        (await officer.PostAsync($"/api/v1/cards/{Number(card)}/revocation", new JsonObject { ["reason"] = "misused" })).Is(200);
        _host.Vault.Rotate("card-signing");
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        _host.Vault.Denied.UnionWith(["anchor", "card-signing"]);

        // The run says that it did not go well, and did what it could.
        await Assert.ThrowsAsync<DependencyUnavailableException>(_host.Host.PublishAsync);
        Assert.Equal(Reasons.Revoked, Assert.Single(Verify(card, await _host.Host.PackAsync()).Reasons));

        _host.Vault.Denied.Clear();
        await _host.Host.PublishAllAsync();
    }

    [Fact]
    public async Task Of_two_list_keys_whose_withdrawals_are_approved_at_once_one_stays()
    {
        await _host.RotateAsync("list-signing");
        var other = (await _host.KeyIdsAsync("lists")).Single(key => key != _listKey);
        string[] paths = [await _host.AskAsync(_listKey), await _host.AskAsync(other)];
        using var approving = _host.Administrator(2);

        // The second is looked at while the first is about to be written.
        var isSecond = false;
        _host.Tap.Restart();
        _host.Tap.Before = async index =>
        {
            if (!isSecond && _host.Tap.Requests[index] is { Target: "keys", IsRead: false })
            {
                isSecond = true;
                (await approving.PostAsync($"{paths[1]}/approval", new JsonObject())).Is(200);
            }
        };
        var first = (await approving.PostAsync($"{paths[0]}/approval", new JsonObject())).Is(200).Json;
        _host.Tap.Before = null;
        Assert.True(isSecond);
        Assert.Equal(("approved", "finished"), (Text(first, "status"), Text((await approving.GetAsync(paths[1])).Is(200).Json, "status")));
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        Assert.Equal([_listKey], await _host.KeyIdsAsync("lists"));

        // It is carried out once there is another.
        await _host.RotateAsync("list-signing");
        await _host.Host.RunTimerAsync("ContinueApprovals");
        using var later = _host.Administrator(2);
        Assert.Equal("finished", Text((await later.GetAsync(paths[0])).Is(200).Json, "status"));
        _host.Host.Clock.Advance(KeyRing.FreshFor);
        Assert.DoesNotContain(_listKey, await _host.KeyIdsAsync("lists"));
    }

    private async Task<byte[]> PackAfterRunAsync()
    {
        await _host.Host.PublishAllAsync();
        using var nobody = _host.Role(null);
        return (await nobody.GetAsync("/api/v1/verifier-pack")).Is(200).Bytes;
    }

    /// <summary>Holds what is said of a card by QR and by number to these reasons; to valid when there are none.</summary>
    private async Task AssertOnlineAsync(JsonObject card, params string[] reasons)
    {
        using var officer = _host.Role("Field.Officer");
        using var nobody = _host.Role(null);
        foreach (var question in new[] { Verifying.Credential(Text(card, "credential")), Verifying.Number(Number(card)) })
        {
            var answer = await officer.VerifyAsync(question);
            _ = reasons.Length == 0 ? answer.IsValid() : answer.IsInvalid(reasons);
        }

        var told = await nobody.VerifyAsync(Verifying.Credential(Text(card, "credential")));
        _ = reasons.Length == 0 ? told.IsValid() : told.IsInvalid(reasons);
    }

    private Verdict Verify(JsonObject card, VerifierPack pack) =>
        CredentialVerifier.Verify(Text(card, "credential"), pack.TrustFor("officer"), _host.Host.Clock.GetUtcNow());

    private JsonObject Order(string what) => what.Length > 20
        ? new() { ["cardholderId"] = what, ["siteId"] = _host.Host.SiteId }
        : new() { ["reason"] = what, ["siteId"] = _host.Host.SiteId };

    private static string Withdrawal(string keyId) => $"/api/v1/keys/{keyId}/withdrawal";

    private static int Killed(JsonNode approval) => approval["progress"]!["killed"]!.GetValue<int>();

    private static string Number(JsonObject card) => Text(card, "cardNumber");

    private static string Text(JsonObject json, string member) => json[member]!.GetValue<string>();
}
