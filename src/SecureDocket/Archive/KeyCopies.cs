using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>The copies of the wrapped docket keys in the archive's account, without which a rebuild could read nothing.</summary>
/// <remarks>
/// A list names all parts. A part is named before it is written, so that none is ever left over; each holds dockets and their wrapped keys, 80 bytes a
/// docket, and a later part counts more than an earlier one. The list also holds the shard keys, and the dockets erased lately.
/// </remarks>
public sealed class KeyCopies(IBlobs blobs)
{
    /// <summary>How long a part is kept, once a newer complete copy exists.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private const string ListName = "list.json";
    private const int RecordLength = CardholderId.Length + ShardKey.WrappedLength;
    private const int AttemptLimit = 8;

    /// <summary>The list; an empty one if there is none. One request.</summary>
    internal async Task<(KeyCopyList List, string? Version)> ReadListAsync(CancellationToken cancellationToken) =>
        await blobs.FindAsync(ContainerNames.DocketKeys, ListName, cancellationToken) is { } blob
            ? (JsonSerializer.Deserialize(blob.Content.Span, ArchiveJson.Rows.KeyCopyList)!, blob.Version)
            : (new KeyCopyList(), null);

    /// <summary>Changes the list. Two requests; two more for each lost race.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed, or the race was lost too often.</exception>
    internal async Task<KeyCopyList> ChangeAsync(Func<KeyCopyList, KeyCopyList> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var (list, version) = await ReadListAsync(cancellationToken);
            var changed = change(list);
            var content = JsonSerializer.SerializeToUtf8Bytes(changed, ArchiveJson.Rows.KeyCopyList);
            if (await blobs.ReplaceAsync(ContainerNames.DocketKeys, ListName, new(content, "application/json"), version, cancellationToken) is not null)
            {
                return changed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Writes a part that the list names. One request.</summary>
    /// <returns>The SHA-256 of its content.</returns>
    internal async Task<byte[]> AddAsync(string name, IReadOnlyList<(CardholderId Docket, ReadOnlyMemory<byte> Wrapped)> keys, CancellationToken cancellationToken)
    {
        var content = new byte[keys.Count * RecordLength];
        for (var i = 0; i < keys.Count; i++)
        {
            var record = content.AsSpan(i * RecordLength, RecordLength);
            keys[i].Docket.ToBytes().CopyTo(record);
            keys[i].Wrapped.Span.CopyTo(record[CardholderId.Length..]);
        }

        await blobs.AddAsync(ContainerNames.DocketKeys, name, new(content, "application/octet-stream"), cancellationToken);
        return SHA256.HashData(content);
    }

    /// <summary>Deletes a part. One request.</summary>
    internal Task DeleteAsync(string name, CancellationToken cancellationToken) => blobs.DeleteAsync(ContainerNames.DocketKeys, name, cancellationToken);

    /// <summary>The wrapped keys of all dockets that were not erased. One request a part.</summary>
    /// <remarks>A part that is missing or damaged is left out: the complete copies of other days have the same keys.</remarks>
    /// <param name="list">The list.</param>
    /// <param name="faults">Receives what is wrong with parts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<Dictionary<CardholderId, byte[]>> ReadAsync(KeyCopyList list, ICollection<string> faults, CancellationToken cancellationToken)
    {
        Dictionary<CardholderId, byte[]> keys = [];
        await foreach (var (docket, wrapped) in KeysAsync(list.Parts, faults, cancellationToken))
        {
            keys[docket] = wrapped.ToArray();
        }

        foreach (var erased in list.Erased)
        {
            keys.Remove(erased.Docket);
        }

        return keys;
    }

    /// <summary>The wrapped keys in parts, in the order of the parts. One request a part; a part that is missing or damaged is left out.</summary>
    internal async IAsyncEnumerable<(CardholderId Docket, ReadOnlyMemory<byte> Wrapped)> KeysAsync(
        IEnumerable<KeyCopyPart> parts, ICollection<string> faults, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            if (await blobs.FindAsync(ContainerNames.DocketKeys, part.Name, cancellationToken) is not { } blob)
            {
                // A part that was only announced was never written, and one that is being deleted is gone.
                if (part.IsWritten)
                {
                    faults.Add($"{part.Name} is missing from the copies of the docket keys.");
                }

                continue;
            }

            if (blob.Content.Length % RecordLength != 0 || (part.Hash is { } hash && !SHA256.HashData(blob.Content.Span).AsSpan().SequenceEqual(hash)))
            {
                faults.Add($"{part.Name} of the copies of the docket keys is damaged.");
                continue;
            }

            for (var content = blob.Content; !content.IsEmpty; content = content[RecordLength..])
            {
                yield return (CardholderId.FromBytes(content.Span[..CardholderId.Length]), content[CardholderId.Length..RecordLength]);
            }
        }
    }
}

/// <summary>What the copies of the docket keys consist of.</summary>
internal sealed record KeyCopyList
{
    /// <summary>The parts, oldest first.</summary>
    public IReadOnlyList<KeyCopyPart> Parts { get; init; } = [];

    /// <summary>When the last complete copy of all keys began; null if there is none.</summary>
    public DateTimeOffset? WholeSince { get; init; }

    /// <summary>The shard keys.</summary>
    public IReadOnlyList<ShardCopy> Shards { get; init; } = [];

    /// <summary>The dockets that were erased while a part may still hold their key.</summary>
    public IReadOnlyList<ErasedKey> Erased { get; init; } = [];
}

/// <summary>A part of the copies.</summary>
/// <param name="Name">The name of its blob.</param>
/// <param name="At">When the pass that wrote it began.</param>
/// <param name="IsWritten">Whether it was written; false for one that was only announced, or is being deleted.</param>
internal sealed record KeyCopyPart(string Name, DateTimeOffset At, bool IsWritten)
{
    /// <summary>The SHA-256 of its content; null while it is only announced.</summary>
    public byte[]? Hash { get; init; }
}

/// <summary>A shard key.</summary>
/// <param name="Key">Its row key.</param>
/// <param name="Row">Its row.</param>
internal sealed record ShardCopy(string Key, ShardRow Row)
{
    /// <summary>Since when the tables no longer have it; null while they do.</summary>
    public DateTimeOffset? GoneSince { get; init; }
}

/// <summary>A docket whose key counts no more.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="At">When it was erased.</param>
internal sealed record ErasedKey(CardholderId Docket, DateTimeOffset At);
