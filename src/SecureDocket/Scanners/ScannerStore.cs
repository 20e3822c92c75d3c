using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Scanners;

/// <summary>Reads and writes scanners; one partition holds all of them.</summary>
public sealed class ScannerStore(ITables tables)
{
    // A lost race means that the device and an administrator wrote at the same moment.
    private const int AttemptLimit = 5;

    private const string Partition = "scanners";

    // The character after '|'.
    private const string Prefix = "scanner|", End = "scanner}";

    /// <summary>The scanner; null if none with this ID has reported. One request.</summary>
    public async Task<Scanner?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Scanners, new(Partition, KeyOf(id)), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>A page of all scanners by ID; refused if the token is not from this list. One request.</summary>
    public async Task<Result<Page<Scanner>>> PageAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, Prefix, out var from))
        {
            return Refusals.PageToken;
        }

        var rows = await tables.RangeAsync(TableNames.Scanners, Partition, from, End, Page<Scanner>.Size + 1, cancellationToken);
        return new Page<Scanner>(
            [.. rows.Take(Page<Scanner>.Size).Select(Read)],
            rows.Count > Page<Scanner>.Size ? PageToken.Of(rows[Page<Scanner>.Size - 1].Key) : null);
    }

    /// <summary>Changes a scanner. One read and one write.</summary>
    /// <param name="id">The scanner.</param>
    /// <param name="change">Creates the new scanner from the one on record, or from null if there is none; null changes nothing.</param>
    /// <returns>The scanner afterwards; null if nothing was changed.</returns>
    public async Task<Scanner?> ChangeAsync(Guid id, Func<Scanner?, Scanner?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var row = await tables.FindAsync(TableNames.Scanners, new(Partition, KeyOf(id)), cancellationToken);
            if (change(row is null ? null : Read(row)) is not { } after)
            {
                return null;
            }

            var json = JsonSerializer.Serialize(after, ScannersJson.Rows.Scanner);
            var write = row is null ? RowWrite.Insert(KeyOf(id), json) : RowWrite.Replace(KeyOf(id), json, row.Version);
            if (await tables.CommitAsync(TableNames.Scanners, Partition, [write], cancellationToken) is not null)
            {
                return after;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static string KeyOf(Guid id) => $"{Prefix}{id:D}";

    private static Scanner Read(Row row) => JsonSerializer.Deserialize(row.Json, ScannersJson.Rows.Scanner)!;
}
