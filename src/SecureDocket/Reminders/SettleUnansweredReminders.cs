using System.Collections.Concurrent;
using NodaTime;
using SecureDocket.Dockets;

namespace SecureDocket.Reminders;

/// <summary>Settles reminders that the provider accepted but sent no receipt for within a day: their delivery is unknown.</summary>
/// <remarks>A later receipt still settles them for good.</remarks>
public sealed class SettleUnansweredReminders(DueReminders due, DocketStore dockets, Watermarks watermarks, TimeProvider clock)
{
    private const string Timer = "settle-unanswered-reminders";

    // A run follows this many hints or up to a page more; the next run continues.
    private const int RunLimit = 4000;
    private const int InFlight = 16;
    private static readonly Actor s_actor = Actor.System("SettleUnansweredReminders");
    private static readonly Duration s_receiptMayTake = Duration.FromHours(24);
    private static readonly Duration s_firstLookBack = Duration.FromHours(24);

    /// <summary>
    /// How long after the start of a hint's bucket a message may be sent for it: the hint is checked here once, a day after that. A later
    /// message gets a new hint.
    /// </summary>
    internal static Duration MayLeaveLate { get; } = Duration.FromHours(1);

    /// <summary>Executes one run.</summary>
    /// <returns>The number of reminders settled.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; the next run begins where this one did.</exception>
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

                    // Parallel work on one docket would only lose its own races.
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

            // A run that dies keeps what it has done. Empty buckets are skipped together.
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
        try
        {
            // Most have a receipt, which a single small read shows.
            if (!IsUnanswered(await dockets.FindReminderAsync(id, cancellationToken), now))
            {
                return false;
            }

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
            // A docket that others keep changing does not hold up the others: a sender finds the reminder again and writes a hint for a day from now.
            await due.AddAsync(id, Urgency.Later, now, cancellationToken);
            return false;
        }
        catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
        {
            // Nor does one that cannot be read: it is looked at again in a day.
            await due.KeepFollowedAsync(id, now, cancellationToken);
            return false;
        }
    }

    private static bool IsUnanswered(Reminder? reminder, Instant now) =>
        reminder is { State: ReminderState.Accepted, SentAt: { } sent } && now - sent >= s_receiptMayTake;
}
