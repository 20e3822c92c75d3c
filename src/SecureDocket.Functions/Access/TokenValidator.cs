using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureDocket.Functions.Access;

/// <summary>Validates bearer tokens: format, type, signature, algorithm, issuer, audience, lifetime, and that they are access tokens for this API.</summary>
/// <param name="options">The trusted issuer and audience.</param>
/// <param name="metadata">The issuer's published keys.</param>
/// <param name="clock">The clock for token lifetimes.</param>
public sealed class TokenValidator(AccessOptions options, BaseConfigurationManager metadata, TimeProvider clock)
{
    // The scope of the app registration for clients that act on behalf of a signed-in person.
    private const string Scope = "access";

    // A token lasts for an hour, and each caller has one.
    private const int SoundLimit = 2_000;

    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    // Tokens found valid, by hash: a caller sends the same token with each request.
    private readonly ConcurrentDictionary<string, SoundToken> _sound = new(StringComparer.Ordinal);

    /// <summary>The token's claims; null for an invalid token, whatever the reason.</summary>
    /// <exception cref="DependencyUnavailableException">The issuer's keys cannot be read.</exception>
    public async Task<ClaimsIdentity?> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var published = await MetadataAsync(cancellationToken);
        var hash = Convert.ToBase64String(SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan())));
        if (_sound.TryGetValue(hash, out var known) && known.Holds(published) && IsCurrent(known.NotBefore, known.Expires))
        {
            return known.Claims;
        }

        if (!token.Split('.').All(IsCanonical))
        {
            return null;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ConfigurationManager = metadata,
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidTypes = ["JWT", "at+jwt"],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires),
            RoleClaimType = "roles",
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken sound || !IsAccess(sound))
        {
            return null;
        }

        Remember(hash, sound, published, result.ClaimsIdentity);
        return result.ClaimsIdentity;
    }

    // The handler also trusts keys that the issuer published earlier. A token signed by such a key is validated every time.
    private void Remember(string hash, JsonWebToken token, BaseConfiguration published, ClaimsIdentity claims)
    {
        if (!published.SigningKeys.Contains(token.SigningKey))
        {
            return;
        }

        if (_sound.Count >= SoundLimit)
        {
            _sound.Clear();
        }

        _sound[hash] = new(claims, token.SigningKey, published, token.ValidFrom > DateTime.MinValue ? token.ValidFrom : null, token.ValidTo);
    }

    // Exactly one spelling per token: Base64url only, without padding or trailing bits.
    private static bool IsCanonical(string part) =>
        Base64Url.IsValid(part) && Base64Url.EncodeToString(Base64Url.DecodeFromChars(part)) == part;

    // An ID token has the same audience and roles but is meant for the page that signs a person in. A delegated token has
    // scopes; without scopes, the token must be an application's own, whose subject is itself. No critical extension is supported.
    private static bool IsAccess(JsonWebToken token) =>
        !token.TryGetHeaderValue<object>("crit", out _)
        && !token.TryGetPayloadValue<object>("nonce", out _)
        && (token.TryGetPayloadValue<string>("scp", out var scopes)
            ? scopes.Split(' ').Contains(Scope, StringComparer.Ordinal)
            : token.TryGetPayloadValue<string>("oid", out var id) && token.Subject == id);

    private bool IsCurrent(DateTime? notBefore, DateTime? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + s_clockSkew && (notBefore is not { } start || now >= start - s_clockSkew);
    }

    private async Task<BaseConfiguration> MetadataAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await metadata.GetBaseConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException failure)
        {
            throw new DependencyUnavailableException("identity", failure);
        }
    }

    /// <summary>A token whose format, signature and claims were found valid. Its lifetime is checked at each use.</summary>
    private sealed record SoundToken(ClaimsIdentity Claims, SecurityKey Key, BaseConfiguration Published, DateTime? NotBefore, DateTime? Expires)
    {
        /// <summary>Whether the issuer's metadata has not been read again since, and contains the token's key; otherwise the token is validated again.</summary>
        public bool Holds(BaseConfiguration published) => ReferenceEquals(published, Published) && published.SigningKeys.Contains(Key);
    }
}
