namespace SecureDocket.Storage;

/// <summary>What every store behind <see cref="ITables"/> and <see cref="IBlobs"/> holds callers to, before anything is sent.</summary>
/// <remarks>Breaking one is a defect of the caller: the service would refuse too, but each service in its own way and one of them not at all.</remarks>
public static class StorageLimits
{
    /// <summary>The most writes of one commit.</summary>
    public const int Writes = 100;

    /// <summary>The most characters of a row's document.</summary>
    public const int DocumentCharacters = 32_000;

    /// <summary>The most bytes of a blob.</summary>
    public const int BlobBytes = 20 * 1024 * 1024;

    /// <summary>Checks a commit.</summary>
    /// <exception cref="ArgumentException">The commit breaks a limit.</exception>
    public static void Check(string partition, IReadOnlyList<RowWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        CheckKey(partition);
        if (writes.Count is 0 or > Writes)
        {
            throw new ArgumentException($"A commit has 1 to {Writes} writes.", nameof(writes));
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var write in writes)
        {
            CheckKey(write.Key);
            if (!keys.Add(write.Key))
            {
                throw new ArgumentException("A commit writes a row once.", nameof(writes));
            }

            if (write.Json.Length > DocumentCharacters)
            {
                throw new ArgumentException($"A document has at most {DocumentCharacters} characters.", nameof(writes));
            }
        }
    }

    /// <summary>Checks a blob.</summary>
    /// <exception cref="ArgumentException">The blob is too large.</exception>
    public static void Check(Blob blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        if (blob.Content.Length > BlobBytes)
        {
            throw new ArgumentException($"A blob has at most {BlobBytes} bytes.", nameof(blob));
        }
    }

    private static void CheckKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.AsSpan().ContainsAny(@"/\#?") || key.Any(char.IsControl))
        {
            throw new ArgumentException(@"A key has none of / \ # ? and no control characters.", nameof(key));
        }
    }
}
