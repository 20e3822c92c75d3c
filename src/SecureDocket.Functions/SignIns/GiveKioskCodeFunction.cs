using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/kiosk-code</c>: issues one code for a person without a phone, valid for 15 minutes.</summary>
public sealed class GiveKioskCodeFunction(PaperCodeRequests requests)
{
    /// <summary>201 with the code.</summary>
    [Function("GiveKioskCode"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/kiosk-code")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => requests.AnswerAsync(request, cardholderId, PaperCodeKind.Kiosk, cancellationToken);
}
