using System.Collections.Frozen;
using System.Text.Json;
using NodaTime;

namespace SecureDocket.Texts;

/// <summary>The texts that the system sends, in every language that it serves.</summary>
/// <remarks>
/// The texts are data: one file for a language, embedded in this assembly. The build checks them against the rules (budget
/// of segments, forbidden words, placeholders), so that rendering legal values never fails.
/// </remarks>
public sealed class TextCatalogue
{
    private const string Fallback = "en";

    private readonly FrozenDictionary<string, LanguageFile> _files;

    internal TextCatalogue(IReadOnlyList<LanguageFile> files)
    {
        Files = files;
        _files = files.ToFrozenDictionary(file => file.Language, StringComparer.OrdinalIgnoreCase);
        Languages = [.. files.Select(file => file.Language)];
        Forbidden = [.. files.SelectMany(file => file.Forbidden).Select(pattern => new WordPattern(pattern))];
    }

    /// <summary>The product's own.</summary>
    public static TextCatalogue Default { get; } = Embedded();

    /// <summary>The languages that it serves, BCP 47.</summary>
    public IReadOnlyList<string> Languages { get; }

    internal IReadOnlyList<LanguageFile> Files { get; }

    /// <summary>What the neutral tier may not name, in all languages.</summary>
    internal IReadOnlyList<WordPattern> Forbidden { get; }

    /// <summary>The served language that is closest to a person's own; <c>en</c> when none is.</summary>
    /// <param name="bcp47">A language tag; region and variant do not matter, and the script only where a reader of one cannot read the other.</param>
    public string LanguageFor(string bcp47)
    {
        ArgumentNullException.ThrowIfNull(bcp47);
        var parts = bcp47.Split('-', '_');
        var closest = parts[0].ToLowerInvariant() switch
        {
            // Who reads the traditional characters reads the simplified ones better than English.
            "zh" or "cmn" => "zh-Hans",
            // In Pakistan Punjabi is written in Arabic letters.
            "pa" when parts.Contains("Arab", StringComparer.OrdinalIgnoreCase) || parts.Contains("PK", StringComparer.OrdinalIgnoreCase) => Fallback,
            var language => language,
        };
        return _files.TryGetValue(closest, out var file) ? file.Language : Fallback;
    }

    /// <summary>Makes a text.</summary>
    /// <param name="key">Which.</param>
    /// <param name="bcp47">The reader's language; see <see cref="LanguageFor"/>.</param>
    /// <param name="tier">How much it may say.</param>
    /// <param name="subject">What it is about. Where the detailed tier has no wording for the subject, the neutral one is taken.</param>
    /// <param name="values">What the placeholders stand for; see <see cref="TextKey"/> for which a text needs.</param>
    /// <exception cref="ArgumentException">A value that the text needs is missing or outside its rules.</exception>
    public string Render(TextKey key, string bcp47, MessageTier tier, TextSubject subject, TextValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var placeholder in key.Placeholders)
        {
            if (!IsLegal(placeholder, tier, values))
            {
                throw new ArgumentException($"{key} needs a legal value for {{{placeholder}}}.", nameof(values));
            }
        }

        var file = _files[LanguageFor(bcp47)];
        return file.Fill(file.WordingOf(key, subject, detailed: tier == MessageTier.Detailed)!, values);
    }

    /// <summary>A day as texts name it, with its year where it is asked for.</summary>
    public string DateOf(string bcp47, LocalDateTime start, bool withYear) => _files[LanguageFor(bcp47)].DateOf(start, withYear);

    /// <summary>A time of day as texts name it.</summary>
    /// <param name="bcp47">The reader's language; see <see cref="LanguageFor"/>.</param>
    /// <param name="start">The time.</param>
    /// <param name="zoneSuffix">What follows it, see <see cref="ZoneSuffix"/>; null for nothing.</param>
    public string TimeOf(string bcp47, LocalDateTime start, string? zoneSuffix) => _files[LanguageFor(bcp47)].TimeOf(start, zoneSuffix);

    private static bool IsLegal(string placeholder, MessageTier tier, TextValues values)
    {
        var isZoneLegal = values.ZoneSuffix is null || TextValues.IsZoneSuffix(values.ZoneSuffix);
        return placeholder switch
        {
            "sender" => tier == MessageTier.CodeWord ? CodeWord.IsLegal(values.Sender) : Brand.IsLegal(values.Sender),
            "date" => values is { Start: not null, Today: not null },
            "time" => values.Start is not null && isZoneLegal,
            "contact" => values.Contact is not null && TextValues.IsContact(values.Contact),
            "code" => values.Code is { Length: 6 } code && code.All(char.IsAsciiDigit),
            _ => values.Openings.Count is >= 1 and <= TextValues.MaxOpenings && values.Today is not null && isZoneLegal,
        };
    }

    private static TextCatalogue Embedded()
    {
        var assembly = typeof(TextCatalogue).Assembly;
        return new([.. assembly.GetManifestResourceNames().Where(name => name.StartsWith("Texts/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var json = assembly.GetManifestResourceStream(name)!;
            try
            {
                return LanguageFile.Parse(json);
            }
            catch (JsonException fault)
            {
                throw new JsonException($"{name}: {fault.Message}", fault);
            }
        })]);
    }
}
