using SecureDocket.Health;

namespace SecureDocket.Functions.Health;

/// <summary>Looks when somebody asks, but not for everybody: what was found serves all who ask within some seconds.</summary>
/// <remarks>What it finds is logged as it is found: alerts rest on these lines.</remarks>
public sealed class ReadinessProbe(CheckReadiness check, TimeProvider clock, ILogger<ReadinessProbe> logger)
{
    /// <summary>How long an answer serves.</summary>
    public static readonly TimeSpan ServesFor = TimeSpan.FromSeconds(10);

    // Less than a probe waits, so that it hears that the storage is silent.
    private static readonly TimeSpan s_lookMayTake = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private Task<Readiness>? _look;

    /// <summary>What was found just now, or finds it.</summary>
    public Task<Readiness> AskAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // A look is for all: it does not end with the one who asked first.
            if (_look is null or { IsFaulted: true } || (_look.IsCompletedSuccessfully && clock.GetUtcNow() - _look.Result.CheckedAt >= ServesFor))
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
