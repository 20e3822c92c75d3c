namespace SecureDocket.Texts;

/// <summary>The parts that words play in a wish about texts. Each has one letter, so that a clause becomes a short string and a wish a pattern of it.</summary>
internal static class WordClass
{
    /// <summary>A word that is in no list.</summary>
    public const char Unknown = 'u';

    /// <summary>The word that negates.</summary>
    public const char Not = 'n';

    /// <summary>A card.</summary>
    public const char Card = 'c';

    /// <summary>A filler: article, preposition, demonstrative.</summary>
    public const char Filler = 'f';

    /// <summary>The person as an object.</summary>
    public const char Me = 'i';

    /// <summary>The person as the subject.</summary>
    public const char Self = 'j';

    /// <summary>More, any more.</summary>
    public const char More = 'p';

    /// <summary>Again.</summary>
    public const char Again = 'a';

    /// <summary>A phone number.</summary>
    public const char Number = 'o';

    /// <summary>Words for losing and blocking a card. They are no part of a wish about texts, and so have no letter.</summary>
    public const string Block = "block";

    /// <summary>The letters by the names that the files use. Where two are equally long, the first counts.</summary>
    public static IReadOnlyList<(string Name, char Letter)> All { get; } =
    [
        ("other", Unknown), // phrases that use a word of stopping or ending for something else
        ("stopWord", 'S'), // the keyword itself
        ("cease", 's'), // any other word for stopping
        ("write", 't'), // what is written needs no object: text, contact, bother
        ("call", 'k'),
        ("send", 'w'), // needs the object "texts": send, mandar
        ("texts", 'm'),
        ("noMore", 'x'), // a negation by itself: the French "plus"
        ("more", More),
        ("again", Again),
        ("didNot", 'z'), // a negation that reports: "I did not get texts"
        ("not", Not),
        ("self", Self),
        ("you", 'y'), // a subject, which makes a statement of an order
        ("want", 'v'),
        ("receive", 'r'),
        ("remove", 'd'),
        ("list", 'l'),
        ("number", Number),
        ("card", Card),
        ("ask", 'q'),
        ("tongue", 'L'), // "don't text me in English" asks for texts
        ("resume", 'g'),
        ("away", 'e'), // where a person is sent, no text: "no me manden más lejos"
        ("joint", 'h'), // begins another clause: or, because
        ("me", Me),
        ("filler", Filler),
    ];
}
