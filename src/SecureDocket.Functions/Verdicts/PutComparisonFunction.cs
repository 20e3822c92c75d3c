using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SecureDocket.Cards;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Logging;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Verdicts;

/// <summary><c>PUT /api/v1/verifications/{verificationId}/comparison</c>: records whether the person is the one on the photo.</summary>
public sealed class PutComparisonFunction(RecordComparison record, ILogger<PutComparisonFunction> logger)
{
    /// <summary>200 with the finding on record.</summary>
    [Function("PutComparison")]
    [Access(Roles.FieldOfficer, Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/verifications/{verificationId}/comparison")] HttpRequest request,
        string verificationId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var form = body.IsRefused ? body.Refusals.ToList() : Read(body.Value);
        if (form.IsRefused)
        {
            return ProblemResult.Of(form.Refusals);
        }

        var (card, checkedAt, answer) = form.Value;
        var result = await record.ExecuteAsync(verificationId, card, checkedAt, answer, request.Actor(), cancellationToken);
        if (result.IsRefused)
        {
            return ProblemResult.Of(result.Refusals);
        }

        var (comparison, isNew) = result.Value;
        if (isNew && answer == ComparisonAnswer.NotSamePerson)
        {
            Log.NotTheSamePerson(logger);
        }

        return Answer.Ok(
            new ComparisonView(verificationId, Names.Kebab(comparison.Answer), comparison.At), VerdictsJson.Answers.ComparisonView);
    }

    private static Result<Form> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        if (!CardNumber.TryParse(json.Text("cardNumber"), out var card))
        {
            refusals.Add(new("invalid", "Twelve characters as printed; the check character does not fit these.", "cardNumber"));
        }

        if (json.Moment("checkedAt") is not { } checkedAt)
        {
            checkedAt = default;
            refusals.Add(new("invalid", "The verification's checkedAt, as it was answered.", "checkedAt"));
        }

        var answer = ComparisonView.Read(json, required: true, refusals);
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : new Form(card, checkedAt, answer!.Value);
    }

    private sealed record Form(CardNumber Card, DateTimeOffset CheckedAt, ComparisonAnswer Answer);
}
