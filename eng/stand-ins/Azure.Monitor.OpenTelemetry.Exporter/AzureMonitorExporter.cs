using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Azure.Monitor.OpenTelemetry.Exporter;

public class AzureMonitorExporterOptions : ClientOptions
{
    public AzureMonitorExporterOptions()
    {
    }

    public string ConnectionString { get; set; }

    public TokenCredential Credential { get; set; }

    public bool EnableLiveMetrics { get; set; } = true;

    public bool EnableTraceBasedLogsSampler { get; set; } = true;
}

public static class OpenTelemetryBuilderExtensions
{
    /// <summary>Turns the three signals on and keeps the options. The stand-in sends nothing anywhere.</summary>
    public static IOpenTelemetryBuilder UseAzureMonitorExporter(
        this IOpenTelemetryBuilder builder, Action<AzureMonitorExporterOptions> configureAzureMonitor)
    {
        builder.Services.Configure(configureAzureMonitor);
        return builder.WithLogging().WithMetrics().WithTracing();
    }
}
