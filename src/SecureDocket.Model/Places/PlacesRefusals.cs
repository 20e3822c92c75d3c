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

    public static Refusal Holidays { get; } = new(
        "invalid", $"Must be at most {OfficeForm.HolidayLimit} distinct dates as YYYY-MM-DD.", "holidays");
}
