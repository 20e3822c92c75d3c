using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace SecureDocket.SignIns;

/// <summary>The codes that complete a sign-in, as people read and type them.</summary>
public static class SignInCode
{
    /// <summary>How long a texted code is valid: NIST SP 800-63B-4, section 3.1.3.2.</summary>
    public static TimeSpan TextedHolds { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an officer's kiosk code is valid.</summary>
    public static TimeSpan KioskHolds { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The number of codes printed at once.</summary>
    public const int PrintedCount = 10;

    // Crockford's base 32 without I, L, O, U.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int TextedDigits = 6;
    private const int PrintedSymbols = 8;

    /// <summary>Creates a code to text: six uniformly random digits.</summary>
    public static string NewTexted() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Formats a paper code of 40 unpredictable bits, as <c>XXXX-XXXX</c>.</summary>
    public static string Printed(ReadOnlySpan<byte> bytes)
    {
        var bits = new BigInteger(bytes[..5], isUnsigned: true, isBigEndian: true);
        Span<char> symbols = stackalloc char[PrintedSymbols];
        for (var i = PrintedSymbols - 1; i >= 0; i--, bits >>= 5)
        {
            symbols[i] = Alphabet[(int)(bits & 31)];
        }

        return $"{symbols[..4]}-{symbols[4..]}";
    }

    /// <summary>The typed code without separators: six digits, or eight symbols; null for anything else.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 40)
        {
            return null;
        }

        var symbols = Digits.ToAscii(typed).ToUpperInvariant();
        if (symbols.Length == TextedDigits && symbols.All(char.IsAsciiDigit))
        {
            return symbols;
        }

        var plain = symbols.Replace('I', '1').Replace('L', '1').Replace('O', '0');
        return plain.Length == PrintedSymbols && plain.All(symbol => Alphabet.Contains(symbol, StringComparison.Ordinal)) ? plain : null;
    }

    /// <summary>Whether a text as typed has the form of a code.</summary>
    public static bool IsWellFormed(string? typed) => Read(typed) is not null;

    /// <summary>Whether a code is a paper code.</summary>
    public static bool IsPrinted(string code) => code.Length == PrintedSymbols;
}
