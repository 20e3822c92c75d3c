using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/photo/change/approval</c>: approves a photo that another officer submitted while a card was in force.</summary>
public sealed class ApprovePhotoChangeFunction(ApprovePhotoChange approve)
{
    private const int HashLength = 64;

    /// <summary>200 with the docket's new version. The body identifies the approved photo, so no version is needed.</summary>
    [Function("ApprovePhotoChange"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/photo/change/approval")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAsync(
            Read,
            (form, actor) => approve.ExecuteAsync(id, form, actor, cancellationToken),
            CardholderVersion.Answer,
            cancellationToken));

    private static string Read(JsonForm json, List<Refusal> faults)
    {
        var hash = json.Text("hash");
        if (hash is not { Length: HashLength } || !hash.All(char.IsAsciiHexDigitLower))
        {
            faults.Add(CardholdersRefusals.PhotoHash);
        }

        return hash!;
    }
}
