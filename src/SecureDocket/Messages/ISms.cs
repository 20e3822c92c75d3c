using SecureDocket.Reminders;

namespace SecureDocket.Messages;

/// <summary>The port to the SMS provider.</summary>
public interface ISms
{
    /// <summary>Hands one message to the provider, once; nothing behind this port retries.</summary>
    /// <remarks>It never throws because of the provider or the network; every result is an outcome.</remarks>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the call; the outcome is then <see cref="SmsResult.Unknown"/>, unless nothing had been sent.</param>
    Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken);
}

/// <summary>An SMS message.</summary>
/// <param name="From">The sender number, E.164 or a short code.</param>
/// <param name="To">The recipient, E.164.</param>
/// <param name="Text">At most 2,048 characters.</param>
/// <param name="Tag">The tag, which the receipt returns.</param>
public sealed record Sms(string From, string To, string Text, ReminderId Tag)
{
    /// <summary>Whether a receipt is expected. A sign-in code needs none: a person who does not get it requests another.</summary>
    public bool WantsReceipt { get; init; } = true;
}

/// <summary>The outcome of handing a message to the provider.</summary>
/// <param name="Result">The kind of outcome.</param>
/// <param name="MessageId">The provider's ID; null unless accepted.</param>
/// <param name="Reason">A stable code for the cause, e.g. <c>http-429</c>; null when accepted.</param>
/// <param name="RetryAfter">The wait that the provider asks for; null if none.</param>
public sealed record SmsOutcome(SmsResult Result, string? MessageId = null, string? Reason = null, TimeSpan? RetryAfter = null);

/// <summary>The kinds of outcome.</summary>
public enum SmsResult
{
    /// <summary>The provider accepted the message; a receipt will report the delivery.</summary>
    Accepted,

    /// <summary>
    /// The message was provably not sent: there was no connection, or the provider refused the request (401, 403, 429, 503). It may be sent
    /// again later.
    /// </summary>
    NotSent,

    /// <summary>The provider permanently refused this recipient or this message.</summary>
    Rejected,

    /// <summary>The message may have been sent, but the outcome is unknown: no response in time, or 500, 502, 504.</summary>
    Unknown,
}
