using System.Text.RegularExpressions;
using NodaTime;

namespace SecureDocket.Places;

/// <summary>An immigration court, with the zone that its clock shows.</summary>
/// <param name="Id">Two to eight upper-case letters or digits, e.g. <c>NYC</c>.</param>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Address">One line of 1 to 200 characters.</param>
/// <param name="TimeZone">An IANA id of the tz database.</param>
public sealed partial record Court(string Id, string Name, string Address, string TimeZone)
{
    /// <summary>The most registrars of a court.</summary>
    public const int RegistrarLimit = 20;

    /// <summary>The ids of the applications that speak for the court, as <see cref="Actor.Id"/>; null when it names none, and then nobody does.</summary>
    public IReadOnlyList<string>? Registrars { get; init; }

    /// <summary>Whether <paramref name="actor"/> speaks for the court.</summary>
    public bool HearsFrom(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Registrars?.Contains(actor.Id, StringComparer.Ordinal) == true;
    }

    /// <summary>Checks what a caller says of a court and names every fault.</summary>
    public static Result<Court> Create(string id, string? name, string? address, string? timeZone, IReadOnlyList<string>? registrars)
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

        if (registrars is not null
            && (registrars.Count > RegistrarLimit || registrars.Distinct(StringComparer.Ordinal).Count() < registrars.Count || !registrars.All(RegistrarPattern().IsMatch)))
        {
            refusals.Add(new("invalid", $"At most {RegistrarLimit} object ids of applications, each once: 1 to 64 letters, digits, hyphens, underscores and dots.", "registrars"));
        }

        return refusals.Count > 0 ? refusals : new Court(id, name!, address!, timeZone!) { Registrars = registrars is { Count: > 0 } ? registrars : null };
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex RegistrarPattern();
}
