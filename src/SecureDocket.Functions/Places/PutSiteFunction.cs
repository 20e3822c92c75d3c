using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>PUT /api/v1/sites/{siteId}</c>: opens a site, or changes its name and quota.</summary>
public sealed class PutSiteFunction(SiteStore sites)
{
    /// <summary>200 with the site and what it has issued.</summary>
    [Function("PutSite")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sites/{siteId}")] HttpRequest request,
        string siteId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var form = body.IsRefused ? body.Refusals.ToList() : Read(siteId, body.Value);
        return form.IsRefused
            ? ProblemResult.Of(form.Refusals)
            : Answer.Ok(SiteView.Of(await sites.PutAsync(form.Value.Site, form.Value.HasSecondOfficer, cancellationToken)), PlacesJson.Answers.SiteView);
    }

    private static Result<(Site Site, bool? HasSecondOfficer)> Read(string siteId, ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var site = Site.Create(siteId, json.Text("name"), json.Integer("quota"));
        var hasSecondOfficer = json.Flag("secondOfficer");
        var faults = json.Faults(site.Refusals);
        return faults.Count > 0 ? faults : (site.Value!, hasSecondOfficer);
    }
}

/// <summary>A site.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What cards print.</param>
/// <param name="Quota">How many cards it may issue.</param>
/// <param name="Issued">How many it has issued.</param>
/// <param name="SecondOfficer">Whether a second officer is always there.</param>
public sealed record SiteView(string Id, string Name, int Quota, int Issued, bool SecondOfficer)
{
    internal static SiteView Of(Site site) => new(site.Id, site.Name, site.Quota, site.Issued, site.HasSecondOfficer);
}
