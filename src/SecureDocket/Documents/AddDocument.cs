using SecureDocket.Dockets;
using SecureDocket.Pdf;
using SecureDocket.Storage;

namespace SecureDocket.Documents;

/// <summary>Accepts a document and adds it to the docket.</summary>
public sealed class AddDocument(DocketStore dockets, DocketBlobs blobs, TimeProvider clock)
{
    /// <summary>The maximum number of documents of a docket, excluding withdrawn ones.</summary>
    public const int LiveLimit = 200;

    // Withdrawn documents count here: they stay in the docket, and a docket must stay quick to read.
    private const int Limit = 500;

    /// <summary>Checks an upload, stores its bytes and then adds it to the docket.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="details">The document's details.</param>
    /// <param name="upload">The uploaded bytes, which are stored unchanged.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation of the command; one operation adds one document.</param>
    /// <param name="cancellationToken">Cancels the upload; a blob without a docket is harmless, and a retry finds it by name.</param>
    public async Task<Result<Document>> ExecuteAsync(
        CardholderId id, DocumentDetails details, ReadOnlyMemory<byte> upload, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(actor);
        var intake = PdfIntake.Accept(upload, cancellationToken);
        if (intake.IsRefused)
        {
            return intake.Refusals.ToList();
        }

        // The name depends on the content, so that an existing blob is the right one.
        var (pages, sha256) = intake.Value;
        var document = new Document
        {
            Id = operation.Part("document").Value,
            Type = details.Type,
            Title = details.Title,
            Date = details.Date,
            Language = details.Language,
            Blob = operation.Part($"document {sha256}").Value,
            Bytes = upload.Length,
            Pages = pages,
            Sha256 = sha256,
            AddedAt = clock.GetUtcNow(),
            AddedBy = actor.Role,
        };

        // This is checked before anything is stored, so that a wrong ID or a full docket leaves no blob behind.
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } seen)
        {
            return Refusals.NoSuchCardholder;
        }

        var early = Decide(seen, document);
        if (early.Refusals.Count > 0)
        {
            return early.Refusals.ToList();
        }

        if (early.Value is not null)
        {
            await blobs.AddAsync(id, ContainerNames.Documents, document.Blob, new Blob(upload, "application/pdf"), cancellationToken);
        }

        var result = await dockets.ChangeAsync(id, docket => Decide(docket, document), actor, operation, cancellationToken);
        return result.IsRefused ? result.Refusals.ToList() : result.Value.Documents.Single(known => known.Id == document.Id);
    }

    private static Result<DocketChange?> Decide(Docket docket, Document document) =>
        docket.Documents.Any(known => known.Id == document.Id) ? (DocketChange?)null
        : docket.Documents.Count >= Limit || docket.Documents.Count(known => known.Withdrawal is null) >= LiveLimit ? DocumentsRefusals.Limit(LiveLimit, Limit)
        : new DocketChange("document-added") { Documents = [document] };
}
