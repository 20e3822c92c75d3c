using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Health;

/// <summary>When each timer function last ended a run well. What is done by then is another matter: see the watermarks of the reminders.</summary>
public sealed class TimerMarks(ITables tables, TimeProvider clock)
{
    private const string Partition = "timer";

    // Far more than there are functions; what a function of old has left is passed over.
    private const int MarkLimit = 200;

    /// <summary>All marks by the functions' names. One request.</summary>
    public async Task<IReadOnlyDictionary<string, TimerMark>> ReadAsync(CancellationToken cancellationToken) =>
        (await tables.RangeAsync(TableNames.Watermarks, Partition, "", "~", MarkLimit, cancellationToken)).ToDictionary(
            row => row.Key, row => JsonSerializer.Deserialize(row.Json, HealthJson.Rows.TimerMark)!, StringComparer.Ordinal);

    /// <summary>A function has ended a run well. One request.</summary>
    public Task RanAsync(string function, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Watermarks, Partition, [RowWrite.Put(function, Json(new(clock.GetUtcNow(), HasRun: true)))], cancellationToken);

    /// <summary>From now on functions are awaited that have never run; nothing where one has run meanwhile. One request.</summary>
    /// <remarks>Kept, so that a timer that never starts is found late however often the instances change.</remarks>
    public Task AwaitAsync(IReadOnlyCollection<string> functions, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Watermarks,
        Partition,
        [.. functions.Select(function => RowWrite.Insert(function, Json(new(clock.GetUtcNow(), HasRun: false))))],
        cancellationToken);

    private static string Json(TimerMark mark) => JsonSerializer.Serialize(mark, HealthJson.Rows.TimerMark);
}

/// <summary>How a timer function stands.</summary>
/// <param name="At">When its last good run ended; since when it is awaited, if it had none.</param>
/// <param name="HasRun">Whether it had a good run.</param>
public sealed record TimerMark(DateTimeOffset At, bool HasRun);
