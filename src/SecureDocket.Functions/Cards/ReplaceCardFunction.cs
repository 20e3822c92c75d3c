using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/replacement</c>: issues a card in the place of one that is lost, damaged or no longer right.</summary>
public sealed class ReplaceCardFunction(CardOrders orders)
{
    /// <summary>201 with the new card; 409 with every reason against it.</summary>
    [Function("ReplaceCard")]
    [Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/replacement")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => orders.AnswerAsync(request, cardNumber, Read, cancellationToken);

    private static Result<CardOrder> Read(CardNumber card, JsonForm json)
    {
        List<Refusal> refusals = [];
        var siteId = CardOrders.SiteId(json, refusals);
        var thumbnail = CardOrders.Thumbnail(json, refusals);
        var reason = json.OneOf("reason", StatusReasons.ToReplace, refusals);
        return refusals.Count > 0 ? refusals : CardOrder.Replace(card, reason!, siteId!) with { Face = thumbnail };
    }
}
