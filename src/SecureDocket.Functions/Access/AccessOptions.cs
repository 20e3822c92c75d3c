namespace SecureDocket.Functions.Access;

/// <summary>Whose tokens are believed.</summary>
public sealed record AccessOptions
{
    /// <summary>The OpenID Connect metadata document, e.g. <c>https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration</c>.</summary>
    public required Uri MetadataAddress { get; init; }

    /// <summary>The issuer that a token must name.</summary>
    public required string Issuer { get; init; }

    /// <summary>The audience that a token must be for: this application's id.</summary>
    public required string Audience { get; init; }

    /// <summary>How officers sign in with a browser.</summary>
    public required OfficerSignInOptions SignIn { get; init; }
}

/// <summary>What the officers' pages need to sign somebody in: OAuth 2.0 authorization code with PKCE, as a public client.</summary>
public sealed record OfficerSignInOptions
{
    /// <summary>The metadata document as a browser finds it: <see cref="AccessOptions.MetadataAddress"/>, or a path of our own origin.</summary>
    public required Uri MetadataAddress { get; init; }

    /// <summary>The id under which the pages are registered with the identity provider, with <c>/verify</c> and <c>/enroll</c> as redirect addresses.</summary>
    public required string ClientId { get; init; }

    /// <summary>What is asked for: <c>openid</c>, <c>offline_access</c> so that a token can be renewed without the officer, and this API, e.g. <c>openid offline_access api://secure-docket/access</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The other origin that a page speaks to in order to sign in; null when it is ours.</summary>
    public string? Origin => MetadataAddress.IsAbsoluteUri ? MetadataAddress.GetLeftPart(UriPartial.Authority) : null;
}
