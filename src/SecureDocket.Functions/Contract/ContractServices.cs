using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Contract;

/// <summary>Registers what this room offers.</summary>
internal static class ContractServices
{
    /// <summary>Adds the contract and its page.</summary>
    public static IServiceCollection AddContract(this IServiceCollection services) => services
        .AddSingleton<ContractDocument>()
        .AddSingleton<ContractPage>();
}
