using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Documents;

/// <summary>What somebody says of a document that they add, as it came.</summary>
public sealed partial record DocumentForm
{
    /// <summary>The most characters of a title.</summary>
    public const int TitleLimit = 120;

    // The date on a paper may be tomorrow's where it was written.
    private const int DaysAhead = 1;

    private static readonly LocalDate s_earliest = new(1900, 1, 1);

    /// <summary>See <see cref="Document.Type"/>.</summary>
    public DocumentType? Type { get; init; }

    /// <summary>See <see cref="Document.Title"/>.</summary>
    public string? Title { get; init; }

    /// <summary>See <see cref="Document.Date"/>; YYYY-MM-DD.</summary>
    public string? Date { get; init; }

    /// <summary>See <see cref="Document.Language"/>.</summary>
    public string? Language { get; init; }

    /// <summary>The details, or every fault of them.</summary>
    /// <param name="today">The day, UTC.</param>
    public Result<DocumentDetails> Check(LocalDate today)
    {
        List<Refusal> refusals = [];
        void Need(string field, bool fits, string detail)
        {
            if (!fits)
            {
                refusals.Add(new("invalid", detail, field));
            }
        }

        Need("type", Type is not null, "One of notice-to-appear, hearing-notice, decision, evidence, identity, other.");
        var title = Title?.Trim();
        Need("title", IsTitle(title), string.Create(CultureInfo.InvariantCulture, $"One line of 1 to {TitleLimit} characters."));
        var isDay = LocalDatePattern.Iso.Parse(Date ?? "").TryGetValue(default, out var date);
        Need("date", isDay && date >= s_earliest && date <= today.PlusDays(DaysAhead), "The document's own date as YYYY-MM-DD, not in the future.");
        Need("language", LanguageTag().IsMatch(Language ?? ""), "A BCP 47 language tag, e.g. es or zh-Hans.");
        return refusals.Count > 0 ? refusals : new DocumentDetails(Type!.Value, title!, date, Language!);
    }

    private static bool IsTitle(string? title) => title is { Length: >= 1 and <= TitleLimit }
        && title.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned));

    // RFC 5646, section 2.1, without extensions and grandfathered tags.
    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}

/// <summary>What is said of a document.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Title">Its title.</param>
/// <param name="Date">Its own date.</param>
/// <param name="Language">The language that it is written in.</param>
public sealed record DocumentDetails(DocumentType Type, string Title, LocalDate Date, string Language);
