using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;

namespace SecureDocket.LocalHost.Functions;

/// <summary>Maps the HTTP functions of the worker onto ASP.NET Core routes and runs the worker's middleware around each call.</summary>
internal static class FunctionMap
{
    public static void MapFunctions(this WebApplication app, LocalWorkerBuilder worker)
    {
        var prefix = RoutePrefix();
        foreach (var method in AccessRules.FunctionMethods())
        {
            if (method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null) is { } trigger)
            {
                var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
                app.MapMethods($"/{prefix}/{trigger.Route ?? name}", trigger.Methods ?? [], Handler(name, method, worker)).WithDisplayName(name);
            }
        }
    }

    private static RequestDelegate Handler(string name, MethodInfo method, LocalWorkerBuilder worker)
    {
        var definition = new LocalFunctionDefinition(name, method);
        var parameters = method.GetParameters();
        var create = ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        var pipeline = worker.Wrap(async context =>
        {
            var http = context.GetHttpContext()!;
            var arguments = parameters.Select(parameter => Bind(parameter, context, http)).ToArray();
            var returned = method.Invoke(create(context.InstanceServices, []), BindingFlags.DoNotWrapExceptions, null, arguments, null);
            if (returned is Task task)
            {
                await task;
                ((LocalFunctionContext)context).Result = task is Task<IResult> answering ? await answering : null;
            }
        });

        return async http =>
        {
            var context = new LocalFunctionContext(definition, http);
            await pipeline(context);
            if (context.Result is IResult result)
            {
                await result.ExecuteAsync(http);
            }
        };
    }

    private static object? Bind(ParameterInfo parameter, FunctionContext context, HttpContext http) => parameter.ParameterType switch
    {
        var type when type == typeof(HttpRequest) => http.Request,
        var type when type == typeof(CancellationToken) => context.CancellationToken,
        var type when type == typeof(FunctionContext) => context,
        var type when type == typeof(string) => http.Request.RouteValues[parameter.Name!]?.ToString(),
        _ => throw new InvalidOperationException($"The local host cannot bind {parameter.Name} of {context.FunctionDefinition.Name}."),
    };

    private static string RoutePrefix()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));
        return host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString() ?? "api";
    }
}
