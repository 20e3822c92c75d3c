using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/renewal</c>: issues a card to replace one that expires soon.</summary>
public sealed class RenewCardFunction(IssueCard issue, IdempotentRequests requests)
{
    /// <summary>201 with the new card; 409 with all reasons against it, and when renewal opens.</summary>
    [Function("RenewCard"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/renewal")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => Address.Card(cardNumber).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => CardOrder.Renew(id, PlaceId.Read(json, "siteId", faults)!) with { Face = CardForms.Thumbnail(json, faults) },
            (form, actor, operation) => issue.ExecuteAsync(form, actor, operation, cancellationToken),
            CardView.Ordered,
            cancellationToken));
}
