using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Cards;

/// <summary>Registers what this room offers.</summary>
internal static class CardsServices
{
    /// <summary>Adds what the functions of cards share.</summary>
    public static IServiceCollection AddCardFunctions(this IServiceCollection services) => services
        .AddSingleton<CardStatusCommands>();
}
