using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Hearings;

/// <summary>Shows a cardholder's hearings, cancelled and past ones included.</summary>
public sealed class ViewHearings(DocketStore dockets, Openings openings)
{
    /// <summary>The hearings in order of time, after the disclosure is committed. Four requests at most.</summary>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.HearingService, ["hearings"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return docket;
    }
}
