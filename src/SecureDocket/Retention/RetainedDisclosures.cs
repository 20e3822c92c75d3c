using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Retention;

/// <summary>Who was told what of a person, once nobody may ask any more. The archive keeps its copies for its own time.</summary>
internal sealed class RetainedDisclosures(DocketStore dockets, DisclosureLog disclosures, DisposedRecords disposed) : IRetainedByDocket
{
    /// <inheritdoc />
    public RetentionClass Class => RetentionClasses.Disclosures;

    /// <inheritdoc />
    public Task<int> CountDueAsync(Docket docket, RetentionPeriod period, CancellationToken cancellationToken) =>
        disclosures.CountBeforeAsync(docket.Cardholder.Id, period.DueBefore, cancellationToken);

    /// <inheritdoc />
    public async Task<bool> DisposeAsync(Docket docket, RetentionPeriod period, Release release, CancellationToken cancellationToken)
    {
        // The event and the mark first: a disclosure that is gone without them would look like a theft.
        await disposed.PutAsync(docket.Cardholder.Id.ToString(), period.DueBefore, cancellationToken);
        await dockets.DisposeAsync(docket, _ => new DocketChange("disclosures-disposed"), release, cancellationToken);
        return await disclosures.DeleteBeforeAsync(docket.Cardholder.Id, period.DueBefore, cancellationToken);
    }
}
