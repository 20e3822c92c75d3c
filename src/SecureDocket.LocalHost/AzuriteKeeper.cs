using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost;

/// <summary>Keeps an Azurite running: says when it has ended by itself, and starts it again at the same ports, a few times.</summary>
internal sealed class AzuriteKeeper : IAsyncDisposable
{
    /// <summary>How often it is started again.</summary>
    public const int Restarts = 3;

    private const string FromNowOn = "From now on, whatever needs storage answers 503; stop this host and start it again.";

    private readonly AzuriteOptions _options;
    private readonly Action<string> _say;
    private readonly CancellationTokenSource _stop = new();
    private Azurite _azurite;
    private Task _keeping = Task.CompletedTask;

    private AzuriteKeeper(Azurite azurite, AzuriteOptions options, Action<string> say)
    {
        (_azurite, _say) = (azurite, say);
        _options = options with { BlobPort = azurite.BlobPort, QueuePort = azurite.QueuePort, TablePort = azurite.TablePort };
        ConnectionString = azurite.ConnectionString;
    }

    /// <summary>The connection string, the same after each restart.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts an Azurite and keeps it running until disposal.</summary>
    /// <param name="options">Where and how it runs.</param>
    /// <param name="say">Receives what a developer should know, one line each, from any thread.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="LocalHostException">The first start failed.</exception>
    public static async Task<AzuriteKeeper> StartAsync(AzuriteOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        AzuriteKeeper keeper = new(await Azurite.StartAsync(options, cancellationToken), options, say);
        keeper._keeping = Task.Run(keeper.KeepAsync, CancellationToken.None);
        return keeper;
    }

    /// <summary>Stops Azurite for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        await _azurite.DisposeAsync();
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            for (var restarts = 0; ; restarts++)
            {
                var code = await _azurite.EndAsync(_stop.Token);
                if (restarts == Restarts)
                {
                    _say($"Azurite, the storage emulator, has ended again (code {code}) and is not restarted any more. {FromNowOn}");
                    return;
                }

                _say($"Azurite, the storage emulator, has ended (code {code}). What it was just about to save may be lost. Restarting it ({restarts + 1} of {Restarts}) ...");
                await _azurite.DisposeAsync();
                _azurite = await Azurite.StartAsync(_options, _stop.Token);
                _say("Azurite is running again.");
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host is shutting down, and Azurite with it.
        }
        catch (LocalHostException failure)
        {
            _say($"Azurite could not be restarted. {failure.Message} {FromNowOn}");
        }
    }
}
