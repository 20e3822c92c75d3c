using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Functions.CheckIns;

/// <summary>Reads the start of a slot.</summary>
internal static class SlotStart
{
    /// <summary>The office's local time, accepted in one spelling only.</summary>
    public static LocalDateTime Read(JsonForm json, List<Refusal> faults)
    {
        // The parser accepts more than one spelling of a time, such as 24:00.
        var text = json.Text("start") ?? "";
        if (!LocalMinute.Pattern.Parse(text).TryGetValue(default, out var start) || LocalMinute.Format(start) != text || start.Year is < 2000 or >= 9999)
        {
            faults.Add(CheckInsRefusals.Start);
        }

        return start;
    }
}
