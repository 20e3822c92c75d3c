using System.Text.Json;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>A docket as its journal gives it.</summary>
/// <param name="Sequence">The last event of the intact chain.</param>
/// <param name="BrokenAt">The event from which the journal is invalid; null if all of it is intact.</param>
/// <param name="Reason">The code of the fault; empty if there is none.</param>
/// <param name="Cards">The cards of all events, including events after a break of the chain.</param>
/// <param name="Live">The live rows by their key.</param>
/// <param name="Docket">The docket; null if the journal is invalid.</param>
internal sealed record JournalReplay(
    long Sequence, long? BrokenAt, string Reason, IReadOnlyList<Card> Cards, Dictionary<string, string> Live, Docket? Docket)
{
    private const int EventsPerRead = 1000;

    /// <summary>The cancelled hearings outside the live docket.</summary>
    public IEnumerable<Hearing> LeftHearings => LeftHearingsIn(Live);

    /// <summary>Replays the journal from its first event to its last, as far as the chain holds.</summary>
    public static async Task<JournalReplay> ReadAsync(ITables tables, CardholderId id, CancellationToken cancellationToken)
    {
        JournalChain chain = new();
        Dictionary<string, string> live = new(StringComparer.Ordinal);
        Dictionary<CardNumber, Card> cards = [];
        Cardholder? cardholder = null;
        var edited = 0L;
        var from = DocketRows.EventPrefix;
        IReadOnlyList<Row> rows;
        do
        {
            rows = await tables.RangeAsync(
                TableNames.Dockets, id.ToString(), from, DocketRows.EventPrefix + "~", EventsPerRead, cancellationToken);
            foreach (var link in rows.Select(row => chain.Add(row.Json)).OfType<JournalEvent>())
            {
                foreach (var card in link.Changes.Select(ReadCard).OfType<Card>())
                {
                    cards[card.Number] = card;
                }

                edited = link.Actor.IsSystem ? edited : link.Sequence;
                foreach (var image in chain.BrokenAt is null ? link.Changes : [])
                {
                    if (image.Key == DocketRows.ProfileKey)
                    {
                        cardholder = JsonSerializer.Deserialize(image.Json, DocketsJson.Rows.Cardholder);
                    }
                    else if (image.Json.Length == 0)
                    {
                        live.Remove(image.Key);
                    }
                    else
                    {
                        live[image.Key] = image.Json;
                    }
                }
            }

            from = rows.Count > 0 ? rows[^1].Key + " " : from;
        }
        while (rows.Count == EventsPerRead);

        if (chain.BrokenAt is { } broken || cardholder is null)
        {
            return new(chain.Sequence, chain.BrokenAt ?? 1, "journal-broken", [.. cards.Values], live, null);
        }

        live[DocketRows.ProfileKey] = JsonSerializer.Serialize(
            new ProfileRow(cardholder, chain.Sequence, chain.Head) { HasLeftHearings = LeftHearingsIn(live).Any(), Edited = edited }, DocketsJson.Rows.ProfileRow);
        var docket = DocketRows.Assemble([.. live.Select(row => new Row(row.Key, row.Value, ""))]);
        return new(chain.Sequence, null, "", [.. cards.Values], live, docket);
    }

    private static IEnumerable<Hearing> LeftHearingsIn(Dictionary<string, string> live) => live
        .Where(row => row.Key.StartsWith(DocketRows.LeftHearingPrefix, StringComparison.Ordinal))
        .Select(row => JsonSerializer.Deserialize(row.Value, DocketsJson.Rows.Hearing)!);

    private static Card? ReadCard(RowImage image)
    {
        try
        {
            return image.Key.StartsWith(DocketRows.CardPrefix, StringComparison.Ordinal)
                ? JsonSerializer.Deserialize(image.Json, DocketsJson.Rows.Card)
                : null;
        }
        catch (JsonException)
        {
            // This only happens where the chain is broken; this system wrote everything that is linked.
            return null;
        }
    }
}
