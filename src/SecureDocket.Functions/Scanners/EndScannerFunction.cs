using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary><c>DELETE /api/v1/scanners/{scannerId}/leave</c>: ends the leave of a device, e.g. one that was lost.</summary>
public sealed class EndScannerFunction(EndScanner end, ILogger<EndScannerFunction> logger)
{
    /// <summary>200 with the scanner; said again, it is the same.</summary>
    [Function("EndScanner")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/scanners/{scannerId}/leave")] HttpRequest request,
        string scannerId,
        CancellationToken cancellationToken)
    {
        // What is no id is nobody's.
        _ = Guid.TryParseExact(scannerId, "D", out var id);
        var result = await end.ExecuteAsync(id, request.Actor(), cancellationToken);
        if (result.IsRefused)
        {
            return ProblemResult.Of(result.Refusals);
        }

        Log.ScannerEnded(logger, id);
        return Answer.Ok(ScannerView.Of(result.Value), ScannersJson.Answers.ScannerView);
    }
}
