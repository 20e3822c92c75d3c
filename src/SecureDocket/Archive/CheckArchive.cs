using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Reads the whole archive and holds every journal in it against its chain. It writes nothing.</summary>
/// <remarks>Of each docket it keeps one hash in memory, some hundred bytes.</remarks>
public sealed class CheckArchive(JournalArchive archive)
{
    /// <summary>Checks.</summary>
    /// <exception cref="InvalidDataException">The archive's own chain does not hold: nothing after that place can be believed.</exception>
    /// <exception cref="DependencyUnavailableException">The storage gave no answer.</exception>
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
                else if (row.Key.StartsWith(DocketRows.EventPrefix, StringComparison.Ordinal))
                {
                    if (!chains.TryGetValue(row.Partition, out var chain))
                    {
                        chains.Add(row.Partition, chain = new());
                    }

                    var at = chain.Add(row.Json)?.At;
                    check = check with { LastEventAt = at is null || check.LastEventAt > at ? check.LastEventAt : at };
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
}

/// <summary>What an archive holds.</summary>
public sealed record ArchiveCheck
{
    /// <summary>The blobs.</summary>
    public long Segments { get; init; }

    /// <summary>The hash of the last blob, 64 hex digits: it stands for the whole archive. Empty for an empty one.</summary>
    public string LastHash { get; init; } = "";

    /// <summary>All that was written before this moment is in the archive; null when no pass is through.</summary>
    public DateTimeOffset? WholeUntil { get; init; }

    /// <summary>When the last event happened that the archive holds; null without any.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>The dockets.</summary>
    public int Dockets { get; init; }

    /// <summary>The journal events that hold, each counted once.</summary>
    public long Events { get; init; }

    /// <summary>The copies of disclosures; one that changed is there more than once.</summary>
    public long Disclosures { get; init; }

    /// <summary>The copies of rows of other tables.</summary>
    public long Others { get; init; }

    /// <summary>The journals whose chain does not hold.</summary>
    public IReadOnlyList<BrokenJournal> Broken { get; init; } = [];
}

/// <summary>A journal whose chain does not hold.</summary>
/// <param name="Docket">The opaque key of the docket.</param>
/// <param name="Sequence">The first event that is missing or does not hold.</param>
public sealed record BrokenJournal(string Docket, long Sequence);
