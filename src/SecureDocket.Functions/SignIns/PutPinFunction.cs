using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/pin</c>: sets the PIN that the person, who is present, has entered.</summary>
public sealed class PutPinFunction(SetPin setPin)
{
    /// <summary>204; 422 for a PIN that is easy to guess. Ends all portal sessions of the person.</summary>
    [Function("PutPin"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/pin")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAsync(
            Read,
            (form, actor) => setPin.ExecuteAsync(id, form, actor, cancellationToken),
            _ => Results.NoContent(),
            cancellationToken));

    private static string Read(JsonForm json, List<Refusal> faults)
    {
        var pin = json.Text("pin");
        faults.AddRange(Pin.FaultsOf(pin, []));
        return pin!;
    }
}
