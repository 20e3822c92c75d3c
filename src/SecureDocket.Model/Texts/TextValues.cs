using NodaTime;

namespace SecureDocket.Texts;

/// <summary>The values of a text's placeholders. Only those that the text contains are read.</summary>
public sealed record TextValues
{
    /// <summary>The maximum number of openings in one text; each has its own digit.</summary>
    public const int MaxOpenings = 3;

    /// <summary>
    /// The maximum number of days between a date and the day of the text for which the text omits the year; well below the year after which
    /// the date repeats.
    /// </summary>
    public const int MaxDaysWithoutYear = 300;

    /// <summary>
    /// The sender as the reader knows it: the code word in the code-word tier (<see cref="CodeWord"/>), otherwise the brand (<see
    /// cref="Brand"/>).
    /// </summary>
    public required string Sender { get; init; }

    /// <summary>The day on which the text is written; it decides which dates include their year.</summary>
    public LocalDate? Today { get; init; }

    /// <summary>The local start time at the venue.</summary>
    public LocalDateTime? Start { get; init; }

    /// <summary>
    /// The venue's zone suffix after the start, where the reader's local time differs; null where it does
    /// not. It has one to five ASCII letters, digits, <c>+</c> and <c>-</c>. See <see cref="Texts.ZoneSuffix"/>.
    /// </summary>
    public string? ZoneSuffix { get; init; }

    /// <summary>The local start that does not stand, because a door is closed.</summary>
    public LocalDateTime? Closed { get; init; }

    /// <summary>The place of the date, which the detailed tier names; null if it must not or cannot be named.</summary>
    public TextPlace? Place { get; init; }

    /// <summary>A phone number to call: 7 to 16 digits, blanks and <c>+ - ( ) .</c></summary>
    public string? Contact { get; init; }

    /// <summary>A sign-in code: six digits.</summary>
    public string? Code { get; init; }

    /// <summary>Times to choose from, in the venue's local time: one to <see cref="MaxOpenings"/>.</summary>
    public IReadOnlyList<LocalDateTime> Openings { get; init; } = [];

    /// <summary>
    /// The zone suffix after each opening, as <see cref="ZoneSuffix"/>; empty where all have that of the start. A change of the clocks may lie
    /// between them.
    /// </summary>
    public IReadOnlyList<string?> OpeningSuffixes { get; init; } = [];

    /// <summary>Whether every zone suffix of the openings is well-formed, and each opening has one, or none does.</summary>
    internal bool AreOpeningSuffixesLegal =>
        (OpeningSuffixes.Count == 0 || OpeningSuffixes.Count == Openings.Count) && OpeningSuffixes.All(suffix => suffix is null || IsZoneSuffix(suffix));

    /// <summary>The zone suffix after an opening.</summary>
    internal string? SuffixOf(int opening) => OpeningSuffixes.Count == 0 ? ZoneSuffix : OpeningSuffixes[opening];

    /// <summary>Whether a date is so far from the day of the text that the reader would assume another year.</summary>
    internal bool NamesYearOf(LocalDateTime start) => Math.Abs(Period.DaysBetween(Today!.Value, start.Date)) > MaxDaysWithoutYear;

    internal static bool IsContact(string text) =>
        text.Length is >= 7 and <= 16 && text.Any(char.IsAsciiDigit) && text.All(character => char.IsAsciiDigit(character) || " +-().".Contains(character));

    internal static bool IsZoneSuffix(string text) =>
        text.Length is >= 1 and <= 5 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-');
}
