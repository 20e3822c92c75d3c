using NodaTime.Text;
using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/photo</c>: the enrolled photo at full size.</summary>
public sealed class GetPhotoFunction(ViewPhoto view)
{
    /// <summary>200 with the stored bytes.</summary>
    [Function("GetPhoto"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.ProtectionSupervisor), Query("verification", "checkedAt")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/photo")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => Verification(request).ThenAsync(async verification =>
            (await view.ExecuteAsync(id, verification, request.Actor(), cancellationToken)).OrProblem(photo => Results.Bytes(photo.Content, photo.MediaType))));

    /// <summary>The verification for which the photo is requested: both parameters or neither.</summary>
    private static Result<VerificationReference?> Verification(HttpRequest request)
    {
        var (verification, checkedAt) = (request.Query["verification"].ToString(), request.Query["checkedAt"].ToString());
        if (verification.Length == 0 && checkedAt.Length == 0)
        {
            return (VerificationReference?)null;
        }

        List<Refusal> refusals = [];
        if (verification.Length == 0)
        {
            refusals.Add(CardholdersRefusals.Verification);
        }

        if (!InstantPattern.ExtendedIso.Parse(checkedAt).TryGetValue(default, out var moment))
        {
            refusals.Add(CardholdersRefusals.CheckedAt);
        }

        return refusals.Count > 0 ? refusals : new VerificationReference(verification, moment.ToDateTimeOffset());
    }
}
