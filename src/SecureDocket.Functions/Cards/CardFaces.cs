using SecureDocket.Printing;

namespace SecureDocket.Functions.Cards;

/// <summary>Answers with a drawn face.</summary>
internal static class CardFaces
{
    public static Task<IResult> AnswerAsync(
        PrintCard print, HttpRequest request, string cardNumber, CardSide side, CancellationToken cancellationToken) =>
        Address.Card(cardNumber).ThenAsync(async number =>
            (await print.ExecuteAsync(number, side, request.Actor(), cancellationToken)).OrProblem(image =>
            {
                // An SVG opened by itself is a document: it may show its own picture and nothing else.
                request.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; sandbox";
                return Results.Text(image, "image/svg+xml; charset=utf-8");
            }));
}
