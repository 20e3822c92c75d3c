using NodaTime;
using SecureDocket.Cards;
using SecureDocket.Dockets;

namespace SecureDocket.Retention;

/// <summary>Whole dockets: no card could still be shown, no date is to come, and nobody has changed anything for the period.</summary>
internal sealed class RetainedDockets(DocketTable table, Erasing erasing) : IRetainedByDocket
{
    private const int AttemptLimit = 3;

    /// <inheritdoc />
    public RetentionClass Class => RetentionClasses.Docket;

    /// <inheritdoc />
    public async Task<int> CountDueAsync(Docket docket, RetentionPeriod period, CancellationToken cancellationToken)
    {
        var asOf = Instant.FromDateTimeOffset(period.AsOf);
        if (docket.Cards.Any(card => card.Status == CardStatus.Intended || card.Expires >= period.AsOf)
            || docket.NextHearing(asOf) is not null
            || docket.CheckIns.Any(checkIn => checkIn.IsUpcoming(asOf)))
        {
            return 0;
        }

        return await LastChangeAsync(docket, cancellationToken) < period.DueBefore ? 1 : 0;
    }

    /// <inheritdoc />
    public async Task<bool> DisposeAsync(Docket docket, RetentionPeriod period, Release release, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await erasing.ExecuteAsync(docket.Cardholder.Id, release.Erasure, cancellationToken) is not ErasureOutcome.Changed and var outcome)
            {
                return outcome == ErasureOutcome.Erased;
            }
        }

        return false;
    }

    /// <summary>When a person or an application last changed the docket; null if that event cannot be read.</summary>
    private async Task<DateTimeOffset?> LastChangeAsync(Docket docket, CancellationToken cancellationToken)
    {
        var id = docket.Cardholder.Id;
        return await table.FindSealedAsync(id, DocketRows.EventKey(docket.Edited), cancellationToken) is { } row
            ? table.TryReadEvent(await table.KeyOfAsync(id, cancellationToken), row)?.At
            : null;
    }
}
