using NodaTime.Text;
using SecureDocket.CheckIns;
using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>PUT /api/v1/offices/{officeId}</c>: creates or replaces an office.</summary>
public sealed class PutOfficeFunction(ChangeOffice change)
{
    /// <summary>200 with the office; 409 when booked appointments are affected and the caller has not confirmed that, or are on a new holiday.</summary>
    [Function("PutOffice"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/offices/{officeId}")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken) => request.SetAsync(
            (json, faults) => Read(officeId, json, faults),
            (form, _) => change.ExecuteAsync(form.Office, form.Touches, cancellationToken),
            office => JsonAnswer.Ok(OfficeView.Of(office), PlacesJson.Answers.OfficeView),
            cancellationToken);

    private static (Office Office, long? Touches) Read(string officeId, JsonForm json, List<Refusal> faults)
    {
        var office = new OfficeForm
        {
            OfficeId = officeId,
            Name = json.Text("name"),
            Address = json.Text("address"),
            Phone = json.Text("phone"),
            TimeZone = json.Text("timeZone"),
            OpeningHours = json.Texts("openingHours"),
            Holidays = json.Texts("holidays"),
            SlotMinutes = json.Integer("slotMinutes"),
            SeatsPerSlot = json.Integer("seatsPerSlot"),
            RemoteAllowed = json.Flag("remoteAllowed") ?? false,
            GraceMinutes = json.Integer("graceMinutes"),
        }.Check().ValueOr(faults);
        return (office!, json.Integer("touches"));
    }
}

/// <summary>An office.</summary>
public sealed record OfficeView
{
    /// <summary>Its ID.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its address.</summary>
    public required string Address { get; init; }

    /// <summary>The phone number for cardholders.</summary>
    public required string Phone { get; init; }

    /// <summary>The IANA ID of its time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The opening hours, each as <c>Mo 08:00-12:00</c>.</summary>
    public required IReadOnlyList<string> OpeningHours { get; init; }

    /// <summary>The days when it is closed, each as <c>YYYY-MM-DD</c>.</summary>
    public required IReadOnlyList<string> Holidays { get; init; }

    /// <summary>The length of a slot.</summary>
    public required int SlotMinutes { get; init; }

    /// <summary>The number of people per slot.</summary>
    public required int SeatsPerSlot { get; init; }

    /// <summary>Whether remote check-ins are allowed.</summary>
    public required bool RemoteAllowed { get; init; }

    /// <summary>How long after its start a check-in does not yet count as missed.</summary>
    public required int GraceMinutes { get; init; }

    internal static OfficeView Of(Office office) => new()
    {
        Id = office.Id,
        Name = office.Name,
        Address = office.Address,
        Phone = office.Phone,
        TimeZone = office.TimeZone,
        OpeningHours = [.. office.OpeningHours.Select(OfficeForm.Spell)],
        Holidays = [.. office.Holidays.Select(LocalDatePattern.Iso.Format)],
        SlotMinutes = office.SlotMinutes,
        SeatsPerSlot = office.SeatsPerSlot,
        RemoteAllowed = office.RemoteAllowed,
        GraceMinutes = office.GraceMinutes,
    };
}
