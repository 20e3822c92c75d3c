namespace SecureDocket.Testing;

/// <summary>A clock that moves only when told to, and fires the timers that it passes.</summary>
public sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    private const int StepLimit = 200;

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(DateTimeOffset Due, TaskCompletionSource Waits)> _watchers = [];
    private DateTimeOffset _now = now.ToUniversalTime();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>
    /// Moves the clock, forwards or back. On its way forwards it fires each timer at the moment that the timer is for. After
    /// two hundred firings it leaps, as the clock of a machine that slept does: what is due then fires once.
    /// </summary>
    public void Advance(TimeSpan by)
    {
        var target = GetUtcNow() + by;
        for (var steps = 0; TakeNext(target, leaps: steps >= StepLimit) is { } timer; steps++)
            timer.Fire();
    }

    /// <summary>
    /// Completes once something waits for this moment, so that a test can move the clock there; or for less than a
    /// millisecond after, since waits begin at any time and last whole milliseconds.
    /// </summary>
    public Task WaitedForAsync(DateTimeOffset due)
    {
        lock (_gate)
        {
            if (_timers.Any(timer => IsFor(timer, due)))
                return Task.CompletedTask;

            var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((due, waits));
            return waits.Task;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (_gate)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private static bool IsFor(ManualTimer timer, DateTimeOffset due) =>
        timer.Due is { } at && at >= due && at - due < TimeSpan.FromMilliseconds(1);

    private ManualTimer? TakeNext(DateTimeOffset target, bool leaps)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            if (next is null)
            {
                _now = target;
                return null;
            }

            _now = leaps ? target : next.Due > _now ? next.Due.Value : _now;
            next.Due = next.Period > TimeSpan.Zero ? (leaps ? target : next.Due) + next.Period : null;
            return next;
        }
    }

    private void Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : _now + dueTime;
            timer.Period = period;
            foreach (var (_, waits) in _watchers.Where(watcher => IsFor(timer, watcher.Due)))
                waits.TrySetResult();
            _watchers.RemoveAll(watcher => IsFor(timer, watcher.Due));
        }
    }

    private void Remove(ManualTimer timer)
    {
        lock (_gate)
            _timers.Remove(timer);
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Arm(this, dueTime, period);
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
