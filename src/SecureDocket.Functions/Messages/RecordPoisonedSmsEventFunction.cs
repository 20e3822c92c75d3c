using SecureDocket.Messages;

namespace SecureDocket.Functions.Messages;

/// <summary>Quarantines each message that failed repeatedly for hours, for manual review.</summary>
public sealed class RecordPoisonedSmsEventFunction(Quarantine quarantine, ILogger<RecordPoisonedSmsEventFunction> logger)
{
    private const string Reason = "poisoned";

    /// <summary>Handles one message.</summary>
    [Function("RecordPoisonedSmsEvent")]
    public async Task RunAsync([QueueTrigger(SmsEventSource.Poison, Connection = SmsEventSource.Connection)] string message, CancellationToken cancellationToken)
    {
        await quarantine.AddAsync(SmsEvents.Decode(message).Value ?? message, Reason, cancellationToken);
        Log.SmsEventPutAside(logger, Reason);
    }
}
