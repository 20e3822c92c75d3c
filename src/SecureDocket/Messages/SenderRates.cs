using SecureDocket.Storage;

namespace SecureDocket.Messages;

/// <summary>Keeps every sender number within its rate per minute, across all instances.</summary>
/// <remarks>
/// A row per number holds the grants of each second of the last minute, so that no sixty consecutive seconds, wherever they
/// begin, exceed the rate, and a run every minute can use all of it. If the provider counts differently, its 429 loses no message.
/// </remarks>
public sealed class SenderRates(ITables tables, TimeProvider clock)
{
    private const string Partition = "sender";
    private const int WindowSeconds = 60;
    private const int AttemptLimit = 8;

    private readonly RowTable<SenderRow> _senders = new(tables, TableNames.Watermarks, MessagesJson.Rows.SenderRow);

    /// <summary>Asks to send <paramref name="wanted"/> messages now. Two requests.</summary>
    /// <returns>The number of messages that may be sent; 0 if the minute is used up or others took the rest.</returns>
    internal async Task<int> TakeAsync(SenderNumber sender, int wanted, CancellationToken cancellationToken)
    {
        var key = sender.Number.TrimStart('+');
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var row = await _senders.FindAsync(Partition, key, cancellationToken);
            var second = clock.GetUtcNow().ToUnixTimeSeconds();
            var recent = (row?.Value.Granted ?? []).Where(grant => grant.Second > second - WindowSeconds).ToList();
            var granted = Math.Min(wanted, sender.PerMinute - recent.Sum(grant => grant.Count));
            if (granted <= 0)
            {
                return 0;
            }

            if (await _senders.WriteAsync(Partition, key, row, new([.. recent, new(second, granted)]), cancellationToken) is not null)
            {
                return granted;
            }
        }

        return 0;
    }
}

/// <summary>The grants of a number in the last minute.</summary>
internal sealed record SenderRow(IReadOnlyList<SenderGrant> Granted);

/// <summary>The grant of a number in one second.</summary>
/// <param name="Second">Unix time.</param>
/// <param name="Count">The number of messages.</param>
internal sealed record SenderGrant(long Second, int Count);
