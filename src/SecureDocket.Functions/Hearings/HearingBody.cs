using SecureDocket.Hearings;
using SecureDocket.Places;

namespace SecureDocket.Functions.Hearings;

/// <summary>Reads a hearing from JSON: a request body or a line of an import.</summary>
internal static class HearingBody
{
    /// <summary>Returns the hearing, or all errors at once.</summary>
    /// <param name="utf8">One JSON object.</param>
    /// <param name="hearingId">The hearing's ID; null to read it from the object.</param>
    /// <param name="courtOf">Finds a court by its ID; returns null when there is none.</param>
    /// <param name="clock">The current time.</param>
    public static async Task<Result<HearingEntry>> ReadAsync(
        ReadOnlyMemory<byte> utf8, string? hearingId, Func<string, Task<Court?>> courtOf, TimeProvider clock)
    {
        using var json = new JsonForm(utf8);
        var form = new HearingForm
        {
            HearingId = hearingId ?? json.Text("hearingId"),
            ANumber = json.Text("aNumber"),
            SourceVersion = json.Integer("sourceVersion"),
            CourtId = json.Text("courtId"),
            Start = json.Text("start"),
            Kind = json.Text("kind"),
            Room = json.Text("room"),
            Cancelled = json.Flag("cancelled") ?? false,
        };
        var court = form.CourtId is null ? null : await courtOf(form.CourtId);
        var now = clock.GetCurrentInstant();
        var entry = form.Check(court, now.InUtc().Date);
        var faults = json.Faults(entry.Refusals);
        if (faults.Count == 0)
        {
            return entry;
        }

        // On its own, it is checked later against the record.
        return form.FaultAt(court, now) is { } past ? [.. faults, past] : faults;
    }
}
