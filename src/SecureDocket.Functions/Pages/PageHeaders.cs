namespace SecureDocket.Functions.Pages;

/// <summary>The headers that keep a page to itself. No page of ours has inline script or style, frames, or anything of another origin.</summary>
internal static class PageHeaders
{
    private const string Base = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; ";

    /// <summary>A page for cardholders: forms, a style, and a script that the page also works without.</summary>
    public static void ForPortal(HttpResponse response)
    {
        Harden(response);
        response.Headers.ContentSecurityPolicy = Base + "img-src 'self'; trusted-types 'none'";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }

    /// <summary>A page to read: a style, and nothing else.</summary>
    public static void ForReaders(HttpResponse response)
    {
        Harden(response);
        response.Headers.ContentSecurityPolicy = Base + "img-src 'self'; trusted-types 'none'";
    }

    /// <summary>A page for officers: camera, service worker, and the identity provider's token endpoint.</summary>
    /// <param name="response">The page's answer.</param>
    /// <param name="identityProvider">The one other origin that the page may speak to, and only to sign in; null when it is ours.</param>
    public static void ForOfficers(HttpResponse response, string? identityProvider)
    {
        Harden(response);
        response.Headers.ContentSecurityPolicy = Base
            + $"img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; connect-src 'self'{(identityProvider is null ? "" : " " + identityProvider)}; trusted-types secure-docket";
        response.Headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()";
    }

    /// <summary>What every answer to a browser says.</summary>
    public static void Harden(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
