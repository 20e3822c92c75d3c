using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Documents;

/// <summary>A document's details as a caller sent them, not validated yet.</summary>
public sealed partial record DocumentForm
{
    /// <summary>The maximum length of a title.</summary>
    public const int TitleLimit = 120;

    // The local date where the document was written may be one day ahead of UTC.
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

    /// <summary>Validates the details and reports all faults.</summary>
    /// <param name="today">The current date, UTC.</param>
    public Result<DocumentDetails> Check(LocalDate today)
    {
        List<Refusal> refusals = [];
        void Need(bool fits, Refusal refusal)
        {
            if (!fits)
            {
                refusals.Add(refusal);
            }
        }

        Need(Type is not null, DocumentsRefusals.Type);
        var title = Title?.Trim();
        Need(IsTitle(title), Refusals.Line("title", TitleLimit));
        var isDay = LocalDatePattern.Iso.Parse(Date ?? "").TryGetValue(default, out var date);
        Need(isDay && date >= s_earliest && date <= today.PlusDays(DaysAhead), DocumentsRefusals.Date);
        Need(LanguageTag().IsMatch(Language ?? ""), Refusals.Language);
        return refusals.Count > 0 ? refusals : new DocumentDetails(Type!.Value, title!, date, Language!);
    }

    private static bool IsTitle(string? title) => title is { Length: >= 1 and <= TitleLimit }
        && title.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned));

    // RFC 5646, section 2.1, without extensions and grandfathered tags.
    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}

/// <summary>The details of a document.</summary>
/// <param name="Type">The document's type.</param>
/// <param name="Title">Its title.</param>
/// <param name="Date">The date on the document.</param>
/// <param name="Language">The document's language.</param>
public sealed record DocumentDetails(DocumentType Type, string Title, LocalDate Date, string Language);
