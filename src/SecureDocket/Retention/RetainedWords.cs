using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Inbox;

namespace SecureDocket.Retention;

/// <summary>Words of texts that nobody has to answer any more, with their items of the inbox.</summary>
internal sealed class RetainedWords(InboxItems items, DocketStore dockets) : IRetainedByAge
{
    /// <inheritdoc />
    public RetentionClass Class => RetentionClasses.Words;

    /// <inheritdoc />
    public async Task<int> CountDueAsync(RetentionPeriod period, CancellationToken cancellationToken)
    {
        var count = 0;
        string? next = null;
        do
        {
            var some = await items.DoneAsync(next, cancellationToken);
            count += some.Items.Count(stored => IsDue(stored.Value, period));
            next = some.Next;
        }
        while (next is not null);

        return count;
    }

    /// <inheritdoc />
    public async Task<(int Disposed, string? Next)> DisposeSomeAsync(RetentionPeriod period, string? from, CancellationToken cancellationToken)
    {
        var some = await items.DoneAsync(from, cancellationToken);
        var disposed = 0;
        foreach (var stored in some.Items.Where(stored => IsDue(stored.Value, period)))
        {
            if (!await MustStayAsync(stored.Value.Cardholder, cancellationToken))
            {
                await items.DropAsync(stored, cancellationToken);
                disposed++;
            }
        }

        return (disposed, some.Next);
    }

    private static bool IsDue(InboxItem item, RetentionPeriod period) => item.At < Instant.FromDateTimeOffset(period.DueBefore);

    // Whether a hold is on a docket that cannot be read is not known.
    private async Task<bool> MustStayAsync(CardholderId id, CancellationToken cancellationToken)
    {
        try
        {
            return await dockets.FindCardholderAsync(id, cancellationToken) is { Hold: not null };
        }
        catch (UnreadableException)
        {
            return true;
        }
    }
}
