using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Reminders;

/// <summary>Shows what a cardholder was and will be reminded of, and why not.</summary>
public sealed class ViewReminders(DocketStore dockets, Openings openings)
{
    /// <summary>The reminders in order of the time at which they are due, after the disclosure is committed. Four requests at most.</summary>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
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
