using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/sign-in-codes</c>: issues ten paper codes, which replace earlier ones.</summary>
public sealed class PrintSignInCodesFunction(PaperCodeRequests requests)
{
    /// <summary>201 with the codes, which are never shown again except when the same request is repeated.</summary>
    [Function("PrintSignInCodes"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/sign-in-codes")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => requests.AnswerAsync(request, cardholderId, PaperCodeKind.Printed, cancellationToken);
}
