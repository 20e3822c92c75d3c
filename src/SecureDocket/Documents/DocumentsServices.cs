using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Documents;

/// <summary>Registers the services of this room.</summary>
public static class DocumentsServices
{
    /// <summary>Adds documents.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<AddDocument>()
            .AddSingleton<Downloads>()
            .AddSingleton<ViewDocument>()
            .AddSingleton<ReportDownloads>()
            .AddSingleton<ViewDocuments>()
            .AddSingleton<WithdrawDocument>();
    }
}
