using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Logging;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Cards;

/// <summary>Reads, runs and answers a move of a card, under its Idempotency-Key.</summary>
public sealed class CardMoves(MoveCard moveCard, RevokeCards revoke, IdempotentRequests idempotent, ILogger<CardMoves> logger)
{
    /// <summary>Makes the move that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cardNumber">The card, from the address.</param>
    /// <param name="move">The move.</param>
    /// <param name="reasons">The reasons that the body may give. To reinstate, it need not give any: whether one is needed depends on the card.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IResult> AnswerAsync(
        HttpRequest request, string cardNumber, CardMove move, IReadOnlyList<string> reasons, CancellationToken cancellationToken)
    {
        if (!CardNumber.TryParse(cardNumber, out var number))
        {
            return ProblemResult.Of(Refusals.NoSuchCard);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var reason = body.IsRefused ? default : ReadReason(body.Value, move, reasons);
        if (operation.IsRefused || body.IsRefused || reason.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. reason.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var code = reason.Value!.Length == 0 ? null : reason.Value;
            var result = move == CardMove.Revoke
                ? await RevokeAsync(number, code!, request.Actor(), operation.Value, cancellationToken)
                : await moveCard.ExecuteAsync(number, move, code, request.Actor(), requestedBy: null, operation.Value, cancellationToken);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(
                    200, null, null, JsonSerializer.Serialize(CardView.Of(result.Value.CardholderId, result.Value.Card), CardsJson.Answers.CardView));
        }, cancellationToken);
    }

    private async Task<Result<CardOnRecord>> RevokeAsync(CardNumber number, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var (card, alone) = await revoke.ExecuteAsync(number, reason, actor, operation, cancellationToken);
        Log.RevokedAlone(logger, alone);
        return card;
    }

    private static Result<string> ReadReason(ReadOnlyMemory<byte> utf8, CardMove move, IReadOnlyList<string> reasons)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var reason = move == CardMove.Reinstate && json.Text("reason") is null ? "" : json.OneOf("reason", reasons, refusals);
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : reason!;
    }
}
