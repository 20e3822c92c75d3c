using System.Text.Json;
using SecureDocket.Journals;

namespace SecureDocket.Dockets;

/// <summary>Verifies the links of one journal, one after the other.</summary>
internal sealed class JournalChain
{
    /// <summary>The hash of the last valid link; 32 zero bytes before the first.</summary>
    public byte[] Head { get; private set; } = new byte[32];

    /// <summary>The sequence of the last valid link; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>The first link that is missing or invalid; null while all are valid.</summary>
    public long? BrokenAt { get; private set; }

    /// <summary>Adds the next link as stored. A link that was already added is skipped if it is the same.</summary>
    /// <returns>The link, valid or not; null if the text is not a link.</returns>
    public JournalEvent? Add(string json)
    {
        JournalEvent? link = null;
        try
        {
            link = JsonSerializer.Deserialize(json, DocketsJson.Rows.JournalEvent);
        }
        catch (JsonException)
        {
        }

        if (link is null)
        {
            BrokenAt ??= Sequence + 1;
        }
        else
        {
            Add(link);
        }

        return link;
    }

    private void Add(JournalEvent link)
    {
        if (BrokenAt is not null || (link.Sequence <= Sequence && (link.Sequence < Sequence || link.Hash.AsSpan().SequenceEqual(Head))))
        {
            return;
        }

        if (link.Sequence != Sequence + 1 || !link.Previous.AsSpan().SequenceEqual(Head) || !link.Hash.AsSpan().SequenceEqual(link.ComputeHash()))
        {
            BrokenAt = Sequence + 1;
            return;
        }

        (Sequence, Head) = (link.Sequence, link.Hash);
    }
}
