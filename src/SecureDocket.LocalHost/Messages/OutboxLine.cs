using System.Text.Json.Serialization;

namespace SecureDocket.LocalHost.Messages;

/// <summary>A line of the outbox: something that happened.</summary>
/// <param name="At">When, by the host's clock.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SentLine), "sent")]
[JsonDerivedType(typeof(ReceiptLine), "receipt")]
[JsonDerivedType(typeof(HeldLine), "held")]
[JsonDerivedType(typeof(ReplyLine), "reply")]
[JsonDerivedType(typeof(SettingsLine), "settings")]
internal abstract record OutboxLine(DateTimeOffset At);

/// <summary>A message left for a phone.</summary>
internal sealed record SentLine(DateTimeOffset At, string MessageId, string From, string To, string Text, string Tag) : OutboxLine(At);

/// <summary>A receipt comes at <see cref="OutboxLine.At"/>; until then it waits in the queue under <paramref name="QueueId"/>.</summary>
internal sealed record ReceiptLine(DateTimeOffset At, string MessageId, int Code, string QueueId) : OutboxLine(At);

/// <summary>A receipt was taken back before it came.</summary>
internal sealed record HeldLine(DateTimeOffset At, string MessageId, string QueueId) : OutboxLine(At);

/// <summary>A phone's owner texted.</summary>
internal sealed record ReplyLine(DateTimeOffset At, string MessageId, string From, string To, string Text) : OutboxLine(At);

/// <summary>The provider was told how to behave.</summary>
internal sealed record SettingsLine(DateTimeOffset At, SmsMode Mode, double LatencySeconds, bool HoldReceipts) : OutboxLine(At);

/// <summary>What the provider does with a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SmsMode>))]
internal enum SmsMode
{
    /// <summary>Takes it.</summary>
    Accept,

    /// <summary>Refuses it with 429: it has not left.</summary>
    Refuse,

    /// <summary>Answers 500, and it has not left.</summary>
    Fail,

    /// <summary>Takes it, and the answer is lost.</summary>
    NoAnswer,
}
