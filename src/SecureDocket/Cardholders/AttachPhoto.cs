using SecureDocket.Dockets;
using SecureDocket.Photos;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Takes a photo in and makes it the docket's.</summary>
public sealed class AttachPhoto(DocketStore dockets, IBlobs blobs)
{
    /// <summary>Checks and rewrites an upload, stores it under its content hash and then names it in the docket.</summary>
    /// <param name="id">Whose photo.</param>
    /// <param name="expected">The docket's version that the caller saw.</param>
    /// <param name="upload">The bytes as they came.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="cancellationToken">Ends the wait; a blob without a docket is harmless and is found again by its name.</param>
    public async Task<Result<Docket>> ExecuteAsync(
        CardholderId id, VersionMatch expected, ReadOnlyMemory<byte> upload, Actor actor, CancellationToken cancellationToken)
    {
        var intake = PhotoIntake.Accept(upload);
        if (intake.IsRefused)
        {
            return intake.Refusals.ToList();
        }

        // Looked at before anything is stored, so that a wrong id or a stale version leaves no blob behind.
        if (await dockets.LoadAsync(id, cancellationToken) is not { } seen)
        {
            return Refusals.NoSuchCardholder;
        }

        // A repeated request whose answer was lost finds its work done; RFC 9110, section 13.1.1 lets it succeed.
        var photo = intake.Value;
        if (seen.Cardholder.Photo?.Hash == photo.Hash)
        {
            return seen;
        }

        if (!expected.Includes(seen.Version))
        {
            return Refusals.VersionMismatch(seen.Version);
        }

        await blobs.AddAsync(ContainerNames.Photos, photo.Hash, new Blob(photo.Bytes, photo.MediaType), cancellationToken);
        var reference = new PhotoReference(photo.Hash, photo.MediaType, photo.Width, photo.Height);
        var change = new DocketChange("photo-attached") { Cardholder = seen.Cardholder with { Photo = reference } };
        return await dockets.CommitAsync(seen, change, actor, OperationId.New(), cancellationToken) is { } docket
            ? docket
            : Refusals.VersionMismatch(seen.Version + 1);
    }
}
