using System.Runtime.CompilerServices;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>The archive: segments under numbered names, only ever added, each chained to the one before.</summary>
public sealed class JournalArchive(IBlobs blobs)
{
    // Whoever finds nothing under a number looks a little further: a hole is not the end.
    private const int Beyond = 8;

    /// <summary>Adds the segment that follows <paramref name="last"/>, or finds the one that another has put there. Up to two requests.</summary>
    /// <param name="last">Where the archive stands.</param>
    /// <param name="next">Where it stands with <paramref name="rows"/> added.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Cancels the call; the segment may already exist.</param>
    /// <returns>Where the archive stands now: as wanted, or as the other one says.</returns>
    internal async Task<ArchiveHead> AddAsync(ArchiveHead last, ArchiveHead next, IReadOnlyList<ArchivedRow> rows, CancellationToken cancellationToken)
    {
        var (segment, bytes) = ArchiveSegment.Write(last.Hash, next with { Number = last.Number + 1 }, rows);
        var name = ArchiveSegment.NameOf(segment.Head.Number);
        return await blobs.AddAsync(ContainerNames.Journal, name, new(bytes, ArchiveSegment.MediaType), cancellationToken)
            ? segment.Head
            : (await FollowAsync(last, cancellationToken) ?? throw new DependencyUnavailableException("archive")).Head;
    }

    /// <summary>Whether the last segment that a mark knows is there. One request at most.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal async Task<bool> HoldsAsync(ArchiveHead mark, CancellationToken cancellationToken) =>
        mark.Number == 0
        || (await blobs.FindAsync(ContainerNames.Journal, ArchiveSegment.NameOf(mark.Number), cancellationToken) is { } blob
            && ArchiveSegment.Read(mark.Number, blob.Content).Head.Hash == mark.Hash);

    /// <summary>The segment that follows <paramref name="last"/>; null when there is none. One request.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or follows another one.</exception>
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
            : throw new InvalidDataException($"{ArchiveSegment.NameOf(number)} does not follow the segment before it.");
    }

    /// <summary>Every segment after <paramref name="last"/>, in order. One request each, and a few to see that it is the end.</summary>
    /// <exception cref="InvalidDataException">One is damaged, missing, or follows another.</exception>
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
