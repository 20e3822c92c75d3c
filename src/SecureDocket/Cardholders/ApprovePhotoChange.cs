using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Approves a photo that another officer took while a card was in force.</summary>
public sealed class ApprovePhotoChange(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Makes the photo the docket's photo; retries have no further effect.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="hash">The hash of the photo that the officer saw.</param>
    /// <param name="actor">The approver, who must not be the officer who took it.</param>
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
            return CardholdersRefusals.NoSuchPhotoChange;
        }

        return waiting.RequestedBy.Id == actor.Id ? CardholdersRefusals.OwnPhotoChange
            : clock.GetUtcNow() >= waiting.ExpiresAt ? CardholdersRefusals.PhotoChangeExpired
            : PhotoChanges.To(docket, waiting.Photo, waiting.RequestedBy) with { RequestedBy = waiting.RequestedBy };
    }
}
