using SecureDocket.Health;

namespace SecureDocket.Functions.Health;

/// <summary>Runs the checks on request, and shares the result with all callers within a few seconds.</summary>
/// <remarks>Findings are logged when the checks run; alerts read these lines.</remarks>
public sealed class ReadinessProbe(CheckReadiness check, TimeProvider clock, ILogger<ReadinessProbe> logger)
{
    /// <summary>How long a result is reused.</summary>
    public static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(10);

    // Shorter than the timeout of a probe, so that it learns that storage does not respond.
    private static readonly TimeSpan s_lookMayTake = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private Task<Readiness>? _look;

    /// <summary>Returns the cached result or runs the checks.</summary>
    public Task<Readiness> AskAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // The result is shared, so the first caller must not be able to cancel it.
            if (_look is null or { IsFaulted: true } || (_look.IsCompletedSuccessfully && clock.GetUtcNow() - _look.Result.CheckedAt >= CacheDuration))
            {
                _look = LookAsync();
            }

            return _look.WaitAsync(cancellationToken);
        }
    }

    private async Task<Readiness> LookAsync()
    {
        using var limit = new CancellationTokenSource(s_lookMayTake, clock);
        var found = await check.ExecuteAsync(limit.Token);
        foreach (var one in found.Checks.Where(one => one.Status != HealthStatus.Ok))
        {
            Tell(one);
        }

        return found;
    }

    private void Tell(HealthCheck found)
    {
        switch (found)
        {
            case { Timer: true }:
                Log.TimerLate(logger, found.Name, found.Since);
                break;
            case { Key: { } use, Status: HealthStatus.Warning }:
                Log.KeyExpiring(logger, use);
                break;
            case { Key: { } use }:
                Log.NoSigningKey(logger, use);
                break;
            case { Name: "sms-events" }:
                Log.QueueBehind(logger, found.Since);
                break;
            case { Name: "reminders" }:
                Log.DocketsCrowded(logger, found.Dockets);
                break;
            case { Site: { } site }:
                Log.QuotaNear(logger, site);
                break;
            default:
                Log.ReadinessFailed(logger, found.Name);
                break;
        }
    }
}
