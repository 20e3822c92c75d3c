using System.Collections.Frozen;
using System.Text.Json;
using NodaTime;

namespace SecureDocket.Texts;

/// <summary>The texts that the system sends, in every served language.</summary>
/// <remarks>
/// The texts are data: one file per language, embedded in this assembly. The build checks them against the rules (segment
/// budgets, forbidden words, placeholders), so rendering legal values never fails.
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

    /// <summary>The product's catalogue.</summary>
    public static TextCatalogue Default { get; } = Embedded();

    /// <summary>The served languages, BCP 47.</summary>
    public IReadOnlyList<string> Languages { get; }

    internal IReadOnlyList<LanguageFile> Files { get; }

    /// <summary>The words that the neutral tier must not contain, in all languages.</summary>
    internal IReadOnlyList<WordPattern> Forbidden { get; }

    /// <summary>The served language that best matches a person's language; <c>en</c> if none does.</summary>
    /// <param name="bcp47">A language tag. Region and variant are ignored; the script matters only where a reader of one cannot read the other.</param>
    public string LanguageFor(string bcp47)
    {
        ArgumentNullException.ThrowIfNull(bcp47);
        var parts = bcp47.Split('-', '_');
        var closest = parts[0].ToLowerInvariant() switch
        {
            // People who read traditional characters read simplified ones better than English.
            "zh" or "cmn" => "zh-Hans",
            // In Pakistan, Punjabi is written in Arabic script.
            "pa" when parts.Contains("Arab", StringComparer.OrdinalIgnoreCase) || parts.Contains("PK", StringComparer.OrdinalIgnoreCase) => Fallback,
            var language => language,
        };
        return _files.TryGetValue(closest, out var file) ? file.Language : Fallback;
    }

    /// <summary>Renders a text.</summary>
    /// <param name="key">The text.</param>
    /// <param name="bcp47">The reader's language; see <see cref="LanguageFor"/>.</param>
    /// <param name="tier">How much the text may reveal.</param>
    /// <param name="subject">The subject. If the detailed tier has no wording for the subject, the neutral wording is used.</param>
    /// <param name="values">The values of the placeholders; see <see cref="TextKey"/> for those that a text needs.</param>
    /// <exception cref="ArgumentException">A value that the text needs is missing or invalid.</exception>
    public string Render(TextKey key, string bcp47, MessageTier tier, TextSubject subject, TextValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var isDetailed = tier == MessageTier.Detailed && key.Subjects.Contains(subject) && !(key.IsOfPlace && values.Place is null);
        foreach (var placeholder in key.PlaceholdersOf(isDetailed))
        {
            if (!IsLegal(placeholder, tier, values))
            {
                throw new ArgumentException($"{key} needs a legal value for {{{placeholder}}}.", nameof(values));
            }
        }

        var file = _files[LanguageFor(bcp47)];
        return file.Fill(file.WordingOf(key, subject, isDetailed)!, values);
    }

    /// <summary>A text in an officer's words, as it is sent: the sender's name comes first, as in every text.</summary>
    /// <param name="bcp47">The reader's language; see <see cref="LanguageFor"/>.</param>
    /// <param name="sender">The sender; see <see cref="TextValues.Sender"/>.</param>
    /// <param name="words">The officer's words.</param>
    public string Written(string bcp47, string sender, string words) => _files[LanguageFor(bcp47)].Written(sender, words);

    /// <summary>The patterns of <see cref="Forbidden"/> that words match, each with the place of its first word.</summary>
    internal IEnumerable<(WordPattern Pattern, int Start)> ForbiddenIn(IReadOnlyList<string> words) =>
        from start in Enumerable.Range(0, words.Count)
        from pattern in Forbidden
        where pattern.IsAt(words, start)
        select (pattern, start);

    /// <summary>Formats a date as texts write it, optionally with its year.</summary>
    public string DateOf(string bcp47, LocalDateTime start, bool withYear) => _files[LanguageFor(bcp47)].DateOf(start, withYear);

    /// <summary>Formats a time of day as texts write it.</summary>
    /// <param name="bcp47">The reader's language; see <see cref="LanguageFor"/>.</param>
    /// <param name="start">The time.</param>
    /// <param name="zoneSuffix">The suffix, see <see cref="ZoneSuffix"/>; null for none.</param>
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
            "place" => true,
            "closed" => values is { Closed: not null, Today: not null },
            "code" => values.Code is { Length: 6 } code && code.All(char.IsAsciiDigit),
            _ => values.Openings.Count is >= 1 and <= TextValues.MaxOpenings && values.Today is not null && isZoneLegal && values.AreOpeningSuffixesLegal,
        };
    }

    private static TextCatalogue Embedded()
    {
        var inbound = Read("Inbound/", InboundWords.Parse).ToDictionary(words => words.Language, StringComparer.Ordinal);
        return new([.. Read("Texts/", LanguageFile.Parse).Select(file => file with { Inbound = inbound[file.Language] })]);
    }

    private static IEnumerable<T> Read<T>(string prefix, Func<Stream, T> parse)
    {
        var assembly = typeof(TextCatalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var json = assembly.GetManifestResourceStream(name)!;
            T read;
            try
            {
                read = parse(json);
            }
            catch (JsonException fault)
            {
                throw new JsonException($"{name}: {fault.Message}", fault);
            }

            yield return read;
        }
    }
}
