using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Pages;

/// <summary>Registers this room's services.</summary>
internal static class PagesServices
{
    /// <summary>Adds the officer pages and the files of all pages.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<OfficerPages>()
        .AddSingleton(_ => new WebFiles());
}
