using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Functions.Partners;
using SecureDocket.Functions.Seals;
using SecureDocket.Partners;
using SecureDocket.Sandbox;
using SecureDocket.Verdicts;

namespace SecureDocket.Functions.Verdicts;

/// <summary><c>POST /api/v1/verifications</c>: verifies a card for an officer, a partner or the public.</summary>
public sealed class VerifyCardFunction(
    VerifyCard verify, VerifySandboxCard sandbox, AdmitPartner admit, RefusedPartners refused, PublicThrottle throttle, TimeProvider clock)
{
    private const int NameLimit = 200;

    /// <summary>200 with the verdict, whatever it is; a problem only when the request is invalid.</summary>
    [Function("VerifyCard"), Access(Roles.FieldOfficer, Roles.EnrollmentOfficer, Roles.PartnerVerifier, Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/verifications")] HttpRequest request, CancellationToken cancellationToken)
    {
        var actor = request.Actor();
        var audience = actor.Role switch
        {
            Roles.FieldOfficer or Roles.EnrollmentOfficer => Audience.Officer,
            Roles.PartnerVerifier => Audience.Partner,
            _ => Audience.Public,
        };
        if (audience == Audience.Public && !throttle.Admits(request.HttpContext))
        {
            return ProblemResult.Of(VerdictsRefusals.TooManyVerifications(PublicThrottle.PerMinute));
        }

        if (audience != Audience.Partner)
        {
            return await AnswerAsync(request, actor, audience, null, cancellationToken);
        }

        var visit = await admit.ExecuteAsync(actor, PartnerScope.Verify, cancellationToken);
        if (visit.IsRefused)
        {
            refused.Tell(actor, visit.Refusals[0].Code);
            return ProblemResult.Of(visit.Refusals);
        }

        using (visit.Value)
        {
            return await AnswerAsync(request, actor, audience, visit.Value, cancellationToken);
        }
    }

    private async Task<IResult> AnswerAsync(HttpRequest request, Actor actor, Audience audience, PartnerVisit? visit, CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var question = body.IsRefused ? body.Refusals.ToList() : Read(body.Value, audience, clock.GetUtcNow());
        if (question.IsRefused)
        {
            return ProblemResult.Of(question.Refusals);
        }

        var missing = MissingScopes(question.Value, visit).ToList();
        if (missing.Count > 0)
        {
            refused.Tell(actor, missing[0].Code);
            return ProblemResult.Of(missing);
        }

        var result = visit?.Partner.Kind == PartnerKind.Sandbox
            ? sandbox.Execute(question.Value)
            : await verify.ExecuteAsync(question.Value, actor, audience == Audience.Public ? throttle.AdmitsRead : _ => true, cancellationToken);
        if (result.IsRefused)
        {
            if (visit is not null)
            {
                visit.AskedTooOften();
                refused.Tell(actor, result.Refusals[0].Code);
            }

            return ProblemResult.Of(result.Refusals);
        }

        var verification = result.Value;
        visit?.Answered(verification.Outcome, verification.Partner?.Matches);
        return JsonAnswer.Ok(VerificationView.Of(verification), VerdictsJson.Answers.VerificationView);
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

    private static Result<VerificationRequest> Read(ReadOnlyMemory<byte> utf8, Audience audience, DateTimeOffset now)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var credential = json.Text("credential");
        string? typed = null, fullName = null, born = null;
        if (audience != Audience.Public)
        {
            typed = json.Text("cardNumber");
        }

        if (audience == Audience.Partner)
        {
            (fullName, born) = (json.Text("fullName"), json.Text("birthDate"));
        }

        var seal = audience == Audience.Officer ? SealForm.Read(json, now, refusals) : null;
        if (credential is null == typed is null)
        {
            refusals.Add(audience == Audience.Public ? VerdictsRefusals.Credential : VerdictsRefusals.CredentialOrNumber);
        }

        CardNumber number = default;
        if (typed is not null && !CardNumber.TryParse(typed, out number))
        {
            refusals.Add(VerdictsRefusals.CardNumber);
        }

        if (fullName is { Length: 0 or > NameLimit })
        {
            refusals.Add(Refusals.Length("fullName", NameLimit));
        }

        BirthDate birthDate = default;
        if (born is not null && !BirthDate.TryParse(born, out birthDate))
        {
            refusals.Add(VerdictsRefusals.BirthDate);
        }

        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : new VerificationRequest(audience, credential, number)
        {
            FullName = fullName,
            BirthDate = born is null ? null : birthDate,
            Seal = seal,
        };
    }
}
