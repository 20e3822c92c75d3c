using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;

namespace SecureDocket.Disclosures;

/// <summary>Registers the services of this room.</summary>
public static class DisclosuresServices
{
    /// <summary>Adds the record of disclosures.</summary>
    public static IServiceCollection AddDisclosures(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<DisclosureLog>()
            .AddSingleton<DisposedRecords>()
            .AddSingleton<IPresentedCards, PresentedCards>()
            .AddSingleton<Openings>()
            .AddSingleton<RecordComparison>()
            .AddSingleton<RecordScans>()
            .AddSingleton<ViewOwnDisclosures>();
    }
}
