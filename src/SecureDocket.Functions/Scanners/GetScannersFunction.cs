using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary><c>GET /api/v1/scanners</c>: the devices on which officers check cards.</summary>
public sealed class GetScannersFunction(ScannerStore scanners)
{
    /// <summary>200 with a page of scanners.</summary>
    [Function("GetScanners")]
    [Access(Roles.ProgramAdministrator)]
    [Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/scanners")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var page = await scanners.PageAsync(request.Query["page"], cancellationToken);
        return page.IsRefused
            ? ProblemResult.Of(page.Refusals)
            : Answer.Ok(new ScannersView([.. page.Value.Items.Select(ScannerView.Of)], page.Value.Next), ScannersJson.Answers.ScannersView);
    }
}
