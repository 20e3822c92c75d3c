using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/alike</c>: says of the people who are alike to one whether they are others. A second officer does.</summary>
public sealed class ReviewAlikePeopleFunction(ReviewAlikePeople review)
{
    /// <summary>200 with the docket's new version. The body names everybody who waits, so no version is needed.</summary>
    [Function("ReviewAlikePeople")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/alike")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var people = body.IsRefused ? body.Refusals.ToList() : Read(body.Value);
        if (people.IsRefused)
        {
            return ProblemResult.Of(people.Refusals);
        }

        var result = await review.ExecuteAsync(id, people.Value.OtherThan, people.Value.SameAs, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(CardholderVersion.Of(result.Value), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(result.Value.Version));
    }

    private static Result<(IReadOnlyList<CardholderId> OtherThan, IReadOnlyList<CardholderId> SameAs)> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var (otherThan, faults) = CardholderBody.People(json, "otherThan");
        var (sameAs, more) = CardholderBody.People(json, "sameAs");
        List<Refusal> missing = otherThan.Count + sameAs.Count == 0 && faults.Count + more.Count == 0 ? [new("invalid", "Whoever is looked at: in otherThan or in sameAs.", "otherThan")] : [];
        var all = json.Faults([.. faults, .. more, .. missing]);
        return all.Count > 0 ? all : (otherThan, sameAs);
    }
}
