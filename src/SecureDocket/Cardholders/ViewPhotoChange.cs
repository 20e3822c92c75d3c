using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Shows the photo that is waiting for a second officer.</summary>
public sealed class ViewPhotoChange(DocketStore dockets, DocketBlobs blobs, Openings openings, TimeProvider clock)
{
    /// <summary>Returns the photo, after the disclosure is committed.</summary>
    public async Task<Result<Blob>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (docket.PhotoChangeAt(clock.GetUtcNow()) is not { } waiting)
        {
            return CardholdersRefusals.NoPhotoChange;
        }

        if (await openings.RecordAsync(id, actor, Purpose.Enrollment, ["photo"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await blobs.FindAsync(id, ContainerNames.Photos, waiting.Photo.Hash, cancellationToken)
            ?? throw new DependencyUnavailableException("blobs");
    }
}
