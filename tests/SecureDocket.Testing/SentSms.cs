namespace SecureDocket.Testing;

/// <summary>
/// A message that the fake provider accepted. Its <see cref="RepeatabilityRequestId"/> is the same in every attempt of one
/// send and differs between sends.
/// </summary>
public sealed record SentSms(string MessageId, string From, string To, string Text, string? Tag, bool DeliveryReport, string? RepeatabilityRequestId);
