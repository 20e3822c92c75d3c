using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecureDocket.Testing;

/// <summary>An invented person whose every datum is like no other text, so that any trace of it can only come from there; and a twin, who writes the name differently.</summary>
public static partial class Canary
{
    public const string ANumber = "A761904385";
    public const string TwinANumber = "A761904386";
    public const string Mobile = "+17137619043";
    public const string OtherMobile = "+17137619052";
    public const string TwinMobile = "+14047619064";
    public const string TwinNewMobile = "+17707619076";
    public const string Pin = "58203917";
    public const string Title = "Quellbrief über Zorvinka";
    public const string ClearanceReference = "BGC-ZORVTEXT-1";
    public const string FreeText = "Zwölfkraut kommt nicht, sagt Quellmarten";
    public const string Fins = "1807619094";
    public const string SubjectId = "ZV76190438";
    private const string BirthDate = "1987-03-09";
    private const string Nationality = "TUV";

    private static readonly string[] s_words =
    [
        "Zorvinka", "Quellmarten", "Зорвинка", "Квеллмартен", "زورفنكا", "كويلمارتن", "Quellbrief", "ZORVTEXT", "Zwölfkraut", SubjectId, BirthDate,
    ];

    private static readonly string[] s_numbers =
    [
        "761904385", "761904386", "7137619043", "7137619052", "4047619064", "7707619076", Fins, Pin, BirthDate.Replace("-", "", StringComparison.Ordinal),
    ];

    private static readonly List<(string What, string Text, StringComparison Comparison)> s_encoded = [.. s_words.Concat(s_numbers).SelectMany(Encoded)];

    /// <summary>The person, as an enrollment says it.</summary>
    public static JsonObject Person()
    {
        var person = Person(ANumber, "Зорвинка Квеллмартен", "ru", Mobile);
        (person["fins"], person["subjectId"]) = (Fins, SubjectId);
        return person;
    }

    /// <summary>The twin.</summary>
    public static JsonObject Twin() => Person(TwinANumber, "زورفنكا كويلمارتن", "en", TwinMobile);

    /// <summary>What of the two is in a text, as it is or in a form that is easily undone; empty when nothing is.</summary>
    public static IReadOnlyList<string> TracesIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SortedSet<string> found = new(StringComparer.Ordinal);
        foreach (var form in Forms(text))
        {
            var digits = Digits(form);
            found.UnionWith(s_words.Where(word => form.Contains(word, StringComparison.OrdinalIgnoreCase)));
            found.UnionWith(s_numbers.Where(number => digits.Contains(number, StringComparison.Ordinal)));
            if (NationalityPattern().IsMatch(form))
                found.Add(Nationality);
        }

        var standard = text.Replace('-', '+').Replace('_', '/');
        found.UnionWith(s_encoded
            .Where(encoded => text.Contains(encoded.Text, encoded.Comparison) || standard.Contains(encoded.Text, encoded.Comparison))
            .Select(encoded => encoded.What));
        return [.. found];
    }

    private static JsonObject Person(string aNumber, string name, string language, string mobile) => new()
    {
        ["aNumber"] = aNumber,
        ["name"] = name,
        ["latinName"] = "Zorvinka Quellmarten",
        ["birthDate"] = BirthDate,
        ["nationality"] = Nationality,
        ["language"] = language,
        ["mobile"] = mobile,
        ["timeZone"] = "America/Chicago",
    };

    private static IEnumerable<string> Forms(string text)
    {
        yield return text.Normalize();
        var address = Uri.UnescapeDataString(text.Replace('+', ' '));
        if (address != text)
        {
            yield return address.Normalize();
            yield return Uri.UnescapeDataString(address).Normalize();
        }

        if (text.Contains('&', StringComparison.Ordinal))
            yield return WebUtility.HtmlDecode(text).Normalize();
        if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
            yield return JsonEscape().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()).Normalize();
    }

    /// <summary>The digits, without what people put between them; anything else parts them.</summary>
    private static string Digits(string text)
    {
        StringBuilder digits = new(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
                digits.Append(character);
            else if (character is not (' ' or '-' or '.' or '(' or ')' or '/' or '+') && digits.Length > 0 && digits[^1] != '|')
                digits.Append('|');
        }

        return digits.ToString();
    }

    private static IEnumerable<(string, string, StringComparison)> Encoded(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return ($"{text} in hex", Convert.ToHexString(bytes), StringComparison.OrdinalIgnoreCase);

        // Wherever it begins within what is encoded, these characters depend on it alone.
        for (var offset = 0; offset < 3; offset++)
        {
            var whole = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
            var from = ((offset * 8) + 5) / 6;
            var to = (offset + bytes.Length) * 8 / 6;
            yield return ($"{text} in Base64", whole[from..to], StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9+/_-])TUV(?![A-Za-z0-9+/_-])")]
    private static partial Regex NationalityPattern();

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex JsonEscape();
}
