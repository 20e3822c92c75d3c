using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Printing;

/// <summary>Registers the services of this room.</summary>
public static class PrintingServices
{
    /// <summary>Adds the printed card.</summary>
    public static IServiceCollection AddPrinting(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<PrintCard>();
    }
}
