using System.Globalization;
using NodaTime;
using SecureDocket.Places;

namespace SecureDocket.Simulation;

/// <summary>Where a hearing is held: a court in one of its buildings. No address is another's.</summary>
internal sealed record SimulatedCourt(string Id, string Name, string Address);

/// <summary>The offices and courts there are: three offices or more, and in each time zone two courts, of which the first has two buildings.</summary>
internal sealed class SimulatedPlaces
{
    // Each person who reports has a seat within a few days; a seat is a slot, so that no seat is drawn.
    private const int PeoplePerOffice = 400;

    private static readonly string[] s_zones = ["America/Chicago", "America/Los_Angeles", "America/New_York"];

    public SimulatedPlaces(int people) => Offices = [.. Enumerable.Range(0, Math.Max(3, people / PeoplePerOffice)).Select(NewOffice)];

    /// <summary>The offices where people report.</summary>
    public IReadOnlyList<Office> Offices { get; }

    /// <summary>The buildings of the courts in a time zone; the first two are of one court.</summary>
    public static IReadOnlyList<SimulatedCourt> CourtsIn(string zone)
    {
        var number = Array.IndexOf(SimulatedPerson.Zones, zone);
        string Line(string street) => string.Create(CultureInfo.InvariantCulture, $"{number + 10} {street} Street");
        return
        [
            new(string.Create(CultureInfo.InvariantCulture, $"E{number}"), "Elm Court", Line("Elm")),
            new(string.Create(CultureInfo.InvariantCulture, $"E{number}"), "Elm Court", Line("Ash")),
            new(string.Create(CultureInfo.InvariantCulture, $"F{number}"), "Fir Court", Line("Fir")),
        ];
    }

    /// <summary>Every address that a text may name.</summary>
    public IReadOnlyList<string> Addresses =>
        [SimulatedOfficers.Address, .. Offices.Select(office => office.Address), .. SimulatedPerson.Zones.SelectMany(CourtsIn).Select(court => court.Address)];

    /// <summary>The address of an office.</summary>
    public string AddressOf(string officeId) => Offices.FirstOrDefault(office => office.Id == officeId)?.Address ?? SimulatedOfficers.Address;

    /// <summary>Registers all of them.</summary>
    public async Task OpenAsync(SimulatedProcess setup)
    {
        foreach (var office in Offices)
            await setup.Offices.PutAsync(office, default);
        foreach (var zone in SimulatedPerson.Zones)
        {
            foreach (var court in CourtsIn(zone).DistinctBy(court => court.Id))
                await setup.Courts.PutAsync(new(court.Id, court.Name, court.Address, zone) { Registrars = [SimulatedRegistrar.Actor.Id] }, default);
        }
    }

    private static Office NewOffice(int number) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"OF{number}"),
        Name = string.Create(CultureInfo.InvariantCulture, $"Office {number}"),
        Address = string.Create(CultureInfo.InvariantCulture, $"{number + 40} Oak Street"),
        Phone = "1-800-555-0100",
        TimeZone = s_zones[number % s_zones.Length],
        OpeningHours = [.. Enumerable.Range(1, 6).Select(day => new OpeningHours((IsoDayOfWeek)day, new(8, 0), new(17, 0)))],
        Holidays = [],
        SlotMinutes = 10,
        SeatsPerSlot = 1,
        GraceMinutes = 60,
    };
}
