using NodaTime.Text;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary>What became of a day's reminders. It names nobody.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Due">How many were due: the sum of all that were sent, are explained or wait.</param>
/// <param name="Sent">Those that left or may have left.</param>
/// <param name="Explained">Those that were not sent, with reason.</param>
/// <param name="Waiting">Those that are still to be sent.</param>
/// <param name="Reasons">How many came to a state for a reason, for each reason that there was.</param>
/// <param name="LatenessP99Seconds">How late the ninety-ninth of a hundred that left was accepted, in whole seconds, rounded up; absent when none left.</param>
public sealed record ReminderReportView(
    string Day, int Due, SentView Sent, ExplainedView Explained, WaitingView Waiting, IReadOnlyList<ReasonView> Reasons, long? LatenessP99Seconds)
{
    internal static ReminderReportView Of(ReminderReport report)
    {
        int Count(ReminderState state) => report.Counts.Where(count => count.State == state).Sum(count => count.Count);
        return new(
            LocalDatePattern.Iso.Format(report.Day),
            report.Due,
            new(Count(ReminderState.Accepted), Count(ReminderState.Delivered), Count(ReminderState.Failed), Count(ReminderState.Unknown)),
            new(Count(ReminderState.Cancelled), Count(ReminderState.Superseded), Count(ReminderState.Suppressed), Count(ReminderState.Expired)),
            new(Count(ReminderState.Planned), Count(ReminderState.Claimed)),
            [.. report.Counts.Where(count => count.Reason is not null).Select(count => new ReasonView(Names.Of(count.State), count.Reason!, count.Count))],
            report.LatenessP99 is { } lateness ? (long)Math.Ceiling(lateness.TotalSeconds) : null);
    }
}

/// <summary>Reminders that left or may have left.</summary>
/// <param name="Accepted">The provider took them; a receipt is to come.</param>
/// <param name="Delivered">They reached the phone.</param>
/// <param name="Failed">They did not reach the phone.</param>
/// <param name="Unknown">Nobody can say.</param>
public sealed record SentView(int Accepted, int Delivered, int Failed, int Unknown);

/// <summary>Reminders that were not sent, with reason.</summary>
/// <param name="Cancelled">Their subject no longer takes place.</param>
/// <param name="Superseded">Their subject has a newer version.</param>
/// <param name="Suppressed">The person has no number that may be sent to.</param>
/// <param name="Expired">They came too late to be of use.</param>
public sealed record ExplainedView(int Cancelled, int Superseded, int Suppressed, int Expired);

/// <summary>Reminders that are still to be sent.</summary>
/// <param name="Planned">They wait for their time.</param>
/// <param name="Claimed">They are about to be handed to the provider.</param>
public sealed record WaitingView(int Planned, int Claimed);

/// <summary>How many reminders came to a state for one reason.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">A stable code.</param>
/// <param name="Count">How many.</param>
public sealed record ReasonView(string State, string Reason, int Count);
