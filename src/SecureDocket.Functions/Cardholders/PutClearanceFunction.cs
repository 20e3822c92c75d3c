using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/clearance</c>: records the result of the background check.</summary>
public sealed class PutClearanceFunction(RecordClearance record, TimeProvider clock)
{
    /// <summary>200 with the docket's new version; 428 without If-Match.</summary>
    [Function("PutClearance"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/clearance")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAtVersionAsync(
            Read,
            (form, version, actor) => record.ExecuteAsync(id, version, form, actor, cancellationToken),
            CardholderVersion.Answer,
            cancellationToken));

    private Clearance Read(JsonForm json, List<Refusal> faults) =>
        Clearance.Create(json.Text("result"), json.Text("reference"), json.Text("date"), clock.GetCurrentDate()).ValueOr(faults)!;
}
