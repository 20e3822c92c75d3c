namespace SecureDocket.SignIns;

/// <summary>Normalizes phone numbers as people type them.</summary>
public static class Mobile
{
    private const string HomeCode = "1";

    /// <summary>The typed number as E.164: it has a plus and a country code, or ten digits of the North American Numbering Plan; null otherwise.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 40)
        {
            return null;
        }

        var text = string.Concat(Digits.ToAscii(typed).Where(character => character is not ('(' or ')' or '.' or '/' or '\u200e' or '\u202a' or '\u202c')));
        var digits = text.TrimStart('+');
        if (text.Length - digits.Length > 1 || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }

        return (text.Length != digits.Length, digits) switch
        {
            (true, { Length: >= 7 and <= 15 }) when digits[0] != '0' => "+" + digits,
            (false, { Length: 10 }) when digits[0] is not ('0' or '1') => $"+{HomeCode}{digits}",
            (false, { Length: 11 }) when digits[0] == '1' && digits[1] is not ('0' or '1') => "+" + digits,
            _ => null,
        };
    }
}
