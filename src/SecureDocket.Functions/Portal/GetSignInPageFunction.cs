namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /</c>: the portal's sign-in page, to which the QR code on the back of the card leads.</summary>
public sealed class GetSignInPageFunction(PortalPages pages, PortalSessions sessions)
{
    /// <summary>200 with the form, for a card number or, with <c>way=lost</c>, an A-number; 303 to the dates for a person already signed in.</summary>
    [Function("GetSignInPage"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(request, cancellationToken) is not null)
        {
            return PortalPages.SeeOther("/home");
        }

        return SignInPage.Answer(pages.Open(request), SignInPage.IsLost(request.Query["way"].FirstOrDefault()), typed: "");
    }
}
