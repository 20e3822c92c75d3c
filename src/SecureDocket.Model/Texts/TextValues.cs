using NodaTime;

namespace SecureDocket.Texts;

/// <summary>What the placeholders of a text stand for. Only what the text names is looked at.</summary>
public sealed record TextValues
{
    /// <summary>The most openings that one text offers: as many as its digits.</summary>
    public const int MaxOpenings = 3;

    /// <summary>The most days between a date and the day of the text for which the text leaves the year out: well within the year after which the same day comes again.</summary>
    public const int MaxDaysWithoutYear = 300;

    /// <summary>Who the text comes from, as its reader knows it: the code word in the code-word tier (<see cref="CodeWord"/>), else the brand (<see cref="Brand"/>).</summary>
    public required string Sender { get; init; }

    /// <summary>The day on which the text is written; it decides which dates name their year.</summary>
    public LocalDate? Today { get; init; }

    /// <summary>What the venue's clock shows at the start.</summary>
    public LocalDateTime? Start { get; init; }

    /// <summary>
    /// The venue's zone as it follows every time in the text, where the reader's own clock shows another time; null where it
    /// does not. One to five ASCII letters, digits, <c>+</c> and <c>-</c>. See <see cref="Texts.ZoneSuffix"/>.
    /// </summary>
    public string? ZoneSuffix { get; init; }

    /// <summary>A phone number to call: 7 to 16 digits, blanks and <c>+ - ( ) .</c></summary>
    public string? Contact { get; init; }

    /// <summary>A sign-in code: six digits.</summary>
    public string? Code { get; init; }

    /// <summary>Times to choose from, by the venue's clock: one to <see cref="MaxOpenings"/>.</summary>
    public IReadOnlyList<LocalDateTime> Openings { get; init; } = [];

    /// <summary>Whether a date is so far from the day of the text that its reader would take it for another year's.</summary>
    internal bool NamesYearOf(LocalDateTime start) => Math.Abs(Period.DaysBetween(Today!.Value, start.Date)) > MaxDaysWithoutYear;

    internal static bool IsContact(string text) =>
        text.Length is >= 7 and <= 16 && text.Any(char.IsAsciiDigit) && text.All(character => char.IsAsciiDigit(character) || " +-().".Contains(character));

    internal static bool IsZoneSuffix(string text) =>
        text.Length is >= 1 and <= 5 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-');
}
