using SecureDocket.LocalHost.Development;

namespace SecureDocket.LocalHost;

/// <summary>The settings of a local host.</summary>
public sealed record LocalSettings
{
    /// <summary>The port on the loopback address; 0 for any free one.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>The storage to use; null when <see cref="Configure"/> provides tables and blobs.</summary>
    public required string? ConnectionString { get; init; }

    /// <summary>The folder for keys, secrets, the loaded roster, the outbox, queues and the clock.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Whether timer functions run on their schedules and queue functions when messages arrive; <c>POST /admin/functions/{name}</c> runs them either way.</summary>
    public bool Schedules { get; init; } = true;

    /// <summary>Settings that override the defaults, by full name.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();

    /// <summary>This life of the host; by default one that cannot start again by itself.</summary>
    internal HostLife Life { get; init; } = new(run: 1, canStartAgain: false, ownsStorage: false);

    /// <summary>Replaces services: a clock, a transport, another key ring.</summary>
    public Action<IServiceCollection>? Configure { get; init; }
}
