using SecureDocket.Disclosures;

namespace SecureDocket.Functions.Verdicts;

/// <summary><c>POST /api/v1/scans</c>: uploads the cards that an officer checked offline.</summary>
public sealed class UploadScansFunction(RecordScans record, TimeProvider clock, ILogger<UploadScansFunction> logger)
{
    /// <summary>200 with the outcome for each scan, in order; none needs to be uploaded again.</summary>
    [Function("UploadScans"), Access(Roles.FieldOfficer, Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/scans")] HttpRequest request, CancellationToken cancellationToken)
    {
        var scans = ScanForm.ReadAll(await request.ReadJsonAsync(cancellationToken), clock.GetUtcNow());
        return await scans.ThenAsync(async read => Answer(read, await RecordAsync(read, request.Actor(), cancellationToken)));
    }

    private async Task<IReadOnlyList<ScanOutcome>> RecordAsync(IReadOnlyList<ScanForm> read, Actor actor, CancellationToken cancellationToken)
    {
        var sound = read.Select(form => form.Scan.Value).OfType<OfflineScan>().ToList();
        var outcomes = await record.ExecuteAsync(sound, actor, cancellationToken);
        foreach (var _ in sound.Zip(outcomes).Where(each => each is (
            { Comparison: ComparisonAnswer.NotSamePerson }, ScanOutcome.Recorded)))
        {
            Log.NotTheSamePerson(logger);
        }

        return outcomes;
    }

    private static IResult Answer(IReadOnlyList<ScanForm> read, IReadOnlyList<ScanOutcome> outcomes)
    {
        var next = 0;
        var results = read.Select(form => form.Scan.IsRefused
            ? new ScanResultView(form.Id, "invalid", ProblemResult.Errors(form.Scan.Refusals))
            : new ScanResultView(form.Id, Names.Kebab(outcomes[next++]), null));
        return JsonAnswer.Ok(new ScansView([.. results]), VerdictsJson.Answers.ScansView);
    }
}

/// <summary>The outcomes for uploaded scans.</summary>
/// <param name="Results">The outcomes, in the order of the request.</param>
public sealed record ScansView(IReadOnlyList<ScanResultView> Results);

/// <summary>The outcome for one scan.</summary>
/// <param name="ScanId">The scan; absent when it has no valid ID.</param>
/// <param name="Outcome">The outcome: recorded, known, no-such-card or invalid.</param>
/// <param name="Errors">Why it is invalid; otherwise absent.</param>
public sealed record ScanResultView(string? ScanId, string Outcome, IReadOnlyList<ProblemError>? Errors);
