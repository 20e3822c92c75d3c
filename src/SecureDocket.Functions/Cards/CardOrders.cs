using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Cards;

/// <summary>Reads, runs and answers an order for a card, under its Idempotency-Key.</summary>
public sealed class CardOrders(IssueCard issue, IdempotentRequests idempotent)
{
    /// <summary>201 with the card that is ordered; 409 with every reason against it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IResult> AnswerAsync(
        HttpRequest request, Func<JsonForm, Result<CardOrder>> read, CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var order = body.IsRefused ? default : Read(body.Value, read);
        if (operation.IsRefused || body.IsRefused || order.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. order.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await issue.ExecuteAsync(order.Value!, request.Actor(), operation.Value, cancellationToken);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(
                    201,
                    Links.Card(result.Value.Card.Number),
                    null,
                    JsonSerializer.Serialize(CardView.Of(result.Value.CardholderId, result.Value.Card), CardsJson.Answers.CardView));
        }, cancellationToken);
    }

    /// <summary>201 with the card in the place of the one that the address names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cardNumber">The card to replace, from the address.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IResult> AnswerAsync(
        HttpRequest request, string cardNumber, Func<CardNumber, JsonForm, Result<CardOrder>> read, CancellationToken cancellationToken) =>
        CardNumber.TryParse(cardNumber, out var number)
            ? await AnswerAsync(request, json => read(number, json), cancellationToken)
            : ProblemResult.Of(Refusals.NoSuchCard);

    /// <summary>The site of an order; a fault of the form when it is none.</summary>
    internal static string? SiteId(JsonForm json, List<Refusal> refusals)
    {
        var siteId = json.Text("siteId");
        if (siteId is not { Length: >= 2 and <= 8 } || !siteId.All(char.IsAsciiLetterOrDigit))
        {
            refusals.Add(new("invalid", "A site's id, two to eight letters or digits.", "siteId"));
        }

        return siteId;
    }

    /// <summary>The thumbnail of an order, from base64; null for none or one at fault.</summary>
    internal static Face? Thumbnail(JsonForm json, List<Refusal> refusals)
    {
        if (json.Text("thumbnail") is not { } base64)
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            refusals.Add(new("invalid", "A picture in base64.", "thumbnail"));
            return null;
        }

        var face = Photos.Thumbnail.Accept(bytes.AsMemory(0, length));
        refusals.AddRange(face.Refusals);
        return face.Value;
    }

    private static Result<CardOrder> Read(ReadOnlyMemory<byte> utf8, Func<JsonForm, Result<CardOrder>> read)
    {
        using var json = new JsonForm(utf8);
        var order = read(json);
        var faults = json.Faults(order.Refusals);
        return faults.Count > 0 ? faults : order;
    }
}
