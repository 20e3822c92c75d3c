using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Seals;

/// <summary>Reads and writes seals. There are few, so one partition holds all of them, newest first, so that the waiting ones come first.</summary>
public sealed class SealStore(ITables tables, TimeProvider clock)
{
    private const string Partition = "seals";
    private const string SealPrefix = "seal|";
    private const string LookPrefix = "look|";
    private const int ReadsAtOnce = 8;

    private const string IdTimeFormat = "yyyyMMddHHmmssfff";
    private const int IdLength = 26;

    // One more than the largest number with 17 digits.
    private const long AfterTimes = 100_000_000_000_000_000;

    private readonly RowTable<Seal> _seals = new(tables, TableNames.Approvals, SealsJson.Rows.Seal);
    private readonly RowTable<SealedLookRow> _looks = new(tables, TableNames.Approvals, SealsJson.Rows.SealedLookRow);

    /// <summary>Records an officer's seal, once per disclosure. One request, or three for a retry.</summary>
    /// <remarks>It must be committed before the disclosure is recorded: a disclosure names its seal, and a seal that cannot be found hides nothing.</remarks>
    /// <param name="request">The request.</param>
    /// <param name="disclosureId">The disclosure.</param>
    /// <param name="lookedAt">The time of the disclosure.</param>
    /// <param name="officer">The requester.</param>
    /// <returns>The seal on record for the disclosure.</returns>
    internal async Task<Seal> AddAsync(SealRequest request, string disclosureId, DateTimeOffset lookedAt, Actor officer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var seal = new Seal
        {
            Id = $"{now.UtcDateTime.ToString(IdTimeFormat, CultureInfo.InvariantCulture)}-{disclosureId[..8]}",
            DisclosureId = disclosureId,
            LookedAt = lookedAt,
            Reason = request.Reason,
            Until = request.Until,
            RequestedBy = officer,
            RequestedAt = now,
            ConfirmBefore = now + Seal.AloneFor,
        };
        RowWrite[] writes = [_looks.Insert(LookPrefix + disclosureId, new(seal.Id)), _seals.Insert(KeyOf(seal.Id), seal)];
        if (await _seals.CommitAsync(Partition, writes, cancellationToken) is not null)
        {
            return seal;
        }

        return await _looks.FindAsync(Partition, LookPrefix + disclosureId, cancellationToken) is { } known
            && await FindAsync(known.Value.Seal, cancellationToken) is { } stored
            ? stored.Value
            : throw new DependencyUnavailableException("contention");
    }

    /// <summary>The seal; null if there is none. One request, or none if the text cannot be an ID.</summary>
    internal async Task<Stored<Seal>?> FindAsync(string id, CancellationToken cancellationToken) =>
        id is { Length: IdLength } && id[17] == '-' && id[..17].All(char.IsAsciiDigit) && id[18..].All(char.IsAsciiHexDigitLower)
            ? await _seals.FindAsync(Partition, KeyOf(id), cancellationToken)
            : null;

    /// <summary>The recorded seals with these IDs. One request each.</summary>
    internal async Task<IReadOnlyDictionary<string, Seal>> FindAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, Seal> found = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (id, ending) =>
            {
                if (await FindAsync(id, ending) is { } stored)
                {
                    found[id] = stored.Value;
                }
            });
        return found;
    }

    /// <summary>A page of all seals, newest first; refused if the token is not from this list. One request.</summary>
    internal async Task<Result<Page<Seal>>> PageAsync(string? page, CancellationToken cancellationToken) =>
        PageToken.TryStart(page, SealPrefix, out var from) ? await _seals.PageAsync(Partition, SealPrefix, from, cancellationToken) : Refusals.PageToken;

    /// <summary>The seals requested on these days, UTC, newest first. One request per thousand.</summary>
    internal async Task<IReadOnlyList<Seal>> OfAsync(DateInterval days, int take, CancellationToken cancellationToken)
    {
        var (from, to) = (StartOf(days.Start), StartOf(days.End.PlusDays(1)));
        var rows = await _seals.RangeAsync(Partition, SealPrefix + Turned(to - 1), SealPrefix + Turned(from - 1), take, cancellationToken);
        return [.. rows.Select(row => row.Value)];
    }

    /// <summary>Replaces a seal if it still has the version that was read. One request.</summary>
    /// <returns>False if it has another version, possibly from an earlier attempt of this call.</returns>
    internal async Task<bool> ReplaceAsync(Stored<Seal> before, Seal after, CancellationToken cancellationToken) =>
        await _seals.WriteAsync(Partition, before.Key, before, after, cancellationToken) is not null;

    private static string KeyOf(string id) => $"{SealPrefix}{Turned(long.Parse(id.AsSpan(0, 17), NumberStyles.None, CultureInfo.InvariantCulture))}|{id[18..]}";

    // Later times sort first.
    private static string Turned(long time) => (AfterTimes - 1 - time).ToString("D17", CultureInfo.InvariantCulture);

    private static long StartOf(LocalDate day) => long.Parse(day.AtMidnight().ToDateTimeUnspecified().ToString(IdTimeFormat, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

internal sealed record SealedLookRow(string Seal);
