using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecureDocket.SignIns;

/// <summary>Registers the services of this room.</summary>
public static class SignInsServices
{
    /// <summary>Adds the sign-in to the portal.</summary>
    public static IServiceCollection AddSignIns(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<PinHasher>();
        return services
            .AddSingleton<ResendSignInCode>()
            .AddSingleton<BeginSignIn>()
            .AddSingleton<Challenges>()
            .AddSingleton<ChangeNumber>()
            .AddSingleton<PurgeSignIns>()
            .AddSingleton<FinishSignIn>()
            .AddSingleton<IssuePaperCodes>()
            .AddSingleton<KnownBrowsers>().AddSingleton<ChallengeCookies>()
            .AddSingleton<Sessions>()
            .AddSingleton<SetPin>()
            .AddSingleton<SignInStore>()
            .AddSingleton<SignInTexts>()
            .AddSingleton<SendSignInCode>();
    }
}
