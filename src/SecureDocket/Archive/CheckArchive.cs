using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Reads the whole archive and verifies the chain of every journal in it. It writes nothing.</summary>
/// <remarks>It keeps one hash per docket in memory, some hundred bytes.</remarks>
public sealed class CheckArchive(JournalArchive archive)
{
    /// <summary>Checks the archive.</summary>
    /// <exception cref="InvalidDataException">The archive's own chain is broken; nothing after that point can be trusted.</exception>
    /// <exception cref="DependencyUnavailableException">The storage did not respond.</exception>
    public async Task<ArchiveCheck> ExecuteAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, JournalChain> chains = new(StringComparer.Ordinal);
        var check = new ArchiveCheck();
        await foreach (var segment in archive.ReadAsync(ArchiveHead.None, cancellationToken))
        {
            foreach (var row in segment.Rows)
            {
                if (row.Table != TableNames.Dockets)
                {
                    check = check with { Others = check.Others + 1 };
                }
                else if (row.Key.StartsWith(DisclosureLog.Prefix, StringComparison.Ordinal))
                {
                    check = check with { Disclosures = check.Disclosures + 1 };
                }
                else if (DocketRows.IsEvent(row.Key))
                {
                    if (!chains.TryGetValue(row.Partition, out var chain))
                    {
                        chains.Add(row.Partition, chain = new(IdOf(row.Partition)));
                    }

                    chain.Add(row.Key, row.Sealed);
                }
            }

            check = check with
            {
                Segments = segment.Head.Number,
                LastHash = segment.Head.Hash,
                WholeUntil = segment.Head.IsPassOver ? segment.Head.StartedAt : check.WholeUntil,
            };
        }

        return check with
        {
            Dockets = chains.Count,
            Events = chains.Values.Sum(chain => chain.Sequence),
            Broken = [.. chains.Where(each => each.Value.BrokenAt is not null).Select(each => new BrokenJournal(each.Key, each.Value.BrokenAt!.Value))],
        };
    }

    // A journal under a key that is no docket's is broken from its first link.
    private static CardholderId IdOf(string partition) => CardholderId.TryParse(partition, out var id) ? id : CardholderId.FromBytes(new byte[CardholderId.Length]);
}

/// <summary>The contents of an archive.</summary>
public sealed record ArchiveCheck
{
    /// <summary>The number of blobs.</summary>
    public long Segments { get; init; }

    /// <summary>The hash of the last blob, 64 hex digits, which identifies the whole archive. Empty for an empty one.</summary>
    public string LastHash { get; init; } = "";

    /// <summary>The archive holds everything written before this moment; null if no pass is complete.</summary>
    public DateTimeOffset? WholeUntil { get; init; }

    /// <summary>The number of dockets.</summary>
    public int Dockets { get; init; }

    /// <summary>The number of valid journal events, each counted once.</summary>
    public long Events { get; init; }

    /// <summary>The number of copies of disclosures; a changed disclosure has several.</summary>
    public long Disclosures { get; init; }

    /// <summary>The number of copies of rows of other tables.</summary>
    public long Others { get; init; }

    /// <summary>The journals whose chain is broken.</summary>
    public IReadOnlyList<BrokenJournal> Broken { get; init; } = [];
}

/// <summary>A journal whose chain is broken.</summary>
/// <param name="Docket">The opaque key of the docket.</param>
/// <param name="Sequence">The first event that is missing or invalid.</param>
public sealed record BrokenJournal(string Docket, long Sequence);
