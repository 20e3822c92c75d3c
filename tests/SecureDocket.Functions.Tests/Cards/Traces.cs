using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>What a docket's rows say of what was done to it.</summary>
internal static class Traces
{
    private static readonly string[] s_silent = ["cardholder-enrolled", "photo-attached", "clearance-recorded", "card-intended"];

    /// <summary>Holds a docket to a whole journal, one notice for each event that its holder is told of, and one card in force at most.</summary>
    public static async Task<Docket> AssertWholeAsync(TestHost host, JsonNode card)
    {
        var path = card["cardholderId"]!.GetValue<string>();
        Assert.True(CardholderId.TryParse(path, out var id));
        using var auditor = new Caller(host.As("Docket.Auditor"));
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{path}/journal")).Is(200).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());

        var told = journal["events"]!.AsArray().Where(link => !s_silent.Contains(link!["kind"]!.GetValue<string>())).ToList();
        var docket = (await host.Services.GetRequiredService<DocketStore>().LoadAsync(id, default))!;
        Assert.Equal(told.Select(link => link!["kind"]!.GetValue<string>()), docket.Notices.Select(notice => notice.Kind));
        Assert.Equal(told.Select(link => link!["at"]!.GetValue<DateTimeOffset>()), docket.Notices.Select(notice => notice.At));
        Assert.All(told, link => Assert.Contains($"notice|{link!["sequence"]!.GetValue<long>():D10}", link["changed"]!.AsArray().Select(row => row!.GetValue<string>())));
        Assert.InRange(docket.Cards.Count(card => card.Status is CardStatus.Active or CardStatus.Suspended), 0, 1);
        Assert.Equal(docket.Cards.Count, docket.Cards.Select(card => (card.StatusList, card.StatusIndex)).Distinct().Count());
        return docket;
    }

    /// <summary>How often the journal tells of a kind of event.</summary>
    public static int Told(this Docket docket, string kind) => docket.Notices.Count(notice => notice.Kind == kind);

    /// <summary>The hints to the cards of a docket that are not followed yet.</summary>
    public static async Task<IReadOnlyList<IssuedCard>> HintsAsync(TestHost host, Docket docket)
    {
        List<IssuedCard> hints = [];
        foreach (var keyId in docket.Cards.Select(card => card.KeyId).Distinct())
        {
            hints.AddRange(await host.Services.GetRequiredService<IssuedCards>().OfKeyAsync(keyId, after: null, take: 1000, default));
        }

        return [.. hints.Where(hint => hint.CardholderId == docket.Cardholder.Id)];
    }

    /// <summary>Whether somebody is told to publish the card's status.</summary>
    public static async Task<bool> IsNotedAsync(TestHost host, Card card)
    {
        var rows = await host.Services.GetRequiredService<ITables>().RangeAsync(
            TableNames.StatusChanges, "pending", $"{card.StatusList}|", $"{card.StatusList}}}", 10_000, default);
        return rows.Any(row => row.Json.Contains(card.Number.ToString(), StringComparison.Ordinal)
            && row.Json.Contains(card.StatusChanges[^1], StringComparison.Ordinal));
    }
}
