using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Azure;
using SecureDocket.Composition;
using SecureDocket.Functions.Cards;
using SecureDocket.Functions.Closures;
using SecureDocket.Functions.Contract;
using SecureDocket.Functions.Health;
using SecureDocket.Functions.Pages;
using SecureDocket.Functions.Partners;
using SecureDocket.Functions.Pipeline;
using SecureDocket.Functions.Portal;
using SecureDocket.Functions.Searches;
using SecureDocket.Functions.Settings;
using SecureDocket.Functions.SignIns;
using SecureDocket.Functions.Verdicts;

namespace SecureDocket.Functions;

/// <summary>The composition root of the Functions worker, the local host and the tests.</summary>
public static class Worker
{
    /// <summary>Adds all services and middleware of the worker. Does no I/O.</summary>
    /// <param name="builder">The worker's builder.</param>
    /// <param name="configuration">The configuration with the settings; see <see cref="WorkerSettings"/>.</param>
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
            .AddHealthFunctions().AddPartnerFunctions().AddSearchFunctions().AddSignInFunctions()
            .AddCardFunctions().AddClosureRequests().AddVerdictFunctions().AddContract()
            .AddPortal();
        return builder.UsePipeline();
    }
}
