using Microsoft.AspNetCore.Html;
using SecureDocket.Cardholders;
using SecureDocket.Texts;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /settings</c>: the language and tier of text messages, and the phone number.</summary>
public sealed class GetSettingsPageFunction(PortalPages pages, PortalLanguages languages)
{
    private const int DigitsShown = 2;

    /// <summary>200. Shows only the last digits of the number, so that nobody can read it over the person's shoulder.</summary>
    [Function("GetSettingsPage"), Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "settings")] HttpRequest request)
    {
        var docket = request.Docket();
        var details = docket.Cardholder.Details;
        var page = pages.Open(request, details.Language);
        var words = page.Words;
        return page.Answer(PortalText.Settings, Html($"""
            {page.Form("/settings", TextFields(page, details), PortalText.Save)}
            <h2>{words[PortalText.Phone]}</h2>
            <p>{Phone(words, details.Mobile)}</p>
            {(PortalTexting.Of(page, docket) is { } fault ? Html($"""<p class="hint">{fault}</p>""") : HtmlString.Empty)}
            {page.Form("/settings/number", NumberFields(words), PortalText.ChangePhone)}
            """));
    }

    private IHtmlContent TextFields(PortalPage page, CardholderDetails details)
    {
        var words = page.Words;
        var texted = TextCatalogue.Default.LanguageFor(details.Language);
        return Html($"""
            <label for="language">{words[PortalText.TextLanguage]}</label>
            <select id="language" name="language">{Each(languages.All, each => LanguageOption(each, each.Tag == texted))}</select>
            <fieldset><legend>{words[PortalText.TextTier]}</legend>
            {Tier(page, details, MessageTier.Neutral, "neutral", PortalText.TierNeutral)}
            {Tier(page, details, MessageTier.CodeWord, "codeWord", PortalText.TierCodeWord)}
            {Tier(page, details, MessageTier.Detailed, "detailed", PortalText.TierDetailed)}
            </fieldset>
            <label for="word">{words[PortalText.CodeWord]}</label>
            <p class="hint" id="word-hint">{words[PortalText.CodeWordHint]}</p>
            <input id="word" name="word" value="{details.CodeWord ?? ""}" maxlength="12"
                aria-describedby="word-hint" autocomplete="off" spellcheck="false">
            """);
    }

    private static IHtmlContent NumberFields(PortalLanguage words) => Html($"""
        <label for="mobile">{words[PortalText.NewPhone]}</label>
        <p class="hint" id="mobile-hint">{words[PortalText.NewPhoneHint]}</p>
        <input id="mobile" name="mobile" type="tel" aria-describedby="mobile-hint" autocomplete="tel" dir="ltr" maxlength="32" required>
        <label for="pin">{words[PortalText.PinAgain]}</label>
        <input id="pin" name="pin" type="password" inputmode="numeric"
            autocomplete="current-password" dir="ltr" maxlength="32" required>
        """);

    private static string Phone(PortalLanguage words, string? mobile) =>
        mobile is null ? words[PortalText.NoPhone] : words.With(PortalText.PhoneEnds, ("digits", mobile[^DigitsShown..]));

    private static IHtmlContent LanguageOption(PortalLanguage each, bool isChosen) =>
        Html($"""<option value="{each.Tag}" lang="{each.Tag}"{Chosen("selected", isChosen)}>{each.Name}</option>""");

    private static IHtmlContent Tier(PortalPage page, CardholderDetails details, MessageTier tier, string value, PortalText text)
    {
        var chosen = Chosen("checked", details.MessageTier == tier);
        return Html($"""<label><input type="radio" name="tier" value="{value}"{chosen} required> {page.Words[text]}</label>""");
    }

    private static IHtmlContent Chosen(string attribute, bool isChosen) => isChosen ? new HtmlString(" " + attribute) : None;
}
