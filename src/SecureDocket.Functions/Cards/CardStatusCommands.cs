using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary>Runs the commands that change a card's status, each under its Idempotency-Key.</summary>
public sealed class CardStatusCommands(ChangeCardStatus moveCard, RevokeCards revoke, IdempotentRequests requests, ILogger<CardStatusCommands> logger)
{
    /// <summary>Executes the requested change.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cardNumber">The card number from the address.</param>
    /// <param name="move">The change.</param>
    /// <param name="reasons">The allowed reasons. A reinstatement may omit it; the card determines whether one is needed.</param>
    internal Task<IResult> RunAsync(
        HttpRequest request, string cardNumber, CardMove move, IReadOnlyList<string> reasons, CancellationToken cancellationToken) =>
        Address.Card(cardNumber).ThenAsync(number => requests.RunAsync(
            request,
            (json, faults) => move == CardMove.Reinstate && json.Text("reason") is null ? "" : json.OneOf("reason", reasons, faults)!,
            (reason, actor, operation) => move == CardMove.Revoke
                ? RevokeAsync(number, reason, actor, operation, cancellationToken)
                : moveCard.ExecuteAsync(number, move, reason.Length == 0 ? null : reason, actor, requestedBy: null, operation, cancellationToken),
            found => JsonAnswer.Given(200, CardView.Of(found.CardholderId, found.Card), CardsJson.Answers.CardView),
            cancellationToken));

    private async Task<Result<CardOnRecord>> RevokeAsync(CardNumber number, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var (card, alone) = await revoke.ExecuteAsync(number, reason, actor, operation, cancellationToken);
        Log.RevokedAlone(logger, alone);
        return card;
    }
}
