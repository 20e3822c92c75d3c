using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Logging;
using SecureDocket.Functions.Problems;
using SecureDocket.Partners;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Partners;

/// <summary><c>POST /api/v1/partners/{partnerId}/revocation</c>: puts a partner out of force for good.</summary>
public sealed class RevokePartnerFunction(RevokePartner revoke, IdempotentRequests idempotent, ILogger<RevokePartnerFunction> logger)
{
    /// <summary>200 with the partner; its tokens open nothing within a minute.</summary>
    [Function("RevokePartner")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/partners/{partnerId}/revocation")] HttpRequest request,
        string partnerId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var reason = body.IsRefused ? default : Read(body.Value);
        if (operation.IsRefused || body.IsRefused || reason.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. reason.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await revoke.ExecuteAsync(partnerId, reason.Value!, request.Actor(), operation.Value, cancellationToken);
            if (result.IsRefused)
            {
                return result.Refusals.ToList();
            }

            Log.PartnerRevoked(logger, result.Value.Id, reason.Value!);
            return new GivenAnswer(
                200, null, RequestReading.ETag(result.Value.Version), JsonSerializer.Serialize(PartnerView.Of(result.Value), PartnersJson.Answers.PartnerView));
        }, cancellationToken);
    }

    private static Result<string> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var reason = json.OneOf("reason", PartnerRevocationReasons.All, refusals);
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : reason!;
    }
}
