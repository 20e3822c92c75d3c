using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/pin</c>: sets the PIN that the person, who is present, has typed.</summary>
public sealed class PutPinFunction(SetPin setPin)
{
    /// <summary>204; 422 for a PIN that others would guess. Whoever was signed in to the portal is not any more.</summary>
    [Function("PutPin")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/pin")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var pin = body.IsRefused ? body.Refusals.ToList() : Read(body.Value);
        if (pin.IsRefused)
        {
            return ProblemResult.Of(pin.Refusals);
        }

        var result = await setPin.ExecuteAsync(id, pin.Value, request.Actor(), cancellationToken);
        return result.IsRefused ? ProblemResult.Of(result.Refusals) : Results.NoContent();
    }

    private static Result<string> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var pin = json.Text("pin");
        var faults = json.Faults(Pin.FaultsOf(pin, []));
        return faults.Count > 0 ? faults : pin!;
    }
}
