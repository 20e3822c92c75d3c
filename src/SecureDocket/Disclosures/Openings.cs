using System.Globalization;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Lets somebody open a docket that they name by its id or a card's number: whoever pages through many people comes to an end.</summary>
/// <remarks>
/// What is counted is different dockets within the last hour, across all instances. A card that is presented is not counted, nor
/// what a cardholder looks at, nor what partners ask: these have limits of their own.
/// </remarks>
public sealed class Openings(DisclosureLog disclosures, ITables tables, KeyedHash hash, IOpeningAlarm alarm, TimeProvider clock)
{
    /// <summary>How many different dockets one person opens within an hour: a desk serves some fifteen people in it, and a court's day has a hundred.</summary>
    public const int Limit = 120;

    /// <summary>From how many on people are told to look.</summary>
    public const int UnusualFrom = 80;

    /// <summary>For how long an opening counts.</summary>
    public static readonly TimeSpan CountsFor = TimeSpan.FromHours(1);

    internal const string Key = "openings";

    // Each lost race is another docket that the same person opens at this moment. What loses more often is a flood.
    private const int AttemptLimit = 16;

    /// <summary>Counts the docket, and records the disclosure. Nothing of the docket may be shown before, nor when it is refused. Two requests for a docket that was opened within the hour, otherwise three; two more for each race that is lost.</summary>
    /// <param name="id">The docket.</param>
    /// <param name="recipient">Who opens it.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="fields">What is shown.</param>
    /// <returns>Null when it may be shown; else why not.</returns>
    internal Task<Refusal?> RecordAsync(
        CardholderId id, Actor recipient, Purpose purpose, IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        RecordAsync(
            id,
            new Disclosure { Id = OperationId.New().Value, At = clock.GetUtcNow(), Recipient = recipient, Purpose = purpose, Fields = fields },
            cancellationToken);

    /// <summary>As the other, with a disclosure that says more.</summary>
    internal async Task<Refusal?> RecordAsync(CardholderId id, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (await CountAsync(id, disclosure.Recipient, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await disclosures.RecordAsync(id, disclosure, cancellationToken);
        return null;
    }

    /// <summary>Counts the docket alone, for whoever records the disclosure otherwise. One request for a docket that was opened within the hour, otherwise two.</summary>
    /// <returns>Null when it may be shown; else why not. A person who sends so much at once that every race is lost is refused as well.</returns>
    internal async Task<Refusal?> CountAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role == Actor.CardholderRole)
        {
            return null;
        }

        var partition = hash.KeyOf("openings", actor.Id);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var now = clock.GetUtcNow();
            var row = await tables.FindAsync(TableNames.Attempts, new(partition, Key), cancellationToken);
            List<Opening> counting = [.. Read(row).Where(opening => now - opening.At < CountsFor)];
            if (counting.Exists(opening => opening.Docket == id))
            {
                return null;
            }

            if (counting.Count >= Limit)
            {
                alarm.Unusual(Limit);
                return Refuse(counting[0].At + CountsFor - now);
            }

            counting.Add(new(id, now));
            var json = JsonSerializer.Serialize(new OpeningsRow(counting), DisclosuresJson.Rows.OpeningsRow);
            var write = row is null ? RowWrite.Insert(Key, json) : RowWrite.Replace(Key, json, row.Version);
            if (await tables.CommitAsync(TableNames.Attempts, partition, [write], cancellationToken) is not null)
            {
                if (counting.Count >= UnusualFrom)
                {
                    alarm.Unusual(counting.Count);
                }

                return null;
            }

            // Whoever lost the race together should not run it together again.
            await Task.Delay(Random.Shared.Next(1, 10 * (attempt + 1)), cancellationToken);
        }

        return Refuse(retryAfter: null);
    }

    internal static bool IsOld(Row row, DateTimeOffset limit) => Read(row).All(opening => opening.At < limit);

    private static Refusal Refuse(TimeSpan? retryAfter) =>
        new("too-many-people", string.Create(CultureInfo.InvariantCulture, $"You open at most {Limit} different people's dockets within an hour."))
        {
            RetryAfter = retryAfter,
        };

    private static IReadOnlyList<Opening> Read(Row? row) =>
        row is null ? [] : JsonSerializer.Deserialize(row.Json, DisclosuresJson.Rows.OpeningsRow)!.Dockets;
}

/// <summary>Tells people that somebody opens unusually many dockets.</summary>
public interface IOpeningAlarm
{
    /// <summary>Somebody has opened this many different dockets within an hour, or wanted one more than they may.</summary>
    void Unusual(int dockets);
}

/// <summary>The dockets that one person opened.</summary>
/// <param name="Dockets">Those of the last hour, oldest first: as many as one person may open at most.</param>
internal sealed record OpeningsRow(IReadOnlyList<Opening> Dockets);

/// <summary>That a docket was opened.</summary>
/// <param name="Docket">Which.</param>
/// <param name="At">When it was first, of those times that count.</param>
internal sealed record Opening(CardholderId Docket, DateTimeOffset At);
