using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
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
        List<RowWrite> writes =
        [
            RowWrite.Insert(LookPrefix + disclosureId, JsonSerializer.Serialize(new SealedLookRow(seal.Id), SealsJson.Rows.SealedLookRow)),
            RowWrite.Insert(KeyOf(seal.Id), Write(seal)),
        ];
        if (await tables.CommitAsync(TableNames.Approvals, Partition, writes, cancellationToken) is not null)
        {
            return seal;
        }

        var known = await tables.FindAsync(TableNames.Approvals, new(Partition, LookPrefix + disclosureId), cancellationToken);
        return known is not null
            && await FindAsync(JsonSerializer.Deserialize(known.Json, SealsJson.Rows.SealedLookRow)!.Seal, cancellationToken) is { } stored
            ? stored.Seal
            : throw new DependencyUnavailableException("contention");
    }

    /// <summary>The seal; null if there is none. One request, or none if the text cannot be an ID.</summary>
    internal async Task<StoredSeal?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id is not { Length: IdLength } || id[17] != '-' || !id[..17].All(char.IsAsciiDigit) || !id[18..].All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var row = await tables.FindAsync(TableNames.Approvals, new(Partition, KeyOf(id)), cancellationToken);
        return row is null ? null : new(Read(row), row.Version);
    }

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
                    found[id] = stored.Seal;
                }
            });
        return found;
    }

    /// <summary>A page of all seals, newest first; refused if the token is not from this list. One request.</summary>
    internal async Task<Result<Page<Seal>>> PageAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, SealPrefix, out var from))
        {
            return Refusals.PageToken;
        }

        // '}' is the character after '|', which ends every prefix.
        var rows = await tables.RangeAsync(TableNames.Approvals, Partition, from, SealPrefix[..^1] + "}", Page<Seal>.Size + 1, cancellationToken);
        return new Page<Seal>(
            [.. rows.Take(Page<Seal>.Size).Select(Read)],
            rows.Count > Page<Seal>.Size ? PageToken.Of(rows[Page<Seal>.Size - 1].Key) : null);
    }

    /// <summary>The seals requested on these days, UTC, newest first. One request per thousand.</summary>
    internal async Task<IReadOnlyList<Seal>> OfAsync(DateInterval days, int take, CancellationToken cancellationToken)
    {
        var (from, to) = (StartOf(days.Start), StartOf(days.End.PlusDays(1)));
        var rows = await tables.RangeAsync(TableNames.Approvals, Partition, SealPrefix + Turned(to - 1), SealPrefix + Turned(from - 1), take, cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>Replaces a seal if it still has the version that was read. One request.</summary>
    /// <returns>False if it has another version, possibly from an earlier attempt of this call.</returns>
    internal async Task<bool> ReplaceAsync(StoredSeal before, Seal after, CancellationToken cancellationToken) =>
        await tables.CommitAsync(TableNames.Approvals, Partition, [RowWrite.Replace(KeyOf(after.Id), Write(after), before.Version)], cancellationToken) is not null;

    private static string Write(Seal seal) => JsonSerializer.Serialize(seal, SealsJson.Rows.Seal);

    private static Seal Read(Row row) => JsonSerializer.Deserialize(row.Json, SealsJson.Rows.Seal)!;

    private static string KeyOf(string id) => $"{SealPrefix}{Turned(long.Parse(id.AsSpan(0, 17), NumberStyles.None, CultureInfo.InvariantCulture))}|{id[18..]}";

    // Later times sort first.
    private static string Turned(long time) => (AfterTimes - 1 - time).ToString("D17", CultureInfo.InvariantCulture);

    private static long StartOf(LocalDate day) => long.Parse(day.AtMidnight().ToDateTimeUnspecified().ToString(IdTimeFormat, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>A seal as read, with the version for a conditional write.</summary>
/// <param name="Seal">The seal.</param>
/// <param name="Version">The opaque version.</param>
internal sealed record StoredSeal(Seal Seal, string Version);

internal sealed record SealedLookRow(string Seal);
