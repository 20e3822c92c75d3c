using NodaTime;

namespace SecureDocket.Messages;

/// <summary>Something that the provider tells us.</summary>
/// <param name="MessageId">The provider's id of the message that it is about.</param>
/// <param name="From">Who sent that message, E.164 or a short code.</param>
/// <param name="To">Who was to get it, E.164 or a short code.</param>
/// <param name="At">When the provider learned of it.</param>
public abstract record SmsEvent(string MessageId, string From, string To, Instant At)
{
    /// <summary>The kind and the id only: numbers and texts never end up in a log by being printed.</summary>
    public sealed override string ToString() => $"{GetType().Name} {MessageId}";
}

/// <summary>What became of a message that we sent.</summary>
/// <param name="MessageId">The provider's id of the message.</param>
/// <param name="From">Our number.</param>
/// <param name="To">The person's number.</param>
/// <param name="Delivered">Whether it reached the phone, as far as the provider knows.</param>
/// <param name="Code">Why, see <see cref="DeliveryCodes"/>; null when the provider names no code.</param>
/// <param name="Tag">What we tagged the message with; empty when the receipt names no tag.</param>
/// <param name="At">When the provider learned of it.</param>
public sealed record DeliveryReport(string MessageId, string From, string To, bool Delivered, int? Code, string Tag, Instant At) : SmsEvent(MessageId, From, To, At);

/// <summary>A text from a person.</summary>
/// <param name="MessageId">The provider's id of the text.</param>
/// <param name="From">The person's number.</param>
/// <param name="To">Our number.</param>
/// <param name="Text">What they wrote, at most <see cref="SmsEvents.TextLimit"/> characters.</param>
/// <param name="At">When the provider got it.</param>
public sealed record InboundSms(string MessageId, string From, string To, string Text, Instant At) : SmsEvent(MessageId, From, To, At);
