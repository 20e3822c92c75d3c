using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Documents;

/// <summary>Returns a document's PDF. A download by the cardholder replaces a records request, and is counted as one.</summary>
public sealed class ViewDocument(DocketStore dockets, DocketBlobs blobs, Openings openings, Downloads downloads, TimeProvider clock)
{
    /// <summary>Returns the document, after the disclosure is committed. At most five requests.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="documentId">The document.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation of the opening; a retry after a failure counts once.</param>
    public async Task<Result<OpenedDocument>> ExecuteAsync(
        CardholderId id, string documentId, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!Document.IsId(documentId) || actor.IsAnotherCardholder(id)
            || (await dockets.LoadAsync(id, actor, cancellationToken))?.Documents.FirstOrDefault(document => document.Id == documentId) is not { } document)
        {
            return Refusals.NoSuchDocument;
        }

        var isCardholder = actor.Role == Actor.CardholderRole;
        if (document.Withdrawal is not null)
        {
            return isCardholder ? Refusals.NoSuchDocument : Refusals.DocumentWithdrawn;
        }

        var disclosure = new Disclosure
        {
            Id = OperationId.New().Value,
            At = clock.GetUtcNow(),
            Recipient = actor,
            Purpose = Purpose.DocumentService,
            Fields = ["document"],
            Subject = documentId,
        };
        if (await openings.RecordAsync(id, disclosure, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var blob = await blobs.FindAsync(id, ContainerNames.Documents, document.Blob, cancellationToken)
            ?? throw new DependencyUnavailableException("blobs");

        // This comes last, so that only returned documents count.
        if (isCardholder)
        {
            await downloads.CountAsync(documentId, operation, cancellationToken);
        }

        return new OpenedDocument(document, blob.Content);
    }
}

/// <summary>A document with its bytes.</summary>
/// <param name="Document">The document.</param>
/// <param name="Content">The PDF.</param>
public sealed record OpenedDocument(Document Document, ReadOnlyMemory<byte> Content);
