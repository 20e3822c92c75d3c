using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards</c>: issues a card.</summary>
public sealed class IssueCardFunction(IssueCard issue, IdempotentRequests idempotent)
{
    /// <summary>201 with the card; 409 with every reason against it.</summary>
    [Function("IssueCard")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cards")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var order = body.IsRefused ? default : CardOrder.Read(body.Value);
        if (operation.IsRefused || body.IsRefused || order.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. order.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var (cardholderId, siteId) = order.Value!;
            var result = await issue.ExecuteAsync(cardholderId, siteId, request.Actor(), operation.Value, cancellationToken);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(
                    201, Links.Card(result.Value.Number), null, JsonSerializer.Serialize(CardView.Of(cardholderId, result.Value), ApiJson.Readable.CardView));
        }, cancellationToken);
    }

    private sealed record CardOrder(CardholderId CardholderId, string SiteId)
    {
        public static Result<CardOrder> Read(ReadOnlyMemory<byte> utf8)
        {
            using var json = new JsonForm(utf8);
            List<Refusal> refusals = [];
            if (!CardholderId.TryParse(json.Text("cardholderId"), out var cardholderId))
            {
                refusals.Add(new("invalid", "The cardholder's id.", "cardholderId"));
            }

            var siteId = json.Text("siteId");
            if (siteId is not { Length: >= 2 and <= 8 } || !siteId.All(char.IsAsciiLetterOrDigit))
            {
                refusals.Add(new("invalid", "A site's id, two to eight letters or digits.", "siteId"));
            }

            var faults = json.Faults(refusals);
            return faults.Count > 0 ? faults : new CardOrder(cardholderId, siteId!);
        }
    }
}
