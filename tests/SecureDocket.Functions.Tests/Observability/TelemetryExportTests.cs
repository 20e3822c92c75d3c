using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SecureDocket.Functions.Logging;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>What the worker would send, as far as the last step before the network.</summary>
public sealed class TelemetryExportTests
{
    [Fact]
    public void Without_its_setting_nothing_is_exported()
    {
        using var host = Host.CreateApplicationBuilder().Export().Build();
        Assert.Null(host.Services.GetService<MeterProvider>());
        Assert.Null(host.Services.GetService<TracerProvider>());
    }

    [Fact]
    public void What_is_sent_is_sent_under_the_app_s_identity_and_no_log_line_is_sampled()
    {
        using var host = Exporting().Build();
        var options = host.Services.GetRequiredService<IOptionsMonitor<AzureMonitorExporterOptions>>().CurrentValue;
        Assert.Same(host.Services.GetRequiredService<TokenCredential>(), options.Credential);
        Assert.StartsWith("InstrumentationKey=", options.ConnectionString, StringComparison.Ordinal);
        Assert.False(options.EnableTraceBasedLogsSampler);
    }

    [Fact]
    public void Our_meter_and_our_activities_are_collected()
    {
        using var measured = new Kept<Metric>(metric => metric.Name);
        using var traced = new Kept<System.Diagnostics.Activity>(activity => activity.OperationName);
        var builder = Exporting();
        builder.Services.AddMetrics().AddSingleton<Telemetry>();
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddReader(new BaseExportingMetricReader(measured)));
        builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.SetSampler(new AlwaysOnSampler()).AddProcessor(new SimpleActivityExportProcessor(traced)));
        using var host = builder.Build();
        var (metrics, traces) = (host.Services.GetRequiredService<MeterProvider>(), host.Services.GetRequiredService<TracerProvider>());
        host.Services.GetRequiredService<Telemetry>().CardIssued();
        Telemetry.Begin(TracedUse.IssueCard)!.Dispose();
        metrics.ForceFlush();
        traces.ForceFlush();

        Assert.Contains("securedocket.cards.issued", measured.Names);
        Assert.Contains("cards.issue", traced.Names);
    }

    [Theory]
    [InlineData("SecureDocket.Functions.Health.ReadinessProbe", LogLevel.Information, true)]
    [InlineData("SecureDocket.Functions.Health.ReadinessProbe", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("System.Net.Http.HttpClient", LogLevel.Information, false)]
    [InlineData("Azure.Core", LogLevel.Information, false)]
    [InlineData("Azure.Core", LogLevel.Warning, true)]
    public void Our_lines_go_out_from_information_on_and_those_of_frameworks_from_warning_on(string category, LogLevel level, bool goes)
    {
        using var host = Exporting().Build();
        Assert.Equal(goes, host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }

    private static HostApplicationBuilder Exporting()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration[TelemetryExport.Setting] = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://ingestion.invalid/";
        return builder.Export();
    }

    private sealed class Kept<T>(Func<T, string> name) : BaseExporter<T>
        where T : class
    {
        public HashSet<string> Names { get; } = [];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var each in batch)
                Names.Add(name(each));
            return ExportResult.Success;
        }
    }
}

/// <summary>The worker's export in a host without a worker.</summary>
internal static class ExportingHost
{
    public static HostApplicationBuilder Export(this HostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TokenCredential>(new StaticTokenCredential());
        builder.AddTelemetryExport();
        return builder;
    }
}
