using System.Globalization;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>
/// Hints to the reviews that are waiting for an officer, oldest first. They are written before the docket, and every reader confirms them
/// against it.
/// </summary>
/// <remarks>Each hint belongs to one review, so closing one never loses another of the same card.</remarks>
public sealed class ClearanceReviews(ITables tables)
{
    private const string Partition = "review|open";
    private const string TimeFormat = "yyyyMMddHHmmssfffffff";

    // A character after all base64url characters.
    private const string AfterAll = "~";

    /// <summary>Writes the hint to a review that is about to begin. One request.</summary>
    internal Task AddAsync(CardholderId id, DateTimeOffset since, CancellationToken cancellationToken) =>
        tables.CommitAsync(TableNames.Lookups, Partition, [RowWrite.Put(KeyOf(id, since), "{}")], cancellationToken);

    /// <summary>Deletes the hint to a review that was decided. One request.</summary>
    /// <remarks>Best effort, since the decision is committed. A reader finds a remaining hint to be stale.</remarks>
    internal async Task CloseAsync(CardholderId id, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            await tables.CommitAsync(TableNames.Lookups, Partition, [RowWrite.Delete(KeyOf(id, since), null)], cancellationToken);
        }
        catch (DependencyUnavailableException)
        {
        }
    }

    /// <summary>Hints from a key on, oldest first. One request.</summary>
    internal async Task<IReadOnlyList<ReviewHint>> ReadAsync(string from, int take, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.Lookups, Partition, from, AfterAll, take, cancellationToken);
        return [.. rows.Select(Read)];
    }

    private static ReviewHint Read(Row row) => row.Key.Split('|') is [var time, var id]
        && DateTime.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var since)
        && CardholderId.TryParse(id, out var cardholder)
            ? new(row.Key, cardholder, since)
            : throw new FormatException($"{row.Key} is not a review key.");

    private static string KeyOf(CardholderId id, DateTimeOffset since) =>
        string.Create(CultureInfo.InvariantCulture, $"{since.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}|{id}");
}

/// <summary>A hint to a review.</summary>
/// <param name="Key">Its key.</param>
/// <param name="CardholderId">The docket, which is authoritative.</param>
/// <param name="Since">When the review began.</param>
internal sealed record ReviewHint(string Key, CardholderId CardholderId, DateTimeOffset Since);
