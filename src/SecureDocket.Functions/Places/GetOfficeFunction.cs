using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>GET /api/v1/offices/{officeId}</c>: an office.</summary>
public sealed class GetOfficeFunction(OfficeStore offices)
{
    /// <summary>200 with the office.</summary>
    [Function("GetOffice"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken) =>
        await offices.FindAsync(officeId, cancellationToken) is { } office
            ? JsonAnswer.Ok(OfficeView.Of(office), PlacesJson.Answers.OfficeView)
            : ProblemResult.Of(Refusals.NoSuchOffice with { Field = null });
}
