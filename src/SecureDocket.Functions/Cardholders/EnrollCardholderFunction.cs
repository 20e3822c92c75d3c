using SecureDocket.Cardholders;
using SecureDocket.Messages;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>POST /api/v1/cardholders</c>: enrolls one person.</summary>
public sealed class EnrollCardholderFunction(EnrollCardholder enroll, SmsOptions sms, IdempotentRequests requests, TimeProvider clock)
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
                CardholderVersion.Of(enrolled.Docket, sms),
                CardholdersJson.Answers.CardholderVersion,
                Links.Cardholder(enrolled.Id),
                RequestReading.ETag(enrolled.Version)),
            cancellationToken);

    private async Task<Result<Enrollment>> EnrollAsync(EnrollmentForm form, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var result = await enroll.ExecuteAsync(form, actor, operation, cancellationToken);
        return result.Value is { Outcome: EnrollmentOutcome.AlreadyEnrolled } known
            ? CardholdersRefusals.AlreadyEnrolled(known.Id)
            : result;
    }
}
