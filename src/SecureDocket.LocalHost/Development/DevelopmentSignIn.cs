using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Functions.Access;

namespace SecureDocket.LocalHost.Development;

/// <summary>Signs invented officers in: OAuth 2.0 authorization codes (RFC 6749, section 4.1) with PKCE (RFC 7636), checked as a real provider does.</summary>
public sealed class DevelopmentSignIn(DevelopmentIssuer issuer, TimeProvider clock)
{
    /// <summary>The id under which the officers' pages are registered.</summary>
    public const string ClientId = DevelopmentIssuer.Audience;

    /// <summary>What the pages ask for.</summary>
    public const string Scope = "openid profile offline_access secure-docket-local";

    private const int CodesKept = 100;

    private static readonly TimeSpan s_codeLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_refreshLifetime = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _refreshes = new(StringComparer.Ordinal);

    /// <summary>The people who may sign in.</summary>
    internal static IReadOnlyList<DevelopmentOfficer> Officers { get; } =
    [
        new("Dana Whitfield", Roles.FieldOfficer, "1"),
        new("Luis Ortega", Roles.FieldOfficer, "2"),
        new("Priya Raman", Roles.EnrollmentOfficer, "1"),
        new("Tom Becker", Roles.EnrollmentOfficer, "2"),
        new("Ruth Alvarado", Roles.DocketAuditor, "1"),
        new("Amir Haddad", Roles.ProgramAdministrator, "1"),
    ];

    /// <summary>What is wrong with a request to sign in; null when a code may be given for it.</summary>
    /// <remarks>A request with another client or redirect address is answered on the spot: sending a browser there is what an attacker wants (RFC 6749, section 4.1.2.1).</remarks>
    internal static string? FaultOf(AuthorizationRequest request, string origin) =>
        request.ClientId != ClientId ? "client_id is not the officers' pages."
        : request.RedirectUri != $"{origin}/verify" && request.RedirectUri != $"{origin}/enroll" ? "redirect_uri is not one of the officers' pages."
        : request.ResponseType != "code" ? "response_type must be code."
        : request.ChallengeMethod != "S256" || request.Challenge is not { Length: 43 } ? "code_challenge (S256) is needed."
        : request.Scope?.Split(' ').Contains("openid") != true ? "scope must contain openid."
        : request.State is not { Length: > 0 } || request.Nonce is not { Length: > 0 } ? "state and nonce are needed."
        : null;

    /// <summary>A code for a person who has signed in: good once, for five minutes.</summary>
    internal string GiveCode(AuthorizationRequest request, DevelopmentOfficer officer) =>
        Give(_grants, new(request, officer, clock.GetUtcNow() + s_codeLifetime));

    private string Give(ConcurrentDictionary<string, Grant> given, Grant grant)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, other) in given)
        {
            if (other.Ends <= now || given.Count >= CodesKept)
            {
                given.TryRemove(old, out _);
            }
        }

        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        given[code] = grant;
        return code;
    }

    /// <summary>The next tokens for a refresh token, which is good once; null when it was never given, was used, is old, or is another's. The first sign-in's 24 hours stay the limit.</summary>
    internal (string Access, string Refresh)? Renew(string? refresh, string? clientId)
    {
        if (refresh is null || !_refreshes.TryRemove(refresh, out var grant) || grant.Ends <= clock.GetUtcNow() || clientId != grant.Request.ClientId)
        {
            return null;
        }

        return (issuer.Mint(grant.Officer.Role, grant.Officer.Person), Give(_refreshes, grant));
    }

    /// <summary>The tokens for a code; null when the code was never given, was used, is old, or is another's. A refresh token is given to those that asked for <c>offline_access</c>.</summary>
    internal (string Access, string Identity, string? Refresh)? Redeem(string? code, string? clientId, string? redirectUri, string? verifier)
    {
        // Taken out before anything is looked at: whoever guesses at a code has used it up.
        if (code is null || !_grants.TryRemove(code, out var grant) || grant.Ends <= clock.GetUtcNow()
            || clientId != grant.Request.ClientId || redirectUri != grant.Request.RedirectUri
            || verifier is not { Length: >= 43 and <= 128 }
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) != grant.Request.Challenge)
        {
            return null;
        }

        var (role, person) = (grant.Officer.Role, grant.Officer.Person);
        var refresh = grant.Request.Scope!.Split(' ').Contains("offline_access")
            ? Give(_refreshes, grant with { Ends = clock.GetUtcNow() + s_refreshLifetime })
            : null;
        return (issuer.Mint(role, person), issuer.MintIdentity(clientId!, grant.Request.Nonce!, role, person, grant.Officer.Name), refresh);
    }

    private sealed record Grant(AuthorizationRequest Request, DevelopmentOfficer Officer, DateTimeOffset Ends);
}

/// <summary>An invented officer.</summary>
/// <param name="Name">What the person is called.</param>
/// <param name="Role">The role held.</param>
/// <param name="Person">Who of those with the role.</param>
internal sealed record DevelopmentOfficer(string Name, string Role, string Person);

/// <summary>A page's request to sign somebody in, as it came.</summary>
internal sealed record AuthorizationRequest(
    string? ClientId, string? RedirectUri, string? ResponseType, string? Scope, string? State, string? Nonce, string? Challenge, string? ChallengeMethod)
{
    public static AuthorizationRequest Of(IQueryCollection query) => new(
        query["client_id"], query["redirect_uri"], query["response_type"], query["scope"], query["state"], query["nonce"], query["code_challenge"], query["code_challenge_method"]);
}
