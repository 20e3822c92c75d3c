using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace SecureDocket.Functions.Logging;

/// <summary>Where logs, metrics and traces of the worker go: to Application Insights, under the identity of the app, and nowhere else.</summary>
/// <remarks>A part of the program and not of the composition root: the local host has a console, and tests have ears of their own.</remarks>
public static class TelemetryExport
{
    /// <summary>The setting that says where to; without it nothing is exported.</summary>
    public const string Setting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Adds the export.</summary>
    /// <param name="builder">The worker's builder.</param>
    public static IHostApplicationBuilder AddTelemetryExport(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrWhiteSpace(builder.Configuration[Setting]))
        {
            return builder;
        }

        // host.json filters what the Functions host says; what the worker says is filtered here. Frameworks log addresses with their details.
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Azure", LogLevel.Warning)
            .AddFilter(Telemetry.Name, LogLevel.Information);

        builder.Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(Telemetry.Name, "Azure.*").AddProcessor(new AddressRedaction()))
            .UseAzureMonitorExporter(options =>
            {
                options.ConnectionString = builder.Configuration[Setting];

                // Traces are sampled; alerts rest on log lines, of which none may be missing.
                options.EnableTraceBasedLogsSampler = false;
                options.EnableLiveMetrics = false;
            })
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name));
        builder.Services.AddOptions<AzureMonitorExporterOptions>()
            .Configure<TokenCredential>((options, credential) => options.Credential = credential);
        return builder;
    }
}
