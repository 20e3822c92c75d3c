using SecureDocket.Cards;
using SecureDocket.Messages;
using SecureDocket.Printing;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary>Handles requests for paper codes. The codes are derived from the Idempotency-Key, so that no response needs to be stored.</summary>
public sealed class PaperCodeRequests(IssuePaperCodes give, CardOptions cards, SmsOptions sms)
{
    internal Task<IResult> AnswerAsync(HttpRequest request, string cardholderId, PaperCodeKind kind, CancellationToken cancellationToken) =>
        Address.Cardholder(cardholderId).ThenAsync(id => IdempotentRequests.OperationOf(request).ThenAsync(async operation =>
            (await give.ExecuteAsync(id, kind, request.Actor(), operation, cancellationToken)).OrProblem(given => Results.Json(
                new PaperCodesView(given.Codes, given.Until, Where()), SignInsJson.Answers.PaperCodesView, statusCode: StatusCodes.Status201Created))));

    private SignInPlaceView Where()
    {
        var code = QrPath.Of(cards.PortalUrl);
        return new(cards.PortalUrl, sms.Contact, code.Modules, code.Path);
    }
}

/// <summary>Codes to hand to the person.</summary>
/// <param name="Codes">Each as <c>XXXX-XXXX</c>, for one sign-in.</param>
/// <param name="Expires">When they expire; absent when they are valid until used.</param>
/// <param name="Portal">What the sheet says besides.</param>
public sealed record PaperCodesView(IReadOnlyList<string> Codes, DateTimeOffset? Expires, SignInPlaceView Portal);

/// <summary>Where the codes are entered, for the sheet on which they are printed.</summary>
/// <param name="Address">The portal's address.</param>
/// <param name="Contact">The number of the help line.</param>
/// <param name="Modules">The modules per side of the address's QR code, with its quiet zone.</param>
/// <param name="Path">Its dark modules, as an SVG path in units of one module.</param>
public sealed record SignInPlaceView(string Address, string Contact, int Modules, string Path);
