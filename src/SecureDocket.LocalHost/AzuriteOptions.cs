namespace SecureDocket.LocalHost;

/// <summary>Where and how <see cref="Azurite"/> runs.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The folder into which Azurite is installed on first use; created when missing.</summary>
    public required string InstallFolder { get; init; }

    /// <summary>The folder for persistent data, or null to keep data in memory only.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The storage accounts, which are isolated from each other; by default the emulator's well-known one.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [Azurite.Account];

    /// <summary>The TCP port of the blob service, or 0 for any free one.</summary>
    public int BlobPort { get; init; }

    /// <summary>The TCP port of the queue service, or 0 for any free one.</summary>
    public int QueuePort { get; init; }

    /// <summary>The TCP port of the table service, or 0 for any free one.</summary>
    public int TablePort { get; init; }

    /// <summary>Receives progress messages, one line each, during the first installation; may be called from any thread.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>The time limit for an installation, and for waiting for one by another process. Default: ten minutes.</summary>
    public TimeSpan InstallTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time limit for Azurite to respond. Default: one minute.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
