using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Shows the enrolled photo at full size.</summary>
public sealed class ViewPhoto(DocketStore dockets, IBlobs blobs, DisclosureLog disclosures)
{
    /// <summary>The photo, after the disclosure is committed.</summary>
    public async Task<Result<Blob>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (docket.Cardholder.Photo is not { } photo)
        {
            return new Refusal("no-such-photo", "No photo is enrolled.");
        }

        await disclosures.RecordAsync(id, actor, Purpose.Verification, ["photo"], cancellationToken);
        return await blobs.FindAsync(ContainerNames.Photos, photo.Hash, cancellationToken)
            ?? throw new DependencyUnavailableException("blobs");
    }
}
