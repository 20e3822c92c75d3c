using SecureDocket.Hearings;
using SecureDocket.Times;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>GET /api/v1/courts/{courtId}/hearings?day=YYYY-MM-DD</c>: a court's hearings of one day.</summary>
public sealed class GetCourtHearingsFunction(ViewCourtDay view)
{
    /// <summary>200 with a page of hearings in chronological order. A page may be short or empty without being the last.</summary>
    [Function("GetCourtHearings"), Access(Roles.CourtRegistrar), Query("day", "page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/courts/{courtId}/hearings")] HttpRequest request,
        string courtId,
        CancellationToken cancellationToken) => (await view.ExecuteAsync(courtId, request.Query["day"], request.Query["page"], request.Actor(), cancellationToken))
            .OrProblem(page => JsonAnswer.Ok(
                new CourtHearingsView([.. page.Items.Select(CourtHearingView.Of)], page.Next), HearingsJson.Answers.CourtHearingsView));
}

/// <summary>A page of a court's hearings of one day.</summary>
/// <param name="Hearings">In chronological order.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record CourtHearingsView(IReadOnlyList<CourtHearingView> Hearings, string? Next);

/// <summary>A hearing in a court's day. Identifies no person by name.</summary>
/// <param name="HearingId">The registrar's ID.</param>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Court">The court's name.</param>
/// <param name="Start">The court's local time.</param>
/// <param name="TimeZone">The court's time zone.</param>
/// <param name="Kind">The kind: master, individual, bond or other.</param>
/// <param name="Status">The status: scheduled or cancelled.</param>
/// <param name="Closed">The closed door because of which it is not held; absent while it is held.</param>
public sealed record CourtHearingView(
    string HearingId, string CardholderId, string Court, string Start, string TimeZone, string Kind, string Status, ClosedCourtView? Closed)
{
    internal static CourtHearingView Of(CourtHearing found) => new(
        found.Hearing.Id,
        found.CardholderId.ToString(),
        found.Hearing.CourtName,
        LocalMinute.Format(found.Hearing.Start),
        found.Hearing.TimeZone,
        Names.Of(found.Hearing.Kind),
        Names.Of(found.Hearing.Status),
        ClosedCourtView.Of(found.Hearing));
}
