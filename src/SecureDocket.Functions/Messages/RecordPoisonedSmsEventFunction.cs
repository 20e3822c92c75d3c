using SecureDocket.Messages;

namespace SecureDocket.Functions.Messages;

/// <summary>For every message that failed again and again, for hours: puts it aside, for people to look at.</summary>
public sealed class RecordPoisonedSmsEventFunction(Quarantine quarantine, ILogger<RecordPoisonedSmsEventFunction> logger)
{
    private const string Reason = "poisoned";

    /// <summary>One message.</summary>
    [Function("RecordPoisonedSmsEvent")]
    public async Task RunAsync([QueueTrigger(SmsEventSource.Poison, Connection = SmsEventSource.Connection)] string message, CancellationToken cancellationToken)
    {
        await quarantine.AddAsync(SmsEvents.Decode(message).Value ?? message, Reason, cancellationToken);
        Log.SmsEventPutAside(logger, Reason);
    }
}
