using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost;

/// <summary>The storage emulator of the program: its own Azurite, or one that somebody has started at the default ports.</summary>
internal static class LocalStorage
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    // An Azurite whose host was killed saves its data before it leaves.
    private static readonly TimeSpan s_leaves = TimeSpan.FromSeconds(20);

    /// <summary>Starts Azurite.</summary>
    /// <param name="data">The folder of the host.</param>
    /// <param name="port">The first of its three ports; 0 for any free ones.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running Azurite; null to use one that is running at the default ports already.</returns>
    /// <exception cref="LocalHostException">It cannot start, or another program or host has one of its ports.</exception>
    public static async Task<AzuriteKeeper?> StartAsync(string data, int port, CancellationToken cancellationToken)
    {
        if (port != 0 && await IsTakenAsync(port, cancellationToken))
        {
            Console.WriteLine("Using the running Azurite.");
            return null;
        }

        return await AzuriteKeeper.StartAsync(
            new AzuriteOptions
            {
                InstallFolder = Path.Combine(data, "azurite"),
                DataFolder = Path.Combine(data, "storage"),
                Accounts = [Azurite.Account, AzuriteProbe.HostAccount],
                BlobPort = port,
                QueuePort = port == 0 ? 0 : port + 1,
                TablePort = port == 0 ? 0 : port + 2,
                Progress = Console.WriteLine,
            },
            Console.Error.WriteLine,
            cancellationToken);
    }

    /// <summary>Whether an Azurite that somebody has started listens at the default ports; false when the ports are free.</summary>
    private static async Task<bool> IsTakenAsync(int port, CancellationToken cancellationToken)
    {
        var use = await AzuriteProbe.LookAsync(port, cancellationToken);
        for (var waited = TimeSpan.Zero; use == PortUse.AzuriteOfHost && waited < s_leaves; waited += s_poll)
        {
            if (waited == TimeSpan.Zero)
            {
                Console.WriteLine($"The Azurite of another local host is at port {port}; waiting in case it is just leaving ...");
            }

            await Task.Delay(s_poll, cancellationToken);
            use = await AzuriteProbe.LookAsync(port, cancellationToken);
        }

        // The services after the first one may have ports of other programs; starting Azurite names those.
        return use switch
        {
            PortUse.AzuriteOfHost => throw new LocalHostException(
                $"Port {port} belongs to the Azurite of another local host; stop that host, or choose another port for Azurite with --azurite-port."),
            PortUse.OtherProgram => throw Azurite.PortInUse(port),
            PortUse.Azurite when port == LocalArguments.DefaultAzuritePort => await AzuriteProbe.LookAsync(port + 2, cancellationToken) == PortUse.Azurite,
            _ => false,
        };
    }
}
