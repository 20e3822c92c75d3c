using NodaTime;

namespace SecureDocket.Places;

/// <summary>An immigration court, with the zone that its clock shows.</summary>
/// <param name="Id">Two to eight upper-case letters or digits, e.g. <c>NYC</c>.</param>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Address">One line of 1 to 200 characters.</param>
/// <param name="TimeZone">An IANA id of the tz database.</param>
public sealed record Court(string Id, string Name, string Address, string TimeZone)
{
    /// <summary>Checks what a caller says of a court and names every fault.</summary>
    public static Result<Court> Create(string id, string? name, string? address, string? timeZone)
    {
        List<Refusal> refusals = [];
        if (!PlaceRules.IsId(id))
        {
            refusals.Add(new("invalid", PlaceRules.IdDetail, "courtId"));
        }

        if (!PlaceRules.IsLine(name, 80))
        {
            refusals.Add(new("invalid", "1 to 80 characters.", "name"));
        }

        if (!PlaceRules.IsLine(address, 200))
        {
            refusals.Add(new("invalid", "One line of 1 to 200 characters.", "address"));
        }

        if (timeZone is null || !DateTimeZoneProviders.Tzdb.Ids.Contains(timeZone))
        {
            refusals.Add(new("invalid", "An IANA time zone, e.g. America/Chicago.", "timeZone"));
        }

        return refusals.Count > 0 ? refusals : new Court(id, name!, address!, timeZone!);
    }
}
