using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.SignIns;

/// <summary>Registers this room's services.</summary>
internal static class SignInsServices
{
    /// <summary>Adds the services shared by the sign-in functions, and the sender of their codes.</summary>
    public static IServiceCollection AddSignInFunctions(this IServiceCollection services) => services
        .AddSingleton<PaperCodeRequests>()
        .AddHostedService<SignInTextSender>();
}
