using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Reminders;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(ReminderReportView))]
[JsonSerializable(typeof(RemindersView))]
internal sealed partial class RemindersJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static RemindersJson Answers { get; } = new(ApiJson.Options());
}
