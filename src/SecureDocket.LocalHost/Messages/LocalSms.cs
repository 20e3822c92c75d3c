using SecureDocket.Messages;

namespace SecureDocket.LocalHost.Messages;

/// <summary>A provider of text messages that keeps them in the outbox, where there is no other.</summary>
/// <remarks>
/// A message leaves in the middle of the call. So a host that is killed during one leaves either kind behind: a message
/// that never left, and one that did with nobody told.
/// </remarks>
internal sealed class LocalSms(Outbox outbox, LocalCarrier carrier, TimeProvider clock) : ISms
{
    private static readonly TimeSpan s_receiptDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken)
    {
        var settings = outbox.Settings;
        var half = TimeSpan.FromSeconds(settings.LatencySeconds / 2);
        if (await IsCancelledAsync(half, cancellationToken))
        {
            return new(SmsResult.NotSent, Reason: "not-sent");
        }

        if (settings.Mode is SmsMode.Refuse)
        {
            return new(SmsResult.NotSent, Reason: "http-429", RetryAfter: s_retryAfter);
        }

        if (settings.Mode is SmsMode.Fail)
        {
            return new(SmsResult.Unknown, Reason: "http-500");
        }

        var id = $"Outgoing_{Guid.NewGuid():N}";
        outbox.Add(new SentLine(clock.GetUtcNow(), id, message.From, message.To, message.Text, message.Tag.ToString()));
        if (message.WantsReceipt && !settings.HoldReceipts)
        {
            carrier.SendReceipt(outbox.Find(id)!, LocalCarrier.Delivered, s_receiptDelay);
        }

        return await IsCancelledAsync(half, cancellationToken) || settings.Mode is SmsMode.NoAnswer
            ? new(SmsResult.Unknown, Reason: "no-answer")
            : new(SmsResult.Accepted, id);
    }

    // Real time, however the host's clock goes.
    private static async Task<bool> IsCancelledAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return cancellationToken.IsCancellationRequested;
    }
}
