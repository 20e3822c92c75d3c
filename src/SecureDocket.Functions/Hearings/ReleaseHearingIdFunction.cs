using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>PUT /api/v1/hearings/{hearingId}/id-release</c>: releases a hearing ID from the docket that holds it by mistake, so that another docket can use it.</summary>
public sealed class ReleaseHearingIdFunction(ReleaseHearingId release)
{
    /// <summary>200 with the docket that held it. If-Match must be the version on record there, or "0" when only the ID is claimed.</summary>
    [Function("ReleaseHearingId"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/hearings/{hearingId}/id-release")] HttpRequest request,
        string hearingId,
        CancellationToken cancellationToken) => request.SetAtVersionAsync(
            Read,
            (form, version, actor) => release.ExecuteAsync(hearingId, form.Id, version, form.Reason, actor, cancellationToken),
            released => JsonAnswer.Ok(HearingIdReleaseView.Of(hearingId, released), HearingsJson.Answers.HearingIdReleaseView),
            cancellationToken);

    private static (CardholderId Id, string Reason) Read(JsonForm json, List<Refusal> faults)
    {
        if (!CardholderId.TryParse(json.Text("cardholderId"), out var id))
        {
            faults.Add(HearingsRefusals.IdHolder);
        }

        return (id, SetBackHearingFunction.Reason(json, faults));
    }
}

/// <summary>A hearing ID released from a docket. Discloses nothing about the person.</summary>
/// <param name="HearingId">The registrar's ID, available for the next hearing set with it.</param>
/// <param name="CardholderId">The docket that held it.</param>
/// <param name="Hearing">The hearing in that docket, now cancelled; absent when there was none.</param>
public sealed record HearingIdReleaseView(string HearingId, string CardholderId, HearingView? Hearing)
{
    internal static HearingIdReleaseView Of(string hearingId, HearingIdRelease release) =>
        new(hearingId, release.CardholderId.ToString(), release.Hearing is null ? null : HearingView.Of(release.Hearing));
}
