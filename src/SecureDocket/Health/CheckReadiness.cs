using SecureDocket.Credentials;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Signing;

namespace SecureDocket.Health;

/// <summary>Looks whether the system does its work, from what it wrote down while working.</summary>
/// <remarks>
/// Four requests to the storage, one for each site near its quota up to a bound, and what the key ring costs when it is not
/// fresh; one more the first time that a timer is met, which begins to await it.
/// </remarks>
public sealed class CheckReadiness(TimerPlan plan, TimerMarks marks, Watermarks watermarks, KeyRing keys, SmsEventLag smsEvents, SiteStore sites, TimeProvider clock)
{
    /// <summary>How long after its moment a run may be missing: as long as a function may run, and a minute.</summary>
    public static readonly TimeSpan RunMayBeMissingFor = TimeSpan.FromMinutes(6);

    /// <summary>How long before the last key ends this is told.</summary>
    public static readonly TimeSpan KeyEndsSoonFrom = TimeSpan.FromDays(21);

    /// <summary>From how many published keys on this is told: years before <see cref="KeyRing.SiteKeysUpTo"/>.</summary>
    public const int ManyKeysFrom = 750;

    private const int SiteLimit = 50;

    // A run a minute writes it anew; one that is older says nothing of now.
    private static readonly TimeSpan s_crowdedSaysSomethingFor = TimeSpan.FromMinutes(10);

    /// <summary>One look, at everything.</summary>
    /// <param name="cancellationToken">Ends the checks; those still running count as unreachable.</param>
    public async Task<Readiness> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        // Side by side: a silent storage must not use up the time that the keys have, and be told as theirs.
        var checks = await Task.WhenAll(LookAsync("storage", StorageAsync, now, cancellationToken), LookAsync("keys", KeysAsync, now, cancellationToken));
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
/// <param name="CheckedAt">When it was looked at.</param>
/// <param name="Checks">Everything that was looked at, in a fixed order.</param>
public sealed record Readiness(DateTimeOffset CheckedAt, IReadOnlyList<HealthCheck> Checks)
{
    /// <summary>Whether nothing has failed; a warning is for people, and in time.</summary>
    public bool IsReady => Checks.All(check => check.Status != HealthStatus.Failed);
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What: <c>storage</c>, a timer function's name, <c>sms-events</c>, <c>reminders</c>, <c>quota</c>, <c>cards-key</c>, <c>lists-key</c>, or <c>keys</c> when nothing is known of them, or there are nearly too many.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Code">Why, as a stable code; null when it is well.</param>
/// <param name="Since">Since when, as far as that is known; of <c>sms-events</c> and <c>reminders</c> when it was last noted.</param>
public sealed record HealthCheck(string Name, HealthStatus Status, string? Code, DateTimeOffset? Since)
{
    /// <summary>Whether it is about a timer.</summary>
    public bool Timer { get; init; }

    /// <summary>The use of the keys that it is about; null for anything else.</summary>
    public KeyUse? Key { get; init; }

    /// <summary>The site that it is about; null for anything else. For people who operate the system, not for whoever asks.</summary>
    public string? Site { get; init; }

    /// <summary>How many dockets it is about; 0 for anything else. For people who operate the system.</summary>
    public int Dockets { get; init; }

    internal static HealthCheck Ok(string name) => new(name, HealthStatus.Ok, null, null);
}

/// <summary>How a thing stands.</summary>
public enum HealthStatus
{
    /// <summary>Well.</summary>
    Ok,

    /// <summary>It will fail unless somebody does something; nothing fails yet.</summary>
    Warning,

    /// <summary>It fails.</summary>
    Failed,
}
