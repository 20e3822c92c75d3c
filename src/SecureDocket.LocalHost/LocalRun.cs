using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Files;
using SecureDocket.LocalHost.Http;
using SecureDocket.LocalHost.Pages;
using SecureDocket.StatusLists;

namespace SecureDocket.LocalHost;

/// <summary>Implements <c>dotnet run</c>: storage, the worker's functions, the pilot roster on the first run, and the start page.</summary>
internal static class LocalRun
{
    public static async Task RunAsync(string[] args)
    {
        var watch = Stopwatch.StartNew();
        var arguments = LocalArguments.Read(args, Environment.GetEnvironmentVariable);
        var port = arguments.Port;
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
                throw new LocalHostException($"Port {port} is in use; stop the program that listens there, or choose another port with --port.");
            }

            var data = Path.GetFullPath(arguments.Data ?? Path.Combine(RepositoryRoot(), ".local"));
            await using var azurite = arguments.Storage is null ? await StorageAsync(data, arguments.AzuritePort, stop.Token) : null;
            await using var app = await LocalApp.BuildAsync(
                new LocalSettings
                {
                    Port = port,
                    ConnectionString = arguments.Storage ?? azurite?.ConnectionString ?? "UseDevelopmentStorage=true",
                    DataFolder = data,
                },
                stop.Token);
            app.MapStartPage();
            await app.StartAsync(stop.Token);
            var address = ServerAddress.Of(app);
            await PilotRoster.LoadAsync(app, Path.Combine(RepositoryRoot(), "samples", "pilot-roster"), data, Console.WriteLine, stop.Token);
            await app.Services.GetRequiredService<PublishStatusLists>().ExecuteAsync(stop.Token);
            Console.WriteLine($"Ready after {watch.Elapsed.TotalSeconds:0.0} s: http://localhost:{address.Port}/dev  (Ctrl+C stops it)");

            // From here on, the host itself handles Ctrl+C.
            Console.CancelKeyPress -= interrupt;
            await app.WaitForShutdownAsync(stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
        }
        catch (Exception failure) when (arguments.Storage is not null && (failure is FormatException or InvalidOperationException or ArgumentException))
        {
            throw LocalHostException.Usage("The value of --storage is not a storage connection string; give a complete one, or omit --storage to use Azurite.", failure);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new LocalHostException($"Port {port} is in use; stop the program that listens there, or choose another port with --port.", failure);
        }
        catch (DependencyUnavailableException failure)
        {
            throw new LocalHostException($"Storage did not respond ({failure.Dependency}); check that it is running, or omit --storage to use Azurite.", failure);
        }
    }

    /// <summary>The Azurite to use; null to use one already running on the default ports.</summary>
    private static async Task<Azurite?> StorageAsync(string data, int port, CancellationToken cancellationToken)
    {
        if (port == LocalArguments.DefaultAzuritePort && await Azurite.IsListeningAsync(port, cancellationToken) && await Azurite.IsListeningAsync(port + 2, cancellationToken))
        {
            Console.WriteLine("Using the running Azurite.");
            return null;
        }

        return await Azurite.StartAsync(
            new AzuriteOptions
            {
                InstallFolder = Path.Combine(data, "azurite"),
                DataFolder = Path.Combine(data, "storage"),
                BlobPort = port,
                QueuePort = port == 0 ? 0 : port + 1,
                TablePort = port == 0 ? 0 : port + 2,
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

        throw new LocalHostException("The repository was not found in any parent folder of the program; run it with dotnet run from a clone.");
    }
}
