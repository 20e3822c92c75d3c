using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Shows a photo at full size: the enrolled one or, as part of a verification, the one that the card was signed with.</summary>
public sealed class ViewPhoto(DocketStore dockets, DocketBlobs blobs, DisclosureLog disclosures, Openings openings, TimeProvider clock)
{
    private const string PhotoField = "photo";

    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(15);

    /// <summary>Returns the photo, after the disclosure is committed.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="verification">
    /// The verification that the photo belongs to. Its disclosure already names the photo, sealed or not, so that no second one reveals
    /// it. It is valid for 15 minutes. Null for a look that is not part of a verification.
    /// </param>
    /// <param name="actor">The caller; a verification must be their own.</param>
    public async Task<Result<Blob>> ExecuteAsync(CardholderId id, VerificationReference? verification, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        var hash = docket.Cardholder.Photo?.Hash;
        if (verification is not null)
        {
            if (clock.GetUtcNow() - verification.CheckedAt > s_look
                || await disclosures.FindVerificationAsync(id, verification.CheckedAt, verification.Id, actor, cancellationToken) is not { } made
                || made.Value is not { Subject: { } signed }
                || !made.Value.Fields.Contains(PhotoField))
            {
                return CardholdersRefusals.NoSuchVerification;
            }

            hash = signed;
        }
        else if (hash is not null)
        {
            if (await openings.RecordAsync(id, actor, Purpose.Verification, [PhotoField], cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        if (hash is null)
        {
            return CardholdersRefusals.NoPhoto;
        }

        return await blobs.FindAsync(id, ContainerNames.Photos, hash, cancellationToken)
            ?? throw new DependencyUnavailableException("blobs");
    }
}

/// <summary>Identifies a verification.</summary>
/// <param name="Id">Its ID, which is also that of its disclosure.</param>
/// <param name="CheckedAt">The time of the verdict, as the verification returned it.</param>
public sealed record VerificationReference(string Id, DateTimeOffset CheckedAt);
