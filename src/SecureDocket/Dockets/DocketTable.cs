using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SecureDocket.Encryption;
using SecureDocket.Journals;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>The table of the dockets, whose rows are encrypted with the key of their docket. Only this class and the archive name the table.</summary>
/// <remarks>
/// A row opens only in its own partition and under its own key. Live rows carry the wrapped key of the docket beside them, so reading one costs
/// one request. The history does not: its rows are read and written with a key that was opened before, or else with the profile's, which costs one
/// more request. Every member fails as <see cref="ITables"/> does, and throws <see cref="UnreadableException"/> for a row that was not stored by this
/// system as it is.
/// </remarks>
public sealed class DocketTable(ITables tables, DocketKeys keys, Telemetry telemetry)
{
    /// <summary>Reads one row; null if there is none.</summary>
    internal async Task<Stored<T>?> FindAsync<T>(CardholderId id, string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await tables.FindAsync(TableNames.Dockets, new(id.ToString(), key), cancellationToken) is { } row
            ? Read(await OpenAsync(id, row, cancellationToken), type)
            : null;

    /// <summary>Reads the rows with <paramref name="from"/> ≤ key &lt; <paramref name="to"/> in ordinal key order, at most <paramref name="take"/>.</summary>
    internal async Task<IReadOnlyList<Stored<T>>> RangeAsync<T>(
        CardholderId id, string from, string to, int take, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var rows = await tables.RangeAsync(TableNames.Dockets, id.ToString(), from, to, take, cancellationToken);
        List<Stored<T>> found = new(rows.Count);
        foreach (var row in rows)
        {
            found.Add(Read(await OpenAsync(id, row, cancellationToken), type));
        }

        return found;
    }

    /// <summary>Reads a page of the rows whose keys have a prefix, see <see cref="RowTable{T}.PageAsync"/>.</summary>
    internal async Task<Page<T>> PageAsync<T>(CardholderId id, string prefix, string from, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        Pages.Of(await RangeAsync(id, from, RowKey.After(prefix), Page<T>.Size + 1, type, cancellationToken));

    /// <summary>Reads a page of the journal, each event with its hashes. Events that are refused are left out, so that the others can be audited.</summary>
    internal async Task<Page<JournalEvent>> EventsAsync(CardholderId id, string from, CancellationToken cancellationToken)
    {
        var key = await KeyOfAsync(id, cancellationToken);
        var page = Pages.Of([.. (await SealedAsync(id, from, RowKey.After(DocketRows.EventPrefix), Page<Row>.Size + 1, cancellationToken))
            .Select(row => new Stored<Row>(row.Key, row, row.Version))]);
        return new([.. page.Items.Select(row => TryReadEvent(key, row)).OfType<JournalEvent>()], page.Next);
    }

    /// <summary>The event in a row, with its hashes; null if it is refused.</summary>
    internal JournalEvent? TryReadEvent(DocketKey key, Row row)
    {
        try
        {
            return ReadEvent(key.Docket, Open(key, row), row);
        }
        catch (Exception fault) when (fault is UnreadableException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads rows as they are stored, for whoever needs no key.</summary>
    internal Task<IReadOnlyList<Row>> SealedAsync(CardholderId id, string from, string to, int take, CancellationToken cancellationToken) =>
        tables.RangeAsync(TableNames.Dockets, id.ToString(), from, to, take, cancellationToken);

    /// <summary>Reads one row as it is stored; null if there is none.</summary>
    internal Task<Row?> FindSealedAsync(CardholderId id, string key, CancellationToken cancellationToken) =>
        tables.FindAsync(TableNames.Dockets, new(id.ToString(), key), cancellationToken);

    /// <summary>Reads one page of rows of all dockets as they are stored, see <see cref="ITables.ScanAsync"/>.</summary>
    internal Task<ScanPage> ScanSealedAsync(string from, string to, string? continuation, CancellationToken cancellationToken) =>
        tables.ScanAsync(TableNames.Dockets, from, to, continuation, cancellationToken);

    /// <summary>Commits writes made with <see cref="Live"/>, <see cref="History"/> and <see cref="Link"/>. One request.</summary>
    internal Task<IReadOnlyList<string>?> CommitAsync(CardholderId id, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        tables.CommitAsync(TableNames.Dockets, id.ToString(), writes, cancellationToken);

    /// <summary>The key of a docket: as last opened, or else the profile's, which costs one request.</summary>
    /// <exception cref="UnreadableException">There is no such docket, or its key is refused.</exception>
    internal async Task<DocketKey> KeyOfAsync(CardholderId id, CancellationToken cancellationToken)
    {
        if (keys.Remembered(id) is { } known)
        {
            return known;
        }

        return await tables.FindAsync(TableNames.Dockets, new(id.ToString(), DocketRows.ProfileKey), cancellationToken) is { } profile
            ? await KeyOfAsync(id, profile.WrappedKey, cancellationToken)
            : throw Refuse(id, UnreadableReason.NoKey);
    }

    /// <summary>Decrypts a row.</summary>
    internal async Task<OpenRow> OpenAsync(CardholderId id, Row row, CancellationToken cancellationToken)
    {
        var key = row.WrappedKey.IsEmpty ? await KeyOfAsync(id, cancellationToken) : await KeyOfAsync(id, row.WrappedKey, cancellationToken);
        return Open(key, row);
    }

    /// <summary>Decrypts a row with a key.</summary>
    internal OpenRow Open(DocketKey key, Row row)
    {
        if (row.Sealed.IsEmpty)
        {
            throw Refuse(key.Docket, UnreadableReason.NotEncrypted);
        }

        var content = DocketRows.IsEvent(row.Key) ? JournalLink.Read(0, row.Sealed)?.Sealed ?? default : row.Sealed;
        return key.Open(TableNames.Dockets, row.Key, content.Span) is { } json
            ? new(row.Key, json, row.Version) { Tag = TagOf(row.Sealed) }
            : throw Refuse(key.Docket, UnreadableReason.Damaged);
    }

    /// <summary>Refuses what is stored about a docket, and raises the alert.</summary>
    internal UnreadableException Refuse(CardholderId id, UnreadableReason reason)
    {
        telemetry.RecordRefused(reason.ToString());
        return new(id, reason);
    }

    /// <summary>Encrypts an event, and links it to the one before.</summary>
    /// <param name="key">The docket's key.</param>
    /// <param name="happened">The event.</param>
    /// <param name="head">The hash of the event before; null for the first.</param>
    internal static (RowWrite Write, JournalLink Link) Link(DocketKey key, JournalEvent happened, byte[]? head)
    {
        var rowKey = DocketRows.EventKey(happened.Sequence);
        var json = JsonSerializer.SerializeToUtf8Bytes(happened, DocketsJson.Rows.JournalEvent);
        JournalLink link = new(happened.Sequence, head ?? new byte[JournalLink.HashLength], key.Seal(TableNames.Dockets, rowKey, json));
        return (new(RowWriteKind.Insert, rowKey, "", null) { Sealed = link.ToBytes() }, link);
    }

    /// <summary>The authentication tag of a row, which no other content of a row has.</summary>
    internal static ReadOnlyMemory<byte> TagOf(ReadOnlyMemory<byte> sealedRow) => sealedRow[^Math.Min(DocketKey.TagLength, sealedRow.Length)..];

    /// <summary>Encrypts a live row, with the wrapped key beside it.</summary>
    internal static RowWrite Live(RowWriteKind kind, DocketKey key, string rowKey, ReadOnlySpan<byte> json, string? version = null) =>
        new(kind, rowKey, "", version) { Sealed = key.Seal(TableNames.Dockets, rowKey, json), WrappedKey = key.Wrapped };

    /// <summary>Encrypts a row of the history.</summary>
    internal static RowWrite History<T>(RowWriteKind kind, DocketKey key, string rowKey, T value, JsonTypeInfo<T> type, string? version = null) =>
        new(kind, rowKey, "", version) { Sealed = key.Seal(TableNames.Dockets, rowKey, JsonSerializer.SerializeToUtf8Bytes(value, type)) };

    /// <summary>The event in a decrypted row, with its hashes.</summary>
    internal static JournalEvent ReadEvent(CardholderId id, OpenRow open, Row row)
    {
        var happened = JsonSerializer.Deserialize(open.Json, DocketsJson.Rows.JournalEvent)!;
        var link = JournalLink.Read(happened.Sequence, row.Sealed)!;
        return happened with { Previous = link.Previous.ToArray(), Hash = link.Hash(id) };
    }

    private static Stored<T> Read<T>(OpenRow row, JsonTypeInfo<T> type)
        where T : class =>
        new(row.Key, JsonSerializer.Deserialize(row.Json, type) ?? throw new JsonException("A row of a docket is null."), row.Version);

    /// <summary>The key of a docket as it lies beside a row that was read.</summary>
    /// <exception cref="UnreadableException">It is refused.</exception>
    internal async Task<DocketKey> KeyOfAsync(CardholderId id, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.OpenAsync(id, wrapped, cancellationToken);
        }
        catch (UnreadableException refused)
        {
            throw Refuse(id, refused.Reason);
        }
    }
}

/// <summary>A decrypted row.</summary>
/// <param name="Key">The row's key within the docket.</param>
/// <param name="Json">The document as UTF-8.</param>
/// <param name="Version">The opaque version, for a conditional write.</param>
internal sealed record OpenRow(string Key, byte[] Json, string Version)
{
    /// <summary>The authentication tag.</summary>
    public ReadOnlyMemory<byte> Tag { get; init; }
}
