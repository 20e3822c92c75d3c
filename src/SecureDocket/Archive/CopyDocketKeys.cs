using System.Globalization;
using System.Text.Json;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Copies the wrapped keys of the dockets to the archive's account: once a day all of them, every hour those of the dockets that changed.</summary>
/// <remarks>
/// A pass takes as many runs as it needs. A run that dies at any point loses nothing, and leaves no part that the list does not name. A key is copied on as long as nobody erased
/// its docket, even if the tables have neither any more: it may be needed to read what the archive holds.
/// </remarks>
public sealed class CopyDocketKeys(ITables tables, DocketTable dockets, Erasures erasures, ShardKeys shards, KeyCopies copies, TimeProvider clock)
{
    private const string Partition = "copy-docket-keys";
    private const string MarkKey = "mark";
    private const string AfterProfile = DocketRows.ProfileKey + "~";

    // A part of this many keys has some four megabytes.
    private const int PartKeys = 50_000;

    private static readonly TimeSpan s_runMayTake = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_allEvery = TimeSpan.FromHours(23);

    // The clocks of this system and the storage differ by less than this.
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(10);

    /// <summary>Continues the current pass, or starts one.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the next run continues.</exception>
    public async Task<KeyCopyProgress> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var mark = await ReadMarkAsync(cancellationToken) is { IsDone: false } unfinished ? unfinished : await BeginAsync(started, cancellationToken);
        var (copied, gone) = (0, 0);
        do
        {
            var (next, keys) = await ReadAsync(mark, started, cancellationToken);
            if (keys.Count > 0)
            {
                await WriteAsync(mark, keys, cancellationToken);
                copied += keys.Count;
            }

            mark = next;
            if (mark.IsDone)
            {
                gone = await EndAsync(mark, cancellationToken);
            }

            await WriteMarkAsync(mark, cancellationToken);
        }
        while (!mark.IsDone && clock.GetUtcNow() - started < s_runMayTake);

        return new(copied, mark.IsDone) { Gone = gone };
    }

    private async Task<KeyCopyMark> BeginAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (list, _) = await copies.ReadListAsync(cancellationToken);
        var last = await ReadMarkAsync(cancellationToken);
        var isWhole = last is null || list.WholeSince is not { } whole || now - whole >= s_allEvery;
        return new(now, isWhole ? null : last!.StartedAt - s_overlap, null, false);
    }

    private async Task<(KeyCopyMark Next, List<(CardholderId, ReadOnlyMemory<byte>)> Keys)> ReadAsync(
        KeyCopyMark mark, DateTimeOffset started, CancellationToken cancellationToken)
    {
        List<(CardholderId, ReadOnlyMemory<byte>)> keys = [];
        do
        {
            var page = mark.Since is { } since
                ? await tables.ScanSinceAsync(TableNames.Dockets, DocketRows.ProfileKey, AfterProfile, since, mark.Continuation, cancellationToken)
                : await dockets.ScanSealedAsync(DocketRows.ProfileKey, AfterProfile, mark.Continuation, cancellationToken);
            foreach (var row in page.Rows)
            {
                if (CardholderId.TryParse(row.Partition, out var id) && ShardKey.Named(row.Row.WrappedKey.Span) is not null)
                {
                    keys.Add((id, row.Row.WrappedKey));
                }
            }

            mark = mark with { Continuation = page.Next, IsDone = page.Next is null };
        }
        while (!mark.IsDone && keys.Count < PartKeys && clock.GetUtcNow() - started < s_runMayTake);

        return (mark, keys);
    }

    private async Task WriteAsync(KeyCopyMark mark, List<(CardholderId, ReadOnlyMemory<byte>)> keys, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{mark.StartedAt.UtcDateTime:yyyyMMdd'T'HHmmss}-{Guid.NewGuid():N}");
        await copies.ChangeAsync(list => list with { Parts = [.. list.Parts, new(name, mark.StartedAt, false)] }, cancellationToken);
        var hash = await copies.AddAsync(name, keys, cancellationToken);
        await copies.ChangeAsync(
            list => list with { Parts = [.. list.Parts.Select(part => part.Name == name ? part with { IsWritten = true, Hash = hash } : part)] }, cancellationToken);
    }

    /// <summary>Completes the list with the shard keys, copies on what the tables have lost, and deletes what a newer complete copy made superfluous.</summary>
    /// <returns>How many dockets are gone from the tables without having been erased.</returns>
    private async Task<int> EndAsync(KeyCopyMark mark, CancellationToken cancellationToken)
    {
        var gone = mark.Since is null ? await CopyOnAsync(mark, cancellationToken) : 0;
        List<ShardCopy> present = [.. (await shards.RowsAsync(cancellationToken)).Select(row => new ShardCopy(row.Key, row.Value))];
        var now = clock.GetUtcNow();
        var list = await copies.ChangeAsync(
            list => list with { Shards = [.. present, .. GoneOf(list.Shards, present, now)], WholeSince = mark.Since is null ? mark.StartedAt : list.WholeSince },
            cancellationToken);
        var old = list.Parts.Where(part => part.At < list.WholeSince && clock.GetUtcNow() - part.At >= KeyCopies.KeptFor).Select(part => part.Name).ToHashSet();
        await CertifyAsync(old.Count == 0 ? list : await DropAsync(old, cancellationToken), cancellationToken);
        return gone;
    }

    // A shard key that is retired leaves the tables once nothing names it; one that was lost may be missed for as long as parts are kept.
    private static IEnumerable<ShardCopy> GoneOf(IReadOnlyList<ShardCopy> known, List<ShardCopy> present, DateTimeOffset now) => known
        .ExceptBy(present.Select(shard => shard.Key), shard => shard.Key)
        .Select(shard => shard with { GoneSince = shard.GoneSince ?? now })
        .Where(shard => now - shard.GoneSince < KeyCopies.KeptFor);

    /// <summary>
    /// Copies the keys that this complete copy has not found in the tables and the one before it, or a part since, had; but for those of erased dockets. The next complete
    /// copy finds them in this one.
    /// </summary>
    private async Task<int> CopyOnAsync(KeyCopyMark mark, CancellationToken cancellationToken)
    {
        var (list, _) = await copies.ReadListAsync(cancellationToken);
        HashSet<CardholderId> passed = [.. list.Erased.Select(erased => erased.Docket)];
        await foreach (var (docket, _) in copies.KeysAsync(list.Parts.Where(part => part.At >= mark.StartedAt), [], cancellationToken))
        {
            passed.Add(docket);
        }

        List<(CardholderId, ReadOnlyMemory<byte>)> keys = [];
        await foreach (var (docket, wrapped) in copies.KeysAsync(list.Parts.Where(part => part.At >= (list.WholeSince ?? part.At) && part.At < mark.StartedAt).Reverse(), [], cancellationToken))
        {
            if (passed.Add(docket) && await erasures.FindAsync(docket, cancellationToken) is null)
            {
                // The alert is raised every day until the docket is back or erased.
                dockets.Refuse(docket, UnreadableReason.NoKey);
                keys.Add((docket, wrapped));
            }
        }

        foreach (var part in keys.Chunk(PartKeys))
        {
            await WriteAsync(mark, [.. part], cancellationToken);
        }

        return keys.Count;
    }

    private async Task<KeyCopyList> DropAsync(HashSet<string> old, CancellationToken cancellationToken)
    {
        // The list says so first: a run that dies in between leaves no part that a rebuild would miss, and the next one goes on.
        await copies.ChangeAsync(
            list => list with { Parts = [.. list.Parts.Select(part => old.Contains(part.Name) ? part with { IsWritten = false } : part)] }, cancellationToken);
        foreach (var name in old)
        {
            await copies.DeleteAsync(name, cancellationToken);
        }

        return await copies.ChangeAsync(list => list with { Parts = [.. list.Parts.Where(part => !old.Contains(part.Name))] }, cancellationToken);
    }

    /// <summary>Certifies the erasures of the dockets whose key no part holds any more.</summary>
    private async Task CertifyAsync(KeyCopyList list, CancellationToken cancellationToken)
    {
        HashSet<CardholderId> gone = [];
        foreach (var (docket, _) in list.Erased.Where(erased => !list.Parts.Any(part => part.At <= erased.At + s_overlap)))
        {
            // Without a row, the tables were lost, and this list alone knows of the erasure. It is written before the key in the tables is destroyed, which may
            // take days, if a hold comes between; until then every new part has the key.
            if (await erasures.FindAsync(docket, cancellationToken) is not { ErasedAt: { } at } || list.Parts.Any(part => part.At <= at + s_overlap))
            {
                continue;
            }

            gone.Add(docket);
            await erasures.ChangeAsync(docket, present => present!.CertifiedAt is null ? present with { CertifiedAt = clock.GetUtcNow() } : present, cancellationToken);
        }

        if (gone.Count > 0)
        {
            await copies.ChangeAsync(present => present with { Erased = [.. present.Erased.Where(erased => !gone.Contains(erased.Docket))] }, cancellationToken);
        }
    }

    private async Task<KeyCopyMark?> ReadMarkAsync(CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Watermarks, new(Partition, MarkKey), cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.Json, ArchiveJson.Rows.KeyCopyMark)
            : null;

    private Task<IReadOnlyList<string>?> WriteMarkAsync(KeyCopyMark mark, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Watermarks, Partition, [RowWrite.Put(MarkKey, JsonSerializer.Serialize(mark, ArchiveJson.Rows.KeyCopyMark))], cancellationToken);
}

/// <summary>The progress of a copy.</summary>
/// <param name="Keys">The number of keys that this run copied.</param>
/// <param name="IsDone">Whether the pass is complete.</param>
public sealed record KeyCopyProgress(int Keys, bool IsDone)
{
    /// <summary>How many dockets a complete copy found gone from the tables without having been erased. Their keys are copied on.</summary>
    public int Gone { get; init; }
}

/// <summary>Where a pass continues.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="Since">It copies the keys of the dockets that changed since this moment; null for all.</param>
/// <param name="Continuation">Where it continues; null at the beginning and when it is done.</param>
/// <param name="IsDone">Whether it is complete.</param>
internal sealed record KeyCopyMark(DateTimeOffset StartedAt, DateTimeOffset? Since, string? Continuation, bool IsDone);
