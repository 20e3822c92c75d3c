using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Hearings;

/// <summary>Shows a cardholder's hearings, cancelled and past ones included.</summary>
public sealed class ViewHearings(DocketStore dockets, DisclosureLog disclosures)
{
    /// <summary>The hearings in order of time, after the disclosure is committed. Two requests.</summary>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        await disclosures.RecordAsync(id, actor, Purpose.HearingService, ["hearings"], cancellationToken);
        return docket;
    }
}
