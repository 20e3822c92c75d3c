using SecureDocket.Reminders;

namespace SecureDocket.Messages;

/// <summary>The port to the provider of text messages.</summary>
public interface ISms
{
    /// <summary>Hands one message to the provider, once: nothing behind this port tries again.</summary>
    /// <remarks>Never throws for what the provider or the network does: whatever happens is an outcome.</remarks>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait; the outcome is then <see cref="SmsResult.Unknown"/>, unless nothing had been sent.</param>
    Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken);
}

/// <summary>A text message.</summary>
/// <param name="From">The sender number, E.164 or a short code.</param>
/// <param name="To">The recipient, E.164.</param>
/// <param name="Text">At most 2,048 characters.</param>
/// <param name="Tag">Comes back with the receipt.</param>
public sealed record Sms(string From, string To, string Text, ReminderId Tag)
{
    /// <summary>Whether a receipt is to come. A sign-in code needs none: whoever does not get it asks again.</summary>
    public bool WantsReceipt { get; init; } = true;
}

/// <summary>What became of handing a message to the provider.</summary>
/// <param name="Result">The kind of outcome.</param>
/// <param name="MessageId">The provider's id; null unless accepted.</param>
/// <param name="Reason">A stable code for what happened, e.g. <c>http-429</c>; null when accepted.</param>
/// <param name="RetryAfter">How long the provider asks to wait; null when it does not say.</param>
public sealed record SmsOutcome(SmsResult Result, string? MessageId = null, string? Reason = null, TimeSpan? RetryAfter = null);

/// <summary>The kinds of outcome.</summary>
public enum SmsResult
{
    /// <summary>The provider took the message; whether it arrives, a receipt will tell.</summary>
    Accepted,

    /// <summary>The message provably did not leave: no connection, or the provider refused the request (401, 403, 429, 503). It may be sent again later.</summary>
    NotSent,

    /// <summary>The provider refused this recipient or this message for good.</summary>
    Rejected,

    /// <summary>It may have left, and nobody can say: no answer in time, or 500, 502, 504.</summary>
    Unknown,
}
