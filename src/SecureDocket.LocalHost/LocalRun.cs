using System.Diagnostics;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Pages;

namespace SecureDocket.LocalHost;

/// <summary>What <c>dotnet run</c> does: storage, the worker's functions, the pilot roster on the first run, the start page.</summary>
internal static class LocalRun
{
    private const int DefaultPort = 7071;
    private const int AzuriteBlobPort = 10000;
    private const int AzuriteQueuePort = 10001;
    private const int AzuriteTablePort = 10002;

    private static readonly Dictionary<string, string> s_switches = new()
    {
        ["--port"] = "Port",
        ["--storage"] = "Storage",
        ["--data"] = "Data",
    };

    public static async Task RunAsync(string[] args)
    {
        var watch = Stopwatch.StartNew();
        var options = new ConfigurationBuilder().AddEnvironmentVariables("SECUREDOCKET_").AddCommandLine(args, s_switches).Build();
        if (!ushort.TryParse(options["Port"] ?? $"{DefaultPort}", out var port) || port == 0)
        {
            throw new LocalHostException($"'{options["Port"]}' is no port; give a number from 1 to 65535 after --port.");
        }

        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler interrupt = (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += interrupt;
        try
        {
            if (await Azurite.IsListeningAsync(port, stop.Token))
            {
                throw new LocalHostException($"Port {port} is taken; end what listens there, or choose another with --port.");
            }

            var data = Path.GetFullPath(options["Data"] ?? Path.Combine(RepositoryRoot(), ".local"));
            await using var azurite = options["Storage"] is null ? await StorageAsync(data, stop.Token) : null;
            await using var app = await LocalApp.BuildAsync(
                new LocalSettings
                {
                    Port = port,
                    ConnectionString = options["Storage"] ?? azurite?.ConnectionString ?? "UseDevelopmentStorage=true",
                    DataFolder = data,
                },
                stop.Token);
            app.MapStartPage();
            await app.StartAsync(stop.Token);
            var address = LocalApp.AddressOf(app);
            await PilotRoster.LoadAsync(app, Path.Combine(RepositoryRoot(), "samples", "pilot-roster"), data, Console.WriteLine, stop.Token);
            Console.WriteLine($"Ready after {watch.Elapsed.TotalSeconds:0.0} s: http://localhost:{address.Port}/  (Ctrl+C ends it)");

            // From here on the host ends by itself on Ctrl+C.
            Console.CancelKeyPress -= interrupt;
            await app.WaitForShutdownAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
        }
        catch (DependencyUnavailableException failure)
        {
            throw new LocalHostException($"The storage gave no answer ({failure.Dependency}); check that it runs, or leave out --storage to use Azurite.", failure);
        }
    }

    /// <summary>The Azurite to use: null for one that listens on the usual ports already.</summary>
    private static async Task<Azurite?> StorageAsync(string data, CancellationToken cancellationToken)
    {
        if (await Azurite.IsListeningAsync(AzuriteTablePort, cancellationToken) && await Azurite.IsListeningAsync(AzuriteBlobPort, cancellationToken))
        {
            Console.WriteLine("Using the Azurite that is running.");
            return null;
        }

        return await Azurite.StartAsync(
            new AzuriteOptions
            {
                InstallFolder = Path.Combine(data, "azurite"),
                DataFolder = Path.Combine(data, "storage"),
                BlobPort = AzuriteBlobPort,
                QueuePort = AzuriteQueuePort,
                TablePort = AzuriteTablePort,
                Progress = Console.WriteLine,
            },
            cancellationToken);
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SecureDocket.Functions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new LocalHostException("The repository was not found above the program; run it with dotnet run from a clone.");
    }
}
