namespace SecureDocket.LocalHost.Development;

/// <summary>One life of the host in its process: from a start to the stop, or to the next start that a developer asks for.</summary>
/// <param name="run">Which life of the process it is, from 1 on.</param>
/// <param name="canStartAgain">Whether the process starts the host again when it is asked to.</param>
/// <param name="ownsStorage">Whether the storage is the host's own, so that it may delete everything there.</param>
internal sealed class HostLife(int run, bool canStartAgain, bool ownsStorage)
{
    private readonly Lock _gate = new();
    private bool _isReady;

    /// <summary>Which life of the process it is, from 1 on.</summary>
    public int Run { get; } = run;

    /// <summary>Whether the host can start again by itself.</summary>
    public bool CanStartAgain { get; } = canStartAgain;

    /// <summary>Whether a new start may drop all data.</summary>
    public bool CanDropData { get; } = canStartAgain && ownsStorage;

    /// <summary>The new start that was asked for; null while none was.</summary>
    public NewStart? Wanted { get; private set; }

    /// <summary>Whether the roster is loaded and no new start is wanted.</summary>
    public bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _isReady;
            }
        }
    }

    /// <summary>The host has started and its data is loaded.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _isReady = true;
        }
    }

    /// <summary>Asks for a new start, which begins once this host has stopped; false while the host is not ready.</summary>
    public bool TryAsk(NewStart start)
    {
        lock (_gate)
        {
            if (!_isReady)
            {
                return false;
            }

            (_isReady, Wanted) = (false, start);
            return true;
        }
    }
}

/// <summary>A new start with the clock at now.</summary>
internal enum NewStart
{
    /// <summary>With all data.</summary>
    Keep,

    /// <summary>From nothing, as the first start.</summary>
    Drop,
}
