using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary><c>GET /api/v1/partners</c>: all current and former partners.</summary>
public sealed class GetPartnersFunction(ViewPartners view)
{
    /// <summary>200 with a page of partners.</summary>
    [Function("GetPartners"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/partners")] HttpRequest request, CancellationToken cancellationToken) =>
        (await view.AllAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new PartnersView([.. page.Items.Select(PartnerView.Of)], page.Next), PartnersJson.Answers.PartnersView));
}
