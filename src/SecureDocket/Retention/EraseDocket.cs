using SecureDocket.Approvals;
using SecureDocket.Archive;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>Carries out an approved erasure: it drops what leads to the docket and its blobs, and destroys its key. Every copy is then unreadable.</summary>
/// <remarks>
/// The journal and the disclosures stay as ciphertext, so that the chain can be checked. A run that dies at any point is continued by the next one. A command that
/// changes the docket meanwhile sends the erasure back to its beginning, until none does.
/// </remarks>
public sealed class EraseDocket(
    DocketStore dockets, DocketTable table, DocketBlobs blobs, DocketKeys keys, Erasures erasures, DropHints hints, KeyCopies copies, StatusChanges statusChanges,
    TimeProvider clock) : IApprovalExecutor
{
    private const int RowsPerDelete = 90;

    /// <inheritdoc />
    public string Kind => ApprovalKinds.Erasure;

    /// <inheritdoc />
    public async Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return await RefusalOfAsync(dockets, erasures, approval.Docket!.Value, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var id = approval.Docket!.Value;
        if (await dockets.FindCardholderAsync(id, cancellationToken) is null)
        {
            // A run died while it deleted the rows, and the docket is no longer whole.
            return await EndAsync(id, cancellationToken) ? approval.Progress with { Finished = true } : approval.Progress;
        }

        if (await dockets.LoadAsync(id, cancellationToken) is not { Cardholder.Hold: null } docket)
        {
            // It is above all, and may be lifted.
            return approval.Progress;
        }

        var erasure = await BeginAsync(approval, docket, cancellationToken);
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
            // Something changed it; the next step begins again.
            return approval.Progress with { Done = approval.Progress.Done + 1 };
        }

        return await EndAsync(id, cancellationToken) ? approval.Progress with { Finished = true } : approval.Progress;
    }

    /// <summary>Why a docket cannot be erased; null if it can.</summary>
    internal static async Task<Refusal?> RefusalOfAsync(DocketStore dockets, Erasures erasures, CardholderId id, CancellationToken cancellationToken) =>
        await dockets.FindCardholderAsync(id, cancellationToken) switch
        {
            { Hold: { } hold } => RetentionRefusals.OnHold(hold.Reason),
            null when await erasures.FindAsync(id, cancellationToken) is not null => RetentionRefusals.ErasedAlready,
            null => Refusals.NoSuchCardholder,
            _ => null,
        };

    private Task<Erasure> BeginAsync(Approval approval, Docket docket, CancellationToken cancellationToken) => erasures.ChangeAsync(
        docket.Cardholder.Id,
        present => new()
        {
            Docket = docket.Cardholder.Id,
            Reason = approval.Reason,
            RequestedBy = approval.RequestedBy,
            ApprovedBy = approval.ApprovedBy!,
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
        IReadOnlyList<Row> rows;
        do
        {
            rows = await table.SealedAsync(id, from, to, RowsPerDelete, cancellationToken);
            if (rows.Count > 0 && await table.CommitAsync(id, [.. rows.Select(row => RowWrite.Delete(row.Key, row.Version))], cancellationToken) is null)
            {
                throw new DependencyUnavailableException("contention");
            }
        }
        while (rows.Count == RowsPerDelete);
    }
}
