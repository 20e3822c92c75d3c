using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>PUT /api/v1/hearings/{hearingId}/id-release</c>: takes the id of a hearing from the docket that has it wrongly, so that another can have it.</summary>
public sealed class ReleaseHearingIdFunction(ReleaseHearingId release)
{
    /// <summary>200 with the docket that had it; If-Match names the version on record there, "0" where the id is claimed alone.</summary>
    [Function("ReleaseHearingId")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/hearings/{hearingId}/id-release")] HttpRequest request,
        string hearingId,
        CancellationToken cancellationToken)
    {
        var expected = request.ExpectedVersion();
        var body = await request.ReadJsonAsync(cancellationToken);
        var wanted = body.IsRefused ? body.Refusals.ToList() : Read(body.Value);
        if (wanted.IsRefused || expected.IsRefused)
        {
            return ProblemResult.Of([.. wanted.Refusals, .. expected.Refusals]);
        }

        var (id, reason) = wanted.Value;
        var result = await release.ExecuteAsync(hearingId, id, expected.Value, reason, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(HearingIdReleaseView.Of(hearingId, result.Value), HearingsJson.Answers.HearingIdReleaseView);
    }

    private static Result<(CardholderId Id, string Reason)> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        if (!CardholderId.TryParse(json.Text("cardholderId"), out var id))
        {
            refusals.Add(new("invalid", "The id of the cardholder whose docket has the hearing's id.", "cardholderId"));
        }

        var reason = SetBackHearingFunction.Reason(json, refusals);
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : (id, reason!);
    }
}

/// <summary>A hearing's id that was taken from a docket. It shows nothing of the person.</summary>
/// <param name="HearingId">The registrar's id, free for whoever's hearing is set with it next.</param>
/// <param name="CardholderId">Whose docket had it.</param>
/// <param name="Hearing">The hearing as it stands there, cancelled; absent when none came of the id.</param>
public sealed record HearingIdReleaseView(string HearingId, string CardholderId, HearingView? Hearing)
{
    internal static HearingIdReleaseView Of(string hearingId, HearingIdRelease release) =>
        new(hearingId, release.CardholderId.ToString(), release.Hearing is null ? null : HearingView.Of(release.Hearing));
}
