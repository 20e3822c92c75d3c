namespace SecureDocket.Closures;

/// <summary>The refusals about closures.</summary>
internal static class ClosuresRefusals
{
    public static Refusal NoSuchClosure { get; } = new("no-such-closure", "The place has no such closure.");

    public static Refusal Overlaps { get; } = new("closure-overlaps", "Another closure of this place covers a part of this time.", "day");

    public static Refusal Withdrawn { get; } = new("closure-withdrawn", "The closure was withdrawn, or not approved in time.");

    public static Refusal Limit { get; } = new("closure-limit", $"A place has at most {ClosureStore.Limit} closures a year.");

    public static Refusal NoSuchPlace(PlaceKind kind) => (kind == PlaceKind.Office ? Refusals.NoSuchOffice : Refusals.NoSuchCourt) with { Field = null };

    public static Refusal DatesChanged(int dates) => new(
        "dates-changed", $"{dates} dates fall into the closure. Look at the preview again, and send that number.", "dates");
}
