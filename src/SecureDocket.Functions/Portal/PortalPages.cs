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

/// <summary>Opens the portal's pages: their language, their proof against forged forms, and what stands around each.</summary>
public sealed class PortalPages(PortalLanguages languages, WebFiles files, KeyedHash hash, SmsOptions sms)
{
    private const string LanguageCookie = "__Host-language";
    private const string FormCookie = "__Host-form";

    /// <summary>Opens a page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ownLanguage">The cardholder's language, where the docket is at hand; BCP 47.</param>
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
        return new PortalPage(http, chosen, languages, files, sms.Contact, ProofOf(http));
    }

    /// <summary>The fields of a form that one of our own pages sent; null for any other.</summary>
    /// <remarks>
    /// The cookies are not sent with another site's form (SameSite=Strict), browsers say where a form comes from, and the proof
    /// is in our pages only. Each alone would do; browsers of five years ago know one of the first two at least.
    /// </remarks>
    internal async Task<Func<string, string>?> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        const int FormLimit = 16 * 1024;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (!request.HasMediaType("application/x-www-form-urlencoded") || request.ContentLength is not <= FormLimit || site is not ("" or "same-origin"))
        {
            return null;
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }))
        {
            return null;
        }

        var proof = Encoding.UTF8.GetBytes(form["proof"].FirstOrDefault() ?? "");
        return CryptographicOperations.FixedTimeEquals(proof, Encoding.ASCII.GetBytes(ProofOf(request.HttpContext)))
            ? name => form[name].FirstOrDefault() ?? ""
            : null;
    }

    /// <summary>See other: the browser shows the page at an address of ours, and loading it again sends no form.</summary>
    internal static void Redirect(HttpResponse response, string address)
    {
        PageHeaders.ForPortal(response);
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = address;
    }

    /// <summary>See other, as a result.</summary>
    internal static IResult SeeOther(string address) => new Elsewhere(address);

    // Of the session, or where there is none of a cookie that only our pages set.
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
internal sealed class PortalPage(HttpContext http, PortalLanguage language, PortalLanguages languages, WebFiles files, string contact, string proof)
{
    // Letters of every script as they are: a page in Punjabi would be thrice as long in numbers.
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly PortalText[] s_notices =
    [
        PortalText.Failed, PortalText.Expired, PortalText.NotPossible, PortalText.SignInFailed, PortalText.TooMany, PortalText.SignedOut, PortalText.SignInFirst, PortalText.Booked,
        PortalText.Moved, PortalText.SlotTaken, PortalText.WasCancelled, PortalText.Reported, PortalText.Saved, PortalText.CodeWordBad, PortalText.PhoneBad, PortalText.PinWrong,
        PortalText.PinWait, PortalText.CodeWrong, PortalText.NotTexted, PortalText.PhoneChanged, PortalText.PhoneChangedUntold,
    ];

    private static readonly HashSet<PortalText> s_good =
    [
        PortalText.SignedOut, PortalText.Booked, PortalText.Moved, PortalText.WasCancelled, PortalText.Reported, PortalText.Saved, PortalText.PhoneChanged, PortalText.PhoneChangedUntold,
    ];

    /// <summary>The page's words.</summary>
    public PortalLanguage T => language;

    /// <summary>A text that tells whom to call; a tap on the number does.</summary>
    public IHtmlContent Call(PortalText text, params (string Name, string Value)[] values)
    {
        var around = T.With(text, [.. values, ("contact", contact)]).Split($"\u2068{contact}\u2069", 2);
        return Html($"""{around[0]}{Phone(contact)}{around[1]}""");
    }

    /// <summary>A number that a tap calls.</summary>
    public static IHtmlContent Phone(string number) => Html($"""<a href="tel:{number}" dir="ltr">{number}</a>""");

    /// <summary>A form whose button does something.</summary>
    public IHtmlContent Form(string action, IHtmlContent fields, PortalText button, string style = "") => Html($"""
        <form method="post" action="{action}"><input type="hidden" name="proof" value="{proof}">{fields}<button class="{style}">{T[button]}</button></form>
        """);

    /// <summary>A field that names this showing of a form, so that sending it twice does its work once.</summary>
    public static IHtmlContent Once() => Html($"""<input type="hidden" name="once" value="{OperationId.New().Value}">""");

    /// <summary>The page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="body">What it says.</param>
    /// <param name="script">A script's path within <c>Web</c> that helps where scripts run; null for none.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="notice">What to say first; null for what the address tells.</param>
    public IResult Answer(PortalText title, IHtmlContent body, string? script = null, int status = 200, PortalText? notice = null)
    {
        var isSignedIn = http.Features.Get<Session>() is not null;
        var text = new StringWriter(CultureInfo.InvariantCulture);
        Html($"""
            <!doctype html>
            <html lang="{T.Tag}" dir="{(T.RightToLeft ? "rtl" : "ltr")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{T[title]} · {T[PortalText.Title]}</title>
            <link rel="icon" href="{files.AddressOf("portal/icon.svg")}">
            <link rel="stylesheet" href="{files.AddressOf("portal/look.css")}">
            {(script is null ? None : Html($"""<script src="{files.AddressOf(script)}" defer></script>"""))}
            </head>
            <body>
            <a class="skip" href="#main">{T[PortalText.SkipToContent]}</a>
            <header>
            <a class="brand" href="{(isSignedIn ? "/home" : "/")}">{T[PortalText.Title]}</a>
            <details><summary>{T[PortalText.Language]}{(T.Tag == "en" ? None : Html($""" · <span lang="en">Language</span>"""))}</summary><ul class="languages">{Each(languages.All, Switch)}</ul></details>
            {(isSignedIn ? Form("/sign-out", None, PortalText.SignOut, "quiet") : None)}
            </header>
            <main id="main">
            <h1>{T[title]}</h1>
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

    private IHtmlContent Switch(PortalLanguage each) =>
        Html($"""<li><a href="{Here()}?{Kept()}lang={each.Tag}" lang="{each.Tag}" hreflang="{each.Tag}">{each.Name}</a></li>""");

    // One slash: two would make the rest a host's name.
    private string Here() => $"/{http.Request.Path.ToUriComponent().TrimStart('/')}";

    // What the page shows stays; what it said once does not.
    private string Kept() => string.Concat(http.Request.Query
        .Where(each => each.Key is not ("lang" or "done") && each.Value.Count == 1)
        .Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value[0]!)}&"));

    private IHtmlContent Notice(PortalText? given)
    {
        var notice = given ?? (Enum.TryParse<PortalText>(http.Request.Query["done"].FirstOrDefault(), out var told) && s_notices.Contains(told) ? told : null);
        return notice is not { } text ? None : Html($"""<p class="notice {(s_good.Contains(text) ? "good" : "bad")}" role="status">{T[text]}</p>""");
    }

    private IHtmlContent Menu()
    {
        (string Address, PortalText Text)[] entries =
        [
            ("/home", PortalText.Home), ("/dates", PortalText.AllDates), ("/papers", PortalText.Papers), ("/disclosures", PortalText.WhoLooked),
            ("/settings", PortalText.Settings), ("/loss", PortalText.LostCard), ("/sessions", PortalText.Sessions),
        ];
        var here = http.Request.Path.ToString();
        return Html($"""
            <nav aria-label="{T[PortalText.Menu]}"><ul>{Each(entries, entry => Html($"""<li><a href="{entry.Address}"{(entry.Address == here ? Html($""" aria-current="page" """) : None)}>{T[entry.Text]}</a></li>"""))}</ul></nav>
            """);
    }
}
