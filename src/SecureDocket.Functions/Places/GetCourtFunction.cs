using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>GET /api/v1/courts/{courtId}</c>: a court.</summary>
public sealed class GetCourtFunction(CourtStore courts)
{
    /// <summary>200 with the court.</summary>
    [Function("GetCourt"), Access(Roles.CourtRegistrar, Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/courts/{courtId}")] HttpRequest request,
        string courtId,
        CancellationToken cancellationToken) =>
        await courts.FindAsync(courtId, cancellationToken) is { } court
            ? JsonAnswer.Ok(CourtView.Of(court), PlacesJson.Answers.CourtView)
            : ProblemResult.Of(Refusals.NoSuchCourt);
}
