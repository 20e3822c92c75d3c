using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>PUT /api/v1/courts/{courtId}</c>: creates a court, or changes its name, address, time zone and registrars.</summary>
public sealed class PutCourtFunction(CourtStore courts)
{
    /// <summary>200 with the court.</summary>
    [Function("PutCourt"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/courts/{courtId}")] HttpRequest request,
        string courtId,
        CancellationToken cancellationToken) => request.SetAsync(
            (json, faults) => Read(courtId, json, faults),
            (form, _) => PutAsync(form, cancellationToken),
            court => JsonAnswer.Ok(CourtView.Of(court), PlacesJson.Answers.CourtView),
            cancellationToken);

    private static Court Read(string courtId, JsonForm json, List<Refusal> faults) =>
        Court.Create(courtId, json.Text("name"), json.Text("address"), json.Text("timeZone"), json.Text("phone"), json.Texts("registrars")).ValueOr(faults)!;

    private async Task<Result<Court>> PutAsync(Court court, CancellationToken cancellationToken)
    {
        await courts.PutAsync(court, cancellationToken);
        return court;
    }
}

/// <summary>A court.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="TimeZone">The IANA ID of its time zone.</param>
/// <param name="Phone">The number of its information line; absent if none is known.</param>
/// <param name="Registrars">The object IDs of the applications that act as its registrars.</param>
public sealed record CourtView(string Id, string Name, string Address, string TimeZone, string? Phone, IReadOnlyList<string> Registrars)
{
    internal static CourtView Of(Court court) => new(court.Id, court.Name, court.Address, court.TimeZone, court.Phone, court.Registrars ?? []);
}
