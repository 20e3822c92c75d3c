using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NodaTime;

namespace SecureDocket.Texts;

/// <summary>One language of the catalogue, as its file says it.</summary>
internal sealed partial record LanguageFile
{
    // First-strong isolate and its end: what is between does not decide the direction of what is around.
    private const char Isolate = '\u2068';
    private const char EndIsolate = '\u2069';

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Who has reviewed the texts.</summary>
    public required string Note { get; init; }

    /// <summary>Whether the script runs from right to left; Latin letters and digits in it are then isolated.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>A day of the year, of <c>{day}</c> and <c>{month}</c>.</summary>
    public required string Date { get; init; }

    /// <summary>A day of a year that has to be told, of <c>{day}</c>, <c>{month}</c> and <c>{year}</c>.</summary>
    public required string DateWithYear { get; init; }

    /// <summary>What a date says for the first of a month, where it is not 1.</summary>
    public string? FirstDay { get; init; }

    /// <summary>The twelve months as they stand in a date.</summary>
    public required IReadOnlyList<string> Months { get; init; }

    /// <summary>A time of day, of <c>{hour}</c>, <c>{minute}</c> and, on a 12-hour clock, <c>{half}</c>.</summary>
    public required string Time { get; init; }

    /// <summary>The two halves of a day on a 12-hour clock; null on a 24-hour clock.</summary>
    public IReadOnlyList<string>? Halves { get; init; }

    /// <summary>One time to choose, of <c>{number}</c>, <c>{date}</c> and <c>{time}</c>.</summary>
    public required string Opening { get; init; }

    /// <summary>What stands between two openings.</summary>
    public required string OpeningSeparator { get; init; }

    /// <summary>What people text to be left alone; see <see cref="InboundText"/> for how the lists are used.</summary>
    public required IReadOnlyList<string> Stop { get; init; }

    /// <summary>Words that mean it only when nothing else is said.</summary>
    public required IReadOnlyList<string> StopAlone { get; init; }

    /// <summary>Phrases that mean it wherever they stand.</summary>
    public required IReadOnlyList<string> StopPhrases { get; init; }

    /// <summary>What turns a stop word into something else.</summary>
    public required IReadOnlyList<string> NotStop { get; init; }

    /// <summary>What turns a phrase round when it stands before it.</summary>
    public required IReadOnlyList<string> Negations { get; init; }

    /// <summary>Words that change nothing.</summary>
    public required IReadOnlyList<string> Courtesy { get; init; }

    /// <summary>What people text to have the texts again.</summary>
    public required IReadOnlyList<string> Start { get; init; }

    /// <summary>What people text for help.</summary>
    public required IReadOnlyList<string> Help { get; init; }

    /// <summary>What people text when the phone is not the cardholder's.</summary>
    public required IReadOnlyList<string> WrongNumber { get; init; }

    /// <summary>What the neutral texts and the code words of no language may name, as <see cref="WordPattern"/>.</summary>
    public required IReadOnlyList<string> Forbidden { get; init; }

    /// <summary>The texts.</summary>
    public required IReadOnlyDictionary<TextKey, TextWordings> Texts { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is not of this form.</exception>
    public static LanguageFile Parse(Stream json) => JsonSerializer.Deserialize(json, LanguageJson.Default.LanguageFile)!;

    /// <summary>The wording of a text; null when the file lacks it.</summary>
    public string? WordingOf(TextKey key, TextSubject subject, bool detailed) =>
        (detailed ? Texts.GetValueOrDefault(key)?.Of(subject) : null)
        ?? Texts.GetValueOrDefault(key.IsCardNews ? TextKey.CardNews : key)?.Neutral;

    /// <summary>Fills a wording.</summary>
    public string Fill(string wording, TextValues values) => Fill(wording, name => name switch
    {
        "sender" => Isolated(values.Sender),
        "date" => Isolated(DateOf(values.Start!.Value, values.NamesYearOf(values.Start.Value))),
        "time" => Isolated(TimeOf(values.Start!.Value, values.ZoneSuffix)),
        "contact" => Isolated(values.Contact!),
        "code" => Isolated(values.Code!),
        "openings" => string.Join(OpeningSeparator, values.Openings.Select((start, index) => OpeningOf(index + 1, start, values))),
        _ => throw UnknownPlaceholder(name),
    });

    /// <summary>A day as texts name it.</summary>
    public string DateOf(LocalDateTime start, bool withYear) => Filled(withYear ? DateWithYear : Date, name => name switch
    {
        "day" => start.Day == 1 && FirstDay is not null ? FirstDay : start.Day.ToString(CultureInfo.InvariantCulture),
        "month" => Months[start.Month - 1],
        "year" => start.Year.ToString(CultureInfo.InvariantCulture),
        _ => throw UnknownPlaceholder(name),
    });

    /// <summary>A time of day as texts name it.</summary>
    public string TimeOf(LocalDateTime start, string? zoneSuffix)
    {
        var time = Filled(Time, name => name switch
        {
            "hour" => (Halves is null ? start.Hour : start.ClockHourOfHalfDay).ToString(CultureInfo.InvariantCulture),
            "minute" => start.Minute.ToString("00", CultureInfo.InvariantCulture),
            "half" => Halves![start.Hour / 12],
            _ => throw UnknownPlaceholder(name),
        });
        return zoneSuffix is null ? time : $"{time} {zoneSuffix}";
    }

    /// <summary>The placeholders that a wording names, in their order.</summary>
    public static IReadOnlyList<string> PlaceholdersOf(string wording) => [.. PlaceholderPattern().Matches(wording).Select(match => match.Groups[1].Value)];

    private string OpeningOf(int number, LocalDateTime start, TextValues values) => Fill(Opening, name => name switch
    {
        "number" => Isolated(number.ToString(CultureInfo.InvariantCulture)),
        "date" => Isolated(DateOf(start, values.NamesYearOf(start))),
        "time" => Isolated(TimeOf(start, values.ZoneSuffix)),
        _ => throw UnknownPlaceholder(name),
    });

    private string Fill(string wording, Func<string, string> value) =>
        Filled(RightToLeft ? LatinOutsidePlaceholders().Replace(wording, match => Isolated(match.Value)) : wording, value);

    private static string Filled(string wording, Func<string, string> value) => PlaceholderPattern().Replace(wording, match => value(match.Groups[1].Value));

    private string Isolated(string text) => RightToLeft ? $"{Isolate}{text}{EndIsolate}" : text;

    private static FormatException UnknownPlaceholder(string name) => new($"No placeholder {{{name}}} is known here.");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"(?<!\{\w*)[A-Za-z0-9]+(?!\w*\})")]
    private static partial Regex LatinOutsidePlaceholders();
}

/// <summary>The wordings of one text.</summary>
/// <param name="Neutral">Without details; null for a kind of card news, which has none of its own.</param>
/// <param name="Hearing">In the detailed tier, about a hearing.</param>
/// <param name="CheckIn">In the detailed tier, about a check-in.</param>
/// <param name="Card">In the detailed tier, about a card.</param>
internal sealed record TextWordings(string? Neutral = null, string? Hearing = null, string? CheckIn = null, string? Card = null)
{
    /// <summary>The detailed wording for a subject; null when there is none.</summary>
    public string? Of(TextSubject subject) => subject switch
    {
        TextSubject.Hearing => Hearing,
        TextSubject.CheckIn => CheckIn,
        TextSubject.Card => Card,
        _ => null,
    };
}

/// <summary>How a language's file is read: every member must be known.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LanguageFile))]
internal sealed partial class LanguageJson : JsonSerializerContext;
