using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Http;

namespace SecureDocket.LocalHost.Pages;

/// <summary>The development issuer's endpoints: metadata, the choice of an officer, and the exchange of a code for tokens.</summary>
internal static class SignInMap
{
    public const string MetadataPath = "/dev/openid-configuration";

    private static readonly string[] s_responseTypes = ["code"];
    private static readonly string[] s_challengeMethods = ["S256"];

    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet(MetadataPath, (HttpContext http) => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = DevelopmentIssuer.Issuer,
            ["authorization_endpoint"] = $"{OriginOf(http)}/dev/authorize",
            ["token_endpoint"] = $"{OriginOf(http)}/dev/token",
            ["response_types_supported"] = s_responseTypes,
            ["code_challenge_methods_supported"] = s_challengeMethods,
        }));
        app.MapGet("/dev/authorize", (HttpContext http) =>
        {
            Keep(http);
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            return DevelopmentSignIn.FaultOf(AuthorizationRequest.Of(http.Request.Query), OriginOf(http)) is { } fault
                ? Bad(fault)
                : Results.Text(Render(http.Request.QueryString.Value ?? ""), "text/html; charset=utf-8");
        });
        app.MapPost("/dev/authorize", async (HttpContext http, DevelopmentSignIn signIn) =>
        {
            Keep(http);
            var request = AuthorizationRequest.Of(http.Request.Query);
            if (DevelopmentSignIn.FaultOf(request, OriginOf(http)) is { } fault)
            {
                return Bad(fault);
            }

            var chosen = (await http.ReadFormOrNullAsync())?["officer"].ToString() ?? "";
            var answer = new Dictionary<string, string?> { ["state"] = request.State };
            if (DevelopmentSignIn.Officers.FirstOrDefault(officer => $"{officer.Role}/{officer.Person}" == chosen) is { } found)
            {
                answer["code"] = signIn.GiveCode(request, found);
            }
            else
            {
                answer["error"] = "access_denied";
            }

            http.Response.Headers.Location = QueryHelpers.AddQueryString(request.RedirectUri!, answer);
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }).RequireSameOrigin();
        app.MapPost("/dev/token", async (HttpContext http, DevelopmentSignIn signIn) =>
        {
            Keep(http);
            var form = await http.ReadFormOrNullAsync();
            return form?["grant_type"].ToString() switch
            {
                "authorization_code" => Redeem(signIn, form),
                "refresh_token" => signIn.Renew(form["refresh_token"], form["client_id"]) is var (access, refresh)
                    ? Tokens(access, refresh, null)
                    : Refused("invalid_grant"),
                _ => Refused("unsupported_grant_type"),
            };
        }).RequireSameOrigin();
    }

    private static IResult Redeem(DevelopmentSignIn signIn, IFormCollection form)
    {
        var tokens = signIn.Redeem(form["code"], form["client_id"], form["redirect_uri"], form["code_verifier"]);
        return tokens is var (access, identity, refresh) ? Tokens(access, refresh, identity) : Refused("invalid_grant");
    }

    private static IResult Tokens(string access, string? refresh, string? identity)
    {
        var tokens = new Dictionary<string, object>
        {
            ["access_token"] = access,
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)DevelopmentIssuer.Lifetime.TotalSeconds,
        };
        if (refresh is not null)
        {
            tokens["refresh_token"] = refresh;
        }

        if (identity is not null)
        {
            tokens["id_token"] = identity;
        }

        return Results.Json(tokens);
    }

    private static IResult Refused(string error) => Results.Json(new { error }, statusCode: StatusCodes.Status400BadRequest);

    private static string OriginOf(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    private static void Keep(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "same-origin";
    }

    private static IResult Bad(string sentence) => Results.Text(sentence + "\n", statusCode: StatusCodes.Status400BadRequest);

    private static string Render(string query)
    {
        var officers = DevelopmentSignIn.Officers.Select(officer => $"""
            <p><button name="officer" value="{officer.Role}/{officer.Person}">{officer.Name}</button> {officer.Role}</p>
            """);
        return $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in on this machine</title>
            <link rel="stylesheet" href="/dev/look.css">
            <main>
            <h1>Who signs in?</h1>
            <p>These officers are invented. In a deployment the identity provider asks instead.</p>
            <form method="post" action="/dev/authorize{WebUtility.HtmlEncode(query)}">
            {string.Concat(officers)}
            <p><button name="officer" value="">Nobody: go back</button></p>
            </form>
            </main>
            </html>
            """;
    }
}
