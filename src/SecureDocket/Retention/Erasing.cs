using SecureDocket.Archive;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>Erases a docket: it drops what leads to it and its blobs, and destroys its key. Every copy is then unreadable.</summary>
/// <remarks>
/// The journal and the disclosures stay as ciphertext, so that the chain can be checked. A run that dies at any point is continued by the next one. A command that
/// changes the docket meanwhile sends the erasure back to its beginning, until none does.
/// </remarks>
public sealed class Erasing(
    DocketStore dockets, DocketTable table, DocketBlobs blobs, DocketKeys keys, Erasures erasures, DropHints hints, KeyCopies copies, StatusChanges statusChanges,
    TimeProvider clock)
{
    private const int RowsPerDelete = 90;
    private const int AttemptLimit = 8;

    /// <summary>Why a docket cannot be erased; null if it can. Two requests at most.</summary>
    internal async Task<Refusal?> RefusalOfAsync(CardholderId id, CancellationToken cancellationToken) =>
        await dockets.FindCardholderAsync(id, cancellationToken) switch
        {
            { Hold: { } hold } => RetentionRefusals.OnHold(hold.Reason),
            null when await erasures.FindAsync(id, cancellationToken) is not null => RetentionRefusals.ErasedAlready,
            null => Refusals.NoSuchCardholder,
            _ => null,
        };

    /// <summary>Goes through the erasure once. Doing it again changes nothing more.</summary>
    internal async Task<ErasureOutcome> ExecuteAsync(CardholderId id, ErasureOrder order, CancellationToken cancellationToken)
    {
        if (await dockets.FindCardholderAsync(id, cancellationToken) is null)
        {
            // A run died while it deleted the rows, and the docket is no longer whole.
            return await EndAsync(id, cancellationToken) ? ErasureOutcome.Erased : ErasureOutcome.Unknown;
        }

        if (await dockets.LoadAsync(id, cancellationToken) is not { Cardholder.Hold: null } docket)
        {
            // It is above all, and may be lifted. A run before it may have said that no rebuild needs to look for the docket.
            await copies.ChangeAsync(list => list.Erased.Any(erased => erased.Docket == id) ? list with { Erased = [.. list.Erased.Where(erased => erased.Docket != id)] } : list, cancellationToken);
            return ErasureOutcome.OnHold;
        }

        var erasure = await BeginAsync(order, docket, cancellationToken);
        foreach (var list in erasure.Cards.Select(card => card.StatusList).Distinct())
        {
            await statusChanges.AskToRebuildAsync(list, cancellationToken);
        }

        var traces = await DocketTraces.ReadAsync(table, id, cancellationToken);
        await hints.ExecuteAsync(id, traces, cancellationToken);
        var deleted = await DeleteBlobsAsync(id, traces, cancellationToken);
        var live = await table.SealedAsync(id, "", DocketRows.HistoryStart, DocketRows.LiveRowLimit, cancellationToken);
        var disclosures = await CountDisclosuresAsync(id, cancellationToken);
        await erasures.ChangeAsync(id, present => present! with { Blobs = deleted, Rows = live.Count, Disclosures = disclosures }, cancellationToken);

        // First the copies, so that nothing rebuilds the docket once it is gone here; then the profile, without which it does not exist.
        var now = clock.GetUtcNow();
        await copies.ChangeAsync(
            list => list.Erased.Any(erased => erased.Docket == id) ? list : list with { Erased = [.. list.Erased, new(id, now)] }, cancellationToken);
        List<RowWrite> writes = [RowWrite.Delete(DocketRows.ProfileKey, docket.Guard)];
        writes.AddRange(live.Where(row => row.Key != DocketRows.ProfileKey).Take(RowsPerDelete).Select(row => RowWrite.Delete(row.Key, null)));
        if (await table.CommitAsync(id, writes, cancellationToken) is null)
        {
            return ErasureOutcome.Changed;
        }

        return await EndAsync(id, cancellationToken) ? ErasureOutcome.Erased : ErasureOutcome.Unknown;
    }

    private Task<Erasure> BeginAsync(ErasureOrder order, Docket docket, CancellationToken cancellationToken) => erasures.ChangeAsync(
        docket.Cardholder.Id,
        present => new()
        {
            Docket = docket.Cardholder.Id,
            Reason = order.Reason,
            Authority = order.Authority,
            RequestedBy = order.RequestedBy,
            ApprovedBy = order.ApprovedBy,
            BegunAt = present?.BegunAt ?? clock.GetUtcNow(),
            Events = docket.Version,
            Head = docket.Head,
            Cards = [.. docket.Cards.Select(card => new ErasedCard(card.StatusList, card.StatusIndex))],
        },
        cancellationToken);

    private async Task<int> DeleteBlobsAsync(CardholderId id, DocketTraces traces, CancellationToken cancellationToken)
    {
        List<(string Container, string Name)> names =
        [
            .. traces.Photos.Select(hash => (ContainerNames.Photos, hash)),
            .. traces.Documents.Select(document => (ContainerNames.Documents, document.Blob)).Distinct(),
            .. traces.Reminders.Select(reminder => reminder.Words).OfType<string>().Distinct().Select(name => (ContainerNames.Words, name)),
        ];
        foreach (var (container, name) in names)
        {
            await blobs.DeleteAsync(id, container, name, cancellationToken);
        }

        return names.Count;
    }

    private async Task<long> CountDisclosuresAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var count = 0L;
        var from = DisclosureLog.Prefix;
        IReadOnlyList<Row> rows;
        do
        {
            rows = await table.SealedAsync(id, from, RowKey.After(DisclosureLog.Prefix), 1000, cancellationToken);
            count += rows.Count;
            from = rows.Count > 0 ? rows[^1].Key + " " : from;
        }
        while (rows.Count == 1000);

        return count;
    }

    /// <summary>Deletes the rows with a wrapped key that are left, and records that the docket is erased.</summary>
    /// <returns>False if no erasure of it ever began.</returns>
    private async Task<bool> EndAsync(CardholderId id, CancellationToken cancellationToken)
    {
        if (await erasures.FindAsync(id, cancellationToken) is null)
        {
            return false;
        }

        await DeleteAsync(id, "", DocketRows.HistoryStart, cancellationToken);
        await DeleteAsync(id, DocketRows.LeftStart, "\u007F", cancellationToken);
        keys.Forget(id);
        await erasures.ChangeAsync(id, present => present!.ErasedAt is null ? present with { ErasedAt = clock.GetUtcNow() } : present, cancellationToken);
        return true;
    }

    private async Task DeleteAsync(CardholderId id, string from, string to, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit;)
        {
            var rows = await table.SealedAsync(id, from, to, RowsPerDelete, cancellationToken);
            if (rows.Count == 0)
            {
                return;
            }

            // Those that are gone, by another run or an earlier attempt of this call, are not there when it looks again.
            attempt += await table.CommitAsync(id, [.. rows.Select(row => RowWrite.Delete(row.Key, row.Version))], cancellationToken) is null ? 1 : 0;
        }

        throw new DependencyUnavailableException("contention");
    }
}

/// <summary>Who ordered an erasure, and why.</summary>
/// <param name="Reason">The reason, from <see cref="ErasureReasons"/>.</param>
/// <param name="Authority">The authority of the rule that it follows; null when it follows none.</param>
/// <param name="RequestedBy">The administrator who requested it.</param>
/// <param name="ApprovedBy">The administrator who approved it.</param>
internal sealed record ErasureOrder(string Reason, string? Authority, Actor RequestedBy, Actor ApprovedBy);

/// <summary>What came of an attempt to erase a docket.</summary>
internal enum ErasureOutcome
{
    /// <summary>It is erased.</summary>
    Erased,

    /// <summary>A hold is on it.</summary>
    OnHold,

    /// <summary>A command changed it meanwhile; the next attempt begins again.</summary>
    Changed,

    /// <summary>There is no such docket, and no erasure of it ever began.</summary>
    Unknown,
}
