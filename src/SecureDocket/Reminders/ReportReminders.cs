using System.Collections.Concurrent;
using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Encryption;

namespace SecureDocket.Reminders;

/// <summary>Counts a day's reminders: those due are the sum of those sent, those explained and those still waiting.</summary>
/// <remarks>The hints identify the reminders; the dockets hold their outcomes. It reads the day's reminders and 576 partitions.</remarks>
public sealed class ReportReminders(DueReminders due, DocketStore dockets)
{
    private const int InFlight = 32;

    /// <summary>Counts the reminders due on a day.</summary>
    /// <param name="day">The day, UTC.</param>
    public async Task<ReminderReport> ExecuteAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var (start, to) = (day.AtMidnight().InUtc().ToInstant(), day.PlusDays(1).AtMidnight().InUtc().ToInstant());
        ConcurrentDictionary<ReminderId, Reminder> found = new();
        var options = new ParallelOptions { MaxDegreeOfParallelism = InFlight, TaskScheduler = null, CancellationToken = cancellationToken };
        var partitions =
            from index in Enumerable.Range(0, (int)((to - start) / DueReminders.BucketLength))
            from shard in Enumerable.Range(0, DueReminders.Shards)
            select (Bucket: start + (DueReminders.BucketLength * index), Shard: shard);
        await Parallel.ForEachAsync(partitions, options, async (partition, stop) =>
        {
            foreach (var id in await due.AllAsync(partition.Bucket, partition.Shard, stop))
            {
                // A deferred reminder has two hints, and a postponed one is due on another day.
                if (!found.ContainsKey(id) && await FindAsync(id, stop) is { } reminder && reminder.Due >= start && reminder.Due < to)
                {
                    found[id] = reminder;
                }
            }
        });
        return ReminderReport.Of(day, found.Values);
    }

    private async Task<Reminder?> FindAsync(ReminderId id, CancellationToken cancellationToken)
    {
        try
        {
            return await dockets.FindReminderAsync(id, cancellationToken);
        }
        catch (UnreadableException)
        {
            // The alert was raised, and the rest of the day is counted.
            return null;
        }
    }
}

/// <summary>The reminders of a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Due">The number of reminders due, which is the sum of all counts.</param>
/// <param name="Counts">The number of reminders per state and reason.</param>
/// <param name="LatenessP99">The 99th percentile of the delay until the provider accepted a reminder; null if none was sent.</param>
public sealed record ReminderReport(LocalDate Day, int Due, IReadOnlyList<ReminderCount> Counts, Duration? LatenessP99)
{
    internal static ReminderReport Of(LocalDate day, ICollection<Reminder> reminders)
    {
        var late = reminders.Where(reminder => reminder.SentAt is not null).Select(reminder => reminder.SentAt!.Value - reminder.Due).Order().ToList();
        return new(
            day,
            reminders.Count,
            [.. reminders
                .GroupBy(reminder => (reminder.State, reminder.Reason))
                .OrderBy(group => group.Key.State)
                .ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
                .Select(group => new ReminderCount(group.Key.State, group.Key.Reason, group.Count()))],
            late.Count == 0 ? null : late[((late.Count * 99) + 99) / 100 - 1]);
    }
}

/// <summary>The number of a day's reminders with one state and reason.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">See <see cref="Reminder.Reason"/>.</param>
/// <param name="Count">The number of reminders.</param>
public sealed record ReminderCount(ReminderState State, string? Reason, int Count);
