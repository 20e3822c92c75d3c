using System.Text.Json;
using SecureDocket.Journals;

namespace SecureDocket.Dockets;

/// <summary>Holds the links of one journal against each other, as they come.</summary>
internal sealed class JournalChain
{
    /// <summary>The hash of the last link that held; 32 zero bytes before the first.</summary>
    public byte[] Head { get; private set; } = new byte[32];

    /// <summary>The last link that held; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>The first link that is missing or does not hold; null while all do.</summary>
    public long? BrokenAt { get; private set; }

    /// <summary>Takes the next link as it is stored. One that came before is passed over, if it is the same.</summary>
    /// <returns>The link, be it one that holds or not; null for what is none.</returns>
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
