using SecureDocket.Cardholders;
using SecureDocket.Dockets;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /settings</c>: changes the language and the tier of the text messages.</summary>
public sealed class ChangeOwnSettingsFunction(PortalPages pages, PortalLanguages languages, DocketStore dockets, ChangeContact change)
{
    private const int AttemptLimit = 4;

    /// <summary>303 back to the settings.</summary>
    [Function("ChangeOwnSettings"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "settings")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/settings?done=Expired");
        }

        var isCodeWord = form("tier") == "codeWord";
        var docket = request.Docket();
        for (var attempt = 0; attempt < AttemptLimit && docket is not null; attempt++)
        {
            var details = docket.Cardholder.Details;
            var contact = new ContactForm
            {
                Language = languages.Find(form("language"))?.Tag,
                Mobile = details.Mobile,
                TimeZone = details.TimeZone,
                MessageTier = form("tier"),
                CodeWord = isCodeWord ? form("word").Trim() : null,
            }.Check();
            if (contact.IsRefused)
            {
                return PortalPages.SeeOther(contact.Refusals.All(refusal => refusal.Field == "codeWord")
                    ? "/settings?done=CodeWordBad"
                    : "/settings?done=NotPossible");
            }

            var match = VersionMatch.OneOf([docket.Version]);
            var changed = await change.ExecuteAsync(docket.Cardholder.Id, match, contact.Value, request.Actor(), cancellationToken);
            if (!changed.IsRefused)
            {
                return PortalPages.SeeOther("/settings?done=Saved");
            }

            docket = await dockets.LoadAsync(docket.Cardholder.Id, cancellationToken);
        }

        throw new DependencyUnavailableException("contention");
    }
}
