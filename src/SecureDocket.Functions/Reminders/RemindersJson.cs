using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Reminders;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(ReminderReportView))]
[JsonSerializable(typeof(RemindersView))]
internal sealed partial class RemindersJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static RemindersJson Answers { get; } = new(ApiJson.Options());
}
