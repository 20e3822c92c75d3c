using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>GET /api/v1/offices/{officeId}/missed?from&amp;to&amp;judgement</c>: who missed a check-in at an office, and what was made of it.</summary>
public sealed class GetMissedFunction(ViewMissed view, TimeProvider clock)
{
    /// <summary>200 with a page in chronological order. A page may be short or empty without being the last.</summary>
    [Function("GetMissed"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer), Query("from", "to", "judgement", "page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}/missed")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken)
    {
        var days = request.Days(ViewMissed.DayLimit);
        var asked = request.Query["judgement"].FirstOrDefault() ?? Judgements.Unjudged;
        List<Refusal> faults = [.. days.Refusals, .. Judgements.Asked.Contains(asked) ? Array.Empty<Refusal>() : [CheckInsRefusals.Judgement]];
        return faults.Count > 0
            ? ProblemResult.Of(faults)
            : (await view.ExecuteAsync(officeId, days.Value!, Names.FromKebab<MissFinding>(asked), request.Query["page"], request.Actor(), cancellationToken)).OrProblem(page =>
                JsonAnswer.Ok(
                    new OfficeDayView([.. page.Items.Select(entry => OfficeDayEntryView.Of(entry, request.Actor(), clock.GetCurrentInstant()))], page.Next), CheckInsJson.Answers.OfficeDayView));
    }
}
