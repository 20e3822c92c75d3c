using SecureDocket.Inbox;
using SecureDocket.Messages;

namespace SecureDocket.Functions.Messages;

/// <summary>Runs every night and deletes messages quarantined more than a month ago, and what was read and done more than 90 days after it came.</summary>
public sealed class PurgeQuarantineFunction(PurgeQuarantine drop, PurgeInbox dropItems, ILogger<PurgeQuarantineFunction> logger)
{
    /// <summary>At 4:45 UTC, outside office hours on both coasts.</summary>
    [Function("DropOldQuarantine")]
    public async Task RunAsync([TimerTrigger("0 45 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var dropped = await drop.RunAsync(cancellationToken);
        Log.OldQuarantineDropped(logger, dropped.Count);
        var items = await dropItems.RunAsync(cancellationToken);
        Log.OldInboxItemsDropped(logger, items.Count);
    }
}
