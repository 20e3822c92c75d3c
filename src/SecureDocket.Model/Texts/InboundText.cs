namespace SecureDocket.Texts;

/// <summary>The meaning of a text from a person.</summary>
public enum InboundIntent
{
    /// <summary>The text was not understood.</summary>
    Unclear,

    /// <summary>The person wants no more texts.</summary>
    Stop,

    /// <summary>The person wants texts again.</summary>
    Start,

    /// <summary>The person wants help.</summary>
    Help,

    /// <summary>The phone does not belong to the cardholder.</summary>
    WrongNumber,

    /// <summary>The person replied with one digit.</summary>
    Digit,
}

/// <summary>A text from a person, as interpreted.</summary>
/// <remarks>
/// <para>
/// The words of every served language count, whatever the person's language. Case, accents, punctuation, width and invisible
/// characters are ignored. The first matching rule applies:
/// </para>
/// <list type="number">
/// <item>A wrong-number phrase in a text of at most twelve words is <see cref="InboundIntent.WrongNumber"/>, which also stops the texts.</item>
/// <item>
/// <see cref="InboundIntent.Stop"/>: the whole text, or a clause of it, is a stop word, apart from courtesy words and from letters
/// typed apart (<c>s t o p</c>), repeated (<c>stoppp</c>) or swapped (<c>stpo</c>). Words that often mean something
/// else (<c>end</c>, <c>cancel</c>) count only as the whole text. A single word one typo away from
/// <c>stop</c> also counts, unless it is a word of its own (<c>shop</c>).
/// </item>
/// <item>
/// A clear phrase (<c>stop texting</c>, <c>no more messages</c>) is a stop anywhere, unless the preceding word negates it.
/// A stop word at the beginning of the text is a stop, unless the following words change its meaning (<c>stop by</c>).
/// </item>
/// <item>
/// When in doubt, a stop word within at most five words is a stop, unless the text contains something that changes its meaning:
/// a negation, <c>stop by</c>, <c>bus</c>. Two Chinese characters count as one word.
/// </item>
/// <item>A single digit of any script and nothing else is <see cref="InboundIntent.Digit"/>.</item>
/// <item>A start word as the whole text is <see cref="InboundIntent.Start"/>: texts resume only when that is beyond doubt.</item>
/// <item>A help word within at most five words is <see cref="InboundIntent.Help"/>.</item>
/// </list>
/// </remarks>
/// <param name="Intent">The meaning.</param>
/// <param name="Digit">The digit 0 to 9 of a reply by digit; null otherwise.</param>
/// <param name="IsCarrierKeyword">Whether the text is exactly a keyword that US carriers reply to themselves, so that our reply would be a second one.</param>
public sealed record InboundText(InboundIntent Intent, int? Digit = null, bool IsCarrierKeyword = false)
{
    /// <summary>The maximum number of characters that are read; the rest is ignored.</summary>
    public const int MaxLength = 1600;

    private static readonly InboundReader s_reader = new(TextCatalogue.Default);

    /// <summary>Interprets a text.</summary>
    /// <param name="text">The text as the person sent it; any content.</param>
    public static InboundText Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return s_reader.Read(text.Length > MaxLength ? text[..MaxLength] : text);
    }
}
