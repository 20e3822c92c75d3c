using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Functions.CheckIns;

/// <summary>Reads the start of a slot.</summary>
internal static class SlotStart
{
    /// <summary>A local time on the office's clock, in one spelling only.</summary>
    public static LocalDateTime Read(JsonForm json, List<Refusal> faults)
    {
        // The parser takes more than one spelling of a moment, 24:00 for one.
        var text = json.Text("start") ?? "";
        if (!LocalMinute.Pattern.Parse(text).TryGetValue(default, out var start) || LocalMinute.Format(start) != text || start.Year is < 2000 or >= 9999)
        {
            faults.Add(new("invalid", "Must be the office's local time, as YYYY-MM-DDThh:mm.", "start"));
        }

        return start;
    }
}
