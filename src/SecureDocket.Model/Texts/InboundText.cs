namespace SecureDocket.Texts;

/// <summary>What a person may mean by a text.</summary>
public enum InboundIntent
{
    /// <summary>Nothing that the system understands.</summary>
    Unclear,

    /// <summary>No more texts.</summary>
    Stop,

    /// <summary>Texts again.</summary>
    Start,

    /// <summary>Help.</summary>
    Help,

    /// <summary>The phone is not the cardholder's.</summary>
    WrongNumber,

    /// <summary>An answer by one digit.</summary>
    Digit,
}

/// <summary>A text from a person, as the system understands it.</summary>
/// <remarks>
/// <para>
/// The words of every served language count, whatever the person's own. Case, accents, punctuation, width and invisible
/// characters do not. The first of these that fits decides:
/// </para>
/// <list type="number">
/// <item>A wrong-number phrase in a text of at most twelve words is <see cref="InboundIntent.WrongNumber"/>; it stops the texts, too.</item>
/// <item>
/// <see cref="InboundIntent.Stop"/>: the whole text, or a part of it between punctuation, is a stop word, but for words of courtesy,
/// letters set apart (<c>s t o p</c>), repeated (<c>stoppp</c>) or swapped (<c>stpo</c>); words that are as often about
/// something else (<c>end</c>, <c>cancel</c>) count only as the whole text. A single word that is one slip away from
/// <c>stop</c> counts, too, unless it is a word itself (<c>shop</c>).
/// </item>
/// <item>
/// A clear phrase (<c>stop texting</c>, <c>no more messages</c>) is a stop anywhere, unless the word before it turns it round;
/// and so is a stop word that begins the text, unless what follows makes it something else (<c>stop by</c>).
/// </item>
/// <item>
/// In doubt, a stop word within at most five words is a stop, unless the text holds what turns it into something else:
/// a negation, <c>stop by</c>, <c>bus</c>. Two Chinese characters count as a word.
/// </item>
/// <item>One digit of any script and nothing else is <see cref="InboundIntent.Digit"/>.</item>
/// <item>A start word that is the whole text is <see cref="InboundIntent.Start"/>: texts come again only when that is beyond doubt.</item>
/// <item>A help word within at most five words is <see cref="InboundIntent.Help"/>.</item>
/// </list>
/// </remarks>
/// <param name="Intent">What it means.</param>
/// <param name="Digit">0 to 9 when it is an answer by a digit; null otherwise.</param>
/// <param name="IsCarrierKeyword">Whether it is exactly a word that US carriers answer themselves, so that an answer of ours would be a second one.</param>
public sealed record InboundText(InboundIntent Intent, int? Digit = null, bool IsCarrierKeyword = false)
{
    /// <summary>The most characters that are read; what follows is ignored.</summary>
    public const int MaxLength = 1600;

    private static readonly InboundReader s_reader = new(TextCatalogue.Default);

    /// <summary>Reads a text.</summary>
    /// <param name="text">As the person sent it: anything.</param>
    public static InboundText Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return s_reader.Read(text.Length > MaxLength ? text[..MaxLength] : text);
    }
}
