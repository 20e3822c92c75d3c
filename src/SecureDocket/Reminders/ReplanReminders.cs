using NodaTime;
using NodaTime.TimeZones;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Storage;

namespace SecureDocket.Reminders;

/// <summary>
/// Compares every docket's reminders with its dates once a night, and repairs and reports the differences caused by a changed time zone, a
/// new tz database or a defect.
/// </summary>
/// <remarks>No reminder depends on it. A pass takes as many runs as it needs; each continues where the last one stopped.</remarks>
public sealed class ReplanReminders(ITables tables, DocketStore dockets, DueReminders due, ReminderPlan plan, Watermarks watermarks, TimeProvider clock)
{
    private const string Timer = "replan-reminders";
    private const string AfterProfile = DocketRows.ProfileKey + "~";
    private const int InFlight = 16;

    // A docket that needs more commits than this, that others keep changing, or that cannot be read, waits for the next night.
    private const int CommitLimit = 25;

    private static readonly TimeSpan s_runMayTake = TimeSpan.FromMinutes(4);
    private static readonly Duration s_passEvery = Duration.FromHours(20);

    // A reminder this late has lost its hint, or its sender is down; another hint does no harm.
    private static readonly Duration s_hintIsLost = Duration.FromHours(1);
    private static readonly Actor s_actor = Actor.System("ReplanReminders");

    /// <summary>Continues the pass of the night.</summary>
    /// <returns>The progress of the pass; null if tonight's is done.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; the next run continues.</exception>
    public async Task<ReplanProgress?> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var now = Instant.FromDateTimeOffset(started);
        var mark = await watermarks.ReadAsync(Timer, cancellationToken);
        if (mark is { Continuation: null } && now - mark.Position < s_passEvery)
        {
            return null;
        }

        // The position is the time at which the pass began.
        var pass = mark is { Continuation: not null } ? mark : new Watermark(now, now);
        do
        {
            var page = await tables.ScanAsync(TableNames.Dockets, DocketRows.ProfileKey, AfterProfile, pass.Continuation, cancellationToken);
            var repaired = 0;
            await Parallel.ForEachAsync(
                page.Rows,
                new ParallelOptions { MaxDegreeOfParallelism = InFlight, TaskScheduler = null, CancellationToken = cancellationToken },
                async (found, stop) =>
                {
                    if (CardholderId.TryParse(found.Partition, out var id) && await ReplanAsync(id, stop))
                    {
                        Interlocked.Increment(ref repaired);
                    }
                });
            pass = pass with
            {
                At = clock.GetCurrentInstant(),
                Continuation = page.Next,
                Looked = pass.Looked + page.Rows.Count,
                Repaired = pass.Repaired + repaired,
            };
            await watermarks.WriteAsync(Timer, pass, cancellationToken);
        }
        while (pass.Continuation is not null && clock.GetUtcNow() - started < s_runMayTake);

        return new(pass.Looked, pass.Repaired, pass.Continuation is null);
    }

    /// <summary>Makes one docket's reminders follow its dates.</summary>
    /// <returns>Whether anything had to be repaired.</returns>
    public async Task<bool> ReplanAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var repaired = false;
        for (var commit = 0; commit < CommitLimit; commit++)
        {
            DocketChange? change = null;
            Result<Docket> result;
            try
            {
                result = await dockets.ChangeAsync(id, docket => change = Repair(docket), s_actor, OperationId.New(), cancellationToken);
            }
            catch (DependencyUnavailableException failure) when (failure.IsContention || failure.IsOfSomeDockets)
            {
                break;
            }

            if (result.IsRefused || change is null)
            {
                await HintAgainAsync(result.Value, cancellationToken);
                break;
            }

            repaired = true;
        }

        return repaired;
    }

    private DocketChange? Repair(Docket docket)
    {
        var now = clock.GetCurrentInstant();
        var rezoned = new DocketChange("dates-rezoned")
        {
            Hearings = [.. docket.Hearings.Where(one => one.Status == HearingStatus.Scheduled && one.Instant > now).Select(Rezoned).OfType<Hearing>()],
            CheckIns = [.. docket.CheckIns.Where(one => one.Status == CheckInStatus.Booked && one.Instant > now).Select(Rezoned).OfType<CheckIn>()],
        };
        if (rezoned.Hearings.Count + rezoned.CheckIns.Count > 0)
        {
            return rezoned;
        }

        var changes = plan.Changes(docket, now);
        return changes.Count == 0 ? null : new DocketChange("reminders-replanned") { Reminders = changes };
    }

    private async Task HintAgainAsync(Docket? docket, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        foreach (var reminder in docket?.Reminders.Where(one => one.State is ReminderState.Planned or ReminderState.Claimed && now - one.Due > s_hintIsLost) ?? [])
        {
            await due.AddAsync(reminder, now, cancellationToken);
        }
    }

    private static Hearing? Rezoned(Hearing hearing) => Resolve(hearing.Start, hearing.TimeZone, hearing.Instant, hearing.TzdbVersion) is { } instant
        ? hearing with { Instant = instant, TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion }
        : null;

    private static CheckIn? Rezoned(CheckIn checkIn) => Resolve(checkIn.Start, checkIn.TimeZone, checkIn.Instant, checkIn.TzdbVersion) is { } instant
        ? checkIn with { Instant = instant, TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion }
        : null;

    // The local time is authoritative. If the new rules skip it, the first time after it counts.
    private static Instant? Resolve(LocalDateTime start, string timeZone, Instant known, string tzdbVersion)
    {
        if (tzdbVersion == TzdbDateTimeZoneSource.Default.TzdbVersion)
        {
            return null;
        }

        var instant = start.InZoneLeniently(DateTimeZoneProviders.Tzdb[timeZone]).ToInstant();
        return instant == known ? null : instant;
    }
}

/// <summary>The progress of a pass over all dockets.</summary>
/// <param name="Looked">The number of dockets checked.</param>
/// <param name="Repaired">The number of dockets whose reminders or dates needed repair.</param>
/// <param name="IsDone">Whether the pass is complete.</param>
public sealed record ReplanProgress(int Looked, int Repaired, bool IsDone);
