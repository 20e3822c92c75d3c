using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/kiosk-code</c>: one code for a person without a phone, for a quarter of an hour.</summary>
public sealed class GiveKioskCodeFunction(PaperCodeRequests requests)
{
    /// <summary>201 with the code.</summary>
    [Function("GiveKioskCode")]
    [Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/kiosk-code")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => requests.AnswerAsync(request, cardholderId, PaperCodeKind.Kiosk, cancellationToken);
}
