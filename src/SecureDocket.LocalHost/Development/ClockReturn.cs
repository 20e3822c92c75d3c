using SecureDocket.Cards;
using SecureDocket.LocalHost.Functions;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.LocalHost.Development;

/// <summary>Puts the clock of a stopped host back to now, and keeps its data.</summary>
/// <remarks>
/// What happened by the clock that was ahead remains, with its dates. Only what would make the system wait for those dates is
/// forgotten, and the system makes it anew: the timers' progress and the published lists, which never go back by themselves.
/// </remarks>
internal static class ClockReturn
{
    private const string AfterKeys = "~";

    /// <summary>Puts the clock back. It may be repeated, so a host that ends in between loses nothing.</summary>
    /// <param name="services">The services of the stopped host.</param>
    /// <param name="data">The host's folder.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task ExecuteAsync(IServiceProvider services, string data, CancellationToken cancellationToken)
    {
        await ForgetMarksAsync(services.GetRequiredService<ITables>(), cancellationToken);
        await ForgetListsAsync(services.GetRequiredService<StatusListStore>(), services.GetRequiredService<CardOptions>(), cancellationToken);
        LocalClock.Forget(data);
        services.GetRequiredService<LocalQueues>().ShowAll(DateTimeOffset.UtcNow);
    }

    private static async Task ForgetMarksAsync(ITables tables, CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await tables.ScanAsync(TableNames.Watermarks, "", AfterKeys, next, cancellationToken);
            foreach (var (partition, row) in page.Rows)
            {
                await tables.CommitAsync(TableNames.Watermarks, partition, [RowWrite.Delete(row.Key, row.Version)], cancellationToken);
            }

            next = page.Next;
        }
        while (next is not null);
    }

    // What is not readable as ours is published anew from the dockets.
    private static async Task ForgetListsAsync(StatusListStore store, CardOptions options, CancellationToken cancellationToken)
    {
        if (await store.FindPackAsync(cancellationToken) is { } pack)
        {
            await store.ReplacePackAsync([], pack.Version, cancellationToken);
        }

        foreach (var list in options.StatusLists)
        {
            if (await store.FindAsync(list, cancellationToken) is { } published)
            {
                await store.ReplaceAsync(list, new(default, default, published.Version), cancellationToken);
            }
        }
    }
}
