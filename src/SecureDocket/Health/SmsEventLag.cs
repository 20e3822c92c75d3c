using System.Text.Json;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Health;

/// <summary>How far the handling of events about texts is behind the events. Noted as they are handled, so an empty queue and a dead one look alike here.</summary>
public sealed class SmsEventLag(ITables tables, Telemetry telemetry, TimeProvider clock)
{
    /// <summary>From which lag on the handling is behind: people's answers, and their STOP, wait so long.</summary>
    public static readonly TimeSpan BehindFrom = TimeSpan.FromMinutes(10);

    private static readonly RowKey s_mark = new RowKey("health", "sms-events");

    // What was noted so long ago says nothing of now.
    private static readonly TimeSpan s_saysSomethingFor = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_noteEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private LagMark? _noted;

    /// <summary>An event was handled. One request at most, and once a minute at most but where the handling falls behind or has caught up.</summary>
    /// <param name="at">When the event happened.</param>
    public async Task NoteAsync(Instant at, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lag = now - at.ToDateTimeOffset();
        telemetry.SmsEventHandled(lag);
        var mark = new LagMark(now, lag >= BehindFrom);
        lock (_gate)
        {
            if (_noted is { } noted && noted.IsBehind == mark.IsBehind && now - noted.At < s_noteEvery)
            {
                return;
            }

            _noted = mark;
        }

        await tables.CommitAsync(
            TableNames.Watermarks, s_mark.Partition, [RowWrite.Put(s_mark.Key, JsonSerializer.Serialize(mark, HealthJson.Rows.LagMark))], cancellationToken);
    }

    /// <summary>When it was last noted that the handling is behind; null when it is not, or nobody knows. One request.</summary>
    public async Task<DateTimeOffset?> BehindSinceAsync(CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Watermarks, s_mark, cancellationToken) is { } row
        && JsonSerializer.Deserialize(row.Json, HealthJson.Rows.LagMark) is { IsBehind: true } mark
        && clock.GetUtcNow() - mark.At < s_saysSomethingFor
            ? mark.At
            : null;
}

/// <summary>Whether the handling was behind.</summary>
/// <param name="At">When that was noted.</param>
/// <param name="IsBehind">Whether it was.</param>
internal sealed record LagMark(DateTimeOffset At, bool IsBehind);
