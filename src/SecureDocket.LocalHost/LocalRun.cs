using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using SecureDocket.Dockets;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Files;
using SecureDocket.LocalHost.Http;
using SecureDocket.LocalHost.Pages;
using SecureDocket.StatusLists;

namespace SecureDocket.LocalHost;

/// <summary>Implements <c>dotnet run</c>: storage, the worker's functions, the pilot roster on the first run, and the start page.</summary>
internal sealed class LocalRun : IDisposable
{
    private readonly LocalArguments _arguments;
    private readonly DataFolder _data;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConsoleCancelEventHandler _interrupt;

    private LocalRun(LocalArguments arguments, DataFolder data)
    {
        (_arguments, _data) = (arguments, data);
        _interrupt = (_, press) =>
        {
            press.Cancel = true;
            _stop.Cancel();
        };
    }

    /// <summary>Runs the host until Ctrl+C.</summary>
    /// <exception cref="LocalHostException">It cannot run here.</exception>
    public static async Task RunAsync(string[] args)
    {
        var arguments = LocalArguments.Read(args, Environment.GetEnvironmentVariable);
        var folder = Path.GetFullPath(arguments.Data ?? Path.Combine(RepositoryRoot(), ".local"));
        using var data = DataFolder.Take(folder, new Uri($"http://localhost:{arguments.Port}/dev"));
        using var run = new LocalRun(arguments, data);
        try
        {
            await run.LiveAsync();
        }
        catch (Exception) when (run._stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
        }
        catch (Exception failure) when (arguments.Storage is not null && (failure is FormatException or InvalidOperationException or ArgumentException))
        {
            throw LocalHostException.Usage("The value of --storage is not a storage connection string; give a complete one, or omit --storage to use Azurite.", failure);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw PortInUse(arguments.Port, failure);
        }
        catch (StorageFormatException failure)
        {
            throw new LocalHostException($"{failure.Message} The data are in {folder}.", failure);
        }
        catch (DependencyUnavailableException failure)
        {
            throw new LocalHostException($"Storage did not respond ({failure.Dependency}); check that it is running, or omit --storage to use Azurite.", failure);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Console.CancelKeyPress -= _interrupt;
        _stop.Dispose();
    }

    private static LocalHostException PortInUse(int port, Exception? cause = null) =>
        new($"Port {port} is in use; stop the program that listens there, or choose another port with --port.", cause);

    private async Task LiveAsync()
    {
        Console.CancelKeyPress += _interrupt;
        if (await Azurite.IsListeningAsync(_arguments.Port, _stop.Token))
        {
            throw PortInUse(_arguments.Port);
        }

        var azurite = _arguments.Storage is null ? await LocalStorage.StartAsync(_data.FullPath, _arguments.AzuritePort, _stop.Token) : null;
        try
        {
            for (var run = 1; await ServeAsync(run, azurite) is { } next; run++)
            {
                if (next == NewStart.Drop && azurite is not null)
                {
                    Console.WriteLine("Starting again from nothing ...");
                    await azurite.DisposeAsync();
                    _data.Empty();
                    azurite = await LocalStorage.StartAsync(_data.FullPath, _arguments.AzuritePort, _stop.Token);
                }
                else
                {
                    Console.WriteLine("Starting again with the clock at now ...");
                }
            }
        }
        finally
        {
            await (azurite?.DisposeAsync() ?? default);
        }
    }

    /// <summary>Runs the host once; null when it was stopped, otherwise the new start that was asked for.</summary>
    private async Task<NewStart?> ServeAsync(int run, AzuriteKeeper? azurite)
    {
        var watch = Stopwatch.StartNew();
        var life = new HostLife(run, canStartAgain: true, ownsStorage: azurite is not null);
        await using var app = await LocalApp.BuildAsync(
            new LocalSettings
            {
                Port = _arguments.Port,
                ConnectionString = _arguments.Storage ?? azurite?.ConnectionString ?? "UseDevelopmentStorage=true",
                DataFolder = _data.FullPath,
                Life = life,
            },
            _stop.Token);
        app.MapStartPage();
        await app.StartAsync(_stop.Token);
        await PilotRoster.LoadAsync(app, Path.Combine(RepositoryRoot(), "samples", "pilot-roster"), _data.FullPath, Console.WriteLine, _stop.Token);
        await app.Services.GetRequiredService<PublishStatusLists>().ExecuteAsync(_stop.Token);
        app.Services.GetRequiredService<RequestLog>().Clear();
        life.Begin();
        Console.WriteLine($"Ready after {watch.Elapsed.TotalSeconds:0.0} s: http://localhost:{ServerAddress.Of(app).Port}/dev  (Ctrl+C stops it)");

        // While the host waits, it handles Ctrl+C itself.
        Console.CancelKeyPress -= _interrupt;
        await app.WaitForShutdownAsync(_stop.Token);
        Console.CancelKeyPress += _interrupt;
        if (life.Wanted == NewStart.Keep)
        {
            await ClockReturn.ExecuteAsync(app.Services, _data.FullPath, _stop.Token);
        }

        return life.Wanted;
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
