using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;

namespace SecureDocket.LocalHost.Functions;

/// <summary>Maps the worker's functions onto ASP.NET Core routes, as the Functions host does.</summary>
internal static class FunctionMap
{
    /// <summary>Maps the HTTP functions to their routes.</summary>
    public static void MapFunctions(this WebApplication app, LocalWorkerBuilder worker)
    {
        var prefix = RoutePrefix();
        foreach (var method in AccessRules.FunctionMethods())
        {
            if (LocalFunction.TriggerOf<HttpTriggerAttribute>(method) is { } trigger)
            {
                var function = new LocalFunction(method, worker);
                app.MapMethods($"/{prefix}/{trigger.Route ?? function.Name}", trigger.Methods ?? [], Handler(function)).WithDisplayName(function.Name);
            }
        }
    }

    /// <summary>Maps <c>POST /admin/functions/{name}</c>, which runs a timer function now. Other functions have callers of their own and are not found.</summary>
    /// <remarks>
    /// 202 whatever becomes of the call, which the log tells. The Functions host asks for its master key here and answers
    /// before the call ends; this one listens to its own machine only, and answers after it, so that who asked can look.
    /// </remarks>
    public static void MapTimers(this WebApplication app)
    {
        var timers = app.Services.GetRequiredService<LocalTimers>();
        app.MapPost("/admin/functions/{name}", async (string name) =>
        {
            if (timers.Find(name) is not { } timer)
            {
                return Results.NotFound();
            }

            // The call goes on when who asked for it has left; it ends with the host.
            await timer.RunAsync(app.Lifetime.ApplicationStopping);
            return Results.Accepted();
        });
    }

    private static RequestDelegate Handler(LocalFunction function) => async http =>
    {
        var context = new LocalFunctionContext(function.Definition, http);
        await function.InvokeAsync(context);
        if (context.Result is IResult result)
        {
            await result.ExecuteAsync(http);
        }
    };

    private static string RoutePrefix()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));
        return host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString() ?? "api";
    }
}
