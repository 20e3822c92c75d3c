using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>Shows a cardholder's check-ins, including cancelled and past ones, and their schedule.</summary>
public sealed class ViewCheckIns(DocketStore dockets, Openings openings)
{
    /// <summary>Returns the check-ins by time, after the disclosure is committed. At most four requests.</summary>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.CheckInService, ["checkIns", "schedule"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return docket;
    }
}
