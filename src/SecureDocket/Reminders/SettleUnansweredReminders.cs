using System.Collections.Concurrent;
using NodaTime;
using SecureDocket.Dockets;

namespace SecureDocket.Reminders;

/// <summary>Settles what the provider accepted and sent no receipt for within a day: whether it arrived, nobody can say.</summary>
/// <remarks>A receipt that comes later still settles it for good.</remarks>
public sealed class SettleUnansweredReminders(DueReminders due, DocketStore dockets, Watermarks watermarks, TimeProvider clock)
{
    private const string Timer = "settle-unanswered-reminders";

    // A run follows this many hints or a page more; the next one goes on.
    private const int RunLimit = 4000;
    private const int InFlight = 16;
    private static readonly Actor s_actor = new("System", "SettleUnansweredReminders");
    private static readonly Duration s_receiptMayTake = Duration.FromHours(24);
    private static readonly Duration s_firstLookBack = Duration.FromHours(24);

    /// <summary>How long after a hint's bucket has begun a message may leave by it: the hint is followed here once, a day after that. What leaves later is hinted at anew.</summary>
    internal static Duration MayLeaveLate { get; } = Duration.FromHours(1);

    /// <summary>One run.</summary>
    /// <returns>How many reminders it settled.</returns>
    /// <exception cref="DependencyUnavailableException">The store failed; the next run begins where this one did.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();

        var last = DueReminders.BucketOf(now - s_receiptMayTake - MayLeaveLate);
        var bucket = (await watermarks.ReadAsync(Timer, cancellationToken))?.Position ?? last - s_firstLookBack;
        var (followed, settled) = (0, 0);
        ConcurrentQueue<Exception> failures = new();
        for (; bucket <= last && followed < RunLimit; bucket += DueReminders.BucketLength)
        {
            for (var shard = 0; shard < DueReminders.Shards; shard++)
            {
                IReadOnlyList<DueHint> page = [];
                do
                {
                    page = await due.FollowedAsync(bucket, shard, page.Count > 0 ? page[^1] : null, cancellationToken);

                    // Side by side, one docket's would only lose each other's races.
                    await Parallel.ForEachAsync(
                        page.GroupBy(hint => hint.Reminder.Cardholder),
                        new ParallelOptions { MaxDegreeOfParallelism = InFlight, TaskScheduler = null, CancellationToken = cancellationToken },
                        async (hints, stop) =>
                        {
                            try
                            {
                                foreach (var hint in hints)
                                {
                                    if (await SettleAsync(hint.Reminder, now, stop))
                                    {
                                        Interlocked.Increment(ref settled);
                                    }
                                }
                            }
#pragma warning disable CA1031 // Whatever is wrong with one docket, the others go on; the run reports it at its end.
                            catch (Exception failure) when (failure is not (OperationCanceledException or DependencyUnavailableException))
#pragma warning restore CA1031
                            {
                                failures.Enqueue(failure);
                            }
                        });
                    followed += page.Count;
                }
                while (page.Count == DueReminders.PageSize);
            }

            // A run that dies has done what it has done. Empty buckets are passed over together.
            if (followed > 0)
            {
                await watermarks.WriteAsync(Timer, new(now, bucket + DueReminders.BucketLength), cancellationToken);
            }
        }

        await watermarks.WriteAsync(Timer, new(now, bucket), cancellationToken);
        return failures.TryPeek(out var first) ? throw new DependencyUnavailableException("settling", first) : settled;
    }

    private async Task<bool> SettleAsync(ReminderId id, Instant now, CancellationToken cancellationToken)
    {
        // Most have their receipt: one small read tells.
        if (!IsUnanswered(await dockets.FindReminderAsync(id, cancellationToken), now))
        {
            return false;
        }

        try
        {
            var result = await dockets.ChangeAsync(
                id.Cardholder,
                docket => docket.Reminders.FirstOrDefault(one => one.Id == id) is { } reminder && IsUnanswered(reminder, now)
                    ? new DocketChange("reminder-unknown") { Reminders = [reminder with { State = ReminderState.Unknown, Reason = "no-receipt", ChangedAt = now }] }
                    : (DocketChange?)null,
                s_actor,
                OperationId.New(),
                cancellationToken);
            return !result.IsRefused;
        }
        catch (DependencyUnavailableException failure) when (failure.IsContention)
        {
            // A docket that others keep changing holds up no other: a sender meets the reminder again, and hints at it a day from now.
            await due.AddAsync(id, now, cancellationToken);
            return false;
        }
    }

    private static bool IsUnanswered(Reminder? reminder, Instant now) =>
        reminder is { State: ReminderState.Accepted, SentAt: { } sent } && now - sent >= s_receiptMayTake;
}
