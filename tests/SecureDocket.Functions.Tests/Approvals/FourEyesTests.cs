using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Approvals;

/// <summary>Revoking several cards: alone up to fifty, with a second administrator beyond. The host is this class's own, because its clock moves.</summary>
[Collection(Administrators.Collection)]
public sealed class FourEyesTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Revocations = "/api/v1/revocations";

    private static Task<Reply> RevokeAsync(Caller caller, JsonObject card) =>
        caller.PostAsync($"/api/v1/cards/{card["cardNumber"]}/revocation", new JsonObject { ["reason"] = "misused" });

    private static readonly string[] s_counts = ["revoked", "already", "refused", "unknown"];

    [Fact]
    public async Task Fifty_cards_are_revoked_by_one_administrator_and_each_is_accounted_for()
    {
        var cards = (await TestCards.IssueAsync(api.Host, 47)).ToList();
        using var administrator = api.Administrator(Administrators.Asking);
        using var officer = api.As("Enrollment.Officer");
        var replaced = await TestPeople.IssueAsync(api.Host);
        (await officer.PostAsync($"/api/v1/cards/{replaced["cardNumber"]}/replacement", new JsonObject { ["siteId"] = api.Host.SiteId, ["reason"] = "lost" })).Is(201);
        (await officer.PostAsync($"/api/v1/cards/{cards[0]["cardNumber"]}/revocation", new JsonObject { ["reason"] = "lost" })).Is(200);
        cards.AddRange([replaced, new() { ["cardNumber"] = "0000-0000-0000" }, new() { ["cardNumber"] = Unknown() }]);

        var (body, key) = (TestCards.ToRevoke(cards), Guid.NewGuid().ToString());
        var reply = (await administrator.PostAsync(Revocations, body, key)).Is(200).HasSafeHeaders();
        Assert.Equal([46, 1, 1, 2], s_counts.Select(count => reply.Json[count]!.GetValue<int>()));
        var outcomes = reply.Json["cards"]!.AsArray();
        Assert.Equal(cards.Select(card => card["cardNumber"]!.GetValue<string>()), outcomes.Select(card => card!["cardNumber"]!.GetValue<string>()));
        Assert.Equal(("already", "revoked"), (outcomes[0]!["outcome"]!.GetValue<string>(), outcomes[0]!["status"]!.GetValue<string>()));
        Assert.Equal(("refused", "replaced"), (outcomes[47]!["outcome"]!.GetValue<string>(), outcomes[47]!["status"]!.GetValue<string>()));
        Assert.Equal(reply.Text, (await administrator.PostAsync(Revocations, body.DeepClone(), key)).Is(200).Text);

        var docket = await DocketAssertions.AssertWholeAsync(api.Host, cards[1]);
        Assert.Equal((CardStatus.Revoked, "issued-in-error"), (docket.Cards.Single().Status, docket.Cards.Single().StatusReason));
        Assert.Null((await LastEventAsync(cards[1]))["requestedBy"]);
    }

    [Fact]
    public async Task Fifty_one_cards_need_a_second_administrator_and_both_are_in_every_journal()
    {
        var cards = await TestCards.IssueAsync(api.Host, 51);
        using var asking = api.Administrator(Administrators.Asking);
        using var approving = api.Administrator(Administrators.Approving);
        var asked = (await asking.PostAsync(Revocations, TestCards.ToRevoke(cards))).Is(202).HasSafeHeaders();
        var path = asked.Headers.Location!.ToString();
        Assert.Equal($"/api/v1/approvals/{asked.Json["id"]}", path);
        Assert.Equal(("pending", 51), (asked.Json["status"]!.GetValue<string>(), asked.Json["cards"]!.GetValue<int>()));
        Assert.Equal(TimeSpan.FromHours(1), asked.Json["expiresAt"]!.GetValue<DateTimeOffset>() - asked.Json["requestedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(CardStatus.Active, (await DocketAssertions.AssertWholeAsync(api.Host, cards[0])).Cards.Single().Status);

        var approved = (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200).HasSafeHeaders().Json;
        Assert.Equal("finished", approved["status"]!.GetValue<string>());
        Assert.Equal((Administrators.Asking, Administrators.Approving), (approved["requestedBy"]!.GetValue<string>(), approved["approvedBy"]!.GetValue<string>()));
        Assert.Equal("""{"done":51,"revoked":51,"already":0,"refused":0,"unknown":0,"killed":0}""", approved["progress"]!.ToJsonString());
        foreach (var card in cards)
        {
            Assert.Equal(1, (await DocketAssertions.AssertWholeAsync(api.Host, card)).Told("card-revoked"));
            var link = await LastEventAsync(card);
            Assert.Equal((Administrators.Approving, Administrators.Asking), (link["actor"]!.GetValue<string>(), link["requestedBy"]!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task What_one_person_revokes_in_slices_adds_up_over_a_day()
    {
        var cards = await TestCards.IssueAsync(api.Host, 53);
        using var administrator = api.Administrator("administrator-of-slices");
        var (first, key) = (TestCards.ToRevoke(cards.Take(30)), Guid.NewGuid().ToString());
        (await administrator.PostAsync(Revocations, first, key)).Is(200);
        (await administrator.PostAsync(Revocations, TestCards.ToRevoke(cards.Skip(30).Take(19)))).Is(200);
        (await administrator.PostAsync(Revocations, first.DeepClone(), key)).Is(200);

        // One more alone, and no two.
        Assert.Equal(202, (await administrator.PostAsync(Revocations, TestCards.ToRevoke(cards.Skip(49).Take(2)))).Status);
        (await RevokeAsync(administrator, cards[49])).Is(200);
        (await RevokeAsync(administrator, cards[50])).IsProblem(409, "revocation-limit");
        Assert.Equal(CardStatus.Active, (await DocketAssertions.AssertWholeAsync(api.Host, cards[50])).Cards.Single().Status);
        Assert.Equal(202, (await administrator.PostAsync(Revocations, TestCards.ToRevoke(cards.Skip(51).Take(1)))).Status);

        api.Host.Clock.Advance(RevocationShares.CountsFor);
        using var nextDay = api.Administrator("administrator-of-slices");
        (await RevokeAsync(nextDay, cards[50])).Is(200);
    }

    [Fact]
    public async Task Of_many_revocations_by_one_person_at_once_no_more_get_through_than_one_after_another()
    {
        var cards = await TestCards.IssueAsync(api.Host, 60);
        using var administrator = api.Administrator("administrator-in-haste");
        var statuses = await Task.WhenAll(cards.Select(async card => (await RevokeAsync(administrator, card)).Status));
        Assert.InRange(statuses.Count(status => status == 200), 1, RevokeCards.AloneLimit);
        Assert.All(statuses, status => Assert.True(status is 200 or 409 or 503, $"{status}"));
    }

    [Fact]
    public async Task Whoever_asked_cannot_approve()
    {
        var (path, card) = await AskAsync();
        using var asking = api.Administrator(Administrators.Asking);
        (await asking.PostAsync($"{path}/approval", new JsonObject())).IsProblem(403, "four-eyes");
        Assert.Equal("pending", (await asking.GetAsync(path)).Is(200).Json["status"]!.GetValue<string>());

        // Nor afterwards, when it makes no difference.
        using var approving = api.Administrator(Administrators.Approving);
        (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200);
        (await asking.PostAsync($"{path}/approval", new JsonObject())).IsProblem(403, "four-eyes");
        Assert.Equal(1, (await DocketAssertions.AssertWholeAsync(api.Host, card)).Told("card-revoked"));
    }

    [Fact]
    public async Task An_approval_can_be_given_for_an_hour()
    {
        var (path, card) = await AskAsync();
        api.Host.Clock.Advance(TimeSpan.FromHours(1));
        using var approving = api.Administrator(Administrators.Approving);
        (await approving.PostAsync($"{path}/approval", new JsonObject())).IsProblem(409, "approval-expired");
        Assert.Equal("expired", (await approving.GetAsync(path)).Is(200).Json["status"]!.GetValue<string>());
        Assert.Equal(CardStatus.Active, (await DocketAssertions.AssertWholeAsync(api.Host, card)).Cards.Single().Status);

        api.Host.Clock.Advance(-TimeSpan.FromTicks(1));
        (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200);
    }

    [Fact]
    public async Task Asking_and_approving_again_gets_the_same_answer_and_a_third_administrator_hears_that_it_is_done()
    {
        var body = TestCards.ToRevoke(await TestCards.IssueAsync(api.Host, 51));
        using var asking = api.Administrator(Administrators.Asking);
        using var approving = api.Administrator(Administrators.Approving);
        using var third = api.Administrator(Administrators.Third);
        var (ask, approve) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var asked = (await asking.PostAsync(Revocations, body, ask)).Is(202);
        Assert.Equal(asked.Text, (await asking.PostAsync(Revocations, body.DeepClone(), ask)).Is(202).Text);

        var path = asked.Headers.Location!.ToString();
        var first = (await approving.PostAsync($"{path}/approval", new JsonObject(), approve)).Is(200);
        Assert.Equal(first.Text, (await approving.PostAsync($"{path}/approval", new JsonObject(), approve)).Is(200).Text);
        Assert.Equal(first.Text, (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200).Text);
        (await third.PostAsync($"{path}/approval", new JsonObject())).IsProblem(409, "approval-status");
    }

    [Fact]
    public async Task What_a_request_does_not_come_to_is_carried_on_by_itself()
    {
        var numbers = Enumerable.Range(0, 600).Select(_ => new JsonObject { ["cardNumber"] = Unknown() }).ToList();
        var cards = (await TestCards.IssueAsync(api.Host, 3)).ToList();
        numbers.AddRange(cards);
        using var asking = api.Administrator(Administrators.Asking);
        using var approving = api.Administrator(Administrators.Approving);
        var path = (await asking.PostAsync(Revocations, TestCards.ToRevoke(numbers))).Is(202).Headers.Location!.ToString();
        var begun = (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200).Json;
        Assert.Equal(("approved", 500), (begun["status"]!.GetValue<string>(), begun["progress"]!["done"]!.GetValue<int>()));
        Assert.Equal(CardStatus.Active, (await DocketAssertions.AssertWholeAsync(api.Host, cards[0])).Cards.Single().Status);

        var rest = api.Host.Services.GetRequiredService<ContinueApprovals>();
        await rest.ExecuteAsync(default);
        await rest.ExecuteAsync(default);
        var done = (await asking.GetAsync(path)).Is(200).Json;
        Assert.Equal("finished", done["status"]!.GetValue<string>());
        Assert.Equal("""{"done":603,"revoked":3,"already":0,"refused":0,"unknown":600,"killed":0}""", done["progress"]!.ToJsonString());
        Assert.Equal(1, (await DocketAssertions.AssertWholeAsync(api.Host, cards[2])).Told("card-revoked"));
    }

    [Fact]
    public async Task Ten_thousand_cards_are_one_request()
    {
        var numbers = Enumerable.Range(0, 10_000).Select(_ => new JsonObject { ["cardNumber"] = Unknown() }).ToList();
        using var asking = api.Administrator(Administrators.Asking);
        var asked = (await asking.PostAsync(Revocations, TestCards.ToRevoke(numbers))).Is(202).Json;
        Assert.Equal(10_000, asked["cards"]!.GetValue<int>());
        var store = api.Host.Services.GetRequiredService<ApprovalStore>();
        var kept = new List<CardNumber>();
        while (kept.Count < 10_000)
        {
            var next = await store.CardsAsync(asked["id"]!.GetValue<string>(), kept.Count, 700, default);
            Assert.NotEmpty(next);
            kept.AddRange(next);
        }

        Assert.Equal(numbers.Select(number => number["cardNumber"]!.GetValue<string>()), kept.Select(number => number.ToPrinted()));

        numbers.Add(new() { ["cardNumber"] = Unknown() });
        (await asking.PostAsync(Revocations, TestCards.ToRevoke(numbers))).IsInvalid("cards");
    }

    [Fact]
    public async Task A_bad_request_is_told_all_its_faults_and_changes_nothing()
    {
        using var asking = api.Administrator(Administrators.Asking);
        var writes = api.Storage.Writes;
        (await asking.PostAsync(Revocations, new JsonObject { ["reason"] = "under-review", ["cards"] = new JsonArray("x"), ["now"] = true })).IsInvalid("reason", "cards", "now");
        (await asking.PostAsync(Revocations, new JsonObject())).IsInvalid("reason", "cards");
        (await asking.PostAsync(Revocations, new JsonObject { ["reason"] = "misused", ["cards"] = new JsonArray() })).IsInvalid("cards");
        (await asking.PostAsync(Revocations, new JsonObject { ["reason"] = "misused", ["cards"] = new JsonArray("000000000000", 5) })).IsInvalid("cards");
        (await asking.PostAsync(Revocations, new JsonObject { ["reason"] = "misused", ["cards"] = "000000000000" })).IsInvalid("cards");
        var twice = (await asking.PostAsync(Revocations, new JsonObject { ["reason"] = "misused", ["cards"] = new JsonArray("000000000000", "0000-0000-0000") })).IsInvalid("cards");
        Assert.Contains("at 2.", twice.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        (await asking.PostAsync(Revocations, Caller.Json(new string(' ', 262_145)))).IsProblem(413, "body-too-large");
        (await asking.PostAsync(Revocations, TestCards.ToRevoke([]), key: "")).IsProblem(400, "invalid", "idempotency-key-required");
        (await asking.PostAsync("/api/v1/approvals/00000000000000000-00000000/approval", new JsonObject { ["yes"] = true })).IsInvalid("yes");
        (await asking.GetAsync("/api/v1/approvals?page=x")).IsInvalid("page");
        Assert.Equal(writes, api.Storage.Writes);
    }

    [Theory]
    [InlineData("00000000000000000-00000000")]
    [InlineData("nothing")]
    [InlineData("%23%3F%5C")]
    public async Task An_unknown_approval_is_not_found(string id)
    {
        using var asking = api.Administrator(Administrators.Asking);
        (await asking.GetAsync($"/api/v1/approvals/{id}")).IsProblem(404, "no-such-approval");
        (await asking.PostAsync($"/api/v1/approvals/{id}/approval", new JsonObject())).IsProblem(404, "no-such-approval");
    }

    [Fact]
    public async Task Approvals_are_listed_page_by_page_in_the_order_in_which_they_were_asked_for()
    {
        using var asking = api.Administrator(Administrators.Asking);
        var request = api.Host.Services.GetRequiredService<RequestApproval>();
        for (var i = 0; i < 101; i++)
        {
            api.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await request.ForCardsAsync(
                ApprovalKinds.BulkRevocation, "misused", [CardNumber.FromBytes(Guid.NewGuid().ToByteArray())],
                new("Program.Administrator", Administrators.Asking), OperationId.New(), default);
        }

        using var later = api.Administrator(Administrators.Asking);
        List<string> ids = [];
        string? page = null;
        do
        {
            var json = (await later.GetAsync($"/api/v1/approvals{(page is null ? "" : $"?page={page}")}")).Is(200).Json;
            Assert.InRange(json["approvals"]!.AsArray().Count, 1, 100);
            ids.AddRange(json["approvals"]!.AsArray().Select(approval => approval!["id"]!.GetValue<string>()));
            page = json["next"]?.GetValue<string>();
        }
        while (page is not null);

        Assert.True(ids.Count >= 101);
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
    }

    /// <summary>Fifty-one cards of which one exists, asked to be revoked.</summary>
    private async Task<(string Path, JsonObject Card)> AskAsync()
    {
        var card = (await TestCards.IssueAsync(api.Host, 1)).Single();
        var cards = Enumerable.Range(0, 50).Select(_ => new JsonObject { ["cardNumber"] = Unknown() }).Append(card);
        using var asking = api.Administrator(Administrators.Asking);
        return ((await asking.PostAsync(Revocations, TestCards.ToRevoke(cards))).Is(202).Headers.Location!.ToString(), card);
    }

    private async Task<JsonNode> LastEventAsync(JsonObject card)
    {
        using var auditor = api.As("Docket.Auditor");
        return (await auditor.GetAsync($"/api/v1/cardholders/{card["cardholderId"]}/journal")).Is(200).Json["events"]!.AsArray()[^1]!;
    }

    private static string Unknown() => CardNumber.FromBytes(Guid.NewGuid().ToByteArray()).ToPrinted();
}
