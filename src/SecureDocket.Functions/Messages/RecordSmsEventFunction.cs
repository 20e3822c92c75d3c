using SecureDocket.Conversations;
using SecureDocket.Health;
using SecureDocket.Messages;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Messages;

/// <summary>For every message of the queue: records receipts, and does what people text.</summary>
/// <remarks>A message that leads nowhere is put aside and done with; when a dependency fails, the queue brings the message again.</remarks>
public sealed class RecordSmsEventFunction(
    RecordDeliveryReport reports, RecordInboundText texts, SendDueReminders send, Quarantine quarantine, SmsEventLag lag, ILogger<RecordSmsEventFunction> logger)
{
    /// <summary>One message, which may be brought more than once.</summary>
    [Function("RecordSmsEvent")]
    public async Task RunAsync([QueueTrigger(SmsEventSource.Name, Connection = SmsEventSource.Connection)] string message, CancellationToken cancellationToken)
    {
        var decoded = SmsEvents.Decode(message);
        var read = decoded.IsRefused ? decoded.Refusals.ToList() : SmsEvents.Read(decoded.Value);
        List<Refusal> refusals = [.. read.Refusals];
        foreach (var each in read.Value ?? [])
        {
            if (each is InboundSms text)
            {
                // A person who texts waits for the answer. If it cannot leave now, the next run of the sender takes it.
                if (await texts.ExecuteAsync(text, cancellationToken) is { } answer)
                {
                    await send.SendNowAsync(answer, cancellationToken);
                }
            }
            else if (each is DeliveryReport report)
            {
                if (DeliveryCodes.Of(report.Delivered, report.Code) == DeliveryVerdict.Configuration)
                {
                    Log.SenderAtFault(logger, report.Code);
                }

                refusals.AddRange((await reports.ExecuteAsync(report, cancellationToken)).Refusals);
            }

            await lag.NoteAsync(each.At, cancellationToken);
        }

        if (refusals is [var first, ..])
        {
            var reason = first.Field is null ? first.Code : $"{first.Code}:{first.Field}";
            await quarantine.AddAsync(decoded.Value ?? message, reason, cancellationToken);
            Log.SmsEventPutAside(logger, reason);
        }
    }
}
