using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/alike</c>: records a second officer's decision on whether similar people are different people.</summary>
public sealed class ReviewAlikePeopleFunction(ReviewAlikePeople review)
{
    /// <summary>200 with the docket's new version. The body lists everyone under review, so no version is needed.</summary>
    [Function("ReviewAlikePeople"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/alike")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAsync(
            Read,
            (form, actor) => review.ExecuteAsync(id, form.OtherThan, form.SameAs, actor, cancellationToken),
            CardholderVersion.Answer,
            cancellationToken));

    private static (IReadOnlyList<CardholderId> OtherThan, IReadOnlyList<CardholderId> SameAs) Read(JsonForm json, List<Refusal> faults)
    {
        var (otherThan, sameAs) = (CardholderBody.People(json, "otherThan", faults), CardholderBody.People(json, "sameAs", faults));
        if (faults.Count == 0 && otherThan.Count + sameAs.Count == 0)
        {
            faults.Add(CardholdersRefusals.NobodyListed);
        }

        return (otherThan, sameAs);
    }
}
