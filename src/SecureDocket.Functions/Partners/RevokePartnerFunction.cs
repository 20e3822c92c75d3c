using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary><c>POST /api/v1/partners/{partnerId}/revocation</c>: permanently revokes a partner.</summary>
public sealed class RevokePartnerFunction(RevokePartner revoke, IdempotentRequests requests, ILogger<RevokePartnerFunction> logger)
{
    /// <summary>200 with the partner; its tokens stop working within a minute.</summary>
    [Function("RevokePartner"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/partners/{partnerId}/revocation")] HttpRequest request,
        string partnerId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (json, faults) => json.OneOf("reason", PartnerRevocationReasons.All, faults)!,
            (form, actor, operation) => RevokeAsync(partnerId, form, actor, operation, cancellationToken),
            partner => JsonAnswer.Given(200, PartnerView.Of(partner), PartnersJson.Answers.PartnerView, etag: RequestReading.ETag(partner.Version)),
            cancellationToken);

    private async Task<Result<Partner>> RevokeAsync(
        string partnerId, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var result = await revoke.ExecuteAsync(partnerId, reason, actor, operation, cancellationToken);
        if (!result.IsRefused)
        {
            Log.PartnerRevoked(logger, result.Value.Id, reason);
        }

        return result;
    }
}
