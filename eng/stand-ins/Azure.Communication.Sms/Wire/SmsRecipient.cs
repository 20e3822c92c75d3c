using System.Globalization;
using System.Text.Json;

namespace Azure.Communication.Sms.Wire;

internal sealed record SmsRecipient(string To, string RepeatabilityRequestId, string RepeatabilityFirstSent)
{
    public static SmsRecipient New(string to) => new(
        Required.NotNullOrEmpty(to, nameof(to)),
        Guid.NewGuid().ToString(),
        DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("to", To);
        json.WriteString("repeatabilityRequestId", RepeatabilityRequestId);
        json.WriteString("repeatabilityFirstSent", RepeatabilityFirstSent);
        json.WriteEndObject();
    }
}
