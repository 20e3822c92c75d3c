using Microsoft.AspNetCore.Html;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Texts;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>The page with the language and tier of text messages, and the phone number.</summary>
public sealed class SettingsPage(PortalLanguages languages, PreviewText preview)
{
    private const int DigitsShown = 2;

    /// <summary>The page. It shows only the last digits of the number, so that nobody can read it over the person's shoulder.</summary>
    /// <param name="page">The page, with what is wrong noted.</param>
    /// <param name="docket">The person's docket.</param>
    /// <param name="typed">What was typed and is not saved; null for nothing.</param>
    internal IResult Answer(PortalPage page, Docket docket, TypedSettings? typed = null)
    {
        var details = docket.Cardholder.Details;
        var words = page.Words;
        return page.Answer(
            PortalText.Settings,
            Html($"""
                {page.Form("/settings", TextFields(page, docket.Cardholder, typed), PortalText.Save)}
                <h2>{words[PortalText.Phone]}</h2>
                <p>{Phone(words, details.Mobile)}</p>
                {(PortalTexting.Of(page, docket) is { } fault ? Html($"""<p class="hint">{fault}</p>""") : None)}
                {page.Form("/settings/number", NumberFields(page, typed), PortalText.ChangePhone)}
                """),
            status: typed is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private IHtmlContent TextFields(PortalPage page, Cardholder person, TypedSettings? typed)
    {
        var (words, details) = (page.Words, person.Details);
        var texted = typed?.Language ?? TextCatalogue.Default.LanguageFor(details.Language);
        var tier = typed?.Tier ?? TierName(details.MessageTier);
        return Html($"""
            <label for="language">{words[PortalText.TextLanguage]}</label>{page.FaultAt("language")}
            <select id="language" name="language">{Each(languages.All, each => LanguageOption(each, each.Tag == texted))}</select>
            <fieldset id="tier"><legend>{words[PortalText.TextTier]}</legend>{page.FaultAt("tier")}
            {Each(s_tiers, each => Choice(page, person, each.Tier, each.Text, isChosen: TierName(each.Tier) == tier))}
            </fieldset>
            {page.Field("word", PortalText.CodeWord, words[PortalText.CodeWordHint], Html($"""value="{typed?.Word ?? details.CodeWord ?? ""}" maxlength="12" autocomplete="off" spellcheck="false" """))}
            """);
    }

    private static readonly TextOccasion s_tomorrow = TextOccasion.All.Single(occasion => occasion is { Key: TextKey.DateReminder, DaysBefore: 1 });

    private static readonly (MessageTier Tier, PortalText Text)[] s_tiers =
        [(MessageTier.Neutral, PortalText.TierNeutral), (MessageTier.CodeWord, PortalText.TierCodeWord), (MessageTier.Detailed, PortalText.TierDetailed)];

    // The text itself says more about a choice than any word about it.
    private IHtmlContent Choice(PortalPage page, Cardholder person, MessageTier tier, PortalText text, bool isChosen) => Html($"""
        <label><input type="radio" name="tier" value="{TierName(tier)}"{Chosen("checked", isChosen)} required aria-describedby="text-{TierName(tier)}"> {page.Words[text]}</label>
        <p class="text" id="text-{TierName(tier)}"><small>{page.Words[PortalText.TextShown]}</small> <q lang="{TextCatalogue.Default.LanguageFor(person.Details.Language)}" dir="auto">{ExampleOf(person, tier)}</q></p>
        """);

    private string ExampleOf(Cardholder person, MessageTier tier) => preview.Execute(
        s_tomorrow, TextSubject.Hearing, tier, TextCatalogue.Default.LanguageFor(person.Details.Language), person.Details.CodeWord).Text;

    private static IHtmlContent NumberFields(PortalPage page, TypedSettings? typed) => Html($"""
        {page.Field("mobile", PortalText.NewPhone, page.Words[PortalText.NewPhoneHint], Html($"""type="tel" value="{typed?.Mobile ?? ""}" autocomplete="tel" dir="ltr" maxlength="40" required"""))}
        {page.Field("pin", PortalText.PinAgain, null, Html($"""type="password" inputmode="numeric" autocomplete="current-password" dir="ltr" maxlength="32" required"""))}
        """);

    private static string TierName(MessageTier tier) => tier switch
    {
        MessageTier.CodeWord => "codeWord",
        MessageTier.Detailed => "detailed",
        _ => "neutral",
    };

    private static string Phone(PortalLanguage words, string? mobile) =>
        mobile is null ? words[PortalText.NoPhone] : words.With(PortalText.PhoneEnds, ("digits", mobile[^DigitsShown..]));

    private static IHtmlContent LanguageOption(PortalLanguage each, bool isChosen) =>
        Html($"""<option value="{each.Tag}" lang="{each.Tag}"{Chosen("selected", isChosen)}>{each.Name}</option>""");

    private static IHtmlContent Chosen(string attribute, bool isChosen) => isChosen ? new HtmlString(" " + attribute) : None;
}

/// <summary>What was typed on the settings page and not saved; null members were not on the form.</summary>
internal sealed record TypedSettings(string? Language = null, string? Tier = null, string? Word = null, string? Mobile = null);
