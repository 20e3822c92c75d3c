using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary><c>PUT /api/v1/scanners/{scannerId}</c>: a device reports its state and learns whether it is still authorized.</summary>
public sealed class ReportScannerFunction(RecordScanner report)
{
    private const int WaitingLimit = 100_000;

    /// <summary>200 with whether its authorization was ended.</summary>
    [Function("ReportScanner"), Access(Roles.FieldOfficer, Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/scanners/{scannerId}")] HttpRequest request,
        string scannerId,
        CancellationToken cancellationToken) => request.SetAsync(
            (json, faults) => Read(scannerId, json, faults),
            (form, actor) => ReportAsync(form, actor, cancellationToken),
            scanner => JsonAnswer.Ok(new ScannerLeaveView(scanner.EndedAt is not null), ScannersJson.Answers.ScannerLeaveView),
            cancellationToken);

    private static ScannerReport Read(string scannerId, JsonForm json, List<Refusal> faults)
    {
        if (!Guid.TryParseExact(scannerId, "D", out var id))
        {
            faults.Add(ScannersRefusals.Id);
        }

        var release = json.Text("release");
        if (release is not { Length: 12 } || !release.All(char.IsAsciiHexDigitLower))
        {
            faults.Add(ScannersRefusals.Release);
        }

        var issued = json.Moment("packIssuedAt");
        var waiting = json.Integer("waiting");
        if (waiting is not (>= 0 and <= WaitingLimit))
        {
            faults.Add(Refusals.Number("waiting", 0, WaitingLimit));
        }

        return new(id, release!, issued, (int)(waiting ?? 0));
    }

    private async Task<Result<Scanner>> ReportAsync(ScannerReport form, Actor actor, CancellationToken cancellationToken) =>
        await report.ExecuteAsync(form, actor, cancellationToken);
}
