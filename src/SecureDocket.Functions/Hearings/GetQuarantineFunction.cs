using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>GET /api/v1/quarantined-hearings</c>: hearings quarantined because a feed sent unusually many for one person, and moves that await the agreement of another court.</summary>
public sealed class GetQuarantineFunction(HearingQuarantine quarantine)
{
    /// <summary>200 with a page of hearings.</summary>
    [Function("GetQuarantine"), Access(Roles.ProgramAdministrator), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/quarantined-hearings")] HttpRequest request, CancellationToken cancellationToken) =>
        (await quarantine.PageAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new QuarantinedHearingsView([.. page.Items.Select(QuarantinedHearingView.Of)], page.Next), HearingsJson.Answers.QuarantinedHearingsView));
}

/// <summary>A page of quarantined hearings.</summary>
/// <param name="Hearings">The hearings, ordered by ID.</param>
/// <param name="Next">The token for the next page; absent on the last page.</param>
public sealed record QuarantinedHearingsView(IReadOnlyList<QuarantinedHearingView> Hearings, string? Next);

/// <summary>A quarantined hearing. Discloses nothing about the person.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Hearing">The hearing as sent by the feed.</param>
/// <param name="Feed">The object ID of the feed.</param>
/// <param name="PutAsideAt">When it was quarantined.</param>
/// <param name="AwaitsCourt">The court whose registrar must send the same change; absent when the feed sent too many changes.</param>
public sealed record QuarantinedHearingView(string CardholderId, HearingView Hearing, string Feed, DateTimeOffset PutAsideAt, string? AwaitsCourt)
{
    internal static QuarantinedHearingView Of(QuarantinedHearing hearing) =>
        new(hearing.CardholderId.ToString(), HearingView.Of(hearing.Hearing), hearing.Feed.Id, hearing.PutAsideAt.ToDateTimeOffset(), hearing.Awaits);
}
