using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary>Every hour: records which cards have expired.</summary>
public sealed class ExpireCardsFunction(ExpireCards expire)
{
    /// <summary>One run; what it does not come to is the next one's.</summary>
    [Function("ExpireCards")]
    public Task RunAsync([TimerTrigger("0 5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return expire.ExecuteAsync(cancellationToken);
    }
}
