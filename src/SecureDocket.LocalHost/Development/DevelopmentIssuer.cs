using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.Functions.Access;

namespace SecureDocket.LocalHost.Development;

/// <summary>Mints tokens per role, where there is no Entra ID. The worker validates them as it does real ones.</summary>
public sealed class DevelopmentIssuer
{
    /// <summary>The issuer that its tokens name.</summary>
    public const string Issuer = "https://development.securedocket.example";

    /// <summary>The audience that its tokens are for.</summary>
    public const string Audience = "secure-docket-local";

    /// <summary>How long its tokens hold.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    // A key takes a tenth of a second to make: one serves all issuers of a process, for as long as that lives.
    private static readonly RSA s_rsa = RSA.Create(2048);

    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _clock;

    /// <summary>Makes an issuer whose tokens end with the process.</summary>
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
    /// <param name="person">Who of those with the role: what needs two people needs two tokens.</param>
    /// <remarks>As Entra ID's: a person's names the scope that the person's page asked for, an application's its own subject and no scope.</remarks>
    public string Mint(string role, string person = "1")
    {
        var id = IdOf(role, person);
        var claims = new Dictionary<string, object> { ["oid"] = id, ["roles"] = new[] { role } };
        var (claim, value) = role is Roles.PartnerVerifier or Roles.CourtRegistrar ? ("sub", id) : ("scp", "access");
        claims[claim] = value;
        return Sign(Audience, claims);
    }

    /// <summary>An ID token (OpenID Connect Core, section 2): who has signed in, for the page that asked.</summary>
    /// <param name="clientId">The page's registration.</param>
    /// <param name="nonce">What the page said, so that it knows the answer for its own.</param>
    /// <param name="role">The role in which the person signs in.</param>
    /// <param name="person">Who of those with the role.</param>
    /// <param name="name">What the person is called.</param>
    internal string MintIdentity(string clientId, string nonce, string role, string person, string name) =>
        Sign(clientId, new() { ["sub"] = IdOf(role, person), ["oid"] = IdOf(role, person), ["roles"] = new[] { role }, ["name"] = name, ["nonce"] = nonce });

    /// <summary>The object id of a token.</summary>
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
