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

    private const string Partition = "health";
    private const string Key = "sms-events";

    // An older record says nothing about now.
    private static readonly TimeSpan s_saysSomethingFor = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_noteEvery = TimeSpan.FromMinutes(1);

    private readonly RowTable<LagMark> _marks = new(tables, TableNames.Watermarks, HealthJson.Rows.LagMark);
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

        await _marks.PutAsync(Partition, Key, mark, cancellationToken);
    }

    /// <summary>When processing was last recorded to be behind; null if it is not, or unknown. One request.</summary>
    public async Task<DateTimeOffset?> BehindSinceAsync(CancellationToken cancellationToken) =>
        await _marks.FindAsync(Partition, Key, cancellationToken) is { Value: { IsBehind: true } mark }
        && clock.GetUtcNow() - mark.At < s_saysSomethingFor
            ? mark.At
            : null;
}

/// <summary>Whether processing was behind.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="IsBehind">Whether it was behind.</param>
internal sealed record LagMark(DateTimeOffset At, bool IsBehind);
