namespace SecureDocket.LocalHost;

/// <summary>Where and how <see cref="Azurite"/> runs.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The folder that Azurite is installed into on first use, and found in later; created when missing.</summary>
    public required string InstallFolder { get; init; }

    /// <summary>The folder that keeps the stored data from run to run, or null to keep it in memory only.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The storage accounts, which share nothing; the emulator's well-known one unless set.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [Azurite.Account];

    /// <summary>The TCP port of the blob service, or 0 for any free one.</summary>
    public int BlobPort { get; init; }

    /// <summary>The TCP port of the queue service, or 0 for any free one.</summary>
    public int QueuePort { get; init; }

    /// <summary>The TCP port of the table service, or 0 for any free one.</summary>
    public int TablePort { get; init; }

    /// <summary>Is told what takes time (the first installation), a line at a time; may be called from any thread.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>How long an installation may take, and how long to wait for one that another process is at. Ten minutes unless set.</summary>
    public TimeSpan InstallTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long Azurite may take until it answers. One minute unless set.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
