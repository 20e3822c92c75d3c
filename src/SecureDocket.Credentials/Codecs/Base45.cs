namespace SecureDocket.Credentials.Codecs;

/// <summary>Base45 as RFC 9285 defines it, the alphabet of a QR code's alphanumeric mode.</summary>
/// <remarks>
/// Decoding is strict, so that a byte string has exactly one text (RFC 9285, section 6: non-alphabet characters and groups above the range
/// must be refused).
/// </remarks>
public static class Base45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    /// <summary>The values of the characters from the space to Z; -1 for characters outside the alphabet.</summary>
    private static ReadOnlySpan<sbyte> Values =>
    [
        36, -1, -1, -1, 37, 38, -1, -1, -1, -1, 39, 40, -1, 41, 42, 43,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 44, -1, -1, -1, -1, -1, -1,
        10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
    ];

    /// <summary>The number of characters that encode <paramref name="byteCount"/> bytes.</summary>
    public static int EncodedLength(int byteCount) => byteCount / 2 * 3 + byteCount % 2 * 2;

    /// <summary>Encodes <paramref name="bytes"/>: two bytes become three characters, a single last byte two.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[EncodedLength(bytes.Length)];
        var at = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..])
        {
            var pair = (bytes[0] << 8) | bytes[1];
            text[at++] = Alphabet[pair % 45];
            text[at++] = Alphabet[pair / 45 % 45];
            text[at++] = Alphabet[pair / (45 * 45)];
        }

        if (bytes.Length == 1)
        {
            text[at++] = Alphabet[bytes[0] % 45];
            text[at] = Alphabet[bytes[0] / 45];
        }

        return new string(text);
    }

    /// <summary>Decodes <paramref name="text"/> into <paramref name="bytes"/>.</summary>
    /// <param name="text">The characters, of any length.</param>
    /// <param name="bytes">A buffer of at least two thirds of the text's length, rounded up.</param>
    /// <param name="written">The number of bytes written; 0 if the text is refused.</param>
    /// <returns>False for a character outside the alphabet, a length of 3n+1, a group above its range, or a buffer that is too small.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        if (text.Length % 3 == 1 || bytes.Length < text.Length / 3 * 2 + text.Length % 3 / 2)
        {
            return false;
        }

        var at = 0;
        for (; text.Length >= 3; text = text[3..])
        {
            int c = Value(text[0]), d = Value(text[1]), e = Value(text[2]);
            var pair = c + d * 45 + e * 45 * 45;
            if ((c | d | e) < 0 || pair > 0xFFFF)
            {
                return false;
            }

            bytes[at++] = (byte)(pair >> 8);
            bytes[at++] = (byte)pair;
        }

        if (text.Length == 2)
        {
            int c = Value(text[0]), d = Value(text[1]);
            if ((c | d) < 0 || c + d * 45 > 0xFF)
            {
                return false;
            }

            bytes[at++] = (byte)(c + d * 45);
        }

        written = at;
        return true;
    }

    private static int Value(char character)
    {
        var at = character - ' ';
        return (uint)at < (uint)Values.Length ? Values[at] : -1;
    }
}
