using SecureDocket.Cardholders;
using SecureDocket.Messages;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}</c>: a docket's person, clearance, photo and cards.</summary>
public sealed class GetCardholderFunction(ViewCardholder view, SmsOptions sms)
{
    /// <summary>200 with the docket; its version is the ETag.</summary>
    [Function("GetCardholder"), Access(Roles.EnrollmentOfficer, Roles.ProtectionSupervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Actor(), cancellationToken))
            .OrProblem(docket => JsonAnswer.Ok(CardholderView.Of(docket, request.Actor(), sms), CardholdersJson.Answers.CardholderView, RequestReading.ETag(docket.Version))));
}
