using Azure.Core;

namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary><c>WWW-Authenticate: Bearer authorization="https://login…/{tenant}", resource="https://vault.azure.net"</c></summary>
internal sealed record Challenge(string TenantId, string Scope)
{
    private const string Scheme = "Bearer ";

    public static Challenge From(Response response)
    {
        if (!response.Headers.TryGetValue("WWW-Authenticate", out var header) || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var values = header[Scheme.Length..]
            .Split(',')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim().Trim('"'), StringComparer.OrdinalIgnoreCase);
        var scope = values.TryGetValue("resource", out var resource) ? resource + "/.default" : values.GetValueOrDefault("scope");
        if (scope is null)
            return null;

        var authorization = values.GetValueOrDefault("authorization") ?? values.GetValueOrDefault("authorization_uri");
        return Uri.TryCreate(authorization, UriKind.Absolute, out var uri)
            ? new Challenge(uri.Segments.Length > 1 ? uri.Segments[1].Trim('/') : null, scope)
            : throw new UriFormatException($"The challenge authorization URI '{authorization}' is invalid.");
    }

    /// <summary>A token for one service must not be handed to another that merely asks for it.</summary>
    public void Verify(string host)
    {
        if (!Uri.TryCreate(Scope, UriKind.Absolute, out var scope))
            throw new InvalidOperationException($"The challenge contains invalid scope '{Scope}'.");
        if (!host.EndsWith("." + scope.Host, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"The challenge resource '{scope.Host}' does not match the requested domain. Set DisableChallengeResourceVerification to true in your client options to disable.");
    }

    public TokenRequestContext Context(HttpMessage message) => new([Scope], message.Request.ClientRequestId, tenantId: TenantId);
}
