using System.Text;
using System.Text.Json;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Journals;
using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>Looks behind the product at what the dockets hold, decrypted.</summary>
public static class OpenDockets
{
    // Each one's instruments are met by everybody who listens in this process, for as long as it lives.
    private static readonly Telemetry s_telemetry = new();

    // Of the secret that the hosts of tests have.
    private static readonly KeyedHash s_hash = new(new byte[32]);

    /// <summary>The table of the dockets over tables; without a vault, with the one that all tests share.</summary>
    public static DocketTable Over(ITables tables, TimeProvider? clock = null, IShardKeyVault? vault = null)
    {
        clock ??= TimeProvider.System;
        return new(tables, new DocketKeys(new ShardKeys(tables, vault ?? new InMemoryShardKeyVault(), s_hash, clock), clock), s_telemetry);
    }

    /// <summary>The decrypted rows of a docket with <paramref name="from"/> ≤ key &lt; <paramref name="to"/>; an event with its hashes. Without a vault, with the one that all tests share.</summary>
    public static async Task<IReadOnlyList<Row>> RowsAsync(this ITables tables, string docket, string from = "", string to = "\u007F", IShardKeyVault? vault = null)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (!CardholderId.TryParse(docket, out var id))
            throw new ArgumentException("Not the ID of a docket.", nameof(docket));

        var table = Over(tables, vault: vault);
        List<Row> open = [];
        var rows = await tables.RangeAsync(TableNames.Dockets, docket, from, to, int.MaxValue, default);
        foreach (var row in rows)
        {
            var opened = await table.OpenAsync(id, row, default);
            open.Add(row with { Json = Encoding.UTF8.GetString(opened.Json) });
        }

        return open;
    }

    /// <summary>The decrypted rows of all dockets, <paramref name="but"/> one.</summary>
    public static IReadOnlyList<(string Partition, Row Row)> OpenRows(this InMemoryTables tables, string? but = null)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return [.. tables.RowsOf(TableNames.Dockets).Select(row => row.Partition).Distinct().Where(partition => partition != but).SelectMany(partition =>
            tables.RowsAsync(partition).GetAwaiter().GetResult().Select(row => (partition, row)))];
    }

    /// <summary>The kind of the event that a commit would write; null without one.</summary>
    public static async Task<string?> KindAsync(this ITables tables, string docket, IReadOnlyList<RowWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.FirstOrDefault(write => DocketRows.IsEvent(write.Key)) is not { } link || !CardholderId.TryParse(docket, out var id))
            return null;

        var keys = new DocketKeys(new ShardKeys(tables, new InMemoryShardKeyVault(), s_hash, TimeProvider.System), TimeProvider.System);
        var key = await keys.OpenAsync(id, writes.First(write => !write.WrappedKey.IsEmpty).WrappedKey, default);
        return Over(tables).TryReadEvent(key, new(link.Key, "", "") { Sealed = link.Sealed })!.Kind;
    }

    /// <summary>Puts a row into a docket's history, encrypted as the product would.</summary>
    public static async Task PutAsync(this ITables tables, CardholderId id, string key, string json)
    {
        var table = Over(tables);
        var docketKey = await table.KeyOfAsync(id, default);
        await table.CommitAsync(id, [new(RowWriteKind.Put, key, "", null) { Sealed = docketKey.Seal(TableNames.Dockets, key, Encoding.UTF8.GetBytes(json)) }], default);
    }

    /// <summary>Takes a row out of a docket without an event, as a defect of the product might: the profile vouches for the rest.</summary>
    public static async Task DropAsync(this ITables tables, CardholderId id, string key)
    {
        var table = Over(tables);
        var live = (await table.SealedAsync(id, "", DocketRows.HistoryStart, int.MaxValue, default)).Where(row => row.Key != key).ToList();
        var profile = (await table.FindAsync(id, DocketRows.ProfileKey, DocketsJson.Rows.ProfileRow, default))!;
        var vouched = profile.Value with { Rows = DocketRows.RootOf(live.Where(row => row.Key != DocketRows.ProfileKey).ToDictionary(row => row.Key, row => DocketTable.TagOf(row.Sealed))) };
        var json = JsonSerializer.SerializeToUtf8Bytes(vouched, DocketsJson.Rows.ProfileRow);
        var written = DocketTable.Live(RowWriteKind.Replace, await table.KeyOfAsync(id, default), DocketRows.ProfileKey, json, profile.Version);
        if (await table.CommitAsync(id, [written, RowWrite.Delete(key, null)], default) is null)
            throw new InvalidOperationException("The docket changed, or has no such row.");
    }

    /// <summary>The journal of a docket.</summary>
    public static async Task<IReadOnlyList<JournalEvent>> JournalAsync(this ITables tables, CardholderId id)
    {
        var table = Over(tables);
        List<JournalEvent> events = [];
        foreach (var row in await table.SealedAsync(id, DocketRows.EventPrefix, DocketRows.EventPrefix + "~", int.MaxValue, default))
            events.Add(DocketTable.ReadEvent(id, await table.OpenAsync(id, row, default), row));
        return events;
    }
}
