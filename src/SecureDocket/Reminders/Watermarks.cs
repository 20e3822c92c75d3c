using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Reminders;

/// <summary>How far the timers have come. A mark that is lost or old costs work, never a message: what it leads back to is confirmed against the dockets.</summary>
public sealed class Watermarks(ITables tables)
{
    private const string MarkKey = "mark";

    /// <summary>A timer's mark; null before its first run. One request.</summary>
    internal async Task<Watermark?> ReadAsync(string timer, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Watermarks, new(timer, MarkKey), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, RemindersJson.Rows.Watermark);
    }

    /// <summary>Keeps a timer's mark. One request.</summary>
    internal Task WriteAsync(string timer, Watermark mark, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Watermarks, timer, [RowWrite.Put(MarkKey, JsonSerializer.Serialize(mark, RemindersJson.Rows.Watermark))], cancellationToken);
}

/// <summary>How far a timer has come.</summary>
/// <param name="At">When the run ended that wrote it.</param>
/// <param name="Position">Everything before this moment is done.</param>
internal sealed record Watermark(
    [property: JsonConverter(typeof(InstantConverter))] Instant At, [property: JsonConverter(typeof(InstantConverter))] Instant Position)
{
    /// <summary>Where a pass over all dockets goes on; null when none is under way.</summary>
    public string? Continuation { get; init; }

    /// <summary>How many dockets the pass has looked at.</summary>
    public int Looked { get; init; }

    /// <summary>How many of them it has repaired.</summary>
    public int Repaired { get; init; }

    /// <summary>How many dockets had more for a run than it takes of one, or could not be changed for others who changed them.</summary>
    public int Crowded { get; init; }
}
