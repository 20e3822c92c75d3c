using SecureDocket.CheckIns;
using SecureDocket.Times;

namespace SecureDocket.Functions.Places;

/// <summary><c>GET /api/v1/offices/{officeId}/slots?from=YYYY-MM-DD&amp;to=YYYY-MM-DD</c>: an office's upcoming slots.</summary>
public sealed class GetOfficeSlotsFunction(ViewSlots view)
{
    /// <summary>200 with the slots in chronological order, including full ones.</summary>
    [Function("GetOfficeSlots"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.ProgramAdministrator), Query("from", "to")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}/slots")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken) => (await view.ExecuteAsync(officeId, request.Query["from"], request.Query["to"], cancellationToken))
            .OrProblem(found => JsonAnswer.Ok(
                new SlotsView(
                    found.Office.Name,
                    found.Office.TimeZone,
                    [.. found.Slots.Select(slot => new SlotView(LocalMinute.Format(slot.Slot.Start), slot.Slot.Instant.ToDateTimeOffset(), slot.Free))]),
                PlacesJson.Answers.SlotsView));
}

/// <summary>Slots of an office.</summary>
/// <param name="Office">The office's name.</param>
/// <param name="TimeZone">The office's time zone.</param>
/// <param name="Slots">In chronological order.</param>
public sealed record SlotsView(string Office, string TimeZone, IReadOnlyList<SlotView> Slots);

/// <summary>A slot.</summary>
/// <param name="Start">The office's local time.</param>
/// <param name="StartsAt">The same instant in UTC.</param>
/// <param name="Free">The number of free seats.</param>
public sealed record SlotView(string Start, DateTimeOffset StartsAt, int Free);
