using System.Text.Json;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Health;

/// <summary>
/// Records how far the processing of SMS events lags behind the events. It is recorded on processing, so an empty queue and a dead one look
/// alike here.
/// </summary>
public sealed class SmsEventLag(ITables tables, Telemetry telemetry, TimeProvider clock)
{
    /// <summary>The lag from which processing is behind. People's replies, and their STOP, wait this long.</summary>
    public static readonly TimeSpan BehindFrom = TimeSpan.FromMinutes(10);

    private static readonly RowKey s_mark = new RowKey("health", "sms-events");

    // An older record says nothing about now.
    private static readonly TimeSpan s_saysSomethingFor = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_noteEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private LagMark? _noted;

    /// <summary>Records that an event was processed. At most one request, and at most one a minute unless the state changes.</summary>
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

    /// <summary>When processing was last recorded to be behind; null if it is not, or unknown. One request.</summary>
    public async Task<DateTimeOffset?> BehindSinceAsync(CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Watermarks, s_mark, cancellationToken) is { } row
        && JsonSerializer.Deserialize(row.Json, HealthJson.Rows.LagMark) is { IsBehind: true } mark
        && clock.GetUtcNow() - mark.At < s_saysSomethingFor
            ? mark.At
            : null;
}

/// <summary>Whether processing was behind.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="IsBehind">Whether it was behind.</param>
internal sealed record LagMark(DateTimeOffset At, bool IsBehind);
