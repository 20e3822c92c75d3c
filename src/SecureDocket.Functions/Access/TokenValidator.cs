using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureDocket.Functions.Access;

/// <summary>Validates bearer tokens: signature, algorithm, issuer, audience and lifetime.</summary>
/// <param name="options">Whose tokens.</param>
/// <param name="metadata">The issuer's published keys.</param>
/// <param name="clock">Judges lifetimes.</param>
public sealed class TokenValidator(AccessOptions options, BaseConfigurationManager metadata, TimeProvider clock)
{
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    /// <summary>The token's claims; null for a token that is not to be believed, whatever the reason.</summary>
    /// <exception cref="DependencyUnavailableException">The issuer's keys cannot be read.</exception>
    public async Task<ClaimsIdentity?> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        await EnsureMetadataAsync(cancellationToken);
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ConfigurationManager = metadata,
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires),
            RoleClaimType = "roles",
        });
        return result.IsValid ? result.ClaimsIdentity : null;
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + s_clockSkew && (notBefore is not { } start || now >= start - s_clockSkew);
    }

    private async Task EnsureMetadataAsync(CancellationToken cancellationToken)
    {
        try
        {
            await metadata.GetBaseConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException failure)
        {
            throw new DependencyUnavailableException("identity", failure);
        }
    }
}
