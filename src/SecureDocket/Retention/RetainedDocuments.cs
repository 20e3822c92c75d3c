using SecureDocket.Dockets;
using SecureDocket.Documents;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>The PDFs of withdrawn documents, which nobody is shown. What they were stays on record.</summary>
internal sealed class RetainedDocuments(DocketStore dockets, DocketBlobs blobs, TimeProvider clock) : IRetainedByDocket
{
    /// <inheritdoc />
    public RetentionClass Class => RetentionClasses.Documents;

    /// <inheritdoc />
    public Task<int> CountDueAsync(Docket docket, RetentionPeriod period, CancellationToken cancellationToken) => Task.FromResult(Due(docket, period).Count());

    /// <inheritdoc />
    public async Task<bool> DisposeAsync(Docket docket, RetentionPeriod period, Release release, CancellationToken cancellationToken)
    {
        foreach (var document in Due(docket, period))
        {
            await blobs.DeleteAsync(docket.Cardholder.Id, ContainerNames.Documents, document.Blob, cancellationToken);
        }

        await dockets.DisposeAsync(
            docket,
            now => Due(now, period).ToList() is { Count: > 0 } due
                ? new DocketChange("documents-disposed") { Documents = [.. due.Select(document => document with { DisposedAt = clock.GetUtcNow() })] }
                : null,
            release,
            cancellationToken);
        return true;
    }

    private static IEnumerable<Document> Due(Docket docket, RetentionPeriod period) =>
        docket.Documents.Where(document => document.DisposedAt is null && document.Withdrawal?.At < period.DueBefore);
}
