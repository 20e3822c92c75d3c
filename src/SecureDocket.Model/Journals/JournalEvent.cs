using System.Text.Json.Serialization;

namespace SecureDocket.Journals;

/// <summary>One link of a docket's history: the changes of one command, chained by hash to the previous link.</summary>
public sealed record JournalEvent
{
    /// <summary>The position in the journal, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened, in whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The requester, when a change needs two people; null otherwise.</summary>
    public Actor? RequestedBy { get; init; }

    /// <summary>What was done, in the journal's words.</summary>
    public required string Kind { get; init; }

    /// <summary>The operation, so that a commit whose response was lost is recognized.</summary>
    public required string Operation { get; init; }

    /// <summary>Every row that the command wrote, as it was afterwards; the docket can be rebuilt from these.</summary>
    public required IReadOnlyList<RowImage> Changes { get; init; }

    /// <summary>The hash of the previous event; 32 zero bytes for the first. Stored beside the encrypted event, and not in it.</summary>
    [JsonIgnore]
    public byte[] Previous { get; init; } = [];

    /// <summary>The hash of this event, see <see cref="JournalLink.Hash"/>; not stored, since it follows from what is.</summary>
    [JsonIgnore]
    public byte[] Hash { get; init; } = [];
}

/// <summary>A row after a command.</summary>
/// <param name="Key">The row's key within the docket.</param>
/// <param name="Json">Its document, verbatim.</param>
public sealed record RowImage(string Key, string Json);
