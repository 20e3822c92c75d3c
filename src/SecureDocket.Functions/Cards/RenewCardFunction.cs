using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/renewal</c>: issues a card in the place of one that expires soon.</summary>
public sealed class RenewCardFunction(CardOrders orders)
{
    /// <summary>201 with the new card; 409 with every reason against it, and from when renewal opens.</summary>
    [Function("RenewCard")]
    [Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/renewal")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => orders.AnswerAsync(request, cardNumber, Read, cancellationToken);

    private static Result<CardOrder> Read(CardNumber card, JsonForm json)
    {
        List<Refusal> refusals = [];
        var siteId = CardOrders.SiteId(json, refusals);
        var thumbnail = CardOrders.Thumbnail(json, refusals);
        return refusals.Count > 0 ? refusals : CardOrder.Renew(card, siteId!) with { Face = thumbnail };
    }
}
