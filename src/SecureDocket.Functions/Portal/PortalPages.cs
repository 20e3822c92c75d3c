using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Cards;
using SecureDocket.Functions.Pages;
using SecureDocket.Messages;
using SecureDocket.SignIns;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Portal;

/// <summary>Opens the portal's pages, with their language, their anti-forgery proof and their common frame.</summary>
public sealed class PortalPages(PortalLanguages languages, WebFiles files, KeyedHash hash, SmsOptions sms, CardOptions cards, TimeProvider clock)
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
        return new PortalPage(http, chosen, languages, files, sms, cards, clock.GetCurrentInstant(), ProofOf(http), DraftsOf(http));
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

    // Drafts that a browser keeps are a person's, not a phone's.
    private string? DraftsOf(HttpContext http) => http.Features.Get<Session>() is { Token: { } token } ? hash.KeyOf("drafts", token.CardholderId.ToString())[..16] : null;

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
