using System.Text.RegularExpressions;
using NodaTime.TimeZones;
using PhoneNumbers;

namespace SecureDocket.Cardholders;

/// <summary>Mobile numbers as people write them.</summary>
/// <remarks>
/// Whoever stores a number and whoever compares one reads it here, so that every notation of a number is the same number. Which numbers exist
/// is in the metadata of libphonenumber.
/// </remarks>
public static partial class Mobile
{
    private const int LengthLimit = 40;
    private const string Home = "US";

    private static readonly PhoneNumberUtil s_phones = PhoneNumberUtil.GetInstance();

    /// <summary>Reads a number that can get texts.</summary>
    /// <param name="text">The number, with + or 00 and the country code, or as dialled in the person's country.</param>
    /// <param name="timeZone">The IANA ID of the person's time zone, which tells the country; the United States if it tells none.</param>
    /// <returns>The number in E.164; refused if no such number exists, or if no texts reach it.</returns>
    public static Result<string> Read(string? text, string? timeZone)
    {
        if (Parse(text, timeZone) is not { } number || !s_phones.IsValidNumber(number))
        {
            return CardholdersRefusals.Mobile;
        }

        // Where the numbers do not tell landlines from mobiles, nobody can.
        return s_phones.GetNumberType(number) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE
            ? s_phones.Format(number, PhoneNumberFormat.E164)
            : CardholdersRefusals.NotMobile;
    }

    private static PhoneNumber? Parse(string? text, string? timeZone)
    {
        // Letters are read as digits by the library, and an extension gets no texts.
        var plain = text is not { Length: <= LengthLimit } ? "" : Link().Replace(text.Trim(), "");
        if (!plain.Any(char.IsDigit) || plain.Any(character => char.IsLetter(character) || character is '#' or '*' or ';' or '='))
        {
            return null;
        }

        // The old notation of Mexican mobiles has a 1 that is no longer dialled.
        var dialled = MexicanMobile().Replace(plain, "+52");
        try
        {
            return s_phones.Parse(dialled.StartsWith("00", StringComparison.Ordinal) ? "+" + dialled[2..] : dialled, RegionOf(timeZone));
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static string RegionOf(string? timeZone)
    {
        var source = TzdbDateTimeZoneSource.Default;
        return timeZone is not null && source.CanonicalIdMap.TryGetValue(timeZone, out var id)
            ? source.ZoneLocations?.FirstOrDefault(location => location.ZoneId == id)?.CountryCode ?? Home
            : Home;
    }

    // RFC 3966.
    [GeneratedRegex("^tel:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"^\+52[\s().-]*1(?=(?:[\s().-]*[0-9]){10}[\s().-]*\z)", RegexOptions.CultureInvariant)]
    private static partial Regex MexicanMobile();
}
