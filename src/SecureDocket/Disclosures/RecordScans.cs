using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Seals;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Records the cards that an officer verified offline: a card read offline discloses its data all the same.</summary>
public sealed class RecordScans(DisclosureLog disclosures, SealStore seals, Lookups lookups, DocketStore dockets, TimeProvider clock)
{
    /// <summary>The maximum number of scans of one upload.</summary>
    public const int Limit = 50;

    private const int AttemptLimit = 4;

    // The fields that a credential shows to every reader.
    private static readonly string[] s_fields = ["name", "birthDate", "nationality", "verdict"];

    /// <summary>
    /// Records each scan once, however often it is uploaded, and adds a comparison made after the scan. Three requests per scan, five if it
    /// is sealed.
    /// </summary>
    /// <param name="scans">The scans.</param>
    /// <param name="actor">The officer who made them.</param>
    /// <param name="cancellationToken">Cancels the upload; the next upload finds what was recorded so far.</param>
    /// <returns>The result of each scan, in order.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed, or a docket is refused; upload all scans again.</exception>
    public async Task<IReadOnlyList<ScanOutcome>> ExecuteAsync(IReadOnlyList<OfflineScan> scans, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scans);
        List<ScanOutcome> outcomes = [];
        UnreadableException? unread = null;
        foreach (var scan in scans)
        {
            try
            {
                outcomes.Add(await RecordAsync(scan, actor, cancellationToken));
            }
            catch (UnreadableException refused)
            {
                // The others are recorded first.
                unread = refused;
            }
        }

        return unread is null ? outcomes : throw unread;
    }

    private async Task<ScanOutcome> RecordAsync(OfflineScan scan, Actor actor, CancellationToken cancellationToken)
    {
        if (await lookups.FindAsync(LookupKind.CardNumber, scan.Card.ToString(), cancellationToken) is not { } id
            || await dockets.FindCardAsync(id, scan.Card, cancellationToken) is null)
        {
            return ScanOutcome.NoSuchCard;
        }

        var disclosure = new Disclosure
        {
            // The card and the time are included: if a scanner reuses an ID, it is another scan, which the first scan's seal does not cover.
            Id = OperationId.For(actor, string.Create(CultureInfo.InvariantCulture, $"scan {scan.Id:D} {scan.Card} {scan.At.UtcTicks}")).Value,
            At = scan.At,
            Recipient = actor,
            Purpose = Purpose.OfflineVerification,
            Fields = s_fields,
            Comparison = scan.Comparison is { } answer ? new Comparison(answer, scan.At) : null,
            Offline = scan.Finding with { ReportedAt = clock.GetUtcNow() },
        };
        if (scan.Seal is { } asked && await disclosures.FindAsync(id, disclosure.At, disclosure.Id, cancellationToken) is null)
        {
            // The first report counts: a recorded scan does not change, and an interrupted upload finds the seal it has.
            var seal = await seals.AddAsync(asked, disclosure.Id, scan.At, actor, cancellationToken);
            disclosure = disclosure with { SealedUntil = seal.Until, Seal = seal.Id };
        }

        return await disclosures.AddAsync(id, disclosure, cancellationToken) || await CompareAsync(id, disclosure, cancellationToken)
            ? ScanOutcome.Recorded
            : ScanOutcome.Known;
    }

    /// <summary>Adds the officer's finding to a recorded scan that has none.</summary>
    /// <returns>False if there is nothing to add, because the first finding stands.</returns>
    private async Task<bool> CompareAsync(CardholderId id, Disclosure scan, CancellationToken cancellationToken)
    {
        for (var attempt = 0; scan.Comparison is not null && attempt < AttemptLimit; attempt++)
        {
            if (await disclosures.FindAsync(id, scan.At, scan.Id, cancellationToken) is not (_, { Comparison: null } known, var version))
            {
                return false;
            }

            if (await disclosures.ReplaceAsync(id, known with { Comparison = scan.Comparison }, version, cancellationToken))
            {
                return true;
            }
        }

        return scan.Comparison is null ? false : throw new DependencyUnavailableException("contention");
    }
}

/// <summary>A card that was verified offline.</summary>
/// <param name="Id">The ID that the scanner assigned.</param>
/// <param name="Card">The card.</param>
/// <param name="At">The time in UTC, by the scanner's clock.</param>
/// <param name="Finding">The verdict.</param>
public sealed record OfflineScan(Guid Id, CardNumber Card, DateTimeOffset At, OfflineFinding Finding)
{
    /// <summary>The officer's finding by eye; null if none was given.</summary>
    public ComparisonAnswer? Comparison { get; init; }

    /// <summary>The request to hide it from the person, with end and reason; null if the person may see it at once.</summary>
    public SealRequest? Seal { get; init; }
}

/// <summary>The result of a scan.</summary>
public enum ScanOutcome
{
    /// <summary>The scan, or its missing comparison, was recorded.</summary>
    Recorded,

    /// <summary>It was already recorded.</summary>
    Known,

    /// <summary>No docket has the card.</summary>
    NoSuchCard,
}
