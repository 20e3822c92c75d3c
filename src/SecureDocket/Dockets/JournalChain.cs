using SecureDocket.Journals;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>Verifies the links of one journal as they are stored, one after the other. It needs no key.</summary>
/// <param name="docket">The docket.</param>
internal sealed class JournalChain(CardholderId docket)
{
    /// <summary>The hash of the last valid link; 32 zero bytes before the first.</summary>
    public byte[] Head { get; private set; } = new byte[JournalLink.HashLength];

    /// <summary>The sequence of the last valid link; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>The first link that is missing or invalid; null while all are valid.</summary>
    public long? BrokenAt { get; private set; }

    /// <summary>Adds the next link as stored. A link that was already added is skipped if it is the same.</summary>
    /// <param name="key">The key of its row.</param>
    /// <param name="stored">Its content.</param>
    public void Add(string key, ReadOnlyMemory<byte> stored)
    {
        if (BrokenAt is not null)
        {
            return;
        }

        var link = DocketRows.SequenceOf(key) is { } sequence ? JournalLink.Read(sequence, stored) : null;
        if (link is not null && link.Sequence <= Sequence && (link.Sequence < Sequence || link.Hash(docket).AsSpan().SequenceEqual(Head)))
        {
            return;
        }

        if (link is null || link.Sequence != Sequence + 1 || !link.Previous.Span.SequenceEqual(Head))
        {
            BrokenAt = Sequence + 1;
            return;
        }

        (Sequence, Head) = (link.Sequence, link.Hash(docket));
    }

    /// <summary>Breaks the chain at the last link that was added, if it is not broken before it: its content cannot be read.</summary>
    public void Break() => BrokenAt ??= Math.Max(1, Sequence);

    /// <summary>Adds the next row.</summary>
    public void Add(Row row) => Add(row.Key, row.Sealed);
}
