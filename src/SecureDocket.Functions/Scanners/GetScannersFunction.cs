using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary><c>GET /api/v1/scanners</c>: the devices on which officers check cards.</summary>
public sealed class GetScannersFunction(ScannerStore scanners)
{
    /// <summary>200 with a page of scanners.</summary>
    [Function("GetScanners"), Access(Roles.ProgramAdministrator), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/scanners")] HttpRequest request, CancellationToken cancellationToken) =>
        (await scanners.PageAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new ScannersView([.. page.Items.Select(ScannerView.Of)], page.Next), ScannersJson.Answers.ScannersView));
}
