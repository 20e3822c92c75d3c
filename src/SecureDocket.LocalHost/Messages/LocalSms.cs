using SecureDocket.Messages;

namespace SecureDocket.LocalHost.Messages;

/// <summary>A text message provider that stores messages in the outbox.</summary>
/// <remarks>
/// A message is sent in the middle of the call. Killing the host during a call therefore produces either case: a message that was
/// not sent, or one that was sent without a response.
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

    // Uses real time, independent of the host's clock.
    private static async Task<bool> IsCancelledAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return cancellationToken.IsCancellationRequested;
    }
}
