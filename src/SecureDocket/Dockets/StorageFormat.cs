using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>The format of what is stored. A release refuses to start on what it cannot read, rather than fail at each docket.</summary>
/// <remarks>Format 1, of releases before dockets were encrypted, is not read: whoever could write such a row could forge any.</remarks>
public sealed class StorageFormat(ITables tables)
{
    /// <summary>The format that this release reads and writes.</summary>
    public const int Current = 2;

    private const string Partition = "storage-format";
    private const string Key = "format";

    private readonly RowTable<StorageFormatRow> _rows = new(tables, TableNames.Watermarks, DocketsJson.Rows.StorageFormatRow);

    /// <summary>Checks the format, and records it where nothing is stored yet. Two requests; one more the first time.</summary>
    /// <exception cref="StorageFormatException">This release cannot read what is stored.</exception>
    /// <exception cref="DependencyUnavailableException">The storage did not respond, so nothing is known.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await _rows.FindAsync(Partition, Key, cancellationToken) is { } known)
        {
            if (known.Value.Format > Current)
            {
                throw new StorageFormatException(
                    $"A later release has written the tables (format {known.Value.Format}, and this one reads {Current}): deploy that release again.");
            }

            return;
        }

        // The mark may be lost, with the tables that held it.
        var page = await tables.ScanAsync(TableNames.Dockets, "", "\u007F", null, cancellationToken);
        if (page.Rows.Any(row => row.Row.Sealed.IsEmpty))
        {
            throw new StorageFormatException("An earlier release has written the tables, and their dockets are not encrypted: start this release with empty tables.");
        }

        await _rows.PutAsync(Partition, Key, new(Current), cancellationToken);
    }
}

/// <summary>This release cannot read what is stored. The message is one sentence for operators.</summary>
public sealed class StorageFormatException(string message) : Exception(message);

/// <summary>The recorded format.</summary>
/// <param name="Format">The number, which grows when older releases cannot read what is written.</param>
internal sealed record StorageFormatRow(int Format);
