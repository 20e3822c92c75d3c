using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Every move against every state of a card. The host is this class's own, because its clock moves.</summary>
public sealed class LifecycleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] s_moves = ["suspension", "loss", "reinstatement", "revocation", "replacement", "renewal"];

    private static readonly Dictionary<string, string[]> s_open = new()
    {
        ["active"] = ["suspension", "loss", "revocation", "replacement"],
        ["active, soon over"] = ["suspension", "loss", "revocation", "replacement", "renewal"],
        ["suspended, under review"] = ["loss", "reinstatement", "revocation", "replacement"],
        ["suspended"] = ["reinstatement", "revocation", "replacement"],
        ["suspended, soon over"] = ["reinstatement", "revocation", "replacement"],
        ["revoked"] = [],
        ["replaced"] = [],
        ["expired"] = [],
        ["expired, not recorded"] = [],
    };

    public static TheoryData<string, string> Moves
    {
        get
        {
            var moves = new TheoryData<string, string>();
            foreach (var (state, move) in s_open.Keys.SelectMany(state => s_moves.Select(move => (state, move))))
            {
                moves.Add(state, move);
            }

            return moves;
        }
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task A_move_is_open_to_these_states_and_any_other_is_told_the_present_one(string state, string move)
    {
        var card = await InAsync(state);
        using var officer = api.As("Enrollment.Officer");
        var before = (await officer.GetAsync(To(card, ""))).Is(200).Json.ToJsonString();
        var writes = api.Storage.Writes;
        var reply = await officer.PostAsync(To(card, move), Body(move));
        if (s_open[state].Contains(move))
        {
            Assert.InRange(reply.Status, 200, 201);
        }
        else
        {
            reply.IsProblem(409, move == "renewal" && state == "active" ? "renewal-not-open" : "card-status");
            Assert.Contains($"The card is {state.Split(',')[0]}", reply.Json["detail"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);

            // The key and its answer are kept; nothing else is written.
            Assert.Equal(writes + 2, api.Storage.Writes);
            Assert.Equal(before, (await officer.GetAsync(To(card, ""))).Is(200).Json.ToJsonString());
        }

        await DocketAssertions.AssertWholeAsync(api.Host, card);
    }

    [Fact]
    public async Task Renewal_opens_sixty_days_before_the_end_to_the_second()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        var opens = card["expires"]!.GetValue<DateTimeOffset>().AddDays(-60);
        var refused = (await officer.PostAsync(To(card, "renewal"), Body("renewal"))).IsProblem(409, "renewal-not-open");
        Assert.Contains($"{opens:yyyy-MM-ddTHH:mm:ssZ}", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        api.Host.Clock.Advance(opens - api.Host.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        using var early = api.As("Enrollment.Officer");
        (await early.PostAsync(To(card, "renewal"), Body("renewal"))).IsProblem(409, "renewal-not-open");
        api.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await early.PostAsync(To(card, "renewal"), Body("renewal"))).Is(201);
    }

    private async Task<JsonObject> InAsync(string state)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        switch (state.Split(',')[0])
        {
            case "suspended":
                var reason = state == "suspended, under review" ? new JsonObject { ["reason"] = "under-review" } : Body("suspension");
                (await officer.PostAsync(To(card, "suspension"), reason)).Is(200);
                break;
            case "revoked":
                (await officer.PostAsync(To(card, "revocation"), Body("revocation"))).Is(200);
                break;
            case "replaced":
                (await officer.PostAsync(To(card, "replacement"), Body("replacement"))).Is(201);
                break;
        }

        switch (state)
        {
            case "active, soon over" or "suspended, soon over":
                api.Host.Clock.Advance(TimeSpan.FromDays(310));
                break;
            case "expired":
                api.Host.Clock.Advance(TimeSpan.FromDays(367));
                await api.Host.Services.GetRequiredService<ExpireCards>().ExecuteAsync(default);
                break;
            case "expired, not recorded":
                api.Host.Clock.Advance(TimeSpan.FromDays(365));
                break;
        }

        return card;
    }

    private JsonObject Body(string move) => move switch
    {
        "reinstatement" => [],
        "replacement" => new() { ["siteId"] = api.Host.SiteId, ["reason"] = "damaged" },
        "renewal" => new() { ["siteId"] = api.Host.SiteId },
        _ => new() { ["reason"] = "lost" },
    };

    private static string To(JsonObject card, string what) => $"/api/v1/cards/{card["cardNumber"]}/{what}".TrimEnd('/');
}
