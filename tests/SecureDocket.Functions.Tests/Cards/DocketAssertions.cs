using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>What a docket's rows say of what was done to it.</summary>
internal static class DocketAssertions
{
    private static readonly string[] s_silent = ["cardholder-enrolled", "photo-attached", "clearance-recorded", "card-intended", "card-issued"];

    /// <summary>Holds a docket to a whole journal, one reminder for each event that its holder is told of, and one card in force at most.</summary>
    public static async Task<Docket> AssertWholeAsync(TestHost host, JsonNode card)
    {
        var path = card["cardholderId"]!.GetValue<string>();
        Assert.True(CardholderId.TryParse(path, out var id));
        using var auditor = new Caller(host.As("Docket.Auditor"));
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{path}/journal")).Is(200).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());

        var told = journal["events"]!.AsArray().Where(link => !s_silent.Contains(link!["kind"]!.GetValue<string>())).ToList();
        var docket = (await host.Services.GetRequiredService<DocketStore>().LoadAsync(id, default))!;
        Assert.Equal(told.Select(link => link!["kind"]!.GetValue<string>()), docket.News().Select(news => news.News));
        Assert.Equal(told.Select(link => link!["sequence"]!.GetValue<long>()), docket.News().Select(news => news.Subject.Version));
        Assert.All(told.Zip(docket.News()), pair =>
            Assert.Contains($"reminder|{pair.Second.Id}", pair.First!["changed"]!.AsArray().Select(row => row!.GetValue<string>())));
        Assert.InRange(docket.Cards.Count(card => card.Status is CardStatus.Active or CardStatus.Suspended), 0, 1);
        Assert.Equal(docket.Cards.Count, docket.Cards.Select(card => (card.StatusList, card.StatusIndex)).Distinct().Count());
        return docket;
    }

    /// <summary>What the holder is to be told of cards, in the order in which it happened.</summary>
    public static IReadOnlyList<Reminder> News(this Docket docket) =>
        [.. docket.Reminders.Where(reminder => reminder.Subject.Kind == ReminderSubjectKind.Card).OrderBy(reminder => reminder.Subject.Version)];

    /// <summary>How often the holder is to be told of a kind of event.</summary>
    public static int Told(this Docket docket, string kind) => docket.News().Count(news => news.News == kind);

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
