using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Places a hold on a docket, so that nothing erases it, and lifts it again.</summary>
public sealed class HoldDocket(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Places a hold; one that stands for the same reason stays as it is.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="reason">The reason, from <see cref="DocketHold.All"/>.</param>
    /// <param name="actor">The administrator.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<DocketHold>> PlaceAsync(CardholderId id, string reason, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var hold = new DocketHold(reason, actor.Id, clock.GetUtcNow());
        var changed = await dockets.ChangeAsync(
            id,
            docket => docket.Cardholder.Hold?.Reason == reason ? (DocketChange?)null
                : new DocketChange("hold-placed") { Cardholder = docket.Cardholder with { Hold = hold } },
            actor,
            OperationId.New(),
            cancellationToken);
        return changed.IsRefused ? changed.Refusals.ToList() : changed.Value.Cardholder.Hold!;
    }

    /// <summary>Lifts the hold, if there is one.</summary>
    public async Task<Result<Docket>> LiftAsync(CardholderId id, Actor actor, CancellationToken cancellationToken) => await dockets.ChangeAsync(
        id,
        docket => docket.Cardholder.Hold is null ? (DocketChange?)null
            : new DocketChange("hold-lifted") { Cardholder = docket.Cardholder with { Hold = null } },
        actor,
        OperationId.New(),
        cancellationToken);
}
