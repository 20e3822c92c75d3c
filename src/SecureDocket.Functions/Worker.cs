using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Azure;
using SecureDocket.Composition;
using SecureDocket.Functions.Cards;
using SecureDocket.Functions.Contract;
using SecureDocket.Functions.Health;
using SecureDocket.Functions.Pages;
using SecureDocket.Functions.Partners;
using SecureDocket.Functions.Pipeline;
using SecureDocket.Functions.Portal;
using SecureDocket.Functions.Settings;
using SecureDocket.Functions.SignIns;
using SecureDocket.Functions.Verdicts;

namespace SecureDocket.Functions;

/// <summary>The composition root: the same in the Functions worker, in the local host and in tests.</summary>
public static class Worker
{
    /// <summary>Adds every service and middleware of the worker. Nothing here does I/O.</summary>
    /// <param name="builder">The worker's builder.</param>
    /// <param name="configuration">Where the settings stand, see <see cref="WorkerSettings"/>.</param>
    public static IFunctionsWorkerApplicationBuilder AddSecureDocket(this IFunctionsWorkerApplicationBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddMetrics()
            .AddSingleton<Telemetry>()
            .AddSettings(configuration)
            .AddAzure()
            .AddCore()
            .AddHttp().AddAccess().AddCommands().AddPages()
            .AddHealthFunctions().AddPartnerFunctions().AddSignInFunctions()
            .AddCardFunctions().AddVerdictFunctions().AddContract()
            .AddPortal();
        return builder.UsePipeline();
    }
}
