using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SecureDocket.LocalHost.Functions;

/// <summary>Collects the registrations of the worker's composition root: its services, and its middleware as one pipeline.</summary>
internal sealed class LocalWorkerBuilder(IServiceCollection services) : IFunctionsWorkerApplicationBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public IServiceCollection Services { get; } = services;

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Wraps <paramref name="function"/> in the middleware; the first registered is the outermost.</summary>
    public FunctionExecutionDelegate Wrap(FunctionExecutionDelegate function) =>
        _middleware.AsEnumerable().Reverse().Aggregate(function, (inner, middleware) => middleware(inner));
}
