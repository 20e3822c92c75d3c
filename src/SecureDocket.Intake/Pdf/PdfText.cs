using System.Text;

namespace SecureDocket.Pdf;

/// <summary>The content of strings (ISO 32000-2, section 7.3.4), and whether an address may stand in a document.</summary>
internal static class PdfText
{
    // Nothing happens until a person follows one of these.
    private static readonly string[] s_links = ["http://", "https://", "mailto:", "tel:", "sms:"];

    /// <summary>The bytes that a string stands for.</summary>
    public static byte[] Decode(PdfString text) => text.IsHex ? OfDigits(text.Raw.Span) : Unescaped(text.Raw.Span);

    /// <summary>
    /// Whether an address is that of a web page, a mailbox or a telephone, or names no scheme at all (RFC 3986, section 4.2).
    /// An address that hides its scheme from a plain reading counts as any other.
    /// </summary>
    public static bool IsHarmless(ReadOnlySpan<byte> address)
    {
        foreach (var link in s_links)
        {
            if (address.Length >= link.Length && Ascii.EqualsIgnoreCase(address[..link.Length], link))
            {
                return true;
            }
        }

        // A reversed slash leads to another computer of the network; with a byte order mark, the rest is Unicode (section 7.9.2.2).
        return !address.Contains((byte)'\\') && address is not ([0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0xEF, 0xBB, 0xBF, ..]) && IsSchemeless(address);
    }

    private static bool IsSchemeless(ReadOnlySpan<byte> address)
    {
        // Browsers drop the first blanks and every control character before they look for a scheme.
        var plain = string.Concat(Encoding.Latin1.GetString(address).Where(letter => letter is >= ' ' and not '\u007f')).TrimStart();
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : plain[..colon];
        if (scheme.Length == 0 || !char.IsAsciiLetter(scheme[0]) || !scheme.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.'))
        {
            return true;
        }

        // The name of a host with its port looks like a scheme.
        var rest = plain[(colon + 1)..];
        var port = rest.TakeWhile(char.IsAsciiDigit).Count();
        return scheme.Contains('.', StringComparison.Ordinal) && port is > 0 and <= 5 && (port == rest.Length || rest[port] is '/' or '?' or '#');
    }

    private static byte[] OfDigits(ReadOnlySpan<byte> raw)
    {
        var digits = Encoding.ASCII.GetString(raw).Where(char.IsAsciiHexDigit).ToArray();
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : [.. digits, '0']);
    }

    private static byte[] Unescaped(ReadOnlySpan<byte> raw)
    {
        List<byte> text = new(raw.Length);
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\' || ++at == raw.Length)
            {
                text.Add(raw[Math.Min(at, raw.Length - 1)]);
                continue;
            }

            if (raw[at] is >= (byte)'0' and <= (byte)'7')
            {
                var value = 0;
                var end = Math.Min(at + 3, raw.Length);
                for (; at < end && raw[at] is >= (byte)'0' and <= (byte)'7'; at++)
                {
                    value = (value * 8) + (raw[at] - '0');
                }

                text.Add((byte)value);
                at--;
            }
            else if (raw[at] is (byte)'\r' or (byte)'\n')
            {
                // A line that ends in a reversed slash continues in the next one.
                at += raw[at] == '\r' && at + 1 < raw.Length && raw[at + 1] == '\n' ? 1 : 0;
            }
            else
            {
                text.Add(raw[at] switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    var itself => itself,
                });
            }
        }

        return [.. text];
    }
}
