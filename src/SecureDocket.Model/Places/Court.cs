using System.Text.RegularExpressions;
using NodaTime;

namespace SecureDocket.Places;

/// <summary>An immigration court and its time zone.</summary>
/// <param name="Id">Two to eight upper-case letters or digits, e.g. <c>NYC</c>.</param>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Address">One line of 1 to 200 characters.</param>
/// <param name="TimeZone">An IANA time zone ID.</param>
public sealed partial record Court(string Id, string Name, string Address, string TimeZone)
{
    /// <summary>The maximum number of registrars of a court.</summary>
    public const int RegistrarLimit = 20;

    /// <summary>The IDs of the applications that speak for the court, as <see cref="Actor.Id"/>. With null, no application speaks for it.</summary>
    public IReadOnlyList<string>? Registrars { get; init; }

    /// <summary>The number of its information line, at most 16 digits and hyphens; null if none is known.</summary>
    public string? Phone { get; init; }

    /// <summary>The closures that were announced, those of past years excepted; null for none.</summary>
    public IReadOnlyList<Closure>? Closures { get; init; }

    /// <summary>Whether <paramref name="actor"/> speaks for the court.</summary>
    public bool HearsFrom(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Registrars?.Contains(actor.Id, StringComparer.Ordinal) == true;
    }

    /// <summary>Validates a court as a caller sent it and reports all faults.</summary>
    public static Result<Court> Create(string id, string? name, string? address, string? timeZone, string? phone, IReadOnlyList<string>? registrars)
    {
        List<Refusal> refusals = [];
        if (!PlaceRules.IsId(id))
        {
            refusals.Add(PlacesRefusals.Id("courtId"));
        }

        if (!PlaceRules.IsLine(name, 80))
        {
            refusals.Add(Refusals.Length("name", 80));
        }

        if (!PlaceRules.IsLine(address, 200))
        {
            refusals.Add(Refusals.Line("address", 200));
        }

        if (timeZone is null || !DateTimeZoneProviders.Tzdb.Ids.Contains(timeZone))
        {
            refusals.Add(Refusals.TimeZone);
        }

        if (phone is not null && !PlaceRules.IsPhone(phone))
        {
            refusals.Add(PlacesRefusals.Phone);
        }

        if (registrars is not null
            && (registrars.Count > RegistrarLimit || registrars.Distinct(StringComparer.Ordinal).Count() < registrars.Count || !registrars.All(RegistrarPattern().IsMatch)))
        {
            refusals.Add(PlacesRefusals.Registrars);
        }

        return refusals.Count > 0 ? refusals : new Court(id, name!, address!, timeZone!) { Phone = phone, Registrars = registrars is { Count: > 0 } ? registrars : null };
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex RegistrarPattern();
}
