using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary>Runs every hour and records expired cards.</summary>
public sealed class ExpireCardsFunction(ExpireCards expire)
{
    /// <summary>Runs once; the next run continues where this one stops.</summary>
    [Function("ExpireCards")]
    public Task RunAsync([TimerTrigger("0 5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return expire.ExecuteAsync(cancellationToken);
    }
}
