using SecureDocket.Cardholders;
using SecureDocket.Dockets;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /settings</c>: changes the language and the tier of the text messages.</summary>
public sealed class ChangeOwnSettingsFunction(PortalPages pages, PortalLanguages languages, DocketStore dockets, ChangeContact change, SettingsPage settings)
{
    private const int AttemptLimit = 4;

    /// <summary>303 back to the settings; 422 with what was chosen where a choice is missing or the word cannot be used.</summary>
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
            if (await ChangeAsync(request, docket, form, cancellationToken) is { } answer)
            {
                return answer;
            }

            docket = await dockets.LoadAsync(docket.Cardholder.Id, cancellationToken);
        }

        throw new DependencyUnavailableException("contention");
    }

    // Null if the docket has changed since it was read.
    private async Task<IResult?> ChangeAsync(HttpRequest request, Docket docket, Func<string, string> form, CancellationToken cancellationToken)
    {
        var contact = Read(form, docket.Cardholder.Details);
        if (contact.IsRefused)
        {
            return Refused(request, docket, form, contact.Refusals);
        }

        // The number stays, whatever is known of it.
        var match = VersionMatch.OneOf([docket.Version]);
        var wanted = contact.Value! with { Mobile = docket.Cardholder.Details.Mobile };
        var changed = await change.ExecuteAsync(docket.Cardholder.Id, match, wanted, request.Actor(), cancellationToken);
        return changed.IsRefused ? null : PortalPages.SeeOther("/settings?done=Saved");
    }

    private IResult Refused(HttpRequest request, Docket docket, Func<string, string> form, IReadOnlyList<Refusal> refusals)
    {
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        foreach (var refusal in refusals)
        {
            var (field, text) = refusal.Field switch
            {
                "language" => ("language", PortalText.TextLanguage),
                "messageTier" => ("tier", PortalText.TextTier),
                _ => ("word", PortalText.CodeWordBad),
            };
            page.Refuse(field, text);
        }

        return settings.Answer(page, docket, new(form("language"), form("tier"), form("word")));
    }

    private Result<Contact> Read(Func<string, string> form, CardholderDetails details) => new ContactForm
    {
        Language = languages.Find(form("language"))?.Tag,
        TimeZone = details.TimeZone,
        MessageTier = form("tier"),
        CodeWord = form("tier") == "codeWord" ? form("word").Trim() : null,
    }.Check();
}
