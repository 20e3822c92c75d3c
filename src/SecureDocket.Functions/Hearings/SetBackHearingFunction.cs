using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>PUT /api/v1/hearings/{hearingId}/source-version</c>: lowers the registrar's version number, so that a feed that skipped ahead can continue.</summary>
public sealed class SetBackHearingFunction(ResetHearingVersion setBack)
{
    /// <summary>200 with the hearing. If-Match must be the version on record, which the refusal of the feed stated.</summary>
    [Function("SetBackHearing"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/hearings/{hearingId}/source-version")] HttpRequest request,
        string hearingId,
        CancellationToken cancellationToken) => request.SetAtVersionAsync(
            Read,
            (form, version, actor) => setBack.ExecuteAsync(hearingId, version, form.Version, form.Reason, actor, cancellationToken),
            hearing => JsonAnswer.Ok(HearingView.Of(hearing), HearingsJson.Answers.HearingView, RequestReading.ETag(hearing.SourceVersion)),
            cancellationToken);

    /// <summary>The administrator's reason for the change.</summary>
    internal static string Reason(JsonForm json, List<Refusal> faults)
    {
        var reason = json.Text("reason")?.Trim();
        if (reason is not { Length: >= 1 and <= ResetHearingVersion.ReasonLimit } || reason.Any(char.IsControl))
        {
            faults.Add(Refusals.Line("reason", ResetHearingVersion.ReasonLimit));
        }

        return reason!;
    }

    private static (long Version, string Reason) Read(JsonForm json, List<Refusal> faults)
    {
        var version = json.Integer("sourceVersion");
        if (version is null or < 1)
        {
            faults.Add(HearingsRefusals.SourceVersion);
        }

        return (version ?? 0, Reason(json, faults));
    }
}
