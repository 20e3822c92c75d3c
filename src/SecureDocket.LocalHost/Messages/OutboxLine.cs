using System.Text.Json.Serialization;

namespace SecureDocket.LocalHost.Messages;

/// <summary>A line of the outbox, which records an event.</summary>
/// <param name="At">When it happened, by the host's clock.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SentLine), "sent")]
[JsonDerivedType(typeof(ReceiptLine), "receipt")]
[JsonDerivedType(typeof(HeldLine), "held")]
[JsonDerivedType(typeof(ReplyLine), "reply")]
[JsonDerivedType(typeof(SettingsLine), "settings")]
internal abstract record OutboxLine(DateTimeOffset At);

/// <summary>A message was sent to a phone.</summary>
internal sealed record SentLine(DateTimeOffset At, string MessageId, string From, string To, string Text, string Tag) : OutboxLine(At);

/// <summary>A receipt is due at <see cref="OutboxLine.At"/>; until then it waits in the queue as <paramref name="QueueId"/>.</summary>
internal sealed record ReceiptLine(DateTimeOffset At, string MessageId, int Code, string QueueId) : OutboxLine(At);

/// <summary>A receipt was withdrawn before it was due.</summary>
internal sealed record HeldLine(DateTimeOffset At, string MessageId, string QueueId) : OutboxLine(At);

/// <summary>A reply came from a phone.</summary>
internal sealed record ReplyLine(DateTimeOffset At, string MessageId, string From, string To, string Text) : OutboxLine(At);

/// <summary>The behavior of the provider was set.</summary>
internal sealed record SettingsLine(DateTimeOffset At, SmsMode Mode, double LatencySeconds, bool HoldReceipts) : OutboxLine(At);

/// <summary>How the provider handles a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SmsMode>))]
internal enum SmsMode
{
    /// <summary>Accepts it.</summary>
    Accept,

    /// <summary>Refuses it with 429; it is not sent.</summary>
    Refuse,

    /// <summary>Answers 500; it is not sent.</summary>
    Fail,

    /// <summary>Accepts it, but the response is lost.</summary>
    NoAnswer,
}
