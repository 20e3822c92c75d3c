using System.Runtime.CompilerServices;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>The archive: numbered segments, never overwritten, each chained to the previous one.</summary>
public sealed class JournalArchive(IBlobs blobs)
{
    // A reader that finds no segment under a number looks a few numbers further: a gap is not the end.
    private const int Beyond = 8;

    /// <summary>Adds the segment that follows <paramref name="last"/>, or finds the one that another run added. Up to two requests.</summary>
    /// <param name="last">The archive's current position.</param>
    /// <param name="next">Its position after adding <paramref name="rows"/>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Cancels the call; the segment may already exist.</param>
    /// <returns>The archive's position now: the desired one, or that of the other run.</returns>
    internal async Task<ArchiveHead> AddAsync(ArchiveHead last, ArchiveHead next, IReadOnlyList<ArchivedRow> rows, CancellationToken cancellationToken)
    {
        var (segment, bytes) = ArchiveSegment.Write(last.Hash, next with { Number = last.Number + 1 }, rows);
        var name = ArchiveSegment.NameOf(segment.Head.Number);
        return await blobs.AddAsync(ContainerNames.Journal, name, new(bytes, ArchiveSegment.MediaType), cancellationToken)
            ? segment.Head
            : (await FollowAsync(last, cancellationToken) ?? throw new DependencyUnavailableException("archive")).Head;
    }

    /// <summary>Whether the last segment that a mark names exists. At most one request.</summary>
    /// <exception cref="InvalidDataException">The segment is damaged.</exception>
    internal async Task<bool> HoldsAsync(ArchiveHead mark, CancellationToken cancellationToken) =>
        mark.Number == 0
        || (await blobs.FindAsync(ContainerNames.Journal, ArchiveSegment.NameOf(mark.Number), cancellationToken) is { } blob
            && ArchiveSegment.Read(mark.Number, blob.Content).Head.Hash == mark.Hash);

    /// <summary>The segment that follows <paramref name="last"/>; null if there is none. One request.</summary>
    /// <exception cref="InvalidDataException">The segment is damaged or follows another one.</exception>
    internal async Task<ArchiveSegment?> FollowAsync(ArchiveHead last, CancellationToken cancellationToken)
    {
        var number = last.Number + 1;
        if (await blobs.FindAsync(ContainerNames.Journal, ArchiveSegment.NameOf(number), cancellationToken) is not { } blob)
        {
            return null;
        }

        var segment = ArchiveSegment.Read(number, blob.Content);
        return segment.Previous == last.Hash
            ? segment
            : throw new InvalidDataException($"{ArchiveSegment.NameOf(number)} does not follow the previous segment.");
    }

    /// <summary>Every segment after <paramref name="last"/>, in order. One request each, and a few to make sure of the end.</summary>
    /// <exception cref="InvalidDataException">A segment is damaged or missing, or follows another one.</exception>
    internal async IAsyncEnumerable<ArchiveSegment> ReadAsync(ArchiveHead last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await FollowAsync(last, cancellationToken) is { } segment)
        {
            yield return segment;
            last = segment.Head;
        }

        for (var further = last.Number + 2; further < last.Number + 2 + Beyond; further++)
        {
            if (await blobs.FindAsync(ContainerNames.Journal, ArchiveSegment.NameOf(further), cancellationToken) is not null)
            {
                throw new InvalidDataException($"{ArchiveSegment.NameOf(last.Number + 1)} is missing.");
            }
        }
    }
}
