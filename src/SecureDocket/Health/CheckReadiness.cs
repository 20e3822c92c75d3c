using SecureDocket.Credentials;
using SecureDocket.Encryption;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Signing;

namespace SecureDocket.Health;

/// <summary>Checks whether the system does its work, from the records it writes while working.</summary>
/// <remarks>
/// It takes four requests to the storage, one for each site near its quota up to a limit, and what the key ring costs when it is not
/// fresh; and one more the first time a timer is seen, from when its runs are expected. An instance that has opened no docket yet lists the
/// shard keys, and has the vault unwrap one.
/// </remarks>
public sealed class CheckReadiness(TimerPlan plan, TimerMarks marks, Watermarks watermarks, KeyRing keys, ShardKeys shards, SmsEventLag smsEvents, SiteStore sites, TimeProvider clock)
{
    /// <summary>How late a run may be: the time limit of a function, and a minute.</summary>
    public static readonly TimeSpan RunMayBeMissingFor = TimeSpan.FromMinutes(6);

    /// <summary>How long before the end of the last key a warning is raised.</summary>
    public static readonly TimeSpan KeyEndsSoonFrom = TimeSpan.FromDays(21);

    /// <summary>The number of published keys from which a warning is raised, years before <see cref="KeyRing.SiteKeysUpTo"/>.</summary>
    public const int ManyKeysFrom = 750;

    private const int SiteLimit = 50;

    // It is rewritten by a run every minute; an older one says nothing about now.
    private static readonly TimeSpan s_crowdedSaysSomethingFor = TimeSpan.FromMinutes(10);

    /// <summary>Runs every check once.</summary>
    /// <param name="cancellationToken">Ends the checks; those still running count as unreachable.</param>
    public async Task<Readiness> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        // The checks run in parallel: an unresponsive storage must not use up the time of the key check and be reported as its failure.
        var checks = await Task.WhenAll(
            LookAsync("storage", StorageAsync, now, cancellationToken),
            LookAsync("keys", KeysAsync, now, cancellationToken),
            LookAsync("docket-keys", DocketKeysAsync, now, cancellationToken));
        return new(now, [.. checks.SelectMany(check => check)]);
    }

    private async Task<IEnumerable<HealthCheck>> StorageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await marks.ReadAsync(cancellationToken);
        string[] unknown = [.. plan.Schedules.Keys.Except(known.Keys)];
        if (unknown.Length > 0)
        {
            await marks.AwaitAsync(unknown, cancellationToken);
        }

        var behind = await smsEvents.BehindSinceAsync(cancellationToken);
        var sending = await watermarks.ReadAsync(SendDueReminders.Timer, cancellationToken);
        var near = await sites.NearQuotaAsync(SiteLimit, cancellationToken);
        var isCrowded = sending is { Crowded: > 0 } && now - sending.At.ToDateTimeOffset() < s_crowdedSaysSomethingFor;
        return
        [
            HealthCheck.Ok("storage"),
            .. plan.Schedules.OrderBy(timer => timer.Key, StringComparer.Ordinal).Select(timer => Timer(timer.Key, timer.Value, known.GetValueOrDefault(timer.Key), now)),
            behind is { } since ? new HealthCheck("sms-events", HealthStatus.Warning, "behind", since) : HealthCheck.Ok("sms-events"),
            isCrowded ? new HealthCheck("reminders", HealthStatus.Warning, "crowded", sending!.At.ToDateTimeOffset()) { Dockets = sending.Crowded } : HealthCheck.Ok("reminders"),
            .. near.Count == 0 ? [HealthCheck.Ok("quota")] : near.Select(site => new HealthCheck("quota", HealthStatus.Warning, "near", null) { Site = site.Id }),
        ];
    }

    private static HealthCheck Timer(string function, TimerSchedule schedule, TimerMark? mark, DateTimeOffset now)
    {
        var awaited = mark is null ? null : schedule.After(mark.At);
        return awaited is { } moment && now - moment > RunMayBeMissingFor
            ? new(function, HealthStatus.Failed, mark!.HasRun ? "late" : "never-ran", moment) { Timer = true }
            : HealthCheck.Ok(function);
    }

    private async Task<IEnumerable<HealthCheck>> KeysAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<HealthCheck> checks = [];
        var published = 0;
        foreach (var use in (KeyUse[])[KeyUse.Cards, KeyUse.Lists])
        {
            var name = $"{use.ToString().ToLowerInvariant()}-key";
            var outlook = await keys.OutlookAsync(use, now, cancellationToken);
            published = outlook.Published;
            checks.Add(
                !outlook.Signs ? new(name, HealthStatus.Failed, "none", null) { Key = use }
                : !outlook.IsEndorsed ? new(name, HealthStatus.Warning, "unendorsed", null) { Key = use }
                : outlook.Until - now < KeyEndsSoonFrom ? new(name, HealthStatus.Warning, "expiring", outlook.Until - KeyEndsSoonFrom) { Key = use }
                : HealthCheck.Ok(name));
        }

        return published < ManyKeysFrom ? checks : [.. checks, new HealthCheck("keys", HealthStatus.Warning, "many", null)];
    }

    private async Task<IEnumerable<HealthCheck>> DocketKeysAsync(DateTimeOffset now, CancellationToken cancellationToken) => await shards.CanReadAsync(cancellationToken)
        ? [HealthCheck.Ok("docket-keys")]
        : [new HealthCheck("docket-keys", HealthStatus.Failed, "unavailable", null)];

    private static async Task<IEnumerable<HealthCheck>> LookAsync(
        string name, Func<DateTimeOffset, CancellationToken, Task<IEnumerable<HealthCheck>>> look, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await look(now, cancellationToken);
        }
        catch (Exception failure) when (failure is DependencyUnavailableException or OperationCanceledException)
        {
            return [new(name, HealthStatus.Failed, "unavailable", null)];
        }
    }
}

/// <summary>Whether the system does its work.</summary>
/// <param name="CheckedAt">When it was checked.</param>
/// <param name="Checks">All checks, in a fixed order.</param>
public sealed record Readiness(DateTimeOffset CheckedAt, IReadOnlyList<HealthCheck> Checks)
{
    /// <summary>Whether nothing has failed; a warning is for operators and comes in time.</summary>
    public bool IsReady => Checks.All(check => check.Status != HealthStatus.Failed);
}

/// <summary>The result of one check.</summary>
/// <param name="Name">
/// The check: <c>storage</c>, a timer function's name, <c>sms-events</c>, <c>reminders</c>, <c>quota</c>, <c>cards-key</c>,
/// <c>lists-key</c>, <c>docket-keys</c>, or <c>keys</c> when they are unknown or nearly too many.
/// </param>
/// <param name="Status">The status.</param>
/// <param name="Code">The reason, as a stable code; null if all is well.</param>
/// <param name="Since">Since when, as far as known; for <c>sms-events</c> and <c>reminders</c>, when it was last recorded.</param>
public sealed record HealthCheck(string Name, HealthStatus Status, string? Code, DateTimeOffset? Since)
{
    /// <summary>Whether the check is about a timer.</summary>
    public bool Timer { get; init; }

    /// <summary>The use of the keys checked; null for other checks.</summary>
    public KeyUse? Key { get; init; }

    /// <summary>The site checked; null for other checks. For operators, not for callers of the public endpoint.</summary>
    public string? Site { get; init; }

    /// <summary>The number of dockets affected; 0 for other checks. For operators.</summary>
    public int Dockets { get; init; }

    internal static HealthCheck Ok(string name) => new(name, HealthStatus.Ok, null, null);
}

/// <summary>The status of a check.</summary>
public enum HealthStatus
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Something will fail unless someone acts; nothing fails yet.</summary>
    Warning,

    /// <summary>It has failed.</summary>
    Failed,
}
