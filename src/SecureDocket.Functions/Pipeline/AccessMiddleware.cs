using System.Security.Claims;
using Microsoft.Azure.Functions.Worker.Middleware;
using SecureDocket.Functions.Portal;

namespace SecureDocket.Functions.Pipeline;

/// <summary>Admits a call to an HTTP function only when the function's rule allows the caller. Fails closed.</summary>
/// <remarks>Calls from timers and queues have no caller. They are admitted because their function has no HTTP trigger, never merely because a request is missing.</remarks>
public sealed class AccessMiddleware(AccessRules rules, TokenValidator tokens, PortalSessions sessions, Network network, ILogger<AccessMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            if (rules.HasCallers(context.FunctionDefinition.Name))
            {
                throw new InvalidOperationException($"{context.FunctionDefinition.Name} has an HTTP trigger, but this call has no HTTP request.");
            }

            await next(context);
            return;
        }

        if (!network.Admits(http.Request))
        {
            await ProblemResult.Of(PipelineRefusals.NotThroughGateway).ExecuteAsync(http);
            return;
        }

        if (rules.For(context.FunctionDefinition.Name) is { Cardholder: true })
        {
            if (await sessions.AdmitsAsync(http, context.CancellationToken))
            {
                await next(context);
            }

            return;
        }

        if (await RefusalForAsync(context.FunctionDefinition.Name, http, context.CancellationToken) is { } refusal)
        {
            Log.AccessRefused(logger, context.FunctionDefinition.Name, refusal.Code);
            await ProblemResult.Of(refusal).ExecuteAsync(http);
            return;
        }

        await next(context);
    }

    private async Task<Refusal?> RefusalForAsync(string function, HttpContext http, CancellationToken cancellationToken)
    {
        if (rules.For(function) is not { } rule)
        {
            return PipelineRefusals.NoCallers;
        }

        var header = http.Request.Headers.Authorization.ToString();
        if (rule.Public && (header.Length == 0 || rule.Roles.Count == 0))
        {
            http.SetActor(Actor.Public);
            return null;
        }

        var claims = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.ValidateAsync(header[Scheme.Length..].Trim(), cancellationToken)
            : null;
        if (claims is null)
        {
            http.Response.Headers.WWWAuthenticate = header.Length == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
            return header.Length == 0 ? PipelineRefusals.TokenRequired : PipelineRefusals.TokenInvalid;
        }

        var held = claims.FindAll("roles").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        if (rule.Roles.FirstOrDefault(held.Contains) is not { } role)
        {
            return PipelineRefusals.RoleRequired(rule.Roles);
        }

        if (IdOf(claims) is not { } id)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return PipelineRefusals.CallerUnknown;
        }

        http.SetActor(new Actor(role, id) { IsKeptFromProtected = Roles.IsKeptFromProtected(role, held) });
        if (role == Roles.PartnerVerifier)
        {
            http.Deadline().Limit(Deadline.OfPartners);
        }

        return null;
    }

    private static string? IdOf(ClaimsIdentity claims) =>
        (claims.FindFirst("oid") ?? claims.FindFirst("azp") ?? claims.FindFirst("appid") ?? claims.FindFirst("sub"))?.Value;
}
