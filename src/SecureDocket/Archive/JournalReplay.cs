using System.Text;
using System.Text.Json;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
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

    /// <summary>The profile without its hash over the other rows; null if the journal is invalid.</summary>
    public ProfileRow? Profile { get; init; }

    /// <summary>The cancelled hearings outside the live docket.</summary>
    public IEnumerable<Hearing> LeftHearings => LeftHearingsIn(Live);

    /// <summary>Replays the journal from its first event to its last, as far as the chain holds.</summary>
    /// <param name="table">The table of the dockets.</param>
    /// <param name="key">The docket's key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<JournalReplay> ReadAsync(DocketTable table, DocketKey key, CancellationToken cancellationToken)
    {
        JournalChain chain = new(key.Docket);
        Dictionary<string, string> live = new(StringComparer.Ordinal);
        Dictionary<CardNumber, Card> cards = [];
        Cardholder? cardholder = null;
        var edited = 0L;
        var from = DocketRows.EventPrefix;
        IReadOnlyList<Row> rows;
        do
        {
            rows = await table.SealedAsync(key.Docket, from, DocketRows.EventPrefix + "~", EventsPerRead, cancellationToken);
            foreach (var row in rows)
            {
                chain.Add(row);
                if (table.TryReadEvent(key, row) is not { } link)
                {
                    chain.Break();
                    continue;
                }

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

        var profile = new ProfileRow(cardholder, chain.Sequence, chain.Head) { HasLeftHearings = LeftHearingsIn(live).Any(), Edited = edited };
        live[DocketRows.ProfileKey] = JsonSerializer.Serialize(profile, DocketsJson.Rows.ProfileRow);
        var docket = DocketRows.Assemble([.. live.Select(row => new OpenRow(row.Key, Encoding.UTF8.GetBytes(row.Value), ""))], out _);
        return new(chain.Sequence, null, "", [.. cards.Values], live, docket) { Profile = profile };
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
