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

    /// <summary>The person said yes: they will come.</summary>
    Yes,

    /// <summary>The person said no.</summary>
    No,

    /// <summary>The person asks for another date, or cannot come on this one.</summary>
    Move,

    /// <summary>The person is in distress or needs a person: stopped, arrested, ill, afraid, lost, about to be removed.</summary>
    Distress,

    /// <summary>The person lost the card, or wants it blocked.</summary>
    Loss,

    /// <summary>The text has no words of the person: a reaction, a quote, a repeat of ours, another sender's footer, a machine's reply, blanks. Nothing is done, and nothing is answered.</summary>
    Echo,
}

/// <summary>A text from a person, as interpreted.</summary>
/// <remarks>
/// <para>
/// The words of every served language count, whatever the person's language. Case, accents, punctuation, width, invisible
/// characters, lookalike letters and drawn-out letters are ignored. First, what is not the person's is taken away: quoted lines, the
/// frames of reactions with the text that they quote, repeats of our recent texts and of the catalogue's lines, footers, and the replies
/// of machines. The first rule that matches what is left applies:
/// </para>
/// <list type="number">
/// <item>Nothing is left: <see cref="InboundIntent.Echo"/>.</item>
/// <item>
/// The whole text, apart from courtesy, is a keyword or an answer: a stop word (also typed apart, drawn out, or one typo away), a start
/// word, a help word, a wrong number, a digit with its own wording ("1 = I will be there"), yes or no.
/// </item>
/// <item>A lost card, or a card to be blocked: <see cref="InboundIntent.Loss"/>.</item>
/// <item>
/// In at most twelve words, a wrong-number phrase, or "I am not" with a name: <see cref="InboundIntent.WrongNumber"/>, which also stops
/// the texts. Not where a card or a person in distress is named.
/// </item>
/// <item>
/// A clause that asks for no more texts: <see cref="InboundIntent.Stop"/>, inferred. The words of the clause are sorted into parts
/// (<see cref="WordClass"/>), and <see cref="Wishes"/> says which sequences of parts are such a wish; negation and other objects
/// make it none.
/// </item>
/// <item>Words of need: <see cref="InboundIntent.Distress"/>. Doubt never ends in silence, so they outweigh a bare stop word beside them.</item>
/// <item>A clause that is only the stop word, or a text that begins with it: <see cref="InboundIntent.Stop"/>, inferred.</item>
/// <item>A digit, a mark and a short remark; a digit and a name: <see cref="InboundIntent.Digit"/>.</item>
/// <item>In at most fifteen words, a phrase that asks for another date or refuses this one: <see cref="InboundIntent.Move"/>.</item>
/// <item>A help word within at most five words, or a question: <see cref="InboundIntent.Help"/>.</item>
/// </list>
/// </remarks>
/// <param name="Intent">The meaning.</param>
/// <param name="Digit">The digit 0 to 9 of a reply by digit; null otherwise.</param>
public sealed record InboundText(InboundIntent Intent, int? Digit = null)
{
    /// <summary>The maximum number of characters that are read; the rest is ignored.</summary>
    public const int MaxLength = 1600;

    private static readonly InboundReader s_reader = new(TextCatalogue.Default);

    /// <summary>Whether a stop was inferred: no exact keyword says it. It is obeyed, and the reply names the help number.</summary>
    public bool IsInferred { get; init; }

    /// <summary>Whether a stop is a word that may also have meant the appointment: "cancel".</summary>
    public bool MayMeanDate { get; init; }

    /// <summary>Interprets a text.</summary>
    /// <param name="text">The text as the person sent it; any content.</param>
    /// <param name="sent">Our recent texts to the phone, as far as known; what repeats them is not the person's.</param>
    public static InboundText Read(string text, IReadOnlyCollection<string>? sent = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return s_reader.Read(text.Length > MaxLength ? text[..MaxLength] : text, sent ?? []);
    }
}
