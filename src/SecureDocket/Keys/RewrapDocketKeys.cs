using System.Text.Json;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Keys;

/// <summary>Rotates the keys above the dockets: shard keys follow the vault's newest version, get a new generation every year, and the dockets' keys are wrapped anew.</summary>
/// <remarks>
/// The docket's own key, and all that it encrypts, stays. A pass takes as many runs as it needs, and a run that dies at any point leaves every docket readable. An old
/// generation is deleted once a whole pass found no docket under it, and no copy of the wrapped keys can name it any more.
/// </remarks>
public sealed class RewrapDocketKeys(ITables tables, DocketTable dockets, ShardKeys shards, TimeProvider clock)
{
    /// <summary>The age at which a generation is followed by the next one.</summary>
    public static readonly TimeSpan GenerationLasts = TimeSpan.FromDays(365);

    /// <summary>How long an old generation is kept after the pass that found it unused began: longer than the copies of the wrapped keys.</summary>
    public static readonly TimeSpan UnusedKeptFor = TimeSpan.FromDays(9);

    private const string Partition = "rewrap-docket-keys";
    private const string MarkKey = "mark";
    private const string AfterProfile = DocketRows.ProfileKey + "~";

    // With the profile, within what one transaction takes, in bytes too: a row has at most 64 KiB.
    private const int RowsPerCommit = 40;

    private static readonly TimeSpan s_runMayTake = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_passEvery = TimeSpan.FromHours(20);

    /// <summary>Continues the current pass, or starts one.</summary>
    /// <returns>The progress; null if tonight's pass is done.</returns>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond; the next run continues.</exception>
    public async Task<RewrapProgress?> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var mark = await ReadMarkAsync(cancellationToken);
        if (mark is { IsDone: true } && started - mark.StartedAt < s_passEvery)
        {
            return null;
        }

        if (mark is null or { IsDone: true })
        {
            await shards.FollowVaultAsync(cancellationToken);
            await shards.AddGenerationsAsync(started - GenerationLasts, cancellationToken);
            mark = new(started, null, 0, false);
        }

        do
        {
            var page = await dockets.ScanSealedAsync(DocketRows.ProfileKey, AfterProfile, mark.Continuation, cancellationToken);
            foreach (var row in page.Rows)
            {
                if (CardholderId.TryParse(row.Partition, out var id) && await shards.IsOldAsync(row.Row.WrappedKey, cancellationToken))
                {
                    await TryRewrapAsync(id, cancellationToken);
                    mark = mark with { Old = mark.Old + 1 };
                }
            }

            mark = mark with { Continuation = page.Next, IsDone = page.Next is null };
            await WriteMarkAsync(mark, cancellationToken);
        }
        while (!mark.IsDone && clock.GetUtcNow() - started < s_runMayTake);

        if (mark is { IsDone: true, Old: 0 })
        {
            await shards.DropGenerationsAsync(mark.StartedAt - UnusedKeptFor, cancellationToken);
        }

        return new(mark.Old, mark.IsDone);
    }

    // A docket that is refused keeps its old key, and so does the generation that wraps it.
    private async Task TryRewrapAsync(CardholderId id, CancellationToken cancellationToken)
    {
        try
        {
            await RewrapAsync(id, cancellationToken);
        }
        catch (UnreadableException)
        {
        }
    }

    /// <summary>Wraps the key of a docket anew beside each of its rows, the profile last. A command that comes between ends it; the next pass begins again.</summary>
    private async Task RewrapAsync(CardholderId id, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows =
        [
            .. await dockets.SealedAsync(id, "", DocketRows.HistoryStart, DocketRows.LiveRowLimit, cancellationToken),
            .. await dockets.SealedAsync(id, DocketRows.LeftStart, "\u007f", DocketRows.LiveRowLimit, cancellationToken),
        ];
        if (rows.FirstOrDefault(row => row.Key == DocketRows.ProfileKey) is not { } profile)
        {
            return;
        }

        var wrapped = await shards.RewrapAsync(id, await dockets.KeyOfAsync(id, profile.WrappedKey, cancellationToken), cancellationToken);
        var guard = profile.Version;
        foreach (var some in rows.Where(row => row.Key != DocketRows.ProfileKey).Chunk(RowsPerCommit))
        {
            RowWrite[] writes = [Replace(profile, profile.WrappedKey, guard), .. some.Select(row => Replace(row, wrapped, row.Version))];
            if (await dockets.CommitAsync(id, writes, cancellationToken) is not { } versions)
            {
                return;
            }

            guard = versions[0];
        }

        await dockets.CommitAsync(id, [Replace(profile, wrapped, guard)], cancellationToken);
    }

    private static RowWrite Replace(Row row, ReadOnlyMemory<byte> wrapped, string version) =>
        new(RowWriteKind.Replace, row.Key, "", version) { Sealed = row.Sealed, WrappedKey = wrapped };

    private async Task<RewrapMark?> ReadMarkAsync(CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Watermarks, new(Partition, MarkKey), cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.Json, KeysJson.Rows.RewrapMark)
            : null;

    private Task<IReadOnlyList<string>?> WriteMarkAsync(RewrapMark mark, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Watermarks, Partition, [RowWrite.Put(MarkKey, JsonSerializer.Serialize(mark, KeysJson.Rows.RewrapMark))], cancellationToken);
}

/// <summary>The progress of a pass.</summary>
/// <param name="Old">The number of dockets found under an old generation.</param>
/// <param name="IsDone">Whether the pass is complete.</param>
public sealed record RewrapProgress(int Old, bool IsDone);

/// <summary>Where a pass continues.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="Continuation">Where it continues; null at the beginning and when it is done.</param>
/// <param name="Old">The number of dockets found under an old generation so far.</param>
/// <param name="IsDone">Whether it is complete.</param>
internal sealed record RewrapMark(DateTimeOffset StartedAt, string? Continuation, int Old, bool IsDone);
