using SecureDocket.Cards;
using SecureDocket.Disclosures;

namespace SecureDocket.Functions.Verdicts;

/// <summary><c>PUT /api/v1/verifications/{verificationId}/comparison</c>: records whether the person is the one in the photo.</summary>
public sealed class PutComparisonFunction(RecordComparison record, ILogger<PutComparisonFunction> logger)
{
    /// <summary>200 with the recorded result.</summary>
    [Function("PutComparison"), Access(Roles.FieldOfficer, Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/verifications/{verificationId}/comparison")] HttpRequest request,
        string verificationId,
        CancellationToken cancellationToken) => request.SetAsync(
            Read,
            (form, actor) => RecordAsync(verificationId, form, actor, cancellationToken),
            comparison => JsonAnswer.Ok(
                new ComparisonView(verificationId, Names.Kebab(comparison.Answer), comparison.At), VerdictsJson.Answers.ComparisonView),
            cancellationToken);

    private async Task<Result<Comparison>> RecordAsync(string verificationId, Form form, Actor actor, CancellationToken cancellationToken)
    {
        var result = await record.ExecuteAsync(verificationId, form.Card, form.CheckedAt, form.Answer, actor, cancellationToken);
        if (result.IsRefused)
        {
            return result.Refusals.ToList();
        }

        if (result.Value.IsNew && form.Answer == ComparisonAnswer.NotSamePerson)
        {
            Log.NotTheSamePerson(logger);
        }

        return result.Value.Comparison;
    }

    private static Form Read(JsonForm json, List<Refusal> faults)
    {
        if (!CardNumber.TryParse(json.Text("cardNumber"), out var card))
        {
            faults.Add(VerdictsRefusals.CardNumber);
        }

        if (json.Moment("checkedAt") is not { } checkedAt)
        {
            checkedAt = default;
            faults.Add(VerdictsRefusals.CheckedAt);
        }

        return new(card, checkedAt, ComparisonView.Read(json, required: true, faults) ?? default);
    }

    private sealed record Form(CardNumber Card, DateTimeOffset CheckedAt, ComparisonAnswer Answer);
}
