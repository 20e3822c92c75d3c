namespace SecureDocket.LocalHost;

/// <summary>How a local host runs.</summary>
public sealed record LocalSettings
{
    /// <summary>The port on the loopback address; 0 for any free one.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>The storage to use; null where <see cref="Configure"/> gives tables and blobs of its own.</summary>
    public required string? ConnectionString { get; init; }

    /// <summary>The folder for keys, secrets, what was loaded, the outbox, queues and the clock.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Whether timer functions run on their schedules, and queue functions when a message comes; they run at <c>POST /admin/functions/{name}</c> either way.</summary>
    public bool Schedules { get; init; } = true;

    /// <summary>Settings that take precedence over the defaults, by their full names.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();

    /// <summary>Replaces services: a clock, a transport, another key ring.</summary>
    public Action<IServiceCollection>? Configure { get; init; }
}
