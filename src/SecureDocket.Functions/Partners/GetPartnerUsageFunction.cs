using NodaTime.Text;
using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary><c>GET /api/v1/partners/{partnerId}/usage?from=YYYY-MM-DD&amp;to=YYYY-MM-DD</c>: the outcomes of a partner's requests.</summary>
public sealed class GetPartnerUsageFunction(ReportUsage report, AdmitPartner admit, RefusedPartners refused)
{
    /// <summary>200 with the counts for each day, including both ends. A partner may see its own, which counts as one of its requests.</summary>
    [Function("GetPartnerUsage"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor, Roles.PartnerVerifier), Query("from", "to")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/partners/{partnerId}/usage")] HttpRequest request,
        string partnerId,
        CancellationToken cancellationToken)
    {
        var actor = request.Actor();
        if (actor.Role != Roles.PartnerVerifier)
        {
            return await AnswerAsync(request, partnerId, isOthers: false, cancellationToken);
        }

        var visit = await admit.ExecuteAsync(actor, scope: null, cancellationToken);
        if (visit.IsRefused)
        {
            return refused.Answer(actor, visit.Refusals);
        }

        using (visit.Value)
        {
            visit.Value.Answered();
            return await AnswerAsync(request, partnerId, isOthers: actor.Id != partnerId, cancellationToken);
        }
    }

    private async Task<IResult> AnswerAsync(HttpRequest request, string partnerId, bool isOthers, CancellationToken cancellationToken)
    {
        var days = request.Days(ReportUsage.DayLimit);
        return days.IsRefused ? ProblemResult.Of(days.Refusals)
            : isOthers ? ProblemResult.Of(PartnersRefusals.UsageOfAnother)
            : (await report.ExecuteAsync(partnerId, days.Value, cancellationToken)).OrProblem(usage =>
                JsonAnswer.Ok(PartnerUsageView.Of(usage), PartnersJson.Answers.PartnerUsageView));
    }
}

/// <summary>The outcomes of a partner's requests.</summary>
/// <param name="Days">The days, UTC, in chronological order.</param>
public sealed record PartnerUsageView(IReadOnlyList<PartnerUsageDayView> Days)
{
    internal static PartnerUsageView Of(IReadOnlyList<PartnerUsage> days) => new([.. days.Select(day => new PartnerUsageDayView(
        LocalDatePattern.Iso.Format(day.Day), day.Counts.Valid, day.Counts.Invalid, day.Counts.Undetermined, day.Counts.Refused)
    {
        Matched = day.Counts.Matched,
        Mismatched = day.Counts.Mismatched,
        MatchLimited = day.Counts.MatchLimited,
    })]);
}

/// <summary>The counts of one day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Valid">Verifications answered with valid.</param>
/// <param name="Invalid">Verifications answered with invalid.</param>
/// <param name="Undetermined">Verifications answered with undetermined.</param>
/// <param name="Refused">Verifications answered with a problem: the rate limit, a missing scope, an invalid request or an internal error.</param>
public sealed record PartnerUsageDayView(string Day, long Valid, long Invalid, long Undetermined, long Refused)
{
    /// <summary>The valid ones in which all details sent (name, birth date) matched.</summary>
    public required long Matched { get; init; }

    /// <summary>The valid ones in which a detail did not match.</summary>
    public required long Mismatched { get; init; }

    /// <summary>The refused ones that exceeded the match limit of a card.</summary>
    public required long MatchLimited { get; init; }
}
