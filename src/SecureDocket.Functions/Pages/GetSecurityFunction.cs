using System.Globalization;
using SecureDocket.Cards;

namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /.well-known/security.txt</c>: where to report a vulnerability (RFC 9116).</summary>
public sealed class GetSecurityFunction(SecurityContact contact, CardOptions options, TimeProvider clock)
{
    // At most a year (section 2.5.5). Counted from the day of the request, so the file never expires while the site is up.
    private static readonly TimeSpan s_holdsFor = TimeSpan.FromDays(180);

    /// <summary>200 with the file.</summary>
    [Function("GetSecurity"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/security.txt")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=86400";
        var canonical = new Uri(new Uri(options.PortalUrl), "/.well-known/security.txt");
        return Results.Text(
            string.Create(CultureInfo.InvariantCulture, $"""
                Contact: {contact.Address}
                Expires: {(clock.GetUtcNow() + s_holdsFor).Date:yyyy-MM-dd'T'HH:mm:ss'Z'}
                Preferred-Languages: en, es
                Canonical: {canonical}

                """),
            "text/plain; charset=utf-8");
    }
}

/// <summary>Where to report a vulnerability.</summary>
/// <param name="Address">A <c>mailto:</c> or <c>https:</c> address (RFC 9116, section 2.5.3).</param>
public sealed record SecurityContact(Uri Address);
