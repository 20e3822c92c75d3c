using SecureDocket.Conversations;
using SecureDocket.Health;
using SecureDocket.Messages;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Messages;

/// <summary>Handles each message in the queue: records delivery receipts and executes what people request by text.</summary>
/// <remarks>A message that cannot be handled is quarantined and completed; when a dependency fails, the queue redelivers the message.</remarks>
public sealed class RecordSmsEventFunction(
    RecordDeliveryReport reports, RecordInboundText texts, SendDueReminders send, Quarantine quarantine, SmsEventLag lag, ILogger<RecordSmsEventFunction> logger)
{
    /// <summary>Handles one message, which may be delivered more than once.</summary>
    [Function("RecordSmsEvent")]
    public async Task RunAsync([QueueTrigger(SmsEventSource.Name, Connection = SmsEventSource.Connection)] string message, CancellationToken cancellationToken)
    {
        var decoded = SmsEvents.Decode(message);
        var read = decoded.IsRefused ? decoded.Refusals.ToList() : SmsEvents.Read(decoded.Value);
        List<Refusal> refusals = [.. read.Refusals];
        foreach (var each in read.Value ?? [])
        {
            refusals.AddRange(each switch
            {
                InboundSms text => await HandleAsync(text, cancellationToken),
                DeliveryReport report => await HandleAsync(report, cancellationToken),
                _ => [],
            });
            await lag.NoteAsync(each.At, cancellationToken);
        }

        if (refusals is [var first, ..])
        {
            await PutAsideAsync(decoded.Value ?? message, first, cancellationToken);
        }
    }

    // The person is waiting for the reply. If it cannot be sent now, the next run of the sender sends it.
    private async Task<IReadOnlyList<Refusal>> HandleAsync(InboundSms text, CancellationToken cancellationToken)
    {
        foreach (var answer in await texts.ExecuteAsync(text, cancellationToken))
        {
            await send.SendNowAsync(answer, cancellationToken);
        }

        return [];
    }

    private async Task<IReadOnlyList<Refusal>> HandleAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        if (DeliveryCodes.Of(report.Delivered, report.Code) == DeliveryVerdict.Configuration)
        {
            Log.SenderAtFault(logger, report.Code);
        }

        var recorded = await reports.ExecuteAsync(report, cancellationToken);
        if (recorded is { IsRefused: false, Value: true } && !DeliveryCodes.AreDocumented(report.Delivered, report.Code))
        {
            Log.ReceiptNotDocumented(logger, report.Code);
        }

        return recorded.Refusals;
    }

    private async Task PutAsideAsync(string message, Refusal refusal, CancellationToken cancellationToken)
    {
        var reason = refusal.Field is null ? refusal.Code : $"{refusal.Code}:{refusal.Field}";
        await quarantine.AddAsync(message, reason, cancellationToken);
        Log.SmsEventPutAside(logger, reason);
    }
}
