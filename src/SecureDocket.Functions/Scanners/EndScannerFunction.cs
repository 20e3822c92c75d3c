using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary><c>DELETE /api/v1/scanners/{scannerId}/leave</c>: ends the authorization of a device, for example a lost one.</summary>
public sealed class EndScannerFunction(EndScanner end, ILogger<EndScannerFunction> logger)
{
    /// <summary>200 with the scanner, also when repeated.</summary>
    [Function("EndScanner"), Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/scanners/{scannerId}/leave")] HttpRequest request,
        string scannerId,
        CancellationToken cancellationToken)
    {
        // A malformed ID is treated like an unknown one.
        _ = Guid.TryParseExact(scannerId, "D", out var id);
        var result = await end.ExecuteAsync(id, request.Actor(), cancellationToken);
        if (result.IsRefused)
        {
            return ProblemResult.Of(result.Refusals);
        }

        Log.ScannerEnded(logger, id);
        return JsonAnswer.Ok(ScannerView.Of(result.Value), ScannersJson.Answers.ScannerView);
    }
}
