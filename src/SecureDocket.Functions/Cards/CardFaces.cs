using Microsoft.AspNetCore.Http;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Printing;

namespace SecureDocket.Functions.Cards;

/// <summary>Answers with a drawn face.</summary>
internal static class CardFaces
{
    public static async Task<IResult> AnswerAsync(
        PrintCard print, HttpRequest request, string cardNumber, CardSide side, CancellationToken cancellationToken)
    {
        if (!CardNumber.TryParse(cardNumber, out var number))
        {
            return ProblemResult.Of(Refusals.NoSuchCard);
        }

        var result = await print.ExecuteAsync(number, side, request.Actor(), cancellationToken);
        if (result.IsRefused)
        {
            return ProblemResult.Of(result.Refusals);
        }

        // An SVG opened by itself is a document: it may show its own picture and nothing else.
        request.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; sandbox";
        return Results.Text(result.Value, "image/svg+xml; charset=utf-8");
    }
}
