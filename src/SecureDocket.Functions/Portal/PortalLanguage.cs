using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NodaTime;
using SecureDocket.Texts;

namespace SecureDocket.Functions.Portal;

/// <summary>The portal's words in one language.</summary>
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

    /// <summary>BCP 47.</summary>
    public string Tag { get; }

    /// <summary>The language's own name.</summary>
    public string Name { get; }

    /// <summary>Whether the script runs from right to left.</summary>
    public bool RightToLeft { get; }

    /// <summary>What stands between the parts of a date, with the space after it.</summary>
    public string Comma { get; }

    /// <summary>A text without placeholders.</summary>
    public string this[PortalText text] => _texts[text];

    /// <summary>A text with its placeholder filled, isolated from the direction of what is around.</summary>
    public string With(PortalText text, params (string Name, string Value)[] values) => Placeholder().Replace(_texts[text], match =>
        "\u2068" + Array.Find(values, value => value.Name == match.Groups[1].Value).Value + "\u2069");

    /// <summary>A day with its weekday and, when <paramref name="today"/> is in another year, its year.</summary>
    public string Day(LocalDate day, LocalDate today)
    {
        var date = TextCatalogue.Default.DateOf(Tag, day.AtMidnight(), withYear: day.Year != today.Year);
        return $"{_days[(int)day.DayOfWeek - 1]}{Comma}{date}";
    }

    /// <summary>A day with its year.</summary>
    public string Date(LocalDate day) => TextCatalogue.Default.DateOf(Tag, day.AtMidnight(), withYear: true);

    /// <summary>A month from its first day to its last: the names of months are written as they stand in a date.</summary>
    public string Month(YearMonth month) => $"{Date(month.OnDayOfMonth(1))} – {Date(month.ToDateInterval().End)}";

    /// <summary>A time of day.</summary>
    /// <param name="time">The time.</param>
    /// <param name="zoneSuffix">The abbreviation of its zone where the reader's differs; null where not.</param>
    public string Time(LocalDateTime time, string? zoneSuffix = null) => TextCatalogue.Default.TimeOf(Tag, time, zoneSuffix);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}

/// <summary>The languages of the portal: those of the texts.</summary>
public sealed class PortalLanguages
{
    private const string Prefix = "Portal/";
    private readonly FrozenDictionary<string, PortalLanguage> _languages;

    /// <summary>Reads the languages' files.</summary>
    public PortalLanguages()
    {
        var assembly = typeof(PortalLanguages).Assembly;
        All = [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return new PortalLanguage(JsonSerializer.Deserialize(stream, PortalJson.Default.PortalLanguageFile)!);
        })];
        _languages = All.ToFrozenDictionary(language => language.Tag, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All of them, in order of their tags.</summary>
    public IReadOnlyList<PortalLanguage> All { get; }

    /// <summary>The language of exactly this tag; null when it is none of ours.</summary>
    public PortalLanguage? Find(string? tag) => tag is null ? null : _languages.GetValueOrDefault(tag);

    /// <summary>The language that is closest to a person's own.</summary>
    public PortalLanguage For(string bcp47) => _languages[TextCatalogue.Default.LanguageFor(bcp47)];

    /// <summary>The first language of ours that a browser asks for; English when none is.</summary>
    /// <param name="acceptLanguage">RFC 9110, section 12.5.4; the order in which browsers write it is the order of preference.</param>
    public PortalLanguage ForBrowser(string acceptLanguage)
    {
        ArgumentNullException.ThrowIfNull(acceptLanguage);
        const int Considered = 10;
        foreach (var range in acceptLanguage.Split(',', Considered + 1).Take(Considered))
        {
            var tag = range.Split(';', 2)[0].Trim();
            if (tag.Length is > 0 and <= 20 && For(tag) is var language && (language.Tag != "en" || tag.StartsWith("en", StringComparison.OrdinalIgnoreCase)))
            {
                return language;
            }
        }

        return _languages["en"];
    }
}

/// <summary>One language's file.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Name">The language's own name.</param>
/// <param name="Note">Who has reviewed the words.</param>
/// <param name="Days">The days of the week from Monday, as they stand before a date.</param>
/// <param name="Texts">The words.</param>
internal sealed record PortalLanguageFile(string Language, string Name, string Note, IReadOnlyList<string> Days, IReadOnlyDictionary<PortalText, string> Texts)
{
    /// <summary>Whether the script runs from right to left.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>A comma, with the space after it; null for the Latin one.</summary>
    public string? Comma { get; init; }
}

/// <summary>How the languages' files are read: every member must be known.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PortalLanguageFile))]
internal sealed partial class PortalJson : JsonSerializerContext;
