using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary><c>GET /api/v1/scanners/{scannerId}/leave</c>: whether a device on which no officer is signed in is still authorized.</summary>
public sealed class GetScannerLeaveFunction(ScannerStore scanners)
{
    /// <summary>200, also for unknown devices, so that IDs cannot be probed.</summary>
    [Function("GetScannerLeave"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/scanners/{scannerId}/leave")] HttpRequest request,
        string scannerId,
        CancellationToken cancellationToken)
    {
        var scanner = Guid.TryParseExact(scannerId, "D", out var id) ? await scanners.FindAsync(id, cancellationToken) : null;
        return JsonAnswer.Ok(new ScannerLeaveView(scanner?.EndedAt is not null), ScannersJson.Answers.ScannerLeaveView);
    }
}
