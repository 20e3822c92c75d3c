using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Archive;

/// <summary>Registers the services of this room.</summary>
public static class ArchiveServices
{
    /// <summary>Adds the journal archive and the rebuild from it.</summary>
    public static IServiceCollection AddArchive(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<ArchiveJournal>()
            .AddSingleton<CompareTables>()
            .AddSingleton<CopyDocketKeys>()
            .AddSingleton<KeyCopies>()
            .AddSingleton<JournalArchive>()
            .AddSingleton<RebuildDocket>()
            .AddSingleton<RebuildHints>()
            .AddSingleton<RebuildTables>();
    }
}
