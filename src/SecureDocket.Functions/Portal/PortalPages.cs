using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using SecureDocket.Functions.Pages;
using SecureDocket.Messages;
using SecureDocket.SignIns;
using SecureDocket.Storage;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>Opens the portal's pages, with their language, their anti-forgery proof and their common frame.</summary>
public sealed class PortalPages(PortalLanguages languages, WebFiles files, KeyedHash hash, SmsOptions sms)
{
    private const string LanguageCookie = "__Host-language";
    private const string FormCookie = "__Host-form";

    /// <summary>Opens a page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ownLanguage">The cardholder's language (BCP 47), when the docket is loaded.</param>
    internal PortalPage Open(HttpRequest request, string? ownLanguage = null)
    {
        var http = request.HttpContext;
        if (languages.Find(request.Query["lang"].FirstOrDefault()) is { } chosen)
        {
            http.Response.Cookies.Append(LanguageCookie, chosen.Tag, PortalSessions.Strict());
        }
        else
        {
            chosen = languages.Find(request.Cookies[LanguageCookie])
                ?? (ownLanguage is null ? languages.ForBrowser(request.Headers.AcceptLanguage.ToString()) : languages.For(ownLanguage));
        }

        PageHeaders.ForPortal(http.Response);
        return new PortalPage(http, chosen, languages, files, sms, ProofOf(http));
    }

    /// <summary>Reads a form sent by one of our own pages; returns null for any other form.</summary>
    /// <remarks>
    /// The cookies are not sent with another site's form (SameSite=Strict), browsers report where a form comes from
    /// (Sec-Fetch-Site), and only our pages contain the proof. Each of these suffices; browsers from five years ago support at
    /// least one of the first two.
    /// </remarks>
    internal async Task<Func<string, string>?> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        const int FormLimit = 16 * 1024;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (!request.HasMediaType("application/x-www-form-urlencoded")
            || request.ContentLength is not <= FormLimit
            || site is not ("" or "same-origin"))
        {
            return null;
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException
            or (IOException and not BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }))
        {
            return null;
        }

        var proof = Encoding.UTF8.GetBytes(form["proof"].FirstOrDefault() ?? "");
        return CryptographicOperations.FixedTimeEquals(proof, Encoding.ASCII.GetBytes(ProofOf(request.HttpContext)))
            ? name => form[name].FirstOrDefault() ?? ""
            : null;
    }

    /// <summary>Redirects with 303 to an address of ours, so that reloading the page does not send the form again.</summary>
    internal static void Redirect(HttpResponse response, string address)
    {
        PageHeaders.ForPortal(response);
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = address;
    }

    /// <summary>The same redirect, as a result.</summary>
    internal static IResult SeeOther(string address) => new Elsewhere(address);

    // Derived from the session or, without one, from a cookie that only our pages set.
    private string ProofOf(HttpContext http)
    {
        if (http.Features.Get<Session>() is { Token: { } token })
        {
            return hash.KeyOf("form", token.Secret);
        }

        var cookie = http.Request.Cookies[FormCookie];
        if (cookie is not { Length: 32 })
        {
            cookie = http.Features.Get<FreshProof>()?.Cookie;
            if (cookie is null)
            {
                cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
                http.Features.Set(new FreshProof(cookie));
                http.Response.Cookies.Append(FormCookie, cookie, PortalSessions.Strict());
            }
        }

        return hash.KeyOf("form", cookie);
    }

    private sealed record FreshProof(string Cookie);

    private sealed class Elsewhere(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            Redirect(httpContext.Response, address);
            return Task.CompletedTask;
        }
    }
}

/// <summary>One page of the portal in one language.</summary>
internal sealed class PortalPage(
    HttpContext http, PortalLanguage language, PortalLanguages languages, WebFiles files, SmsOptions sms, string proof)
{
    // Does not escape letters of any script: a page in Punjabi would be three times as long.
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly PortalText[] s_notices =
    [
        PortalText.Failed, PortalText.Expired, PortalText.NotPossible, PortalText.SignInFailed, PortalText.TooMany,
        PortalText.SignedOut, PortalText.SignInFirst, PortalText.Booked, PortalText.Moved, PortalText.SlotTaken,
        PortalText.WasCancelled, PortalText.Reported, PortalText.Saved, PortalText.CodeWordBad, PortalText.PhoneBad,
        PortalText.PinWrong, PortalText.PinWait, PortalText.CodeWrong, PortalText.NotTexted, PortalText.PhoneChanged,
        PortalText.PhoneChangedUntold,
    ];

    private static readonly HashSet<PortalText> s_good =
    [
        PortalText.SignedOut, PortalText.Booked, PortalText.Moved, PortalText.WasCancelled, PortalText.Reported, PortalText.Saved,
        PortalText.PhoneChanged, PortalText.PhoneChangedUntold,
    ];

    /// <summary>The page's texts.</summary>
    public PortalLanguage Words => language;

    /// <summary>Our number that texts a person.</summary>
    public string SenderFor(CardholderId id) => sms.SenderFor(id).Number;

    /// <summary>A text with the number to call, as a link that dials it.</summary>
    public IHtmlContent Call(PortalText text, params (string Name, string Value)[] values)
    {
        var around = Words.With(text, [.. values, ("contact", sms.Contact)]).Split($"\u2068{sms.Contact}\u2069", 2);
        return Html($"""{around[0]}{Phone(sms.Contact)}{around[1]}""");
    }

    /// <summary>A phone number as a link that dials it.</summary>
    public static IHtmlContent Phone(string number) => Html($"""<a href="tel:{number}" dir="ltr">{number}</a>""");

    /// <summary>A form with one button.</summary>
    public IHtmlContent Form(string action, IHtmlContent fields, PortalText button, string style = "") => Html($"""
        <form method="post" action="{action}">{Hidden("proof", proof)}{fields}<button class="{style}">{Words[button]}</button></form>
        """);

    /// <summary>A field of a form that the person does not see.</summary>
    public static IHtmlContent Hidden(string name, object value) => Html($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>A field that identifies this rendering of a form, so that submitting it twice takes effect once.</summary>
    public static IHtmlContent Once() => Hidden("once", OperationId.New().Value);

    /// <summary>Renders the page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="body">Its content.</param>
    /// <param name="script">The path within <c>Web</c> of an optional script; null for none.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="notice">The notice to show first; null for the one named in the address.</param>
    public IResult Answer(PortalText title, IHtmlContent body, string? script = null, int status = 200, PortalText? notice = null)
    {
        var isSignedIn = http.Features.Get<Session>() is not null;
        var text = new StringWriter(CultureInfo.InvariantCulture);
        Html($"""
            <!doctype html>
            <html lang="{Words.Tag}" dir="{(Words.RightToLeft ? "rtl" : "ltr")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Words[title]} · {Words[PortalText.Title]}</title>
            <link rel="icon" href="{files.AddressOf("portal/icon.svg")}">
            <link rel="stylesheet" href="{files.AddressOf("portal/look.css")}">
            {Script(script)}
            </head>
            <body>
            <a class="skip" href="#main">{Words[PortalText.SkipToContent]}</a>
            <header>
            <a class="brand" href="{(isSignedIn ? "/home" : "/")}">{Words[PortalText.Title]}</a>
            <details><summary>{Words[PortalText.Language]}{LanguageInEnglish()}</summary>{LanguageList()}</details>
            {(isSignedIn ? Form("/sign-out", None, PortalText.SignOut, "quiet") : None)}
            </header>
            <main id="main">
            <h1>{Words[title]}</h1>
            {Notice(notice)}
            {body}
            </main>
            {(isSignedIn ? Menu() : None)}
            <footer>
            <p>{Call(PortalText.Help)}</p>
            </footer>
            </body>
            </html>
            """).WriteTo(text, s_encoder);
        return Results.Text(text.ToString(), "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private IHtmlContent Script(string? path) => path is null ? None : Html($"""<script src="{files.AddressOf(path)}" defer></script>""");

    private IHtmlContent LanguageInEnglish() => Words.Tag == "en" ? None : Html($""" · <span lang="en">Language</span>""");

    private IHtmlContent LanguageList() => Html($"""<ul class="languages">{Each(languages.All, LanguageLink)}</ul>""");

    private IHtmlContent LanguageLink(PortalLanguage each) =>
        Html($"""<li><a href="{Here()}?{Kept()}lang={each.Tag}" lang="{each.Tag}" hreflang="{each.Tag}">{each.Name}</a></li>""");

    // Exactly one slash: after two, the rest would be a host name.
    private string Here() => $"/{http.Request.Path.ToUriComponent().TrimStart('/')}";

    // Keeps the parameters that select the content, but not the one-time notice.
    private string Kept() => string.Concat(http.Request.Query
        .Where(each => each.Key is not ("lang" or "done") && each.Value.Count == 1)
        .Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value[0]!)}&"));

    private IHtmlContent Notice(PortalText? given)
    {
        var notice = given ?? NoticeOfAddress();
        return notice is not { } text
            ? None
            : Html($"""<p class="notice {(s_good.Contains(text) ? "good" : "bad")}" role="status">{Words[text]}</p>""");
    }

    private PortalText? NoticeOfAddress() =>
        Enum.TryParse<PortalText>(http.Request.Query["done"].FirstOrDefault(), out var notice) && s_notices.Contains(notice)
            ? notice
            : null;

    private IHtmlContent Menu()
    {
        (string Address, PortalText Text)[] entries =
        [
            ("/home", PortalText.Home), ("/dates", PortalText.AllDates), ("/papers", PortalText.Papers),
            ("/disclosures", PortalText.WhoLooked), ("/settings", PortalText.Settings), ("/loss", PortalText.LostCard),
            ("/sessions", PortalText.Sessions),
        ];
        return Html($"""
            <nav aria-label="{Words[PortalText.Menu]}"><ul>{Each(entries, entry => MenuEntry(entry.Address, entry.Text))}</ul></nav>
            """);
    }

    private IHtmlContent MenuEntry(string address, PortalText text)
    {
        var current = http.Request.Path.ToString() == address ? Html($""" aria-current="page" """) : None;
        return Html($"""<li><a href="{address}"{current}>{Words[text]}</a></li>""");
    }
}
