using System.Globalization;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost.Development;

/// <summary>Real time plus a persistent offset that only grows while a host runs, so that the events of a week can be seen at once.</summary>
/// <remarks>The offset changes the current time but not its pace; waits and timeouts use real time.</remarks>
internal sealed class LocalClock : TimeProvider
{
    private const string FileName = "clock-offset";

    private readonly string _file;
    private readonly TimeProvider _real;
    private readonly Lock _gate = new();
    private long _offset;

    /// <summary>Continues the clock saved in this folder.</summary>
    /// <param name="folder">The folder with the offset.</param>
    /// <param name="real">The underlying clock; by default the machine's.</param>
    public LocalClock(string folder, TimeProvider? real = null)
    {
        _real = real ?? System;
        _file = Path.Combine(folder, FileName);
        if (File.Exists(_file))
        {
            _offset = TimeSpan.TryParseExact(File.ReadAllText(_file), "c", CultureInfo.InvariantCulture, out var offset)
                ? offset.Ticks
                : throw new LocalHostException($"{_file} does not contain a time span; delete it to return to real time.");
        }
    }

    public override long TimestampFrequency => _real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offset));

    public override long GetTimestamp() => _real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Returns to real time, for the next clock of this folder.</summary>
    public static void Forget(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>Advances the clock; a time in the past has no effect.</summary>
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
