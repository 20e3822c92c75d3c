using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Reminders;

/// <summary>Shows a cardholder's past and planned reminders, with the reasons for those not sent.</summary>
public sealed class ViewReminders(DocketStore dockets, Openings openings)
{
    /// <summary>Returns the reminders by due time, after the disclosure is committed. At most four requests.</summary>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.ReminderService, ["reminders"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return docket;
    }
}
