using System.Security.Cryptography;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Journals;

/// <summary>One link of a docket's history: the changes of one command, chained by hash to the previous link.</summary>
public sealed record JournalEvent
{
    private const int FormatVersion = 1;

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

    /// <summary>The hash of the previous event; 32 zero bytes for the first.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>The hash of this event.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>Computes the SHA-256 of the deterministic CBOR of everything but <see cref="Hash"/>.</summary>
    public byte[] ComputeHash()
    {
        var cbor = new CborWriter().Array(9)
            .Int(FormatVersion).Int(Sequence).Int(At.ToUnixTimeMilliseconds())
            .Text(Name(Actor)).Text(Name(RequestedBy)).Text(Kind).Text(Operation)
            .Array(Changes.Count);
        foreach (var change in Changes)
        {
            cbor.Array(2).Text(change.Key).Text(change.Json);
        }

        return SHA256.HashData(cbor.Bytes(Previous).ToArray());
    }

    private static string Name(Actor? actor) => actor is null ? "" : $"{actor.Role}:{actor.Id}";
}

/// <summary>A row after a command.</summary>
/// <param name="Key">The row's key within the docket.</param>
/// <param name="Json">Its document, verbatim.</param>
public sealed record RowImage(string Key, string Json);
