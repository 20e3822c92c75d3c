using SecureDocket.Cardholders;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>POST /api/v1/cardholders</c>: enrolls one person.</summary>
public sealed class EnrollCardholderFunction(EnrollCardholder enroll, ViewTexting texting, IdempotentRequests requests, TimeProvider clock)
{
    /// <summary>201 with the new docket's ID and version.</summary>
    [Function("EnrollCardholder"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders")] HttpRequest request, CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (json, faults) => CardholderBody.Read(json, clock.GetCurrentDate(), faults),
            (form, actor, operation) => EnrollAsync(form, actor, operation, cancellationToken),
            enrolled => JsonAnswer.Given(
                201,
                CardholderVersion.Of(enrolled.Docket) with { Texting = TextingView.Of(enrolled.Texting) },
                CardholdersJson.Answers.CardholderVersion,
                Links.Cardholder(enrolled.Docket.Cardholder.Id),
                RequestReading.ETag(enrolled.Docket.Version)),
            cancellationToken);

    private async Task<Result<DocketTexting>> EnrollAsync(EnrollmentForm form, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var result = await enroll.ExecuteAsync(form, actor, operation, cancellationToken);
        return result.IsRefused ? result.Refusals.ToList()
            : result.Value.Outcome == EnrollmentOutcome.AlreadyEnrolled ? CardholdersRefusals.AlreadyEnrolled
            : await texting.OfAsync(result.Value.Docket, cancellationToken);
    }
}
