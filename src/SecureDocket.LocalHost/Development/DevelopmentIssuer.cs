using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.Functions.Access;

namespace SecureDocket.LocalHost.Development;

/// <summary>Issues tokens for each role in place of Entra ID. The worker validates them like real ones.</summary>
public sealed class DevelopmentIssuer
{
    /// <summary>The issuer of its tokens.</summary>
    public const string Issuer = "https://development.securedocket.example";

    /// <summary>The audience of its tokens.</summary>
    public const string Audience = "secure-docket-local";

    /// <summary>The lifetime of its tokens.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    // Generating a key takes a tenth of a second, so all issuers of a process share one.
    private static readonly RSA s_rsa = RSA.Create(2048);

    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _clock;

    /// <summary>Creates an issuer whose tokens are valid until the process ends.</summary>
    public DevelopmentIssuer(TimeProvider clock)
    {
        _clock = clock;
        _credentials = new(new RsaSecurityKey(s_rsa) { KeyId = "development" }, SecurityAlgorithms.RsaSha256);
    }

    /// <summary>The issuer's metadata, in place of a document fetched over the network.</summary>
    public BaseConfigurationManager Metadata()
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
        configuration.SigningKeys.Add(new RsaSecurityKey(s_rsa.ExportParameters(includePrivateParameters: false)) { KeyId = "development" });
        return new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
    }

    /// <summary>A token for a role.</summary>
    /// <param name="role">One of <see cref="SecureDocket.Functions.Access.Roles"/>.</param>
    /// <param name="person">Which person with the role; operations that need two people need two tokens.</param>
    /// <param name="also">A further role of the same person; null for none.</param>
    /// <remarks>As with Entra ID, a person's token has the scope that the page requested; an application's has itself as subject and no scope.</remarks>
    public string Mint(string role, string person = "1", string? also = null)
    {
        var id = IdOf(role, person);
        var claims = new Dictionary<string, object> { ["oid"] = id, ["roles"] = also is null ? new[] { role } : [role, also] };
        var (claim, value) = role is Roles.PartnerVerifier or Roles.CourtRegistrar ? ("sub", id) : ("scp", "access");
        claims[claim] = value;
        return Sign(Audience, claims);
    }

    /// <summary>An ID token (OpenID Connect Core, section 2), which tells the requesting page who has signed in.</summary>
    /// <param name="clientId">The page's client ID.</param>
    /// <param name="nonce">The nonce sent by the page, by which it recognizes the response.</param>
    /// <param name="role">The role in which the person signs in.</param>
    /// <param name="person">Which person with the role.</param>
    /// <param name="name">The person's name.</param>
    internal string MintIdentity(string clientId, string nonce, string role, string person, string name) =>
        Sign(clientId, new() { ["sub"] = IdOf(role, person), ["oid"] = IdOf(role, person), ["roles"] = new[] { role }, ["name"] = name, ["nonce"] = nonce });

    /// <summary>The object ID in a token.</summary>
    internal static string IdOf(string role, string person) => $"dev-{role.Replace('.', '-').ToLowerInvariant()}-{person}";

    private string Sign(string audience, Dictionary<string, object> claims) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = audience,
        IssuedAt = _clock.GetUtcNow().UtcDateTime,
        NotBefore = _clock.GetUtcNow().UtcDateTime,
        Expires = (_clock.GetUtcNow() + Lifetime).UtcDateTime,
        Claims = claims,
        SigningCredentials = _credentials,
    });
}
