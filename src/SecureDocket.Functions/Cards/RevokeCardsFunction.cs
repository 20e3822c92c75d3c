using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Functions.Approvals;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/revocations</c>: permanently revokes several cards.</summary>
public sealed class RevokeCardsFunction(RevokeCards revoke, IdempotentRequests requests, ILogger<RevokeCardsFunction> logger)
{
    // 10,000 numbers as printed, one per line.
    private const int BodyLimit = 256 * 1024;

    private const int PlacesNamed = 10;

    /// <summary>200 with the outcome for each card; 202 with a pending approval when more than fifty are revoked within a day.</summary>
    [Function("RevokeCards"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/revocations")] HttpRequest request, CancellationToken cancellationToken) => requests.RunAsync(
            request,
            Order.Read,
            (form, actor, operation) => RevokeAsync(form, actor, operation, cancellationToken),
            revocation => revocation.Approval is { } approval
                ? JsonAnswer.Given(202, ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView, Links.Approval(approval.Id))
                : JsonAnswer.Given(200, RevocationView.Of(revocation.Outcomes), CardsJson.Answers.RevocationView),
            cancellationToken,
            BodyLimit);

    private async Task<Result<Revocation>> RevokeAsync(Order order, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var revocation = await revoke.ExecuteAsync(order.Cards, order.Reason, actor, operation, cancellationToken);
        Log.RevokedAlone(logger, revocation.Alone);
        return revocation;
    }

    private sealed record Order(string Reason, IReadOnlyList<CardNumber> Cards)
    {
        public static Order Read(JsonForm json, List<Refusal> refusals)
        {
            var reason = json.OneOf("reason", StatusReasons.ToRevoke, refusals);
            var typed = json.Texts("cards") ?? [];
            if (typed.Count is 0 or > RevokeCards.Limit)
            {
                refusals.Add(CardsRefusals.Count(RevokeCards.Limit));
            }

            List<CardNumber> cards = [];
            HashSet<CardNumber> seen = [];
            List<int> faults = [];
            for (var at = 0; at < typed.Count; at++)
            {
                if (!CardNumber.TryParse(typed[at], out var number) || !seen.Add(number))
                {
                    faults.Add(at + 1);
                }

                cards.Add(number);
            }

            if (faults.Count > 0 && refusals.TrueForAll(refusal => refusal.Field != "cards"))
            {
                var places = string.Join(", ", faults.Take(PlacesNamed).Select(place => place.ToString(CultureInfo.InvariantCulture)));
                refusals.Add(CardsRefusals.Numbers(faults.Count, places));
            }

            return new(reason!, cards);
        }
    }
}

/// <summary>The outcome of revoking several cards.</summary>
/// <param name="Revoked">How many were revoked.</param>
/// <param name="Already">How many were already revoked.</param>
/// <param name="Refused">How many cannot be revoked in their status.</param>
/// <param name="Unknown">How many are unknown.</param>
/// <param name="Cards">The cards, in the order of the request.</param>
public sealed record RevocationView(int Revoked, int Already, int Refused, int Unknown, IReadOnlyList<CardOutcomeView> Cards)
{
    internal static RevocationView Of(IReadOnlyList<CardOutcome> outcomes) => new(
        outcomes.Count(card => card.Outcome == RevocationOutcome.Revoked),
        outcomes.Count(card => card.Outcome == RevocationOutcome.Already),
        outcomes.Count(card => card.Outcome == RevocationOutcome.Refused),
        outcomes.Count(card => card.Outcome == RevocationOutcome.Unknown),
        [.. outcomes.Select(card => new CardOutcomeView(
            card.Card.ToPrinted(), Names.Of(card.Outcome), card.Status is { } status ? Names.Of(status) : null))]);
}

/// <summary>The outcome for one card.</summary>
/// <param name="CardNumber">The card.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Status">Its current status; absent for an unknown card.</param>
public sealed record CardOutcomeView(string CardNumber, string Outcome, string? Status);
