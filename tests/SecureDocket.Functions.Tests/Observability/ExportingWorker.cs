using System.Collections.Immutable;
using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SecureDocket.Cards;
using SecureDocket.Functions.Logging;
using SecureDocket.Functions.Pages;
using SecureDocket.Functions.Pipeline;
using SecureDocket.Functions.Portal;
using SecureDocket.Health;
using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>The official worker without a Functions host, whose every function fails, and whose official exporter sends to <see cref="Ingestion"/>.</summary>
internal sealed class ExportingWorker : IAsyncDisposable
{
    private readonly Ingestion _ingestion = new();
    private readonly HttpClient _client;
    private readonly IHost _host;

    private ExportingWorker(string timer)
    {
        _client = new HttpClient(_ingestion);
        var builder = FunctionsApplication.CreateBuilder([]);

        // The exporter keeps one way out for each key in a process: another key is another way.
        builder.Configuration[TelemetryExport.Setting] = $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint=https://ingestion.invalid/";
        builder.AddTelemetryExport();
        builder.Services.AddMetrics()
            .AddSingleton<TokenCredential>(new StaticTokenCredential())
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Telemetry>()
            .AddSingleton<ITables>(new InMemoryTables())
            .AddSingleton<TimerMarks>()
            .AddSingleton(new TimerPlan(new Dictionary<string, TimerSchedule> { [timer] = TimerSchedule.Parse("0 5 * * * *") }))
            .AddSingleton(new PortalPages(
                new PortalLanguages(),
                new WebFiles(),
                new KeyedHash(new byte[48]),
                new SmsOptions { Senders = [], Brand = "SDC", Contact = "1-800-555-0123" },
                new CardOptions { Issuer = "https://issuer.example", PortalUrl = "https://portal.example", LossContact = "1-800-555-0123" },
                TimeProvider.System))
            .PostConfigure<AzureMonitorExporterOptions>(options =>
            {
                options.Transport = new HttpClientTransport(_client);
                options.DisableOfflineStorage = true;

                // Every trace goes out, or what a call leaves would hang on the sampler.
                options.TracesPerSecond = null;
                options.SamplingRatio = 1;
            });
        builder.UseMiddleware<ProblemMiddleware>().UseMiddleware<TimerMiddleware>();
        builder.Use(_ => _ => throw new InvalidOperationException("a defect"));

        // Everything starts but the connection to a Functions host.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType?.Name == "WorkerHostedService"));
        _host = builder.Build();
    }

    /// <summary>The trace of every call, which no other worker of this process has.</summary>
    public string Trace { get; } = ActivityTraceId.CreateRandom().ToHexString();

    /// <summary>The worker's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a worker.</summary>
    /// <param name="timer">The name of the one function that runs by the clock.</param>
    public static async Task<ExportingWorker> StartAsync(string timer = "None")
    {
        var worker = new ExportingWorker(timer);
        await worker._host.StartAsync();
        return worker;
    }

    /// <summary>Calls a function, which fails, as the worker does when a Functions host asks for it.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="http">The request; null where none calls.</param>
    public async Task FailAsync(string function, HttpContext? http)
    {
        var type = typeof(FunctionContext).Assembly.GetType("Microsoft.Azure.Functions.Worker.IFunctionsApplication", throwOnError: true)!;
        var call = (Task)type.GetMethod("InvokeFunctionAsync")!.Invoke(Services.GetRequiredService(type), [new CallContext(function, Trace, Services, http)])!;
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Every row that was sent.</summary>
    public IReadOnlyList<Ingestion.Row> Rows()
    {
        Services.GetRequiredService<TracerProvider>().ForceFlush();
        Services.GetRequiredService<LoggerProvider>().ForceFlush();
        Services.GetRequiredService<MeterProvider>().ForceFlush();
        return _ingestion.Rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _client.Dispose();
        _ingestion.Dispose();
    }

    private sealed class CallContext : FunctionContext
    {
        public CallContext(string function, string trace, IServiceProvider services, HttpContext? http)
        {
            FunctionDefinition = new Definition(function);
            InstanceServices = services;
            TraceContext = new CallerTrace(trace);
            if (http is not null)
                Items["HttpRequestContext"] = http;
        }

        public override string InvocationId => "invocation";

        public override string FunctionId => FunctionDefinition.Id;

        public override TraceContext TraceContext { get; }

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; }

        public override FunctionDefinition FunctionDefinition { get; }

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }

    private sealed class CallerTrace(string trace) : TraceContext
    {
        public override string TraceParent => $"00-{trace}-00f067aa0ba902b7-01";

        public override string TraceState => "";
    }

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
