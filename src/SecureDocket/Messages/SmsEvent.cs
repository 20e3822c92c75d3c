using NodaTime;

namespace SecureDocket.Messages;

/// <summary>An event from the SMS provider.</summary>
/// <param name="MessageId">The provider's ID of the message.</param>
/// <param name="From">The sender of that message, E.164 or a short code.</param>
/// <param name="To">The recipient of that message, E.164 or a short code.</param>
/// <param name="At">When the provider learned about it.</param>
public abstract record SmsEvent(string MessageId, string From, string To, Instant At)
{
    /// <summary>Only the kind and the ID, so that printing an event never puts numbers or texts into a log.</summary>
    public sealed override string ToString() => $"{GetType().Name} {MessageId}";
}

/// <summary>The delivery report of a message that we sent.</summary>
/// <param name="MessageId">The provider's ID of the message.</param>
/// <param name="From">Our number.</param>
/// <param name="To">The person's number.</param>
/// <param name="Delivered">Whether it was delivered, as far as the provider knows.</param>
/// <param name="Code">The reason, see <see cref="DeliveryCodes"/>; null if the provider gives no code.</param>
/// <param name="Tag">The tag of the message; empty if the receipt has none.</param>
/// <param name="At">When the provider learned about it.</param>
public sealed record DeliveryReport(string MessageId, string From, string To, bool Delivered, int? Code, string Tag, Instant At) : SmsEvent(MessageId, From, To, At);

/// <summary>A text from a person.</summary>
/// <param name="MessageId">The provider's ID of the text.</param>
/// <param name="From">The person's number.</param>
/// <param name="To">Our number.</param>
/// <param name="Text">The text, at most <see cref="SmsEvents.TextLimit"/> characters.</param>
/// <param name="At">When the provider received it.</param>
public sealed record InboundSms(string MessageId, string From, string To, string Text, Instant At) : SmsEvent(MessageId, From, To, At);
