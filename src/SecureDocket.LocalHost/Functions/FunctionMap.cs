using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.LocalHost.Http;

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
                app.MapMethods($"/{prefix}{trigger.Route ?? function.Name}", trigger.Methods ?? [], Handler(function)).WithDisplayName(function.Name);
            }
        }
    }

    /// <summary>Maps <c>POST /admin/functions/{name}</c>, which immediately calls a function triggered by a timer or a queue. Other functions are not found.</summary>
    /// <remarks>
    /// <c>{"input":"..."}</c> is the message for a queue function; a timer function needs none. Answers 202 whatever the result,
    /// which is logged. The Functions host requires its master key here and answers before the call ends. This host listens on the
    /// local machine only, and answers after the call, so that the caller can see its effects.
    /// </remarks>
    public static void MapAdmin(this WebApplication app)
    {
        var timers = app.Services.GetRequiredService<LocalTimers>();
        var queues = app.Services.GetRequiredService<LocalQueues>();

        // A call continues after its caller disconnects; it ends with the host.
        var stop = app.Lifetime.ApplicationStopping;
        app.MapPost("/admin/functions/{name}", async (string name, HttpRequest request) =>
        {
            if (timers.Find(name) is { } timer)
            {
                await timer.RunAsync(stop);
                return Results.Accepted();
            }

            if (queues.Find(name) is not { } function)
            {
                return Results.NotFound();
            }

            if (await InputAsync(request) is not { } input)
            {
                return Results.Text("Send the message as JSON: {\"input\":\"...\"}.\n", statusCode: StatusCodes.Status400BadRequest);
            }

            await queues.RunAsync(function, input, stop);
            return Results.Accepted();
        }).RequireSameOrigin();
    }

    private static async Task<string?> InputAsync(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("input", out var input) && input.ValueKind == JsonValueKind.String
                ? input.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
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
        return host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString() is { Length: > 0 } prefix ? prefix + "/" : "";
    }
}
