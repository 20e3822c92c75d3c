using SecureDocket.Printing;

namespace SecureDocket.Functions.Cards;

/// <summary>Responds with a rendered card face.</summary>
internal static class CardFaces
{
    public static Task<IResult> AnswerAsync(
        PrintCard print, HttpRequest request, string cardNumber, CardSide side, CancellationToken cancellationToken) =>
        Address.Card(cardNumber).ThenAsync(async number =>
            (await print.ExecuteAsync(number, side, request.Actor(), cancellationToken)).OrProblem(image =>
            {
                // An SVG opened directly is a document; it may only load its embedded image.
                request.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; sandbox";
                return Results.Text(image, "image/svg+xml; charset=utf-8");
            }));
}
