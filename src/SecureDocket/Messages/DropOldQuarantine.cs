using System.Text.Json;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Messages;

/// <summary>Forgets the messages that were put aside long enough ago for everyone to have looked: they may hold personal data.</summary>
public sealed class DropOldQuarantine(ITables tables, TimeProvider clock)
{
    /// <summary>How long a message is kept.</summary>
    public static Duration Age { get; } = Duration.FromDays(30);

    /// <summary>Drops them.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>How many were dropped, and whether the whole table was read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage gave no answer; the next run carries on.</exception>
    public Task<DroppedRows> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetCurrentInstant() - Age;
        return tables.DropAsync(
            TableNames.Quarantine, "0", "~", row => JsonSerializer.Deserialize(row.Json, MessagesJson.Rows.QuarantineRow)!.At < limit, cancellationToken);
    }
}
