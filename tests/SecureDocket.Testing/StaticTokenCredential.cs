using Azure.Core;

namespace SecureDocket.Testing;

/// <summary>A credential that always has the same token, and remembers what it was asked for.</summary>
public sealed class StaticTokenCredential(string token = "token") : TokenCredential
{
    /// <summary>The scopes of the last request for a token.</summary>
    public IReadOnlyList<string> LastScopes { get; private set; } = [];

    /// <summary>The tenant of the last request for a token, as a service's challenge names it.</summary>
    public string? LastTenantId { get; private set; }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        LastScopes = requestContext.Scopes;
        LastTenantId = requestContext.TenantId;
        return new AccessToken(token, DateTimeOffset.MaxValue);
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
