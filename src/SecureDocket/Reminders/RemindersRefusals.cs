namespace SecureDocket.Reminders;

/// <summary>The refusals about reminders.</summary>
internal static class RemindersRefusals
{
    public static Refusal DateChanged { get; } = new("version-mismatch", "The date has changed or has passed.");

    public static Refusal NoSuchReminder { get; } = new(RecordDeliveryReport.NoSuchReminder, "No reminder on record has this receipt's tag.");
}
