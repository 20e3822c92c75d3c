namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /settings</c>: the language and tier of text messages, and the phone number.</summary>
public sealed class GetSettingsPageFunction(PortalPages pages, SettingsPage settings)
{
    /// <summary>200.</summary>
    [Function("GetSettingsPage"), Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "settings")] HttpRequest request)
    {
        var docket = request.Docket();
        return settings.Answer(pages.Open(request, docket.Cardholder.Details.Language), docket);
    }
}
