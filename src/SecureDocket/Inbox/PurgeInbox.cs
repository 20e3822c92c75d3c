using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Inbox;

/// <summary>Deletes answered and closed items together with their words. What nobody has answered stays on the list, also without its words.</summary>
public sealed class PurgeInbox(InboxItems items, TimeProvider clock)
{
    /// <summary>How long an item is kept; the storage account deletes the words after as long.</summary>
    public static Duration Age { get; } = Duration.FromDays(90);

    /// <summary>Deletes the old items.</summary>
    /// <param name="cancellationToken">Stops the run; rows deleted so far stay deleted.</param>
    /// <returns>The number deleted, and whether the whole table was read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond; the next run continues.</exception>
    public Task<PurgedRows> RunAsync(CancellationToken cancellationToken) => items.PurgeAsync(clock.GetCurrentInstant() - Age, cancellationToken);
}
