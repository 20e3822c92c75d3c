using SecureDocket.Dockets;

namespace SecureDocket.Clearances;

/// <summary>Records the result of the background check.</summary>
public sealed class RecordClearance(DocketStore dockets)
{
    /// <summary>Records a clearance on a docket of the expected version.</summary>
    public Task<Result<Docket>> ExecuteAsync(
        CardholderId id, VersionMatch expected, Clearance clearance, Actor actor, CancellationToken cancellationToken) =>
        dockets.ChangeAsync(
            id,
            docket => Decide(docket, expected, clearance),
            actor,
            OperationId.New(),
            cancellationToken);

    private static Result<DocketChange?> Decide(Docket docket, VersionMatch expected, Clearance clearance)
    {
        // A repeated request whose answer was lost finds its work done; RFC 9110, section 13.1.1 lets it succeed.
        if (docket.Cardholder.Clearance == clearance)
        {
            return (DocketChange?)null;
        }

        return expected.Includes(docket.Version)
            ? new DocketChange("clearance-recorded") { Cardholder = docket.Cardholder with { Clearance = clearance } }
            : Refusals.VersionMismatch(docket.Version);
    }
}
