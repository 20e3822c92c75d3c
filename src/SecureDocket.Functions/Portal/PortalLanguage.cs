using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NodaTime;
using SecureDocket.Texts;

namespace SecureDocket.Functions.Portal;

/// <summary>The portal's texts in one language.</summary>
public sealed partial class PortalLanguage
{
    private readonly FrozenDictionary<PortalText, string> _texts;
    private readonly IReadOnlyList<string> _days;

    internal PortalLanguage(PortalLanguageFile file)
    {
        Tag = file.Language;
        Name = file.Name;
        RightToLeft = file.RightToLeft;
        Comma = file.Comma ?? ", ";
        _days = file.Days;
        _texts = file.Texts.ToFrozenDictionary();
    }

    /// <summary>The BCP 47 tag.</summary>
    public string Tag { get; }

    /// <summary>The language's own name.</summary>
    public string Name { get; }

    /// <summary>Whether the script runs from right to left.</summary>
    public bool RightToLeft { get; }

    /// <summary>The separator between the parts of a date, including the space after it.</summary>
    public string Comma { get; }

    /// <summary>A text without placeholders.</summary>
    public string this[PortalText text] => _texts[text];

    /// <summary>A text with its placeholders filled; each value is isolated from the direction of the surrounding text.</summary>
    public string With(PortalText text, params (string Name, string Value)[] values) => Placeholder().Replace(_texts[text], match =>
        "\u2068" + Array.Find(values, value => value.Name == match.Groups[1].Value).Value + "\u2069");

    /// <summary>A day of the week.</summary>
    public string Weekday(IsoDayOfWeek day) => _days[(int)day - 1];

    /// <summary>A day with its weekday and, when <paramref name="today"/> is in another year, its year.</summary>
    public string Day(LocalDate day, LocalDate today)
    {
        var date = TextCatalogue.Default.DateOf(Tag, day.AtMidnight(), withYear: day.Year != today.Year);
        return $"{_days[(int)day.DayOfWeek - 1]}{Comma}{date}";
    }

    /// <summary>A day with its year.</summary>
    public string Date(LocalDate day) => TextCatalogue.Default.DateOf(Tag, day.AtMidnight(), withYear: true);

    /// <summary>A month, written as its first and last day, because month names are inflected for use in dates.</summary>
    public string Month(YearMonth month) => $"{Date(month.OnDayOfMonth(1))} – {Date(month.ToDateInterval().End)}";

    /// <summary>A time of day.</summary>
    /// <param name="time">The time.</param>
    /// <param name="zoneSuffix">The abbreviation of its zone when it differs from the reader's; otherwise null.</param>
    public string Time(LocalDateTime time, string? zoneSuffix = null) => TextCatalogue.Default.TimeOf(Tag, time, zoneSuffix);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}

/// <summary>The languages of the portal, which are those of the text messages.</summary>
public sealed class PortalLanguages
{
    private const string Prefix = "Portal/";
    private readonly FrozenDictionary<string, PortalLanguage> _languages;

    /// <summary>Reads the language files.</summary>
    public PortalLanguages()
    {
        var assembly = typeof(PortalLanguages).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        All = [.. names.Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return new PortalLanguage(JsonSerializer.Deserialize(stream, PortalJson.Default.PortalLanguageFile)!);
        })];
        _languages = All.ToFrozenDictionary(language => language.Tag, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All languages, ordered by tag.</summary>
    public IReadOnlyList<PortalLanguage> All { get; }

    /// <summary>The language with exactly this tag; null when it is not supported.</summary>
    public PortalLanguage? Find(string? tag) => tag is null ? null : _languages.GetValueOrDefault(tag);

    /// <summary>The supported language closest to a person's own.</summary>
    public PortalLanguage For(string bcp47) => _languages[TextCatalogue.Default.LanguageFor(bcp47)];

    /// <summary>The first supported language that the browser asks for; English when there is none.</summary>
    /// <param name="acceptLanguage">The header (RFC 9110, section 12.5.4). Browsers list languages in order of preference.</param>
    public PortalLanguage ForBrowser(string acceptLanguage)
    {
        ArgumentNullException.ThrowIfNull(acceptLanguage);
        const int Considered = 10;
        foreach (var range in acceptLanguage.Split(',', Considered + 1).Take(Considered))
        {
            var tag = range.Split(';', 2)[0].Trim();
            if (tag.Length is > 0 and <= 20
                && For(tag) is var language
                && (language.Tag != "en" || tag.StartsWith("en", StringComparison.OrdinalIgnoreCase)))
            {
                return language;
            }
        }

        return _languages["en"];
    }
}

/// <summary>The file of one language.</summary>
/// <param name="Language">The BCP 47 tag.</param>
/// <param name="Name">The language's own name.</param>
/// <param name="Note">Who has reviewed the texts.</param>
/// <param name="Days">The days of the week from Monday, as written before a date.</param>
/// <param name="Texts">The texts.</param>
internal sealed record PortalLanguageFile(
    string Language, string Name, string Note, IReadOnlyList<string> Days, IReadOnlyDictionary<PortalText, string> Texts)
{
    /// <summary>Whether the script runs from right to left.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>A comma including the space after it; null for the Latin comma.</summary>
    public string? Comma { get; init; }
}

/// <summary>Reads the language files; unknown members are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PortalLanguageFile))]
internal sealed partial class PortalJson : JsonSerializerContext;
