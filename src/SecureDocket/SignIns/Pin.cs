using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;

namespace SecureDocket.SignIns;

/// <summary>The rules for a PIN: a password under NIST SP 800-63B-4, section 3.1.1.2, for people who may not know Latin letters.</summary>
public static class Pin
{
    /// <summary>The minimum number of digits.</summary>
    public const int MinLength = 8;

    /// <summary>The maximum number of digits.</summary>
    public const int MaxLength = 16;

    private const int LongestUnit = 4;

    // Common choices of 8 digits that the rules below do not find; a longer PIN that contains one is refused too.
    private static readonly string[] s_common =
    [
        "11223344", "44332211", "12344321", "43211234", "10203040", "11112222", "22221111", "12121212", "14725836", "14789632", "15935728",
        "25802580", "31415926", "27182818", "16180339", "11235813", "12481632", "24681357", "13572468", "12312312", "12341234", "69696969",
    ];

    /// <summary>Every reason against a PIN; none if it is allowed.</summary>
    /// <param name="pin">The PIN as typed.</param>
    /// <param name="known">
    /// Numbers that others know about the person: A-number, phone, card number. A PIN must not share five consecutive digits with any of
    /// them.
    /// </param>
    public static IReadOnlyList<Refusal> FaultsOf(string? pin, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (!IsDigits(pin))
        {
            return [SignInsRefusals.PinLength(MinLength, MaxLength)];
        }

        return IsEasy(pin) || known.Any(digits => Shares(pin, digits))
            ? [SignInsRefusals.PinEasy]
            : [];
    }

    /// <summary>Whether a text as typed has the form of a PIN, in the digits of any script.</summary>
    public static bool IsWellFormed(string? typed) => typed is { Length: <= 4 * MaxLength } && IsDigits(Digits.ToAscii(typed));

    private static bool IsDigits([NotNullWhen(true)] string? pin) => pin is { Length: >= MinLength and <= MaxLength } && pin.All(char.IsAsciiDigit);

    private static bool IsEasy(string pin) =>
        IsRow(pin)
        || pin.Distinct().Count() < 3
        || Enumerable.Range(1, LongestUnit).Any(unit => pin[unit..] == pin[..^unit])
        || s_common.Any(common => pin.Contains(common, StringComparison.Ordinal))
        || HoldsDate(pin);

    // For example 12345678, 98765432 or 24680246: all digits have the same distance.
    private static bool IsRow(string pin)
    {
        var steps = pin.Zip(pin.Skip(1), (first, second) => (second - first + 10) % 10).Distinct().Count();
        return steps == 1;
    }

    // A date such as a birthday, in any order of its parts; a longer PIN may contain one, since the rest must still be guessed.
    private static bool HoldsDate(string pin) => pin.Length == MinLength
        && (IsDate(pin[..4], pin[4..6], pin[6..]) || IsDate(pin[4..], pin[2..4], pin[..2]) || IsDate(pin[4..], pin[..2], pin[2..4]));

    private static bool IsDate(string year, string month, string day)
    {
        var (y, m, d) = (int.Parse(year, CultureInfo.InvariantCulture), int.Parse(month, CultureInfo.InvariantCulture), int.Parse(day, CultureInfo.InvariantCulture));
        return y is >= 1900 and <= 2099 && m is >= 1 and <= 12 && d >= 1 && d <= CalendarSystem.Iso.GetDaysInMonth(y, m);
    }

    private static bool Shares(string pin, string known)
    {
        const int TooMany = 5;
        var digits = string.Concat(known.Where(char.IsAsciiDigit));
        return Enumerable.Range(0, Math.Max(0, digits.Length - TooMany + 1)).Any(start => pin.Contains(digits.Substring(start, TooMany), StringComparison.Ordinal));
    }
}
