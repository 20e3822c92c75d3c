using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Contract;

/// <summary>Registers this room's services.</summary>
internal static class ContractServices
{
    /// <summary>Adds the contract and its page.</summary>
    public static IServiceCollection AddContract(this IServiceCollection services) => services
        .AddSingleton<ContractDocument>()
        .AddSingleton<ContractPage>();
}
