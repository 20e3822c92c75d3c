using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Cards;

/// <summary>Registers this room's services.</summary>
internal static class CardsServices
{
    /// <summary>Adds the services shared by the card functions.</summary>
    public static IServiceCollection AddCardFunctions(this IServiceCollection services) => services
        .AddSingleton<CardStatusCommands>();
}
