namespace SecureDocket.Places;

/// <summary>The refusals about sites, offices and courts.</summary>
internal static class PlacesRefusals
{
    public static Refusal Id(string field) => new("invalid", "Must be two to eight upper-case letters or digits.", field);

    public static Refusal Registrars { get; } = new(
        "invalid",
        $"Must be at most {Court.RegistrarLimit} distinct object IDs of applications, each of 1 to 64 letters, digits, hyphens, underscores and dots.",
        "registrars");

    public static Refusal Phone { get; } = new("invalid", "Must be at most 16 digits and hyphens, e.g. 1-800-555-0100.", "phone");

    public static Refusal OpeningHours { get; } = new(
        "invalid",
        $"Each must be like Mo 08:00-12:00, with the days Mo to Su; at most {OfficeForm.IntervalLimit} a day, which must not overlap.",
        "openingHours");

    public static Refusal ClosureReason { get; } = new("invalid", $"Must be one of: {string.Join(", ", ClosureReasons.All)}.", "reason");

    public static Refusal ClosureThen { get; } = new("invalid", "Must be rebook or choose.", "then");

    public static Refusal CourtThen { get; } = new("invalid", "Must be omitted: only the court gives another date.", "then");

    public static Refusal ClosureHours { get; } = new("invalid", "Must be like 08:00, earlier than to, and both or neither must be given.", "from");

    public static Refusal ClosurePassed { get; } = new("closure-passed", "The closure must not be over.", "day");

    public static Refusal ClosureTooFar { get; } = new("invalid", $"Must be at most {ClosureForm.DaysAhead} days ahead.", "day");

    public static Refusal Holidays { get; } = new(
        "invalid", $"Must be at most {OfficeForm.HolidayLimit} distinct dates as YYYY-MM-DD.", "holidays");
}
