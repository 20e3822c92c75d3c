using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary><c>PUT /api/v1/scanners/{scannerId}</c>: a device says how it is, and hears whether it may go on.</summary>
public sealed class ReportScannerFunction(ReportScanner report)
{
    private const int WaitingLimit = 100_000;

    /// <summary>200 with whether its leave was ended.</summary>
    [Function("ReportScanner")]
    [Access(Roles.FieldOfficer, Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/scanners/{scannerId}")] HttpRequest request,
        string scannerId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var form = body.IsRefused ? body.Refusals.ToList() : Read(scannerId, body.Value);
        if (form.IsRefused)
        {
            return ProblemResult.Of(form.Refusals);
        }

        var scanner = await report.ExecuteAsync(form.Value, request.Actor(), cancellationToken);
        return Answer.Ok(new ScannerLeaveView(scanner.EndedAt is not null), ScannersJson.Answers.ScannerLeaveView);
    }

    private static Result<ScannerReport> Read(string scannerId, ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        if (!Guid.TryParseExact(scannerId, "D", out var id))
        {
            refusals.Add(new("invalid", "A random UUID.", "scannerId"));
        }

        var release = json.Text("release");
        if (release is not { Length: 12 } || !release.All(char.IsAsciiHexDigitLower))
        {
            refusals.Add(new("invalid", "12 lower-case hexadecimal digits.", "release"));
        }

        var issued = json.Moment("packIssuedAt");
        var waiting = json.Integer("waiting");
        if (waiting is not (>= 0 and <= WaitingLimit))
        {
            refusals.Add(new("invalid", "0 to 100000.", "waiting"));
        }

        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : new ScannerReport(id, release!, issued, (int)waiting!.Value);
    }
}
