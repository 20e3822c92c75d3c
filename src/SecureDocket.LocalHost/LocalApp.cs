using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.Azure;
using SecureDocket.Encryption;
using SecureDocket.Functions;
using SecureDocket.Functions.Access;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Files;
using SecureDocket.LocalHost.Functions;
using SecureDocket.LocalHost.Http;
using SecureDocket.LocalHost.Messages;
using SecureDocket.LocalHost.Pages;
using SecureDocket.Messages;
using SecureDocket.Partners;
using SecureDocket.Signing;

namespace SecureDocket.LocalHost;

/// <summary>Hosts the worker's functions on Kestrel: the same services and middleware, with development keys and a development issuer.</summary>
public static class LocalApp
{
    /// <summary>Builds the app and creates missing storage and partners; the caller starts it.</summary>
    public static async Task<WebApplication> BuildAsync(LocalSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(Defaults(settings));
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        builder.Logging.ClearProviders().AddConsole(console => console.FormatterName = LocalConsole.FormatterName)
            .AddConsoleFormatter<LocalConsole, ConsoleFormatterOptions>().SetMinimumLevel(LogLevel.Warning);
        builder.AddRequestLog();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // "localhost" may resolve to either address family, but a free port can be requested on only one.
            if (settings.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(settings.Port);
            }
        });

        // The first registration of a port wins: the caller's, then a local one, then the worker's.
        settings.Configure?.Invoke(builder.Services);
        builder.Services.TryAddSingleton<TimeProvider>(_ => new LocalClock(settings.DataFolder));
        builder.Services.TryAddSingleton<ISigningKeys>(_ => new DevelopmentKeys(settings.DataFolder));
        builder.Services.TryAddSingleton<IShardKeyVault>(_ => new DevelopmentShardKeys(settings.DataFolder));
        builder.Services.AddSingleton<DevelopmentIssuer>();
        builder.Services.AddSingleton<DevelopmentSignIn>();
        builder.Services.TryAddSingleton<BaseConfigurationManager>(services => services.GetRequiredService<DevelopmentIssuer>().Metadata());
        builder.Services.AddSingleton(_ => new Outbox(settings.DataFolder));
        builder.Services.AddSingleton<LocalCarrier>();
        builder.Services.TryAddSingleton<ISms, LocalSms>();
        var worker = new LocalWorkerBuilder(builder.Services);
        worker.AddSecureDocket(builder.Configuration);
        builder.Services.AddSingleton(services => new LocalTimers(AccessRules.FunctionMethods(), worker, services));
        builder.Services.AddSingleton(services => new LocalQueues(AccessRules.FunctionMethods(), worker, services, Path.Combine(settings.DataFolder, "queues")));
        builder.Services.AddSingleton<ClockWalk>();
        builder.Services.AddSingleton(settings.Life);
        if (settings.Schedules)
        {
            builder.Services.AddHostedService<ScheduledTimers>();
            builder.Services.AddHostedService<WatchedQueues>();
        }

        var app = builder.Build();
        app.UseRequestLog();
        app.MapFunctions(worker);
        app.MapAdmin();
        app.MapOutbox();
        app.MapClock();
        app.MapRequests();
        app.MapKeys();
        app.MapSignIn();
        app.MapGet("/dev/tokens/{role}/{person:int:min(1):max(9)=1}", (string role, int person, DevelopmentIssuer issuer) =>
            Roles.All.FirstOrDefault(known => string.Equals(known, role, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Results.Text(issuer.Mint(found, $"{person}"))
                : Results.Text($"Unknown role {role}. The roles are {string.Join(", ", Roles.All)}\n", statusCode: 404));

        if (settings.ConnectionString is not null)
        {
            await app.Services.GetRequiredService<AzureClients>().CreateStorageAsync(cancellationToken);
        }

        await DevelopmentPartners.RegisterAsync(app.Services.GetRequiredService<RegisterPartner>(), cancellationToken);
        return app;
    }

    private static Dictionary<string, string?> Defaults(LocalSettings settings) => new()
    {
        // Other host names are refused: DNS rebinding would let foreign pages reach endpoints that need no token.
        ["AllowedHosts"] = "localhost;127.0.0.1;[::1]",
        ["SecureDocket:Storage:ConnectionString"] = settings.ConnectionString ?? "UseDevelopmentStorage=true",
        ["SecureDocket:LookupSecret"] = LocalFiles.ReadOrCreate(
            Path.Combine(settings.DataFolder, "lookup-secret"), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
        ["SecureDocket:Cards:Issuer"] = "https://securedocket.example",
        ["SecureDocket:Cards:PortalUrl"] = settings.Port == 0 ? "https://securedocket.example/" : $"http://localhost:{settings.Port}/",
        ["SecureDocket:Cards:LossContact"] = "1-800-555-0100",
        ["SecureDocket:SecurityContact"] = "mailto:security@securedocket.example",
        ["SecureDocket:Sms:Senders"] = "+18335550100=200,72345=6000",
        ["SecureDocket:Sms:Contact"] = "1-800-555-0100",
        ["SecureDocket:Sms:ContactHours"] = "Mon-Fri 08:00-20:00 America/New_York en+es",
        ["SecureDocket:Access:MetadataAddress"] = $"{DevelopmentIssuer.Issuer}/.well-known/openid-configuration",
        ["SecureDocket:Access:Issuer"] = DevelopmentIssuer.Issuer,
        ["SecureDocket:Access:Audience"] = DevelopmentIssuer.Audience,
        ["SecureDocket:Access:SignInMetadataPath"] = SignInMap.MetadataPath,
        ["SecureDocket:Access:ClientId"] = DevelopmentSignIn.ClientId,
        ["SecureDocket:Access:Scope"] = DevelopmentSignIn.Scope,
    };
}
