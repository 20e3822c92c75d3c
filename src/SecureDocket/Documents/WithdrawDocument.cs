using SecureDocket.Dockets;

namespace SecureDocket.Documents;

/// <summary>Withdraws a document, which is then no longer shown. Its row and bytes stay as evidence.</summary>
public sealed class WithdrawDocument(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Withdraws the document; withdrawing it again for the same reason changes nothing.</summary>
    public async Task<Result<Document>> ExecuteAsync(
        CardholderId id, string documentId, WithdrawalReason reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var result = await dockets.ChangeAsync(
            id,
            docket =>
            {
                if (docket.Documents.FirstOrDefault(document => document.Id == documentId) is not { } known)
                {
                    return Refusals.NoSuchDocument;
                }

                return known.Withdrawal is { } before
                    ? before.Reason == reason ? (DocketChange?)null : Refusals.DocumentWithdrawn
                    : new DocketChange("document-withdrawn") { Documents = [known with { Withdrawal = new(clock.GetUtcNow(), reason) }] };
            },
            actor,
            operation,
            cancellationToken);
        return result.IsRefused ? result.Refusals.ToList() : result.Value.Documents.Single(document => document.Id == documentId);
    }
}
