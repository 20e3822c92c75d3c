using System.Globalization;

namespace SecureDocket.Messages;

/// <summary>The refusals of events from the SMS provider.</summary>
internal static class MessagesRefusals
{
    public static Refusal Encoding { get; } = new(SmsEventFaults.Encoding, "The message is not Base64-encoded UTF-8.");

    public static Refusal TooLarge(int limit) => new(
        SmsEventFaults.TooLarge, string.Create(CultureInfo.InvariantCulture, $"A message can have at most {limit} characters."));

    public static Refusal Malformed { get; } = new(SmsEventFaults.Malformed, "The message is not well-formed JSON.");

    public static Refusal Count(int limit) => new(
        SmsEventFaults.Count, string.Create(CultureInfo.InvariantCulture, $"A message must be one event or a list of 1 to {limit} events."));

    public static Refusal Schema { get; } = new(SmsEventFaults.Schema, "The CloudEvents version of the event is not supported.", "specversion");

    public static Refusal ForeignType(string field) => new(SmsEventFaults.ForeignType, "The event is neither a delivery report nor a received SMS.", field);

    public static Refusal Member(string member) => new(SmsEventFaults.Member, "This member of the event is missing or invalid.", member);
}
