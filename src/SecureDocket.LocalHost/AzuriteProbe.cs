using System.Net;

namespace SecureDocket.LocalHost;

/// <summary>Finds out what listens at a port that Azurite would use, without signing in.</summary>
internal static class AzuriteProbe
{
    /// <summary>An account that only the Azurite of a local host has, by which others recognize it.</summary>
    public const string HostAccount = "securedocketlocalhost";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks at a port of the loopback address.</summary>
    public static async Task<PortUse> LookAsync(int port, CancellationToken cancellationToken)
    {
        if (!await Azurite.IsListeningAsync(port, cancellationToken))
        {
            return PortUse.Free;
        }

        using HttpClient client = new() { Timeout = s_patience };
        try
        {
            // Azurite asks for a signature where it has the account, and not where it has none.
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/{HostAccount}?comp=list"), cancellationToken);
            return !answer.Headers.Server.ToString().StartsWith("Azurite", StringComparison.Ordinal) ? PortUse.OtherProgram
                : answer.StatusCode != HttpStatusCode.Forbidden ? PortUse.Azurite
                : PortUse.AzuriteOfHost;
        }
        catch (Exception strange) when (strange is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return PortUse.OtherProgram;
        }
    }
}

/// <summary>What listens at a port.</summary>
internal enum PortUse
{
    /// <summary>Nothing.</summary>
    Free,

    /// <summary>An Azurite that somebody started; its storage may be used.</summary>
    Azurite,

    /// <summary>The Azurite of a local host, whose storage belongs to that host's data folder.</summary>
    AzuriteOfHost,

    /// <summary>A program that is no Azurite.</summary>
    OtherProgram,
}
