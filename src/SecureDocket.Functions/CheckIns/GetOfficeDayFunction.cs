using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>GET /api/v1/offices/{officeId}/days/{day}</c>: who comes to an office on a day.</summary>
public sealed class GetOfficeDayFunction(ViewOfficeDay view, TimeProvider clock)
{
    /// <summary>200 with a page in chronological order; 304 when the caller has it. A page may be short or empty without being the last.</summary>
    [Function("GetOfficeDay"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}/days/{day}")] HttpRequest request,
        string officeId,
        string day,
        CancellationToken cancellationToken) =>
        (await view.ExecuteAsync(officeId, day, request.Query["page"], request.Has, request.Actor(), cancellationToken)).OrProblem(page => page.Entries is { } entries
            ? JsonAnswer.Ok(
                new OfficeDayView([.. entries.Items.Select(entry => OfficeDayEntryView.Of(entry, request.Actor(), clock.GetCurrentInstant()))], entries.Next),
                CheckInsJson.Answers.OfficeDayView,
                $"\"{page.Tag}\"")
            : JsonAnswer.NotModified($"\"{page.Tag}\""));
}
