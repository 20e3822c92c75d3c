using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace SecureDocket.Functions.Logging;

/// <summary>Exports the worker's logs, metrics and traces to Application Insights only, using the app's identity.</summary>
/// <remarks>Part of the program, not of the composition root: the local host logs to the console, and tests have their own listeners.</remarks>
public static class TelemetryExport
{
    /// <summary>The setting with the destination; nothing is exported without it.</summary>
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

        // host.json filters the Functions host's logs; the worker's are filtered here, because frameworks log detailed addresses.
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

                // Traces are sampled, but log lines are not: alerts need all of them.
                options.EnableTraceBasedLogsSampler = false;
                options.EnableLiveMetrics = false;
            })
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name));
        builder.Services.AddOptions<AzureMonitorExporterOptions>()
            .Configure<TokenCredential>((options, credential) => options.Credential = credential);
        return builder;
    }
}
