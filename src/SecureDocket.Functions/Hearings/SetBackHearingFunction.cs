using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>PUT /api/v1/hearings/{hearingId}/source-version</c>: sets the registrar's version back, so that a feed that ran ahead of itself can go on.</summary>
public sealed class SetBackHearingFunction(SetBackHearing setBack)
{
    /// <summary>200 with the hearing; If-Match names the version on record, which a refused feed was told.</summary>
    [Function("SetBackHearing")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/hearings/{hearingId}/source-version")] HttpRequest request,
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

        var (version, reason) = wanted.Value;
        var result = await setBack.ExecuteAsync(hearingId, expected.Value, version, reason, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(HearingView.Of(result.Value), HearingsJson.Answers.HearingView, RequestReading.ETag(result.Value.SourceVersion));
    }

    private static Result<(long Version, string Reason)> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var version = json.Integer("sourceVersion");
        if (version is null or < 1)
        {
            refusals.Add(new("invalid", "A whole number from 1.", "sourceVersion"));
        }

        var reason = Reason(json, refusals);
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : (version!.Value, reason!);
    }

    /// <summary>Why an administrator changes a hearing; otherwise a refusal is added and what is given is of no use.</summary>
    internal static string? Reason(JsonForm json, List<Refusal> refusals)
    {
        var reason = json.Text("reason")?.Trim();
        if (reason is not { Length: >= 1 and <= SetBackHearing.ReasonLimit } || reason.Any(char.IsControl))
        {
            refusals.Add(new("invalid", $"1 to {SetBackHearing.ReasonLimit} characters on one line.", "reason"));
        }

        return reason;
    }
}
