using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Approves a photo that another officer took in while a card was in force.</summary>
public sealed class ApprovePhotoChange(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Makes the photo the docket's, once however often it is repeated.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="hash">The hash of the photo that the officer has looked at.</param>
    /// <param name="actor">Who approves: another than who took it in.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Result<Docket>> ExecuteAsync(CardholderId id, string hash, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return dockets.ChangeAsync(id, docket => Decide(docket, hash, actor), actor, OperationId.New(), cancellationToken);
    }

    private Result<DocketChange?> Decide(Docket docket, string hash, Actor actor)
    {
        if (docket.Cardholder.Photo?.Hash == hash)
        {
            return (DocketChange?)null;
        }

        if (docket.Cardholder.PhotoChange is not { } waiting || waiting.Photo.Hash != hash)
        {
            return new Refusal("no-such-photo", "No photo with this hash waits for a second officer.", "hash");
        }

        return waiting.RequestedBy.Id == actor.Id ? new Refusal("four-eyes", "You took this photo in yourself: another officer must approve it.")
            : clock.GetUtcNow() >= waiting.ExpiresAt ? new Refusal("approval-expired", "Nobody approved this photo within an hour; take it in again.")
            : PhotoChanges.To(docket, waiting.Photo, waiting.RequestedBy) with { RequestedBy = waiting.RequestedBy };
    }
}
