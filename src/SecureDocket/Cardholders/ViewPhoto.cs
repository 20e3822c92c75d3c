using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Shows a photo at full size: the enrolled one, or as part of a verification the one that the card was signed with.</summary>
public sealed class ViewPhoto(DocketStore dockets, IBlobs blobs, DisclosureLog disclosures, Openings openings, TimeProvider clock)
{
    private const string PhotoField = "photo";

    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(15);

    private static readonly Refusal s_unknown =
        new("no-such-verification", "This person has no verification with this id and time that was answered to you in the last 15 minutes.");

    /// <summary>The photo, after the disclosure is committed.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="verification">
    /// The verification that the photo belongs to: its disclosure names the photo already, sealed or not, so that no second one betrays
    /// it. It holds for 15 minutes. Null for a look of its own.
    /// </param>
    /// <param name="actor">Who looks; a verification must have been answered to them.</param>
    public async Task<Result<Blob>> ExecuteAsync(CardholderId id, VerificationReference? verification, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        var hash = docket.Cardholder.Photo?.Hash;
        if (verification is not null)
        {
            if (clock.GetUtcNow() - verification.CheckedAt > s_look
                || await disclosures.FindVerificationAsync(id, verification.CheckedAt, verification.Id, actor, cancellationToken) is not { } made
                || made.Disclosure is not { Subject: { } signed }
                || !made.Disclosure.Fields.Contains(PhotoField))
            {
                return s_unknown;
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
            return new Refusal("no-such-photo", "No photo is enrolled.");
        }

        return await blobs.FindAsync(ContainerNames.Photos, hash, cancellationToken)
            ?? throw new DependencyUnavailableException("blobs");
    }
}

/// <summary>Names a verification.</summary>
/// <param name="Id">Its id, which is its disclosure's.</param>
/// <param name="CheckedAt">When it was judged, as it said.</param>
public sealed record VerificationReference(string Id, DateTimeOffset CheckedAt);
