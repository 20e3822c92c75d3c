using Microsoft.AspNetCore.Html;
using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary>The form in which a person says who they are.</summary>
internal static class SignInPage
{
    /// <summary>The field of the card number, or of the A-number that stands for it.</summary>
    public const string Number = "number";

    // Look like printed numbers but belong to nobody. The hyphens are non-breaking.
    private const string CardExample = "7K3M\u20119QXT\u20112VB4";
    private const string ANumberExample = "A012\u2011345\u2011678";

    /// <summary>Whether a person signs in without the card.</summary>
    public static bool IsLost(string? way) => way == "lost";

    /// <summary>The page.</summary>
    /// <param name="page">The page, with what is wrong noted.</param>
    /// <param name="isLost">Whether the A-number is asked for in place of the card number.</param>
    /// <param name="typed">The number as typed; the PIN is typed again.</param>
    /// <param name="status">The HTTP status.</param>
    public static IResult Answer(PortalPage page, bool isLost, string typed, int status = StatusCodes.Status200OK) => page.Answer(
        isLost ? PortalText.LostSignIn : PortalText.SignIn,
        Html($"""
            {(isLost ? Html($"<p>{page.Call(PortalText.LostSignInText)}</p>") : None)}
            {page.Form("/sign-in", Fields(page, isLost, typed), PortalText.Continue)}
            <p><a href="{(isLost ? "/" : "/?way=lost")}">{page.Words[isLost ? PortalText.HaveCard : PortalText.LostSignIn]}</a></p>
            <p>{page.Words[PortalText.SharedPhone]}</p>
            <p>{page.Words[PortalText.NoPin]}</p>
            """),
        script: "portal/card-number.js",
        status: status);

    private static IHtmlContent Fields(PortalPage page, bool isLost, string typed)
    {
        var words = page.Words;
        var (label, hint) = isLost
            ? (PortalText.ANumber, words.With(PortalText.ANumberHint, ("example", ANumberExample)))
            : (PortalText.CardNumber, words.With(PortalText.CardNumberHint, ("example", CardExample)));
        return Html($"""
            {(isLost ? Hidden("way", "lost") : None)}
            {page.Field(Number, label, hint, Html($"""value="{typed}" autocomplete="{(isLost ? "off" : "username")}" autocapitalize="characters" spellcheck="false" dir="ltr" maxlength="40" required"""))}
            {page.Field("pin", PortalText.Pin, words[PortalText.PinHint], Html($"""type="password" inputmode="numeric" autocomplete="current-password" dir="ltr" maxlength="32" required"""))}
            """);
    }
}
