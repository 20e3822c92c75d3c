using System.Globalization;
using NodaTime;

namespace SecureDocket.SignIns;

/// <summary>What a PIN must be: the password of NIST SP 800-63B-4, section 3.1.1.2, for people who may know no Latin letters.</summary>
public static class Pin
{
    /// <summary>The fewest digits.</summary>
    public const int MinLength = 8;

    /// <summary>The most digits.</summary>
    public const int MaxLength = 16;

    private const int LongestUnit = 4;

    // What people choose where 8 digits are asked for, beyond what the rules below find; each within a longer PIN is refused as well.
    private static readonly string[] s_common =
    [
        "11223344", "44332211", "12344321", "43211234", "10203040", "11112222", "22221111", "12121212", "14725836", "14789632", "15935728",
        "25802580", "31415926", "27182818", "16180339", "11235813", "12481632", "24681357", "13572468", "12312312", "12341234", "69696969",
    ];

    /// <summary>Every reason why a person may not take these digits; none when they may.</summary>
    /// <param name="pin">What was typed.</param>
    /// <param name="known">Digits that others know of the person: A-number, phone, card number. Of each, five in a row are too many.</param>
    public static IReadOnlyList<Refusal> FaultsOf(string? pin, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (pin is null || pin.Length is < MinLength or > MaxLength || !pin.All(char.IsAsciiDigit))
        {
            return [SignInsRefusals.PinLength(MinLength, MaxLength)];
        }

        return IsEasy(pin) || known.Any(digits => Shares(pin, digits))
            ? [SignInsRefusals.PinEasy]
            : [];
    }

    private static bool IsEasy(string pin) =>
        IsRow(pin)
        || pin.Distinct().Count() < 3
        || Enumerable.Range(1, LongestUnit).Any(unit => pin[unit..] == pin[..^unit])
        || s_common.Any(common => pin.Contains(common, StringComparison.Ordinal))
        || HoldsDate(pin);

    // 12345678, 98765432, 24680246: each digit as far from the one before as that from its own.
    private static bool IsRow(string pin)
    {
        var steps = pin.Zip(pin.Skip(1), (first, second) => (second - first + 10) % 10).Distinct().Count();
        return steps == 1;
    }

    // A birthday or a wedding day in any order of its parts; a longer PIN may hold one, since the rest is still to be guessed.
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
