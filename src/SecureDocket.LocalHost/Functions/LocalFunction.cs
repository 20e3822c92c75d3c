using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SecureDocket.LocalHost.Functions;

/// <summary>A function of the worker. The worker's middleware wraps each call.</summary>
internal sealed class LocalFunction
{
    private readonly FunctionExecutionDelegate _pipeline;

    public LocalFunction(MethodInfo method, LocalWorkerBuilder worker)
    {
        Definition = new(method.GetCustomAttribute<FunctionAttribute>()!.Name, method);
        var parameters = method.GetParameters();
        var create = ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        _pipeline = worker.Wrap(async context =>
        {
            // Middleware may have wrapped the context of the call.
            var call = LocalFunctionContext.Of(context);
            var arguments = parameters.Select(parameter => Bind(parameter, context, call)).ToArray();
            var returned = method.Invoke(create(context.InstanceServices, []), BindingFlags.DoNotWrapExceptions, null, arguments, null);
            call.Result = returned;
            if (returned is Task task)
            {
                await task;
                call.Result = task is Task<IResult> answering ? await answering : null;
            }
        });
    }

    public LocalFunctionDefinition Definition { get; }

    public string Name => Definition.Name;

    /// <summary>The function's trigger of this kind; null when it has another kind.</summary>
    public static TTrigger? TriggerOf<TTrigger>(MethodInfo method)
        where TTrigger : TriggerBindingAttribute =>
        method.GetParameters().Select(parameter => parameter.GetCustomAttribute<TTrigger>()).FirstOrDefault(found => found is not null);

    /// <summary>Calls the function through the middleware; the context then contains its result.</summary>
    public Task InvokeAsync(LocalFunctionContext context) => _pipeline(context);

    private static object? Bind(ParameterInfo parameter, FunctionContext context, LocalFunctionContext call) => parameter.ParameterType switch
    {
        var type when type == typeof(HttpRequest) => call.GetHttpContext()!.Request,
        var type when type == typeof(TimerInfo) => call.Timer,
        var type when type == typeof(CancellationToken) => context.CancellationToken,
        var type when type == typeof(FunctionContext) => context,
        var type when type == typeof(string) => call.BindingContext.BindingData.GetValueOrDefault(parameter.Name!)?.ToString(),
        _ => throw new InvalidOperationException($"The local host cannot bind {parameter.Name} of {call.FunctionDefinition.Name}."),
    };
}
