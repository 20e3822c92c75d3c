using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards</c>: issues a card.</summary>
public sealed class IssueCardFunction(IssueCard issue, IdempotentRequests requests)
{
    /// <summary>201 with the card; 409 with all reasons against it.</summary>
    [Function("IssueCard"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards")] HttpRequest request,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            Read,
            (form, actor, operation) => issue.ExecuteAsync(form, actor, operation, cancellationToken),
            CardView.Ordered,
            cancellationToken);

    private static CardOrder Read(JsonForm json, List<Refusal> faults)
    {
        if (!CardholderId.TryParse(json.Text("cardholderId"), out var cardholderId))
        {
            faults.Add(CardsRefusals.CardholderId);
        }

        return CardOrder.Issue(cardholderId, PlaceId.Read(json, "siteId", faults)!) with { Face = CardForms.Thumbnail(json, faults) };
    }
}
