using System.Security.Cryptography;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Journals;

/// <summary>One link of a docket's history: what one command changed, chained by hash to the link before it.</summary>
public sealed record JournalEvent
{
    private const int FormatVersion = 1;

    /// <summary>The place in the journal, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, in whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Who asked for it, when two people are needed; null otherwise.</summary>
    public Actor? RequestedBy { get; init; }

    /// <summary>What, in the journal's words.</summary>
    public required string Kind { get; init; }

    /// <summary>The operation, to recognise a commit whose answer was lost.</summary>
    public required string Operation { get; init; }

    /// <summary>Every row that the command wrote, as it stood afterwards: the docket can be rebuilt from these.</summary>
    public required IReadOnlyList<RowImage> Changes { get; init; }

    /// <summary>The hash of the event before; 32 zero bytes for the first.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>The hash of this event.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>SHA-256 over the deterministic CBOR of everything but <see cref="Hash"/>.</summary>
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
