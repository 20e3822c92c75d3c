using NodaTime;
using SecureDocket.Texts;

namespace SecureDocket.Messages;

/// <summary>Shows what a person would get for an occasion. The person, the place and the date are invented and always the same.</summary>
public sealed class PreviewText(SmsOptions options)
{
    /// <summary>
    /// What a segment to a phone in the United States costs, in US cents, with the carrier's surcharge: the list price with which
    /// <c>docs/operations/costs.md</c> reckons. An estimate: contracts and carriers differ.
    /// </summary>
    public const decimal CentsPerSegment = 1.05m;

    private const string CodeWord = "Luna7";
    private const string Code = "123456";

    private static readonly LocalDateTime s_start = new(2027, 3, 16, 9, 30);
    private static readonly TextPlace s_court = new("Sample Immigration Court", "1 Sample Plaza, Houston, TX 77002", "12");
    private static readonly TextPlace s_office = new("Sample Field Office", "2 Sample Plaza, Houston, TX 77002", Room: null);

    /// <summary>Renders the text.</summary>
    /// <param name="occasion">What it is sent for.</param>
    /// <param name="date">The kind of date, where the occasion has one; otherwise none.</param>
    /// <param name="tier">How much it may reveal.</param>
    /// <param name="language">A served language.</param>
    /// <param name="codeWord">The code word; null for an invented one.</param>
    public TextPreview Execute(TextOccasion occasion, TextSubject date, MessageTier tier, string language, string? codeWord = null)
    {
        ArgumentNullException.ThrowIfNull(occasion);
        var subject = occasion.SubjectFor(date);
        var text = TextCatalogue.Default.Render(occasion.Key, language, tier, subject, ValuesOf(occasion, subject, tier, codeWord ?? CodeWord));
        return new(subject, text, SmsLength.Of(text));
    }

    // On the place's own clock, so that no zone follows the time.
    private TextValues ValuesOf(TextOccasion occasion, TextSubject subject, MessageTier tier, string codeWord) => new()
    {
        Sender = tier == MessageTier.CodeWord ? codeWord : options.Brand,
        Contact = options.Contact,
        Code = Code,
        Today = s_start.Date.PlusDays(-occasion.DaysBefore),
        Start = s_start,
        Closed = s_start.PlusDays(-1),
        Place = subject == TextSubject.Hearing ? s_court : s_office,
        Openings = [s_start.PlusDays(1), s_start.PlusDays(2).PlusHours(1), s_start.PlusDays(3).PlusHours(5)],
    };
}

/// <summary>A text as it would be sent.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Text">The text.</param>
/// <param name="Length">Its length.</param>
public sealed record TextPreview(TextSubject Subject, string Text, SmsLength Length)
{
    /// <summary>What it would cost, in US cents. An estimate.</summary>
    public decimal Cents => Length.Segments * PreviewText.CentsPerSegment;
}
