using SecureDocket.Credentials;

namespace SecureDocket.Verifier;

/// <summary>The pack on disk: the last trusted pack, against which the next one is checked.</summary>
internal static class PackFile
{
    /// <summary>Reads the pack.</summary>
    /// <exception cref="Failure">There is none, or it cannot be read.</exception>
    public static async Task<VerifierPack> ReadAsync(string path) => Parse(await BytesAsync(path), path);

    public static VerifierPack Parse(byte[] bytes, string path) =>
        VerifierPack.ReadStored(bytes) ?? throw Failure.BadData($"{path} is no sound verifier pack.");

    /// <exception cref="Failure">The file cannot be read.</exception>
    public static async Task<byte[]> BytesAsync(string path)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await ReadAtMostAsync(file, VerifierPack.MaximumLength, CancellationToken.None)
                ?? throw Failure.BadData($"{path} is larger than any verifier pack.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Failure.BadData($"{path} cannot be read: {failure.Message}");
        }
    }

    /// <summary>Replaces the file atomically: a concurrent reader, or one after a crash, finds the old pack or the new one.</summary>
    /// <exception cref="Failure">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, byte[] pack)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(pack);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            TryDelete(temporary);
            throw Failure.BadData($"{path} cannot be written: {failure.Message}");
        }
    }

    /// <summary>Reads the whole stream; null if it has more than <paramref name="limit"/> bytes.</summary>
    public static async Task<byte[]?> ReadAtMostAsync(Stream from, int limit, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var room = new byte[64 * 1024];
        int count;
        while ((count = await from.ReadAsync(room, cancellationToken)) > 0)
        {
            if (read.Length + count > limit)
            {
                return null;
            }

            read.Write(room, 0, count);
        }

        return read.ToArray();
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The fault that prevented writing it also prevents deleting it.
        }
    }
}
