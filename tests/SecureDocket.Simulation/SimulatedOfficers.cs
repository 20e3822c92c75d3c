using System.Globalization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.Simulation;

/// <summary>Officers who enroll people, book their check-ins, and give them other numbers.</summary>
internal sealed class SimulatedOfficers(Simulation simulation)
{
    private const string OfficeId = "SIM";

    private static readonly Actor s_officer = new("Enrollment.Officer", "simulation");

    /// <summary>The address of the office of those whose check-in is told of together with a hearing.</summary>
    public const string Address = "1 Sample Plaza";

    private static readonly Office s_office = new()
    {
        Id = OfficeId,
        Name = "Simulated Office",
        Address = Address,
        Phone = "1-800-555-0100",
        TimeZone = "America/Chicago",
        OpeningHours = [.. Enumerable.Range(1, 6).Select(day => new OpeningHours((IsoDayOfWeek)day, new(9, 0), new(17, 0)))],
        Holidays = [],
        SlotMinutes = 60,
        SeatsPerSlot = 50,
        GraceMinutes = 60,
    };

    private readonly Random _random = simulation.Random;
    private int _numbers;

    /// <summary>Opens a docket before everything begins, or leaves it to the first hour, where the person is welcomed by text.</summary>
    public async Task OpenAsync(SimulatedProcess setup, SimulatedPerson person)
    {
        await setup.Lookups.ClaimAsync(LookupKind.ANumber, person.ANumber, person.Id, default);
        if (person.IsEnrolledLater && !simulation.Options.IsRush)
        {
            var operation = OperationId.For(s_officer, $"enroll {person.ANumber}");
            simulation.Later(simulation.Options.Start + Duration.FromMinutes(person.Number % 60), process => EnrollAsync(process, person, operation));
            return;
        }

        if (person.FirstMobile is { } mobile)
            await setup.Lookups.AddAsync(LookupKind.Mobile, mobile, person.Id, default);
        var cardholder = new Cardholder { Id = person.Id, Details = person.Details(), EnrolledBy = "simulation" };
        await setup.Dockets.OpenAsync(cardholder, [], s_officer, OperationId.New(), default);
        person.Take(Instant.MinValue, person.FirstMobile);
        if (person.HasCheckIn || person.Reports)
            await setup.Dockets.ChangeAsync(person.Id, _ => new DocketChange("card-issued") { Cards = [CardOf(person)] }, s_officer, OperationId.New(), default);
    }

    /// <summary>Registers the office.</summary>
    public static Task OpenOfficeAsync(SimulatedProcess setup) => setup.Offices.PutAsync(s_office, default);

    /// <summary>Draws when a person is given another number, and perhaps at once one more, or the first one again.</summary>
    public void Foresee(SimulatedPerson person)
    {
        if (!person.MovesOn)
            return;

        var at = simulation.Options.Start + Duration.FromMinutes(_random.Next(2 * 60, 5 * 24 * 60));
        GiveAnother(person, at);
        if (_random.Next(3) == 0)
            GiveAnother(person, at + Duration.FromMinutes(_random.Next(1, 120)));
        else if (_random.Next(3) == 0 && person.FirstMobile is { } first)
            Give(person, first, at + Duration.FromMinutes(_random.Next(1, 24 * 60)));
    }

    /// <summary>Books a check-in that is told of together with a hearing.</summary>
    public void ForeseeCheckIn(SimulatedPerson person, Instant at)
    {
        var day = s_office.DayOf(at).PlusDays(_random.Next(3, 9));
        while (s_office.SlotsOn(day).Count == 0)
            day = day.PlusDays(1);
        var start = s_office.SlotsOn(day)[_random.Next(8)].Start;
        simulation.Later(at, process => BookAsync(process, person, start));
    }

    /// <summary>Gives a person a number that nobody has.</summary>
    public void GiveAnother(SimulatedPerson person, Instant at) => Give(person, string.Create(CultureInfo.InvariantCulture, $"+1201{_numbers++:D7}"), at);

    /// <summary>Gives somebody else a number that is no longer its owner's.</summary>
    /// <returns>Whether somebody was drawn.</returns>
    public bool Reassign(SimulatedPhone phone, Instant at)
    {
        var person = simulation.People[_random.Next(simulation.People.Count)];
        if (!person.IsAlone || person.Mobile == phone.Number)
            return false;

        Give(person, phone.Number, at);
        return true;
    }

    private void Give(SimulatedPerson person, string mobile, Instant at)
    {
        var change = new object();
        simulation.Later(at, process => GiveAsync(process, person, mobile, change));
    }

    private static async Task<bool> EnrollAsync(SimulatedProcess process, SimulatedPerson person, OperationId operation)
    {
        var result = await process.Enroll.ExecuteAsync(new(person.Details(), []), s_officer, operation, default);
        var docket = result.IsRefused ? throw new InvalidOperationException(result.Refusals[0].Detail) : result.Value.Docket;
        person.Take(docket.Cardholder.MobileSince ?? Instant.MinValue, person.FirstMobile);
        return true;
    }

    // An officer waits for the answer before they try the next change.
    private static async Task<bool> GiveAsync(SimulatedProcess process, SimulatedPerson person, string mobile, object change)
    {
        person.Changing ??= change;
        if (person.Changing != change || !person.IsOpen)
            return false;

        var details = person.Details();
        var contact = new Contact(details.Language, mobile, details.TimeZone, details.MessageTier, details.CodeWord);
        var result = await process.ChangeContact.ExecuteAsync(person.Id, VersionMatch.Any, contact, s_officer, default);
        if (result.IsRefused)
            throw new InvalidOperationException(result.Refusals[0].Detail);
        person.Changing = null;
        person.Take(result.Value!.Cardholder.MobileSince ?? Instant.MinValue, mobile);
        return true;
    }

    // Where there is no seat left, there is no check-in.
    private static async Task<bool> BookAsync(SimulatedProcess process, SimulatedPerson person, LocalDateTime start)
    {
        await process.BookCheckIn.ExecuteAsync(
            person.Id, OfficeId, start, CheckInBooking.Officer, s_officer, OperationId.For(s_officer, $"book {person.ANumber}"), default);
        return true;
    }

    private Card CardOf(SimulatedPerson person) => new()
    {
        Number = CardNumber.FromBytes([.. person.Id.ToBytes()[..12]]),
        Serial = 1,
        Status = CardStatus.Active,
        SiteId = OfficeId,
        StatusList = "1",
        StatusIndex = 1,
        KeyVersion = "k",
        KeyId = "k",
        PhotoHash = "",
        IssuedAt = simulation.Now.ToDateTimeOffset(),
        Expires = simulation.Now.ToDateTimeOffset().AddDays(365),
        Payload = [],
        IssuedBy = "simulation",
    };
}
