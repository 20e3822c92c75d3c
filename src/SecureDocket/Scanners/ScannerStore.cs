using SecureDocket.Storage;

namespace SecureDocket.Scanners;

/// <summary>Reads and writes scanners; one partition holds all of them.</summary>
public sealed class ScannerStore(ITables tables)
{
    // A lost race means that the device and an administrator wrote at the same moment.
    private const int AttemptLimit = 5;

    private const string Partition = "scanners";

    private const string Prefix = "scanner|";

    private readonly RowTable<Scanner> _scanners = new(tables, TableNames.Scanners, ScannersJson.Rows.Scanner);

    /// <summary>The scanner; null if none with this ID has reported. One request.</summary>
    public async Task<Scanner?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await _scanners.FindAsync(Partition, KeyOf(id), cancellationToken))?.Value;

    /// <summary>A page of all scanners by ID; refused if the token is not from this list. One request.</summary>
    public async Task<Result<Page<Scanner>>> PageAsync(string? page, CancellationToken cancellationToken) =>
        PageToken.TryStart(page, Prefix, out var from) ? await _scanners.PageAsync(Partition, Prefix, from, cancellationToken) : Refusals.PageToken;

    /// <summary>Changes a scanner. One read and one write.</summary>
    /// <param name="id">The scanner.</param>
    /// <param name="change">Creates the new scanner from the one on record, or from null if there is none; null changes nothing.</param>
    /// <returns>The scanner afterwards; null if nothing was changed.</returns>
    public async Task<Scanner?> ChangeAsync(Guid id, Func<Scanner?, Scanner?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var before = await _scanners.FindAsync(Partition, KeyOf(id), cancellationToken);
            if (change(before?.Value) is not { } after)
            {
                return null;
            }

            if (await _scanners.WriteAsync(Partition, KeyOf(id), before, after, cancellationToken) is not null)
            {
                return after;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static string KeyOf(Guid id) => $"{Prefix}{id:D}";
}
