using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/replacement</c>: issues a card to replace one that is lost, damaged or outdated.</summary>
public sealed class ReplaceCardFunction(IssueCard issue, IdempotentRequests requests)
{
    /// <summary>201 with the new card; 409 with all reasons against it.</summary>
    [Function("ReplaceCard"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/replacement")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => Address.Card(cardNumber).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => Read(id, json, faults),
            (form, actor, operation) => issue.ExecuteAsync(form, actor, operation, cancellationToken),
            CardView.Ordered,
            cancellationToken));

    private static CardOrder Read(CardNumber card, JsonForm json, List<Refusal> faults)
    {
        var siteId = PlaceId.Read(json, "siteId", faults);
        var thumbnail = CardForms.Thumbnail(json, faults);
        return CardOrder.Replace(card, json.OneOf("reason", StatusReasons.ToReplace, faults)!, siteId!) with { Face = thumbnail };
    }
}
