using NodaTime.Text;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary>The outcomes of a day's reminders. Identifies no person.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Due">The number due: the sum of sent, explained and waiting ones.</param>
/// <param name="Sent">Sent, or possibly sent.</param>
/// <param name="Explained">Not sent, for a known reason.</param>
/// <param name="Waiting">Not sent yet.</param>
/// <param name="Reasons">The number for each state and reason.</param>
/// <param name="LatenessP99Seconds">The 99th percentile of the delay until acceptance, in whole seconds, rounded up; absent when none were sent.</param>
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

/// <summary>Reminders that were sent or possibly sent.</summary>
/// <param name="Accepted">Accepted by the provider; the receipt is pending.</param>
/// <param name="Delivered">Delivered to the phone.</param>
/// <param name="Failed">Not delivered to the phone.</param>
/// <param name="Unknown">Delivery unknown.</param>
public sealed record SentView(int Accepted, int Delivered, int Failed, int Unknown);

/// <summary>Reminders that were not sent, for a known reason.</summary>
/// <param name="Cancelled">The event was cancelled.</param>
/// <param name="Superseded">The event has a newer version.</param>
/// <param name="Suppressed">The person has no number that may receive messages.</param>
/// <param name="Expired">Too late to be useful.</param>
public sealed record ExplainedView(int Cancelled, int Superseded, int Suppressed, int Expired);

/// <summary>Reminders not sent yet.</summary>
/// <param name="Planned">Waiting for their due time.</param>
/// <param name="Claimed">About to be handed to the provider.</param>
public sealed record WaitingView(int Planned, int Claimed);

/// <summary>The number of reminders in a state for one reason.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">A stable code.</param>
/// <param name="Count">The number.</param>
public sealed record ReasonView(string State, string Reason, int Count);
