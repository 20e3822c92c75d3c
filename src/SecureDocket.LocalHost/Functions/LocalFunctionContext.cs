using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace SecureDocket.LocalHost.Functions;

/// <summary>The context of middleware and functions, as in the worker.</summary>
internal sealed class LocalFunctionContext : FunctionContext
{
    // The key under which the ASP.NET Core integration stores the request and GetHttpContext finds it.
    private const string HttpContextItem = "HttpRequestContext";
    private const string CallItem = "LocalCall";

    /// <summary>Creates the context of an HTTP call.</summary>
    public LocalFunctionContext(LocalFunctionDefinition definition, HttpContext http)
        : this(definition, http.RequestServices, http.Request.RouteValues, http.RequestAborted) => Items[HttpContextItem] = http;

    /// <summary>Creates the context of a timer call.</summary>
    public LocalFunctionContext(LocalFunctionDefinition definition, TimerInfo timer, IServiceProvider services, CancellationToken cancellationToken)
        : this(definition, services, [], cancellationToken) => Timer = timer;

    /// <summary>Creates the context of a call with parameter values, such as a queue message.</summary>
    public LocalFunctionContext(LocalFunctionDefinition definition, IServiceProvider services, RouteValueDictionary values, CancellationToken cancellationToken)
    {
        FunctionDefinition = definition;
        InstanceServices = services;
        CancellationToken = cancellationToken;
        BindingContext = new LocalBindingContext(values);
        Items[CallItem] = this;
    }

    /// <summary>The call behind a context, which middleware may have wrapped.</summary>
    public static LocalFunctionContext Of(FunctionContext context) => (LocalFunctionContext)context.Items[CallItem];

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new LocalTraceContext();

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; } = new LocalRetryContext();

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new LocalFeatures();

    public override CancellationToken CancellationToken { get; }

    /// <summary>The schedule information for the function; null when the call is not by a timer.</summary>
    public TimerInfo? Timer { get; }

    /// <summary>The function's result; null when middleware answered instead.</summary>
    public object? Result { get; set; }

    private sealed class LocalBindingContext(RouteValueDictionary values) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } = values;
    }

    private sealed class LocalTraceContext : TraceContext
    {
        public override string TraceParent { get; } = Activity.Current?.Id ?? "";

        public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
    }

    private sealed class LocalRetryContext : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class LocalFeatures : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _features = [];

        public void Set<T>(T instance) => _features[typeof(T)] = instance!;

        public T? Get<T>() => _features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>The definition of a function, as in the worker.</summary>
internal sealed class LocalFunctionDefinition(string name, MethodInfo method) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];

    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string Id { get; } = name;

    public override string Name { get; } = name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty;

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty;
}
