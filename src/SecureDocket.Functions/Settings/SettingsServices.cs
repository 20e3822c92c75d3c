using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureDocket.Encryption;
using SecureDocket.Functions.Pages;
using SecureDocket.Messages;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Settings;

/// <summary>Registers the settings and the options derived from them.</summary>
internal static class SettingsServices
{
    /// <summary>Adds the settings. They are validated once when the host starts, and all errors are reported together.</summary>
    /// <param name="services">The services, to which the host has already added its own keys or text message provider, if any.</param>
    /// <param name="configuration">The configuration that contains the settings.</param>
    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        bool Lacks<T>() => !services.Any(service => service.ServiceType == typeof(T));
        services
            .AddSingleton<IValidateOptions<WorkerSettings>>(new WorkerSettingsValidator(new(Lacks<ISigningKeys>(), Lacks<IShardKeyVault>(), Lacks<ISms>())))
            .AddOptions<WorkerSettings>().Bind(configuration.GetSection(WorkerSettings.Section)).ValidateOnStart();
        return services
            .Option(WorkerOptions.Cards)
            .Option(WorkerOptions.Access)
            .Option(WorkerOptions.Azure)
            .Option(WorkerOptions.Sms)
            .Option(WorkerOptions.SignIn)
            .Option(WorkerOptions.Searches)
            .Option(settings => WorkerOptions.Gateway(settings).Options)
            .Option(settings => new SecurityContact(new(settings.SecurityContact!)))
            .Option(settings => new KeyedHash(Convert.FromBase64String(settings.LookupSecret!)));
    }

    private static IServiceCollection Option<T>(this IServiceCollection services, Func<WorkerSettings, T> make)
        where T : class => services.AddSingleton(provider => make(provider.GetRequiredService<IOptions<WorkerSettings>>().Value));
}
