using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Pages;

/// <summary>Registers what this room offers.</summary>
internal static class PagesServices
{
    /// <summary>Adds the officers' pages and the files of all pages.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<OfficerPages>()
        .AddSingleton(_ => new WebFiles());
}
