using SecureDocket.Hearings;
using SecureDocket.Places;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>PUT /api/v1/hearings/{hearingId}</c>: sets, moves or cancels a hearing.</summary>
public sealed class PutHearingFunction(SetHearing set, CourtStore courts, TimeProvider clock, ILogger<PutHearingFunction> logger)
{
    /// <summary>200 with the outcome.</summary>
    [Function("PutHearing"), Access(Roles.CourtRegistrar)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/hearings/{hearingId}")] HttpRequest request,
        string hearingId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        return await body.ThenAsync(async json =>
        {
            var entry = await HearingBody.ReadAsync(json, hearingId, id => courts.FindAsync(id, cancellationToken), clock);
            return await entry.ThenAsync(async hearing => Answer(await set.ExecuteAsync(hearing, request.Actor(), cancellationToken)));
        });
    }

    private IResult Answer(Result<HearingOnRecord> result)
    {
        if (result.Refusals is [{ Code: "hearing-quarantined" or "hearing-awaits-court" }])
        {
            Log.HearingQuarantined(logger);
        }

        return result.OrProblem(taken => JsonAnswer.Ok(HearingChangeView.Of(taken), HearingsJson.Answers.HearingChangeView));
    }
}

/// <summary>The outcome of setting a hearing. Discloses nothing about the person.</summary>
/// <param name="Outcome">created, moved, cancelled or unchanged.</param>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Hearing">The current hearing.</param>
/// <param name="NotToldInTime">True if no text tells the person before the hearing and mail comes too late; an officer is asked to call. Absent otherwise.</param>
public sealed record HearingChangeView(string Outcome, string CardholderId, HearingView Hearing, bool? NotToldInTime)
{
    internal static HearingChangeView Of(HearingOnRecord taken) =>
        new(Names.Of(taken.Outcome), taken.CardholderId.ToString(), HearingView.Of(taken.Hearing), taken.IsNotToldInTime ? true : null);
}
