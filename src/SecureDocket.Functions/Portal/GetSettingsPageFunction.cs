using Microsoft.AspNetCore.Html;
using SecureDocket.Cardholders;
using SecureDocket.Texts;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /settings</c>: how texts are written, and where they go.</summary>
public sealed class GetSettingsPageFunction(PortalPages pages, PortalLanguages languages)
{
    private const int DigitsShown = 2;

    /// <summary>200. Of the number only its end is shown: whoever looks over a shoulder learns none.</summary>
    [Function("GetSettingsPage")]
    [Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "settings")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var docket = request.Docket();
        var details = docket.Cardholder.Details;
        var page = pages.Open(request, details.Language);
        var t = page.T;
        var texted = TextCatalogue.Default.LanguageFor(details.Language);
        var fields = Html($"""
            <label for="language">{t[PortalText.TextLanguage]}</label>
            <select id="language" name="language">{Each(languages.All, each => Html($"""<option value="{each.Tag}" lang="{each.Tag}"{Chosen("selected", each.Tag == texted)}>{each.Name}</option>"""))}</select>
            <fieldset><legend>{t[PortalText.TextTier]}</legend>
            {Tier(page, details, MessageTier.Neutral, "neutral", PortalText.TierNeutral)}
            {Tier(page, details, MessageTier.CodeWord, "codeWord", PortalText.TierCodeWord)}
            {Tier(page, details, MessageTier.Detailed, "detailed", PortalText.TierDetailed)}
            </fieldset>
            <label for="word">{t[PortalText.CodeWord]}</label>
            <p class="hint" id="word-hint">{t[PortalText.CodeWordHint]}</p>
            <input id="word" name="word" value="{details.CodeWord ?? ""}" maxlength="12" aria-describedby="word-hint" autocomplete="off" spellcheck="false">
            """);
        var number = Html($"""
            <label for="mobile">{t[PortalText.NewPhone]}</label>
            <p class="hint" id="mobile-hint">{t[PortalText.NewPhoneHint]}</p>
            <input id="mobile" name="mobile" type="tel" aria-describedby="mobile-hint" autocomplete="tel" dir="ltr" maxlength="32" required>
            <label for="pin">{t[PortalText.PinAgain]}</label>
            <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="current-password" dir="ltr" maxlength="32" required>
            """);
        return page.Answer(PortalText.Settings, Html($"""
            {page.Form("/settings", fields, PortalText.Save)}
            <h2>{t[PortalText.Phone]}</h2>
            <p>{(details.Mobile is { } mobile ? t.With(PortalText.PhoneEnds, ("digits", mobile[^DigitsShown..])) : t[PortalText.NoPhone])}</p>
            {page.Form("/settings/number", number, PortalText.ChangePhone)}
            """));
    }

    private static IHtmlContent Tier(PortalPage page, CardholderDetails details, MessageTier tier, string value, PortalText text) =>
        Html($"""<label><input type="radio" name="tier" value="{value}"{Chosen("checked", details.MessageTier == tier)} required> {page.T[text]}</label>""");

    private static IHtmlContent Chosen(string attribute, bool isChosen) => isChosen ? new HtmlString(" " + attribute) : None;
}
