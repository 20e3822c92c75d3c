using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary><c>GET /api/v1/partners/{partnerId}</c>: a partner and the history of its changes.</summary>
public sealed class GetPartnerFunction(ViewPartners view)
{
    /// <summary>200 with the partner and its history.</summary>
    [Function("GetPartner"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/partners/{partnerId}")] HttpRequest request,
        string partnerId,
        CancellationToken cancellationToken) => (await view.OneAsync(partnerId, cancellationToken))
            .OrProblem(found => JsonAnswer.Ok(PartnerView.Of(found), PartnersJson.Answers.PartnerView, RequestReading.ETag(found.Partner.Version)));
}
