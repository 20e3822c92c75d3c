namespace SecureDocket.Functions.Pages;

/// <summary>Security headers for pages. No page has inline script or style, frames, or content from another origin.</summary>
internal static class PageHeaders
{
    private const string Base = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; ";

    /// <summary>Headers for a cardholder page: forms, one style sheet, and a script that the page works without.</summary>
    public static void ForPortal(HttpResponse response)
    {
        Harden(response);
        response.Headers.ContentSecurityPolicy = Base + "img-src 'self'; connect-src 'self'; trusted-types 'none'";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }

    /// <summary>Headers for a read-only page: one style sheet and nothing else.</summary>
    public static void ForReaders(HttpResponse response)
    {
        Harden(response);
        response.Headers.ContentSecurityPolicy = Base + "img-src 'self'; trusted-types 'none'";
    }

    /// <summary>Headers for an officer page: camera, service worker, and the identity provider's token endpoint.</summary>
    /// <param name="response">The response that carries the page.</param>
    /// <param name="identityProvider">The only other origin the page may contact, and only to sign in; null when it is our own.</param>
    public static void ForOfficers(HttpResponse response, string? identityProvider)
    {
        Harden(response);
        var connect = identityProvider is null ? "'self'" : $"'self' {identityProvider}";
        response.Headers.ContentSecurityPolicy = Base
            + "img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "
            + $"connect-src {connect}; trusted-types secure-docket";
        response.Headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()";
    }

    /// <summary>Headers for every response to a browser.</summary>
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
