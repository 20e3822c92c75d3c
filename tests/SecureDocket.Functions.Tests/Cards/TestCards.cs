using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Cards by the dozen: one person's docket is copied under other numbers, which is all that revoking many needs.</summary>
internal static class TestCards
{
    /// <summary>Numbers of cards that exist, each in a docket of its own.</summary>
    public static async Task<IReadOnlyList<JsonObject>> IssueAsync(TestHost host, int count)
    {
        var pattern = await TestPeople.IssueAsync(host);
        var dockets = host.Services.GetRequiredService<DocketStore>();
        var indexes = host.Services.GetRequiredService<StatusIndexes>();
        var lookups = host.Services.GetRequiredService<Lookups>();
        _ = CardholderId.TryParse(pattern["cardholderId"]!.GetValue<string>(), out var id);
        var docket = (await dockets.LoadAsync(id, default))!;
        var cards = new JsonObject[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (at, token) =>
        {
            var actor = new Actor("Enrollment.Officer", "test");
            var person = docket.Cardholder with { Id = CardholderId.New() };
            var card = docket.Cards.Single() with { Number = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()) };
            var entry = (await indexes.AllocateAsync(card.Number, token))!;
            card = card with { StatusList = entry.List, StatusIndex = entry.Index };
            await lookups.ClaimAsync(LookupKind.CardNumber, card.Number.ToString(), person.Id, token);
            var opened = (await dockets.OpenAsync(person, [], actor, OperationId.New(), token))!;
            await dockets.CommitAsync(opened, new DocketChange("card-issued") { Cards = [card] }, actor, OperationId.New(), token);
            cards[at] = new() { ["cardholderId"] = person.Id.ToString(), ["cardNumber"] = card.Number.ToPrinted() };
        });
        return cards;
    }

    /// <summary>The body that asks to revoke them.</summary>
    public static JsonObject ToRevoke(IEnumerable<JsonObject> cards, string reason = "issued-in-error") => new()
    {
        ["reason"] = reason,
        ["cards"] = new JsonArray([.. cards.Select(card => JsonValue.Create(card["cardNumber"]!.GetValue<string>()))]),
    };
}
