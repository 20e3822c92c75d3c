using SecureDocket.LocalHost;
using Xunit;

namespace SecureDocket.Testing;

/// <summary>
/// The test process's one Azurite, on free ports and in memory. Take it as a class or collection fixture; however many
/// classes do, they share it, so each test works in tables and containers of its own (<see cref="UniqueName"/>).
/// </summary>
/// <remarks>
/// It is not ended with a fixture, because the next class would start it anew: it ends with the process, be that killed.
/// See <see cref="Azurite"/>.
/// </remarks>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<Azurite>> Shared = new(StartAsync);

    // More than the hosts of one test process.
    private static readonly Queue<string> Accounts = new(Enumerable.Range(1, 900).Select(number => $"account{number}"));

    private Azurite? _azurite;

    /// <summary>Where the tests' Azurite is installed: in the repository, so that one installation serves every test run.</summary>
    public static string InstallFolder { get; } = Path.Combine(Repository.Root, ".local", "azurite");

    /// <summary>The running Azurite.</summary>
    public Azurite Azurite => _azurite ?? throw new InvalidOperationException("The fixture is not initialized yet.");

    /// <summary>The connection string of its blob, queue and table services.</summary>
    public string ConnectionString => Azurite.ConnectionString;

    /// <summary>The connection string of an account that nobody else has: for a whole system, whose tables have their fixed names.</summary>
    public string NewAccount()
    {
        lock (Accounts)
            return Azurite.ConnectionStringOf(Accounts.Dequeue());
    }

    /// <summary>A name that no other test uses, valid for tables, containers and queues alike.</summary>
    public static string UniqueName() => $"t{Guid.NewGuid():n}";

    public async Task InitializeAsync() => _azurite = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static Task<Azurite> StartAsync() => Azurite.StartAsync(
        new()
        {
            InstallFolder = InstallFolder,
            Accounts = [Azurite.Account, .. Accounts],
            Progress = Console.WriteLine,
        },
        CancellationToken.None);
}
