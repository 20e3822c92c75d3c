using System.Globalization;
using SecureDocket.Dockets;
using SecureDocket.Pdf;
using SecureDocket.Storage;

namespace SecureDocket.Documents;

/// <summary>Takes a document in and makes it the docket's.</summary>
public sealed class AddDocument(DocketStore dockets, IBlobs blobs, TimeProvider clock)
{
    /// <summary>The most documents of a docket that hold.</summary>
    public const int LiveLimit = 200;

    // With those that were withdrawn: they stay in the docket, and a docket stays quick to read.
    private const int Limit = 500;

    private static readonly Refusal s_full = new(
        "document-limit", string.Create(CultureInfo.InvariantCulture, $"A docket holds {LiveLimit} documents, and {Limit} with those that were withdrawn."));

    /// <summary>Checks an upload, stores its bytes and then names them in the docket.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="details">What is said of it.</param>
    /// <param name="upload">The bytes as they came; they are kept as they are.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The command's operation; the same operation adds one document.</param>
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

        // Of one content under one name only, so that a blob that is there already is the right one.
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

        // Looked at before anything is stored, so that a wrong id or a full docket leaves no blob behind.
        if (await dockets.LoadAsync(id, cancellationToken) is not { } seen)
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
            await blobs.AddAsync(ContainerNames.Documents, document.Blob, new Blob(upload, "application/pdf"), cancellationToken);
        }

        var result = await dockets.ChangeAsync(id, docket => Decide(docket, document), actor, operation, cancellationToken);
        return result.IsRefused ? result.Refusals.ToList() : result.Value.Documents.Single(known => known.Id == document.Id);
    }

    private static Result<DocketChange?> Decide(Docket docket, Document document) =>
        docket.Documents.Any(known => known.Id == document.Id) ? (DocketChange?)null
        : docket.Documents.Count >= Limit || docket.Documents.Count(known => known.Withdrawal is null) >= LiveLimit ? s_full
        : new DocketChange("document-added") { Documents = [document] };
}
