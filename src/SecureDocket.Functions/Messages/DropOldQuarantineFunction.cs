using SecureDocket.Messages;

namespace SecureDocket.Functions.Messages;

/// <summary>Every night: forgets the messages that were put aside a month ago.</summary>
public sealed class DropOldQuarantineFunction(DropOldQuarantine drop, ILogger<DropOldQuarantineFunction> logger)
{
    /// <summary>At 4:45 UTC, outside office hours on both coasts.</summary>
    [Function("DropOldQuarantine")]
    public async Task RunAsync([TimerTrigger("0 45 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var dropped = await drop.RunAsync(cancellationToken);
        Log.OldQuarantineDropped(logger, dropped.Count);
    }
}
