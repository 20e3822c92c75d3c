using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SecureDocket.Functions.Pipeline;

/// <summary>Refuses API requests with query parameters that the function does not read, because the caller expects an effect they do not have.</summary>
/// <remarks>Pages are lenient, because mail clients and browsers add their own parameters to links.</remarks>
public sealed class QueryMiddleware : IFunctionsWorkerMiddleware
{
    private const int FaultLimit = 20;
    private const int NameLimit = 40;

    private static readonly FrozenDictionary<string, IReadOnlyList<string>> s_known = AccessRules.FunctionMethods()
        .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.Route?.StartsWith("api/", StringComparison.Ordinal) == true))
        .ToFrozenDictionary(
            method => method.GetCustomAttribute<FunctionAttribute>()!.Name,
            method => method.GetCustomAttribute<QueryAttribute>()?.Names ?? [],
            StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http
            && s_known.TryGetValue(context.FunctionDefinition.Name, out var known)
            && http.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList() is { Count: > 0 } unknown)
        {
            await ProblemResult.Of([.. unknown.Take(FaultLimit).Select(name => PipelineRefusals.UnknownQuery(
                name.Length > NameLimit ? name[..NameLimit] : name, known))]).ExecuteAsync(http);
            return;
        }

        await next(context);
    }
}
