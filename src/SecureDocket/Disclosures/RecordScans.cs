using NodaTime;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Records the cards that an officer checked without a network: what a card shows itself is shown all the same.</summary>
public sealed class RecordScans(DisclosureLog disclosures, Lookups lookups, DocketStore dockets)
{
    /// <summary>The most scans of one upload.</summary>
    public const int Limit = 50;

    // What a credential shows to whoever reads it.
    private static readonly string[] s_fields = ["name", "birthDate", "nationality", "verdict"];

    /// <summary>Records each scan once, however often it is uploaded. Three requests a scan.</summary>
    /// <param name="scans">The scans.</param>
    /// <param name="actor">The officer who made them.</param>
    /// <param name="cancellationToken">Ends the wait; what was recorded until then is found by the next upload.</param>
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
            Id = OperationId.For(actor, $"scan {scan.Id:D}").Value,
            At = scan.At,
            Recipient = actor,
            Purpose = Purpose.OfflineVerification,
            Fields = s_fields,
            SealedUntil = scan.SealedUntil,
            Comparison = scan.Comparison is { } answer ? new Comparison(answer, scan.At) : null,
            Offline = scan.Finding,
        };
        return await disclosures.AddAsync(id, disclosure, cancellationToken) ? ScanOutcome.Recorded : ScanOutcome.Known;
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

    /// <summary>The day from which the person is told of it; null when at once.</summary>
    public LocalDate? SealedUntil { get; init; }
}

/// <summary>What became of a scan.</summary>
public enum ScanOutcome
{
    /// <summary>It is recorded.</summary>
    Recorded,

    /// <summary>It was recorded before.</summary>
    Known,

    /// <summary>No docket has the card.</summary>
    NoSuchCard,
}
