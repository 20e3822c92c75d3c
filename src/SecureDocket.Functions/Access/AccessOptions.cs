namespace SecureDocket.Functions.Access;

/// <summary>Which tokens are trusted.</summary>
public sealed record AccessOptions
{
    /// <summary>The OpenID Connect metadata document, e.g. <c>https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration</c>.</summary>
    public required Uri MetadataAddress { get; init; }

    /// <summary>The issuer that a token must have.</summary>
    public required string Issuer { get; init; }

    /// <summary>The audience that a token must have: this application's ID.</summary>
    public required string Audience { get; init; }

    /// <summary>How officers sign in with a browser.</summary>
    public required OfficerSignInOptions SignIn { get; init; }
}

/// <summary>Settings for signing in on the officer pages: OAuth 2.0 authorization code flow with PKCE, as a public client.</summary>
public sealed record OfficerSignInOptions
{
    /// <summary>The address of the metadata document for browsers: <see cref="AccessOptions.MetadataAddress"/>, or a path on our own origin.</summary>
    public required Uri MetadataAddress { get; init; }

    /// <summary>The client ID of the pages at the identity provider, registered with <c>/verify</c> and <c>/enroll</c> as redirect URIs.</summary>
    public required string ClientId { get; init; }

    /// <summary>The requested scopes: <c>openid</c>, <c>offline_access</c> for renewing tokens without the officer, and this API, e.g. <c>openid offline_access api://secure-docket/access</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The other origin that a page contacts to sign in; null when it is our own.</summary>
    public string? Origin => MetadataAddress.IsAbsoluteUri ? MetadataAddress.GetLeftPart(UriPartial.Authority) : null;
}
