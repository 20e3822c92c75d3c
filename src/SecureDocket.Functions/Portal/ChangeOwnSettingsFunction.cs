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

        var docket = request.Docket();
        for (var attempt = 0; attempt < AttemptLimit && docket is not null; attempt++)
        {
            if (await ChangeAsync(docket, form, request.Actor(), cancellationToken) is { } done)
            {
                return PortalPages.SeeOther($"/settings?done={done}");
            }

            docket = await dockets.LoadAsync(docket.Cardholder.Id, cancellationToken);
        }

        throw new DependencyUnavailableException("contention");
    }

    // The notice to show; null if the docket has changed since it was read.
    private async Task<string?> ChangeAsync(Docket docket, Func<string, string> form, Actor actor, CancellationToken cancellationToken)
    {
        var contact = Read(form, docket.Cardholder.Details);
        if (contact.IsRefused)
        {
            return contact.Refusals.All(refusal => refusal.Field == "codeWord") ? "CodeWordBad" : "NotPossible";
        }

        // The number stays, whatever is known of it.
        var match = VersionMatch.OneOf([docket.Version]);
        var settings = contact.Value! with { Mobile = docket.Cardholder.Details.Mobile };
        var changed = await change.ExecuteAsync(docket.Cardholder.Id, match, settings, actor, cancellationToken);
        return changed.IsRefused ? null : "Saved";
    }

    private Result<Contact> Read(Func<string, string> form, CardholderDetails details) => new ContactForm
    {
        Language = languages.Find(form("language"))?.Tag,
        TimeZone = details.TimeZone,
        MessageTier = form("tier"),
        CodeWord = form("tier") == "codeWord" ? form("word").Trim() : null,
    }.Check();
}
