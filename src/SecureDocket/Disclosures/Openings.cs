using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Admits callers to dockets that they name by ID or card number, and limits how many people's dockets a caller can browse.</summary>
/// <remarks>
/// It counts different dockets within the last hour, across all instances. Presented cards, a cardholder's own looks and
/// partners' requests are not counted; they have limits of their own.
/// </remarks>
public sealed class Openings(DisclosureLog disclosures, ITables tables, KeyedHash hash, IOpeningAlarm alarm, TimeProvider clock)
{
    /// <summary>
    /// The number of different dockets that one person can open an hour: a desk serves some fifteen people an hour, and a court's day has a
    /// hundred.
    /// </summary>
    public const int Limit = 120;

    /// <summary>The number from which an alert is raised.</summary>
    public const int UnusualFrom = 80;

    /// <summary>How long an opening counts.</summary>
    public static readonly TimeSpan CountsFor = TimeSpan.FromHours(1);

    private const string Key = "openings";

    // Each lost race is another docket that the same person opens at the same moment; more than this is a flood.
    private const int AttemptLimit = 16;

    private readonly RowTable<OpeningsRow> _openings = new(tables, TableNames.Attempts, DisclosuresJson.Rows.OpeningsRow);

    /// <summary>
    /// Counts the docket and records the disclosure. Nothing of the docket may be shown before that, or if it is refused. Two requests for
    /// a docket opened within the hour, otherwise three; two more for each lost race.
    /// </summary>
    /// <param name="id">The docket.</param>
    /// <param name="recipient">The caller.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="fields">The fields shown.</param>
    /// <returns>Null if the docket may be shown; otherwise the reason.</returns>
    internal Task<Refusal?> RecordAsync(
        CardholderId id, Actor recipient, Purpose purpose, IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        RecordAsync(
            id,
            new Disclosure { Id = OperationId.New().Value, At = clock.GetUtcNow(), Recipient = recipient, Purpose = purpose, Fields = fields },
            cancellationToken);

    /// <summary>Like the other overload, with a disclosure that has more details.</summary>
    internal async Task<Refusal?> RecordAsync(CardholderId id, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (await CountAsync(id, disclosure.Recipient, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await disclosures.RecordAsync(id, disclosure, cancellationToken);
        return null;
    }

    /// <summary>
    /// Only counts the docket, for callers that record the disclosure differently. One request for a docket opened within the hour,
    /// otherwise two.
    /// </summary>
    /// <returns>Null if the docket may be shown; otherwise the reason. A person who loses every race by sending too many requests at once
    /// is refused too.</returns>
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
            var row = await _openings.FindAsync(partition, Key, cancellationToken);
            List<Opening> counting = [.. (row?.Value.Dockets ?? []).Where(opening => now - opening.At < CountsFor)];
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
            if (await _openings.WriteAsync(partition, Key, row, new(counting), cancellationToken) is not null)
            {
                if (counting.Count >= UnusualFrom)
                {
                    alarm.Unusual(counting.Count);
                }

                return null;
            }

            // A random delay keeps racing requests from racing again.
            await Task.Delay(Random.Shared.Next(1, 10 * (attempt + 1)), cancellationToken);
        }

        return Refuse(retryAfter: null);
    }

    /// <summary>Deletes the rows of people whose last opening was before <paramref name="limit"/>. Requests as <see cref="RowTable{T}.PurgeAsync"/>.</summary>
    internal Task<PurgedRows> PurgeAsync(DateTimeOffset limit, CancellationToken cancellationToken) =>
        _openings.PurgeAsync(Key, Key + "~", row => row.Dockets.All(opening => opening.At < limit), cancellationToken);

    private static Refusal Refuse(TimeSpan? retryAfter) => DisclosuresRefusals.TooManyPeople(Limit, retryAfter);
}

/// <summary>Alerts people when someone opens unusually many dockets.</summary>
public interface IOpeningAlarm
{
    /// <summary>Reports that a person opened this many different dockets within an hour, or was refused one more.</summary>
    void Unusual(int dockets);
}

/// <summary>The dockets that one person opened.</summary>
/// <param name="Dockets">The dockets of the last hour, oldest first; at most the limit of one person.</param>
internal sealed record OpeningsRow(IReadOnlyList<Opening> Dockets);

/// <summary>The opening of a docket.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="At">The first time that still counts.</param>
internal sealed record Opening(CardholderId Docket, DateTimeOffset At);
