using System.Collections.Frozen;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Seals;

namespace SecureDocket.Functions.Verdicts;

/// <summary><c>POST /api/v1/scans</c>: uploads the cards that an officer checked offline.</summary>
public sealed class UploadScansFunction(RecordScans record, TimeProvider clock, ILogger<UploadScansFunction> logger)
{
    private const int DayLimit = 30;

    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_age = TimeSpan.FromDays(DayLimit);

    private static readonly string[] s_verdicts = [.. Enum.GetValues<Outcome>().Select(Names.Of)];

    private static readonly FrozenSet<string> s_reasons =
        typeof(Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>200 with the outcome for each scan, in order; none needs to be uploaded again.</summary>
    [Function("UploadScans"), Access(Roles.FieldOfficer, Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/scans")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var read = body.IsRefused ? body.Refusals.ToList() : Read(body.Value);
        if (read.IsRefused)
        {
            return ProblemResult.Of(read.Refusals);
        }

        var sound = read.Value.Select(scan => scan.Scan.Value).OfType<OfflineScan>().ToList();
        var outcomes = await record.ExecuteAsync(sound, request.Actor(), cancellationToken);
        foreach (var _ in sound.Zip(outcomes).Where(each => each is (
            { Comparison: ComparisonAnswer.NotSamePerson }, ScanOutcome.Recorded)))
        {
            Log.NotTheSamePerson(logger);
        }

        var next = 0;
        var results = read.Value.Select(scan => scan.Scan.IsRefused
            ? new ScanResultView(scan.Id, "invalid", ProblemResult.Errors(scan.Scan.Refusals))
            : new ScanResultView(scan.Id, Names.Kebab(outcomes[next++]), null));
        return JsonAnswer.Ok(new ScansView([.. results]), VerdictsJson.Answers.ScansView);
    }

    private Result<List<ReadScan>> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var scans = json.Objects("scans");
        if (scans is not { Count: >= 1 and <= RecordScans.Limit })
        {
            refusals.Add(VerdictsRefusals.Scans(RecordScans.Limit));
        }

        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : scans!.Select(Read).ToList();
    }

    private ReadScan Read(JsonForm json)
    {
        List<Refusal> refusals = [];
        var now = clock.GetUtcNow();
        var isNamed = Guid.TryParseExact(json.Text("scanId"), "D", out var id);
        if (!isNamed)
        {
            refusals.Add(VerdictsRefusals.ScanId);
        }

        if (!CardNumber.TryParse(json.Text("cardNumber"), out var card))
        {
            refusals.Add(VerdictsRefusals.CardNumber);
        }

        var at = json.Moment("at");
        if (at is null || at > now + s_clockSkew || at < now - s_age)
        {
            refusals.Add(VerdictsRefusals.ScannedAt(DayLimit));
        }

        var verdict = Array.IndexOf(s_verdicts, json.OneOf("verdict", s_verdicts, refusals));
        var reasons = json.Texts("reasons") ?? [];
        if (!reasons.All(s_reasons.Contains) || reasons.Distinct().Count() != reasons.Count || (verdict >= 0 && verdict == (int)Outcome.Valid != (reasons.Count == 0)))
        {
            refusals.Add(VerdictsRefusals.Reasons);
        }

        var statusAsOf = json.Moment("statusAsOf");
        if (statusAsOf > now + s_clockSkew)
        {
            refusals.Add(VerdictsRefusals.StatusAsOf);
        }

        var comparison = ComparisonView.Read(json, required: false, refusals);
        var seal = SealForm.Read(json, at ?? now, refusals);
        var faults = json.Faults(refusals);
        return new(isNamed ? $"{id:D}" : null, faults.Count > 0
            ? faults
            : new OfflineScan(id, card, at!.Value, new((Outcome)verdict, reasons, statusAsOf)) { Comparison = comparison, Seal = seal });
    }

    private sealed record ReadScan(string? Id, Result<OfflineScan> Scan);
}

/// <summary>The outcomes for uploaded scans.</summary>
/// <param name="Results">The outcomes, in the order of the request.</param>
public sealed record ScansView(IReadOnlyList<ScanResultView> Results);

/// <summary>The outcome for one scan.</summary>
/// <param name="ScanId">The scan; absent when it has no valid ID.</param>
/// <param name="Outcome">The outcome: recorded, known, no-such-card or invalid.</param>
/// <param name="Errors">Why it is invalid; otherwise absent.</param>
public sealed record ScanResultView(string? ScanId, string Outcome, IReadOnlyList<ProblemError>? Errors);
