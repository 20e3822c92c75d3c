using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Scanners;

/// <summary>Registers the services of this room.</summary>
public static class ScannersServices
{
    /// <summary>Adds scanners.</summary>
    public static IServiceCollection AddScanners(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<EndScanner>()
            .AddSingleton<RecordScanner>()
            .AddSingleton<ScannerStore>();
    }
}
