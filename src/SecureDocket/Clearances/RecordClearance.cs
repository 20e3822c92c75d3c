using SecureDocket.Dockets;

namespace SecureDocket.Clearances;

/// <summary>Records the result of the background check.</summary>
public sealed class RecordClearance(DocketStore dockets)
{
    /// <summary>Records a clearance on a docket of the expected version.</summary>
    public Task<Result<Docket>> ExecuteAsync(
        CardholderId id, long expectedVersion, Clearance clearance, Actor actor, CancellationToken cancellationToken) =>
        dockets.ChangeAsync(
            id,
            docket => docket.Version != expectedVersion
                ? Refusals.VersionMismatch(docket.Version)
                : new DocketChange("clearance-recorded") { Cardholder = docket.Cardholder with { Clearance = clearance } },
            actor,
            OperationId.New(),
            cancellationToken);
}
