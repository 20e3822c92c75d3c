using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SecureDocket.Functions.Settings;

/// <summary>An absolute https address; http is allowed for the local machine only.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpsAddressAttribute() : ValidationAttribute("{0} must be an https address.")
{
    public override bool IsValid(object? value) => value is not string text
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback));
}

/// <summary>A whole number in digits. The framework's RangeAttribute throws when the text is no number.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute(int least, int most)
    : ValidationAttribute(FormattableString.Invariant($"{{0}} must be {least} to {most}."))
{
    /// <summary>The least number.</summary>
    public int Least => least;

    /// <summary>The greatest number.</summary>
    public int Most => most;

    public override bool IsValid(object? value) =>
        int.TryParse(value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
}

/// <summary>A Base64 value of limited length.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Base64Attribute(int least, int most) : ValidationAttribute($"{{0}} must be {least} to {most} bytes in Base64.")
{
    /// <summary>The minimum number of bytes.</summary>
    public int Least => least;

    /// <summary>The maximum number of bytes.</summary>
    public int Most => most;

    public override bool IsValid(object? value) => value is not string text
        || (Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length >= least && length <= most);
}

/// <summary>Distinct numbers of at most nine digits, separated by commas.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListOfNumbersAttribute(int limit) : ValidationAttribute($"{{0}} must be 1 to {limit} different numbers, separated by commas.")
{
    /// <summary>The maximum count of numbers.</summary>
    public int Limit => limit;

    public override bool IsValid(object? value)
    {
        var numbers = (value as string ?? "").Split(',', StringSplitOptions.TrimEntries);
        return numbers.Length <= limit && numbers.Distinct().Count() == numbers.Length
            && numbers.All(number => number.Length is >= 1 and <= 9 && number.All(char.IsAsciiDigit));
    }
}
