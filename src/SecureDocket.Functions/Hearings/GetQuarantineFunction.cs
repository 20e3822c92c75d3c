using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>GET /api/v1/quarantined-hearings</c>: what feeds said while they said unusually much about one person, and moves that another court has yet to agree to.</summary>
public sealed class GetQuarantineFunction(HearingQuarantine quarantine)
{
    /// <summary>200 with a page of hearings.</summary>
    [Function("GetQuarantine")]
    [Access(Roles.ProgramAdministrator)]
    [Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/quarantined-hearings")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var page = await quarantine.PageAsync(request.Query["page"], cancellationToken);
        return page.IsRefused
            ? ProblemResult.Of(page.Refusals)
            : Answer.Ok(new QuarantinedHearingsView([.. page.Value.Items.Select(QuarantinedHearingView.Of)], page.Value.Next), HearingsJson.Answers.QuarantinedHearingsView);
    }
}

/// <summary>A page of hearings that were put aside.</summary>
/// <param name="Hearings">By the hearings' ids.</param>
/// <param name="Next">The token for the next page; absent on the last page.</param>
public sealed record QuarantinedHearingsView(IReadOnlyList<QuarantinedHearingView> Hearings, string? Next);

/// <summary>A hearing that was put aside. It shows nothing of the person.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Hearing">The hearing as the feed said it.</param>
/// <param name="Feed">The object id of who said so.</param>
/// <param name="PutAsideAt">When it was put aside.</param>
/// <param name="AwaitsCourt">The court whose registrar has yet to say the same; absent when it was too much news.</param>
public sealed record QuarantinedHearingView(string CardholderId, HearingView Hearing, string Feed, DateTimeOffset PutAsideAt, string? AwaitsCourt)
{
    internal static QuarantinedHearingView Of(QuarantinedHearing hearing) =>
        new(hearing.CardholderId.ToString(), HearingView.Of(hearing.Hearing), hearing.Feed.Id, hearing.PutAsideAt.ToDateTimeOffset(), hearing.Awaits);
}
