using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>PUT /api/v1/sites/{siteId}</c>: creates a site, or changes its name and quota.</summary>
public sealed class PutSiteFunction(SiteStore sites)
{
    /// <summary>200 with the site and the number of cards it has issued.</summary>
    [Function("PutSite"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sites/{siteId}")] HttpRequest request,
        string siteId,
        CancellationToken cancellationToken) => request.SetAsync(
            (json, faults) => Read(siteId, json, faults),
            (form, _) => PutAsync(form.Site, form.HasSecondOfficer, cancellationToken),
            site => JsonAnswer.Ok(SiteView.Of(site), PlacesJson.Answers.SiteView),
            cancellationToken);

    private static (Site Site, bool? HasSecondOfficer) Read(string siteId, JsonForm json, List<Refusal> faults) =>
        (Site.Create(siteId, json.Text("name"), json.Integer("quota")).ValueOr(faults)!, json.Flag("secondOfficer"));

    private async Task<Result<Site>> PutAsync(Site site, bool? hasSecondOfficer, CancellationToken cancellationToken) =>
        await sites.PutAsync(site, hasSecondOfficer, cancellationToken);
}

/// <summary>A site.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Name">The name printed on cards.</param>
/// <param name="Quota">The number of cards it may issue.</param>
/// <param name="Issued">The number of cards it has issued.</param>
/// <param name="SecondOfficer">Whether a second officer is always present.</param>
public sealed record SiteView(string Id, string Name, int Quota, int Issued, bool SecondOfficer)
{
    internal static SiteView Of(Site site) => new(site.Id, site.Name, site.Quota, site.Issued, site.HasSecondOfficer);
}
