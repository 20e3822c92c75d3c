using SecureDocket.Functions.Partners;
using SecureDocket.Messages;
using SecureDocket.Partners;
using SecureDocket.Sandbox;
using SecureDocket.Verdicts;

namespace SecureDocket.Functions.Verdicts;

/// <summary><c>POST /api/v1/verifications</c>: verifies a card for an officer, a partner or the public.</summary>
public sealed class VerifyCardFunction(
    VerifyCard verify, VerifySandboxCard sandbox, AdmitPartner admit, RefusedPartners refused, PublicThrottle throttle, SmsOptions sms, TimeProvider clock)
{
    /// <summary>200 with the verdict, whatever it is; a problem only when the request is invalid.</summary>
    [Function("VerifyCard"), Access(Roles.FieldOfficer, Roles.EnrollmentOfficer, Roles.PartnerVerifier, Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/verifications")] HttpRequest request, CancellationToken cancellationToken)
    {
        var actor = request.Actor();
        var audience = AudienceOf(actor);
        if (audience == Audience.Public && !throttle.Admits(request.HttpContext))
        {
            return ProblemResult.Of(VerdictsRefusals.TooManyVerifications(PublicThrottle.PerMinute));
        }

        return audience == Audience.Partner
            ? await AdmitAsync(request, actor, cancellationToken)
            : await AnswerAsync(request, actor, audience, null, cancellationToken);
    }

    private async Task<IResult> AdmitAsync(HttpRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var visit = await admit.ExecuteAsync(actor, PartnerScope.Verify, cancellationToken);
        if (visit.IsRefused)
        {
            return refused.Answer(actor, visit.Refusals);
        }

        using (visit.Value)
        {
            return await AnswerAsync(request, actor, Audience.Partner, visit.Value, cancellationToken);
        }
    }

    private static Audience AudienceOf(Actor actor) => actor.Role switch
    {
        Roles.FieldOfficer or Roles.EnrollmentOfficer => Audience.Officer,
        Roles.PartnerVerifier => Audience.Partner,
        _ => Audience.Public,
    };

    private async Task<IResult> AnswerAsync(HttpRequest request, Actor actor, Audience audience, PartnerVisit? visit, CancellationToken cancellationToken)
    {
        var question = VerificationForm.Read(await request.ReadJsonAsync(cancellationToken), audience, clock.GetUtcNow());
        if (question.IsRefused)
        {
            return ProblemResult.Of(question.Refusals);
        }

        var missing = MissingScopes(question.Value, visit).ToList();
        if (missing.Count > 0)
        {
            return refused.Answer(actor, missing);
        }

        var result = visit?.Partner.Kind == PartnerKind.Sandbox
            ? sandbox.Execute(question.Value)
            : await verify.ExecuteAsync(question.Value, actor, audience == Audience.Public ? throttle.AdmitsRead : _ => true, cancellationToken);
        return result.IsRefused ? Refuse(actor, visit, result.Refusals) : Answer(visit, result.Value);
    }

    private IResult Answer(PartnerVisit? visit, Verification verification)
    {
        visit?.Answered(verification.Outcome, verification.Partner?.Matches);
        return JsonAnswer.Ok(VerificationView.Of(verification, sms), VerdictsJson.Answers.VerificationView);
    }

    private IResult Refuse(Actor actor, PartnerVisit? visit, IReadOnlyList<Refusal> refusals)
    {
        if (visit is null)
        {
            return ProblemResult.Of(refusals);
        }

        visit.AskedTooOften();
        return refused.Answer(actor, refusals);
    }

    private static IEnumerable<Refusal> MissingScopes(VerificationRequest question, PartnerVisit? visit)
    {
        if (question.FullName is not null && visit?.Missing(PartnerScope.MatchName, "fullName") is { } name)
        {
            yield return name;
        }

        if (question.BirthDate is not null && visit?.Missing(PartnerScope.MatchBirthDate, "birthDate") is { } birthDate)
        {
            yield return birthDate;
        }
    }
}
