using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>PUT /api/v1/quarantined-hearings/{hearingId}/release</c>: accepts a quarantined hearing; <c>?courtId=</c> selects a move to another court.</summary>
public sealed class ReleaseHearingFunction(ReleaseHearing release)
{
    /// <summary>200 with the outcome, which is unchanged when repeated.</summary>
    [Function("ReleaseHearing"), Access(Roles.ProgramAdministrator), Query("courtId")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/quarantined-hearings/{hearingId}/release")] HttpRequest request,
        string hearingId,
        CancellationToken cancellationToken) => (await release.ExecuteAsync(hearingId, request.Query["courtId"], request.Actor(), cancellationToken))
            .OrProblem(taken => JsonAnswer.Ok(HearingChangeView.Of(taken), HearingsJson.Answers.HearingChangeView));
}
