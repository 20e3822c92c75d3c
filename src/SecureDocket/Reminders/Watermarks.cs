using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Reminders;

/// <summary>Stores the progress of the timers. A lost or old mark costs work but never a message, since everything is confirmed against the dockets.</summary>
public sealed class Watermarks(ITables tables)
{
    private const string MarkKey = "mark";

    private readonly RowTable<Watermark> _marks = new(tables, TableNames.Watermarks, RemindersJson.Rows.Watermark);

    /// <summary>A timer's mark; null before its first run. One request.</summary>
    internal async Task<Watermark?> ReadAsync(string timer, CancellationToken cancellationToken) =>
        (await _marks.FindAsync(timer, MarkKey, cancellationToken))?.Value;

    /// <summary>Stores a timer's mark. One request.</summary>
    internal Task WriteAsync(string timer, Watermark mark, CancellationToken cancellationToken) =>
        _marks.PutAsync(timer, MarkKey, mark, cancellationToken);
}

/// <summary>The progress of a timer.</summary>
/// <param name="At">When the run that wrote it ended.</param>
/// <param name="Position">Everything before this moment is done.</param>
internal sealed record Watermark(
    [property: JsonConverter(typeof(InstantConverter))] Instant At, [property: JsonConverter(typeof(InstantConverter))] Instant Position)
{
    /// <summary>Where a pass over all dockets continues; null if none is in progress.</summary>
    public string? Continuation { get; init; }

    /// <summary>The number of dockets that the pass has checked.</summary>
    public int Looked { get; init; }

    /// <summary>The number of dockets that it has repaired.</summary>
    public int Repaired { get; init; }

    /// <summary>The number of dockets that had more than their share for one run, or that other commands kept changing.</summary>
    public int Crowded { get; init; }
}
