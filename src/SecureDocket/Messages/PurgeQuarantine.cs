using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Messages;

/// <summary>Deletes quarantined messages after everyone has had time to look at them, since they may contain personal data.</summary>
public sealed class PurgeQuarantine(ITables tables, TimeProvider clock)
{
    /// <summary>How long a message is kept.</summary>
    public static Duration Age { get; } = Duration.FromDays(30);

    private readonly RowTable<QuarantineRow> _quarantine = new(tables, TableNames.Quarantine, MessagesJson.Rows.QuarantineRow);

    /// <summary>Deletes the old messages.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>The number deleted, and whether the whole table was read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond; the next run continues.</exception>
    public Task<PurgedRows> RunAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetCurrentInstant() - Age;
        return _quarantine.PurgeAsync("0", "~", row => row.At < limit, cancellationToken);
    }
}
