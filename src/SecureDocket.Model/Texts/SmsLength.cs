namespace SecureDocket.Texts;

/// <summary>The two alphabets of a text message.</summary>
public enum SmsEncoding
{
    /// <summary>The 7-bit default alphabet with its extension table.</summary>
    Gsm7,

    /// <summary>16-bit units, for a text with any character outside the 7-bit alphabet.</summary>
    Ucs2,
}

/// <summary>The length of a text as sent.</summary>
/// <param name="Encoding">The alphabet that it needs.</param>
/// <param name="Units">Septets (a character of the extension table is two) or UTF-16 units.</param>
/// <param name="Segments">The number of messages that it is sent and billed as; 0 for an empty text.</param>
public readonly record struct SmsLength(SmsEncoding Encoding, int Units, int Segments)
{
    // 3GPP TS 23.038, 6.2.1 and 6.2.1.1, without the escape character.
    private const string Basic =
        "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9"
        + " !\"#\u00a4%&'()*+,-./0123456789:;<=>?\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0";

    private const string Extension = "\f^{}\\[~]|\u20ac";

    /// <summary>Measures a text.</summary>
    /// <param name="text">Any text.</param>
    public static SmsLength Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.All(character => SeptetsOf(character) > 0)
            ? Pack(SmsEncoding.Gsm7, text.Select(SeptetsOf), alone: 160, joined: 153)
            : Pack(SmsEncoding.Ucs2, text.EnumerateRunes().Select(rune => rune.Utf16SequenceLength), alone: 70, joined: 67);
    }

    /// <summary>The number of septets of a character: 1 or 2, or 0 when the 7-bit alphabet lacks it.</summary>
    internal static int SeptetsOf(char character) => Basic.Contains(character) ? 1 : Extension.Contains(character) ? 2 : 0;

    // An escaped character or a surrogate pair is never split, so a segment may be one unit short.
    private static SmsLength Pack(SmsEncoding encoding, IEnumerable<int> sizes, int alone, int joined)
    {
        var (units, segments, used) = (0, 0, joined);
        foreach (var size in sizes)
        {
            units += size;
            (segments, used) = used + size > joined ? (segments + 1, size) : (segments, used + size);
        }

        return new(encoding, units, units == 0 ? 0 : units <= alone ? 1 : segments);
    }
}
