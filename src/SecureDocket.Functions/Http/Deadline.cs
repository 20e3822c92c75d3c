namespace SecureDocket.Functions.Http;

/// <summary>The time that a request has: 10 s in all beside what its body takes to come, unless it is a partner's or an import.</summary>
/// <remarks>It is handed down as a cancellation token: whatever the request waits for then, it waits for no longer.</remarks>
public sealed class Deadline : IDisposable
{
    /// <summary>What a request has.</summary>
    public static readonly TimeSpan OfRequests = TimeSpan.FromSeconds(10);

    /// <summary>What a partner's request has.</summary>
    public static readonly TimeSpan OfPartners = TimeSpan.FromSeconds(2);

    /// <summary>What an import has in all, its body included: just more than a connection may rest on its way through Azure.</summary>
    public static readonly TimeSpan OfImports = TimeSpan.FromMinutes(4);

    /// <summary>How long a body may pause; the deadline does not count meanwhile.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _passed;
    private readonly CancellationTokenSource _either;
    private long _from;
    private TimeSpan _spent;
    private TimeSpan _limit = OfRequests;
    private bool _countsBody;

    /// <summary>Begins to count.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the request earlier, as when its caller leaves.</param>
    public Deadline(TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_clock, _from) = (clock, clock.GetTimestamp());
        _passed = new(_limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_passed.Token, cancellationToken);
    }

    /// <summary>Cancelled when the deadline has passed, or the request has ended otherwise.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether it has passed.</summary>
    public bool HasPassed => _passed.IsCancellationRequested;

    /// <summary>Gives the request another limit than <see cref="OfRequests"/>.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="countsBody">Whether the time that the body takes counts, since it is worked on as it comes.</param>
    internal void Limit(TimeSpan limit, bool countsBody = false)
    {
        (_limit, _countsBody) = (limit, countsBody);
        CancelInTime();
    }

    /// <summary>Stops to count while the caller's bytes are waited for.</summary>
    internal void Pause()
    {
        if (!_countsBody)
        {
            _spent += _clock.GetElapsedTime(_from);
            _passed.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Counts on: bytes have come, or their end.</summary>
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

/// <summary>The deadline of a request that <see cref="DeadlineMiddleware"/> began.</summary>
internal static class DeadlineFeature
{
    public static Deadline Deadline(this HttpContext http) => http.Features.Get<Deadline>()
        ?? throw new InvalidOperationException("The deadline middleware did not run.");
}
