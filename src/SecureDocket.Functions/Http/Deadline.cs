namespace SecureDocket.Functions.Http;

/// <summary>The time limit of a request: 10 s in total, excluding the arrival of its body, except for partners and imports.</summary>
/// <remarks>It is passed down as a cancellation token, which ends whatever the request is waiting for.</remarks>
public sealed class Deadline : IDisposable
{
    /// <summary>The limit for ordinary requests.</summary>
    public static readonly TimeSpan OfRequests = TimeSpan.FromSeconds(10);

    /// <summary>The limit for partner requests.</summary>
    public static readonly TimeSpan OfPartners = TimeSpan.FromSeconds(2);

    /// <summary>The limit for imports, including the body: just above the idle timeout of connections through Azure.</summary>
    public static readonly TimeSpan OfImports = TimeSpan.FromMinutes(4);

    /// <summary>How long a body may pause; the deadline is suspended meanwhile.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _passed;
    private readonly CancellationTokenSource _either;
    private long _from;
    private TimeSpan _spent;
    private TimeSpan _limit = OfRequests;
    private bool _countsBody;

    /// <summary>Starts the deadline.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the request early, for example when the caller disconnects.</param>
    public Deadline(TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_clock, _from) = (clock, clock.GetTimestamp());
        _passed = new(_limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_passed.Token, cancellationToken);
    }

    /// <summary>Cancelled when the deadline passes or the request ends otherwise.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the deadline has passed.</summary>
    public bool HasPassed => _passed.IsCancellationRequested;

    /// <summary>Sets a limit other than <see cref="OfRequests"/>.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="countsBody">Whether the arrival of the body counts, because it is processed as it arrives.</param>
    internal void Limit(TimeSpan limit, bool countsBody = false)
    {
        (_limit, _countsBody) = (limit, countsBody);
        CancelInTime();
    }

    /// <summary>Suspends the deadline while waiting for bytes from the caller.</summary>
    internal void Pause()
    {
        if (!_countsBody)
        {
            _spent += _clock.GetElapsedTime(_from);
            _passed.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Resumes the deadline when bytes or the end of the body have arrived.</summary>
    internal void Resume()
    {
        if (!_countsBody)
        {
            _from = _clock.GetTimestamp();
            CancelInTime();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _either.Dispose();
        _passed.Dispose();
    }

    private void CancelInTime()
    {
        var left = _limit - _spent - _clock.GetElapsedTime(_from);
        _passed.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}

/// <summary>The deadline that <see cref="Pipeline.DeadlineMiddleware"/> started for a request.</summary>
internal static class DeadlineFeature
{
    public static Deadline Deadline(this HttpContext http) => http.Features.Get<Deadline>()
        ?? throw new InvalidOperationException("The deadline middleware did not run.");
}
