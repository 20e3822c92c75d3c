using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Reminders;

/// <summary>Shows what a cardholder was and will be reminded of, and why not.</summary>
public sealed class ViewReminders(DocketStore dockets, DisclosureLog disclosures)
{
    /// <summary>The reminders in order of the time at which they are due, after the disclosure is committed. Two requests.</summary>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        await disclosures.RecordAsync(id, actor, Purpose.ReminderService, ["reminders"], cancellationToken);
        return docket;
    }
}
