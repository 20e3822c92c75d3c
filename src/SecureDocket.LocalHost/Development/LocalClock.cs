using System.Globalization;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost.Development;

/// <summary>Real time plus an offset that only grows and that outlives the host: what a week brings can be seen at once.</summary>
/// <remarks>The offset moves what the time is, not how it passes: waits and time limits stay real ones.</remarks>
internal sealed class LocalClock : TimeProvider
{
    private readonly string _file;
    private readonly TimeProvider _real;
    private readonly Lock _gate = new();
    private long _offset;

    /// <summary>Carries on where the clock of this folder was.</summary>
    /// <param name="folder">Keeps the offset.</param>
    /// <param name="real">The time to add it to; the machine's unless given.</param>
    public LocalClock(string folder, TimeProvider? real = null)
    {
        _real = real ?? System;
        _file = Path.Combine(folder, "clock-offset");
        if (File.Exists(_file))
        {
            _offset = TimeSpan.TryParseExact(File.ReadAllText(_file), "c", CultureInfo.InvariantCulture, out var offset)
                ? offset.Ticks
                : throw new LocalHostException($"{_file} holds no time span; delete it to go back to real time.");
        }
    }

    public override long TimestampFrequency => _real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offset));

    public override long GetTimestamp() => _real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Puts the clock forward; a moment that has passed changes nothing.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        lock (_gate)
        {
            var offset = moment - _real.GetUtcNow();
            if (offset.Ticks > _offset)
            {
                LocalFiles.Write(_file, offset.ToString("c", CultureInfo.InvariantCulture));
                Interlocked.Exchange(ref _offset, offset.Ticks);
            }
        }
    }
}
