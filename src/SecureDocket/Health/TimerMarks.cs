using SecureDocket.Storage;

namespace SecureDocket.Health;

/// <summary>When each timer function last completed a run. How far its work got is recorded elsewhere, in the watermarks of the reminders.</summary>
public sealed class TimerMarks(ITables tables, TimeProvider clock)
{
    private const string Partition = "timer";

    // Far more than there are functions; the marks of removed functions are ignored.
    private const int MarkLimit = 200;

    private readonly RowTable<TimerMark> _marks = new(tables, TableNames.Watermarks, HealthJson.Rows.TimerMark);

    /// <summary>All marks by function name. One request.</summary>
    public async Task<IReadOnlyDictionary<string, TimerMark>> ReadAsync(CancellationToken cancellationToken) =>
        (await _marks.RangeAsync(Partition, "", "~", MarkLimit, cancellationToken)).ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);

    /// <summary>Records that a function completed a run. One request.</summary>
    public Task RanAsync(string function, CancellationToken cancellationToken) =>
        _marks.PutAsync(Partition, function, new(clock.GetUtcNow(), HasRun: true), cancellationToken);

    /// <summary>Records that functions which have never run are expected from now on; nothing if one has run in the meantime. One request.</summary>
    /// <remarks>This is stored, so that a timer that never starts is reported late however often instances change.</remarks>
    public Task AwaitAsync(IReadOnlyCollection<string> functions, CancellationToken cancellationToken) => _marks.CommitAsync(
        Partition, [.. functions.Select(function => _marks.Insert(function, new(clock.GetUtcNow(), HasRun: false)))], cancellationToken);
}

/// <summary>The state of a timer function.</summary>
/// <param name="At">When its last completed run ended; if it had none, since when it is expected.</param>
/// <param name="HasRun">Whether it has completed a run.</param>
public sealed record TimerMark(DateTimeOffset At, bool HasRun);
