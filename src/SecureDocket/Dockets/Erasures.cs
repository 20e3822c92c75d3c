using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>The dockets that were erased, or are about to be: what is left of them, which names nobody.</summary>
public sealed class Erasures(ITables tables)
{
    private const string Key = "erasure";
    private const int AttemptLimit = 8;

    // A limit of a hundred million rows.
    private const int PageLimit = 100_000;

    private readonly RowTable<Erasure> _rows = new(tables, TableNames.Erasures, DocketsJson.Rows.Erasure);

    /// <summary>The erasure of a docket; null if there is none. One request.</summary>
    public async Task<Erasure?> FindAsync(CardholderId id, CancellationToken cancellationToken) =>
        (await _rows.FindAsync(id.ToString(), Key, cancellationToken))?.Value;

    /// <summary>Records a step of an erasure. Two requests; two more for each lost race.</summary>
    /// <param name="id">The docket.</param>
    /// <param name="change">The erasure after the step, given the one before, or null if there is none.</param>
    /// <param name="cancellationToken">Cancels the call; repeating it is safe.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed, or the race was lost too often.</exception>
    internal async Task<Erasure> ChangeAsync(CardholderId id, Func<Erasure?, Erasure> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var before = await _rows.FindAsync(id.ToString(), Key, cancellationToken);
            var after = change(before?.Value);
            if (after == before?.Value || await _rows.WriteAsync(id.ToString(), Key, before, after, cancellationToken) is not null)
            {
                return after;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Every entry of a status list that belonged to a card of an erased docket. One request per thousand rows of the table.</summary>
    internal async Task<IReadOnlyList<ErasedCard>> CardsAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(cancellationToken)).SelectMany(erasure => erasure.Cards)];

    /// <summary>All erasures. One request per thousand rows of the table.</summary>
    internal async Task<IReadOnlyList<Erasure>> ListAsync(CancellationToken cancellationToken)
    {
        List<Erasure> erasures = [];
        string? next = null;
        for (var page = 0; page < PageLimit; page++)
        {
            var found = await _rows.ScanAsync(Key, Key + "~", next, cancellationToken);
            erasures.AddRange(found.Rows);
            if ((next = found.Next) is null)
            {
                return erasures;
            }
        }

        throw new DependencyUnavailableException("tables");
    }
}

/// <summary>The erasure of a docket: the certificate, once it is certified. It names the docket by its opaque key, which nothing leads to any more.</summary>
public sealed record Erasure
{
    /// <summary>The docket.</summary>
    public required CardholderId Docket { get; init; }

    /// <summary>The reason, from <see cref="ErasureReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>The authority of the retention rule that it follows; null when it follows none.</summary>
    public string? Authority { get; init; }

    /// <summary>The administrator who requested it.</summary>
    public required Actor RequestedBy { get; init; }

    /// <summary>The administrator who approved it.</summary>
    public required Actor ApprovedBy { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When the docket's key was destroyed in the tables; null before that.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>When the last copy of the wrapped key was gone; null before that.</summary>
    public DateTimeOffset? CertifiedAt { get; init; }

    /// <summary>The number of journal events, which stay, unreadable, so that the chain can be checked.</summary>
    public required long Events { get; init; }

    /// <summary>The hash of the last event.</summary>
    public required byte[] Head { get; init; }

    /// <summary>The number of disclosures, which stay, unreadable.</summary>
    public long Disclosures { get; init; }

    /// <summary>The number of live rows that were deleted.</summary>
    public int Rows { get; init; }

    /// <summary>The number of photos, papers and texts that were deleted.</summary>
    public int Blobs { get; init; }

    /// <summary>The entries of its cards in the status lists. They say revoked for ever, and are given to no other card.</summary>
    public required IReadOnlyList<ErasedCard> Cards { get; init; }
}

/// <summary>The entry of an erased card in a status list.</summary>
/// <param name="StatusList">The list.</param>
/// <param name="StatusIndex">The entry.</param>
public sealed record ErasedCard(string StatusList, int StatusIndex);

/// <summary>Why a docket is erased.</summary>
public static class ErasureReasons
{
    /// <summary>The period for which it must be kept is over.</summary>
    public const string RetentionEnded = "retention-ended";

    /// <summary>A court or an authority orders it.</summary>
    public const string Order = "order";

    /// <summary>The person asked for it.</summary>
    public const string Request = "request";

    /// <summary>It was enrolled in error.</summary>
    public const string EnrolledInError = "enrolled-in-error";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [RetentionEnded, Order, Request, EnrolledInError];
}
