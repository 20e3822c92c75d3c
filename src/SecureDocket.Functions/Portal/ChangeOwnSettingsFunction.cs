using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /settings</c>: language and tier of the texts.</summary>
public sealed class ChangeOwnSettingsFunction(PortalPages pages, PortalLanguages languages, OwnDocket own, ChangeContact change)
{
    private const int AttemptLimit = 4;

    /// <summary>303 back to the settings.</summary>
    [Function("ChangeOwnSettings")]
    [Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "settings")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/settings?done=Expired");
        }

        var isCodeWord = form("tier") == "codeWord";
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await own.FindAsync(request, cancellationToken) is not { } docket)
            {
                return PortalPages.SeeOther("/?done=SignInFirst");
            }

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
                return PortalPages.SeeOther(contact.Refusals.All(refusal => refusal.Field == "codeWord") ? "/settings?done=CodeWordBad" : "/settings?done=NotPossible");
            }

            var changed = await change.ExecuteAsync(docket.Cardholder.Id, docket.Version, contact.Value, request.Actor(), cancellationToken);
            if (!changed.IsRefused)
            {
                return PortalPages.SeeOther("/settings?done=Saved");
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
