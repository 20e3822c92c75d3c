using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Seals;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Records the cards that an officer checked without a network: what a card shows itself is shown all the same.</summary>
public sealed class RecordScans(DisclosureLog disclosures, SealStore seals, Lookups lookups, DocketStore dockets, TimeProvider clock)
{
    /// <summary>The most scans of one upload.</summary>
    public const int Limit = 50;

    private const int AttemptLimit = 4;

    // What a credential shows to whoever reads it.
    private static readonly string[] s_fields = ["name", "birthDate", "nationality", "verdict"];

    /// <summary>Records each scan once, however often it is uploaded; a comparison that came after the scan is added to it. Three requests a scan, five for one that is sealed.</summary>
    /// <param name="scans">The scans.</param>
    /// <param name="actor">The officer who made them.</param>
    /// <param name="cancellationToken">Cancels the upload; the next upload finds what was recorded so far.</param>
    /// <returns>What became of each scan, in order.</returns>
    /// <exception cref="DependencyUnavailableException">The store failed; upload all of them again.</exception>
    public async Task<IReadOnlyList<ScanOutcome>> ExecuteAsync(IReadOnlyList<OfflineScan> scans, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scans);
        List<ScanOutcome> outcomes = [];
        foreach (var scan in scans)
        {
            outcomes.Add(await RecordAsync(scan, actor, cancellationToken));
        }

        return outcomes;
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
            // Of the card and the moment too: a scanner's id that is used again names another look, which no seal of the first one covers.
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
            // The first report counts: a scan on record stays as it was told, and one that was cut short finds the seal that it has.
            var seal = await seals.AddAsync(asked, disclosure.Id, scan.At, actor, cancellationToken);
            disclosure = disclosure with { SealedUntil = seal.Until, Seal = seal.Id };
        }

        return await disclosures.AddAsync(id, disclosure, cancellationToken) || await CompareAsync(id, disclosure, cancellationToken)
            ? ScanOutcome.Recorded
            : ScanOutcome.Known;
    }

    /// <summary>Adds what the officer found by eye to a scan on record that says nothing of it.</summary>
    /// <returns>False when there is nothing to add: the first finding stands.</returns>
    private async Task<bool> CompareAsync(CardholderId id, Disclosure scan, CancellationToken cancellationToken)
    {
        for (var attempt = 0; scan.Comparison is not null && attempt < AttemptLimit; attempt++)
        {
            if (await disclosures.FindAsync(id, scan.At, scan.Id, cancellationToken) is not ({ Comparison: null } known, var version))
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

/// <summary>A card that was checked without a network.</summary>
/// <param name="Id">The id that the scanner gave it.</param>
/// <param name="Card">The card.</param>
/// <param name="At">When, in UTC, by the scanner's clock.</param>
/// <param name="Finding">The verdict.</param>
public sealed record OfflineScan(Guid Id, CardNumber Card, DateTimeOffset At, OfflineFinding Finding)
{
    /// <summary>What the officer found by eye; null when they have not said.</summary>
    public ComparisonAnswer? Comparison { get; init; }

    /// <summary>Until when and why the person is not told of it; null when they are at once.</summary>
    public SealRequest? Seal { get; init; }
}

/// <summary>What became of a scan.</summary>
public enum ScanOutcome
{
    /// <summary>It is recorded, or the comparison that it lacked.</summary>
    Recorded,

    /// <summary>It was recorded before.</summary>
    Known,

    /// <summary>No docket has the card.</summary>
    NoSuchCard,
}
