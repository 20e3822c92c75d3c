using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Keeps a person's docket from officers and auditors without the role that opens it, and ends that again. The reason is not recorded anywhere.</summary>
public sealed class ProtectCardholder(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Protects the person; whoever is protected already stays so.</summary>
    public Task<Result<Docket>> ProtectAsync(CardholderId id, Actor actor, CancellationToken cancellationToken) => dockets.ChangeAsync(
        id,
        docket => docket.Cardholder.ProtectedSince is not null ? (DocketChange?)null
            : new DocketChange("protection-set") { Cardholder = docket.Cardholder with { ProtectedSince = clock.GetUtcNow() } },
        actor,
        OperationId.New(),
        cancellationToken);

    /// <summary>Ends the protection, if there is one.</summary>
    public Task<Result<Docket>> EndAsync(CardholderId id, Actor actor, CancellationToken cancellationToken) => dockets.ChangeAsync(
        id,
        docket => docket.Cardholder.ProtectedSince is null ? (DocketChange?)null
            : new DocketChange("protection-ended") { Cardholder = docket.Cardholder with { ProtectedSince = null } },
        actor,
        OperationId.New(),
        cancellationToken);
}
