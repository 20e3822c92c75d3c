using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards</c>: issues a card.</summary>
public sealed class IssueCardFunction(CardOrders orders)
{
    /// <summary>201 with the card; 409 with every reason against it.</summary>
    [Function("IssueCard")]
    [Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards")] HttpRequest request,
        CancellationToken cancellationToken) => orders.AnswerAsync(request, Read, cancellationToken);

    private static Result<CardOrder> Read(JsonForm json)
    {
        List<Refusal> refusals = [];
        if (!CardholderId.TryParse(json.Text("cardholderId"), out var cardholderId))
        {
            refusals.Add(new("invalid", "The cardholder's id.", "cardholderId"));
        }

        var siteId = CardOrders.SiteId(json, refusals);
        var thumbnail = CardOrders.Thumbnail(json, refusals);
        return refusals.Count > 0 ? refusals : CardOrder.Issue(cardholderId, siteId!) with { Face = thumbnail };
    }
}
