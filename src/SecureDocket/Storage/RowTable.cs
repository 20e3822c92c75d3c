using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SecureDocket.Storage;

/// <summary>The rows of one type in a table. The table may hold rows of other types too, under other keys.</summary>
/// <remarks>
/// Every member fails as <see cref="ITables"/> does. Reading a row that is not JSON of the type throws <see cref="JsonException"/>: such a
/// row is a defect, and never treated as missing.
/// </remarks>
/// <typeparam name="T">The type of the rows.</typeparam>
/// <param name="tables">The store.</param>
/// <param name="table">One of <see cref="TableNames"/>.</param>
/// <param name="type">How the rows are read and written, from the context of their room.</param>
internal sealed class RowTable<T>(ITables tables, string table, JsonTypeInfo<T> type)
    where T : class
{
    /// <summary>Reads one row; null if there is none. One request.</summary>
    public async Task<Stored<T>?> FindAsync(string partition, string key, CancellationToken cancellationToken) =>
        await tables.FindAsync(table, new(partition, key), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>
    /// Reads a partition's rows with <paramref name="from"/> ≤ key &lt; <paramref name="to"/> in ordinal key order, at most <paramref
    /// name="take"/>. One request per thousand rows.
    /// </summary>
    public async Task<IReadOnlyList<Stored<T>>> RangeAsync(string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        [.. (await tables.RangeAsync(table, partition, from, to, take, cancellationToken)).Select(Read)];

    /// <summary>Reads the keys of a range as <see cref="RangeAsync"/> does, without reading what the rows hold.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string partition, string from, string to, int take, CancellationToken cancellationToken) =>
        [.. (await tables.RangeAsync(table, partition, from, to, take, cancellationToken)).Select(row => row.Key)];

    /// <summary>Reads a page of the rows whose keys have a prefix. One request.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="prefix">The prefix, which ends with '|'.</param>
    /// <param name="from">The first key of the page, from <see cref="PageToken.TryStart"/>.</param>
    public async Task<Page<T>> PageAsync(string partition, string prefix, string from, CancellationToken cancellationToken) =>
        Pages.Of(await RangeAsync(partition, from, RowKey.After(prefix), Page<T>.Size + 1, cancellationToken));

    /// <summary>Reads one page of the rows of all partitions, see <see cref="ITables.ScanAsync"/>. One request.</summary>
    public async Task<(IReadOnlyList<T> Rows, string? Next)> ScanAsync(string from, string to, string? continuation, CancellationToken cancellationToken)
    {
        var page = await tables.ScanAsync(table, from, to, continuation, cancellationToken);
        return ([.. page.Rows.Select(found => Read(found.Row).Value)], page.Next);
    }

    /// <summary>Adds a row. One request.</summary>
    /// <returns>The row as stored; null if the key exists, possibly from an earlier attempt of this call.</returns>
    public Task<Stored<T>?> InsertAsync(string partition, string key, T value, CancellationToken cancellationToken) =>
        CommitAsync(partition, Insert(key, value), value, cancellationToken);

    /// <summary>Replaces a row that must have <paramref name="version"/>. One request.</summary>
    /// <returns>The row as stored; null if it has another version, possibly from an earlier attempt of this call, or is gone.</returns>
    public Task<Stored<T>?> ReplaceAsync(string partition, string key, T value, string version, CancellationToken cancellationToken) =>
        CommitAsync(partition, Replace(key, value, version), value, cancellationToken);

    /// <summary>Replaces a row as it was read, or adds it if there was none. One request.</summary>
    /// <returns>The row as stored; null if it has changed since it was read, possibly by an earlier attempt of this call.</returns>
    public Task<Stored<T>?> WriteAsync(string partition, string key, Stored<T>? before, T value, CancellationToken cancellationToken) =>
        CommitAsync(partition, Write(key, before, value), value, cancellationToken);

    /// <summary>Writes a row unconditionally. One request.</summary>
    public Task PutAsync(string partition, string key, T value, CancellationToken cancellationToken) =>
        CommitAsync(partition, [Put(key, value)], cancellationToken);

    /// <summary>Deletes a row that must have <paramref name="version"/>, or any version if that is null. One request.</summary>
    /// <returns>False if it has another version or is gone, possibly by an earlier attempt of this call.</returns>
    public async Task<bool> DeleteAsync(string partition, string key, string? version, CancellationToken cancellationToken) =>
        await CommitAsync(partition, [RowWrite.Delete(key, version)], cancellationToken) is not null;

    /// <summary>Commits writes to the table, of this type or another, as <see cref="ITables.CommitAsync"/> does. One request.</summary>
    public Task<IReadOnlyList<string>?> CommitAsync(string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        tables.CommitAsync(table, partition, writes, cancellationToken);

    /// <summary>
    /// Deletes the old rows of all partitions with <paramref name="from"/> ≤ key &lt; <paramref name="to"/>. One request per thousand rows of
    /// the table, and one for each row deleted.
    /// </summary>
    public Task<PurgedRows> PurgeAsync(string from, string to, Func<T, bool> isOld, CancellationToken cancellationToken) =>
        tables.PurgeAsync(table, from, to, row => isOld(Read(row).Value), cancellationToken);

    /// <summary>A write that adds a row.</summary>
    public RowWrite Insert(string key, T value) => RowWrite.Insert(key, Json(value));

    /// <summary>A write that replaces a row that must have <paramref name="version"/>.</summary>
    public RowWrite Replace(string key, T value, string version) => RowWrite.Replace(key, Json(value), version);

    /// <summary>A write that replaces a row as it was read, or adds it if there was none.</summary>
    public RowWrite Write(string key, Stored<T>? before, T value) => before is null ? Insert(key, value) : Replace(key, value, before.Version);

    /// <summary>A write without a condition; only safe together with a conditional write in the same commit.</summary>
    public RowWrite Put(string key, T value) => RowWrite.Put(key, Json(value));

    private async Task<Stored<T>?> CommitAsync(string partition, RowWrite write, T value, CancellationToken cancellationToken) =>
        await CommitAsync(partition, [write], cancellationToken) is { } versions ? new(write.Key, value, versions[0]) : null;

    private Stored<T> Read(Row row) => new(
        row.Key, JsonSerializer.Deserialize(row.Json, type) ?? throw new JsonException($"A row of {table} is null."), row.Version);

    private string Json(T value) => JsonSerializer.Serialize(value, type);
}

/// <summary>A row as stored, with the version for a conditional write.</summary>
/// <typeparam name="T">The type of the row.</typeparam>
/// <param name="Key">The row's key within its partition.</param>
/// <param name="Value">The content.</param>
/// <param name="Version">The opaque version.</param>
public sealed record Stored<T>(string Key, T Value, string Version);

/// <summary>A row whose key contains all its data, such as a hint.</summary>
internal sealed record KeyOnly;
