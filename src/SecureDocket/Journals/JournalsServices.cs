using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Journals;

/// <summary>Registers the services of this room.</summary>
public static class JournalsServices
{
    /// <summary>Adds the history of a docket.</summary>
    public static IServiceCollection AddJournals(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<ViewHistory>();
    }
}
