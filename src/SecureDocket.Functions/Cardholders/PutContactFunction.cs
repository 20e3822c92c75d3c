using SecureDocket.Cardholders;
using SecureDocket.Messages;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/contact</c>: changes a person's contact details.</summary>
public sealed class PutContactFunction(ChangeContact change, SmsOptions sms)
{
    /// <summary>200 with the docket's new version; 428 without If-Match.</summary>
    [Function("PutContact"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/contact")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAtVersionAsync(
            Read,
            (form, version, actor) => change.ExecuteAsync(id, version, form, actor, cancellationToken),
            docket => CardholderVersion.Answer(docket, sms),
            cancellationToken));

    private static Contact Read(JsonForm json, List<Refusal> faults) => new ContactForm
    {
        Language = json.Text("language"),
        Mobile = json.Text("mobile"),
        TimeZone = json.Text("timeZone"),
        MessageTier = json.Text("messageTier"),
        CodeWord = json.Text("codeWord"),
    }.Check().ValueOr(faults)!;
}
