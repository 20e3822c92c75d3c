using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Functions.Access;

namespace SecureDocket.LocalHost.Development;

/// <summary>Signs invented officers in: OAuth 2.0 authorization codes (RFC 6749, section 4.1) with PKCE (RFC 7636), checked as a real provider does.</summary>
public sealed class DevelopmentSignIn(DevelopmentIssuer issuer, TimeProvider clock)
{
    /// <summary>The client ID of the officer pages.</summary>
    public const string ClientId = DevelopmentIssuer.Audience;

    /// <summary>The scope that the pages request.</summary>
    public const string Scope = "openid profile offline_access secure-docket-local";

    private const int CodesKept = 100;

    private static readonly string[] s_pages = ["/verify", "/enroll", "/inbox", "/desk"];

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
        new("Grace Lindqvist", Roles.ProtectionSupervisor, "1"),
        new("Ruth Alvarado", Roles.DocketAuditor, "1"),
        new("Amir Haddad", Roles.ProgramAdministrator, "1"),
    ];

    /// <summary>The error of a sign-in request; null when a code may be issued for it.</summary>
    /// <remarks>A request with an unknown client or redirect URI is answered directly, because redirecting would help an attacker (RFC 6749, section 4.1.2.1).</remarks>
    internal static string? FaultOf(AuthorizationRequest request, string origin) =>
        request.ClientId != ClientId ? "client_id is not that of the officer pages."
        : !s_pages.Any(page => request.RedirectUri == origin + page) ? "redirect_uri is not one of the officer pages."
        : request.ResponseType != "code" ? "response_type must be code."
        : request.ChallengeMethod != "S256" || request.Challenge is not { Length: 43 } ? "code_challenge (S256) is required."
        : request.Scope?.Split(' ').Contains("openid") != true ? "scope must contain openid."
        : request.State is not { Length: > 0 } || request.Nonce is not { Length: > 0 } ? "state and nonce are required."
        : null;

    /// <summary>Issues a code for a person who has signed in, valid once and for five minutes.</summary>
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

    /// <summary>Exchanges a refresh token, which can be used once, for new tokens; null when it is unknown, used, expired or belongs to another client. All end 24 hours after the sign-in.</summary>
    internal (string Access, string Refresh)? Renew(string? refresh, string? clientId)
    {
        if (refresh is null || !_refreshes.TryRemove(refresh, out var grant) || grant.Ends <= clock.GetUtcNow() || clientId != grant.Request.ClientId)
        {
            return null;
        }

        return (issuer.Mint(grant.Officer.Role, grant.Officer.Person), Give(_refreshes, grant));
    }

    /// <summary>Exchanges a code for tokens; null when it is unknown, used, expired or belongs to another client. Includes a refresh token when <c>offline_access</c> was requested.</summary>
    internal (string Access, string Identity, string? Refresh)? Redeem(string? code, string? clientId, string? redirectUri, string? verifier)
    {
        // Removed before any check, so that a failed guess invalidates the code.
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
/// <param name="Name">The person's name.</param>
/// <param name="Role">The person's role.</param>
/// <param name="Person">Which person with the role.</param>
internal sealed record DevelopmentOfficer(string Name, string Role, string Person);

/// <summary>A page's sign-in request, as received.</summary>
internal sealed record AuthorizationRequest(
    string? ClientId, string? RedirectUri, string? ResponseType, string? Scope, string? State, string? Nonce, string? Challenge, string? ChallengeMethod)
{
    public static AuthorizationRequest Of(IQueryCollection query) => new(
        query["client_id"], query["redirect_uri"], query["response_type"], query["scope"], query["state"], query["nonce"], query["code_challenge"], query["code_challenge_method"]);
}
