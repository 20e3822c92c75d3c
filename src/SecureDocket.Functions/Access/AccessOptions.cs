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
}
