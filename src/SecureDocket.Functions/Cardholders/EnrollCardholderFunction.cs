using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>POST /api/v1/cardholders</c>: enrolls one person.</summary>
public sealed class EnrollCardholderFunction(EnrollCardholder enroll, IdempotentRequests idempotent, TimeProvider clock)
{
    /// <summary>201 with the new docket's id and version.</summary>
    [Function("EnrollCardholder")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var details = body.IsRefused ? default : CardholderBody.Read(body.Value, clock);
        if (operation.IsRefused || body.IsRefused || details.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. details.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await enroll.ExecuteAsync(details.Value!, request.Actor(), operation.Value, cancellationToken);
            if (result.IsRefused)
            {
                return result.Refusals.ToList();
            }

            if (result.Value.Outcome == EnrollmentOutcome.AlreadyEnrolled)
            {
                return new Refusal("a-number-in-use", "This person is enrolled already; nothing was changed.", "aNumber");
            }

            var answer = new CardholderVersion(result.Value.Id.ToString(), result.Value.Version);
            return new GivenAnswer(
                201, Links.Cardholder(result.Value.Id), RequestReading.ETag(answer.Version), JsonSerializer.Serialize(answer, CardholdersJson.Answers.CardholderVersion));
        }, cancellationToken);
    }
}
