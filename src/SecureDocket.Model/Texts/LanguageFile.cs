using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AnyAscii;
using NodaTime;

namespace SecureDocket.Texts;

/// <summary>One language of the catalogue, as its file defines it.</summary>
internal sealed partial record LanguageFile
{
    // First-strong isolate and its end: the text between them does not affect the direction of the text around it.
    private const char Isolate = '\u2068';
    private const char EndIsolate = '\u2069';

    /// <summary>The language, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>Who reviewed the texts.</summary>
    public required string Note { get; init; }

    /// <summary>Whether the script runs right to left; Latin letters and digits are then isolated.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>The pattern of a date, with <c>{day}</c> and <c>{month}</c>.</summary>
    public required string Date { get; init; }

    /// <summary>The pattern of a date with its year, with <c>{day}</c>, <c>{month}</c> and <c>{year}</c>.</summary>
    public required string DateWithYear { get; init; }

    /// <summary>How dates write the first of a month, where it is not 1.</summary>
    public string? FirstDay { get; init; }

    /// <summary>The twelve months as they appear in a date.</summary>
    public required IReadOnlyList<string> Months { get; init; }

    /// <summary>The pattern of a time of day, with <c>{hour}</c>, <c>{minute}</c> and, on a 12-hour clock, <c>{half}</c>.</summary>
    public required string Time { get; init; }

    /// <summary>The two halves of a day on a 12-hour clock; null on a 24-hour clock.</summary>
    public IReadOnlyList<string>? Halves { get; init; }

    /// <summary>The pattern of one time to choose, with <c>{number}</c>, <c>{date}</c> and <c>{time}</c>.</summary>
    public required string Opening { get; init; }

    /// <summary>The pattern of the digit for none of the openings, with <c>{number}</c>.</summary>
    public required string NoOpening { get; init; }

    /// <summary>The pattern of a room, with <c>{room}</c>.</summary>
    public required string Room { get; init; }

    /// <summary>The separator between two openings.</summary>
    public required string OpeningSeparator { get; init; }

    /// <summary>How people write in this language; it comes from a file of its own.</summary>
    [JsonIgnore]
    public InboundWords Inbound { get; init; } = null!;

    /// <summary>Words that neutral texts and code words must not contain in any language, as <see cref="WordPattern"/>.</summary>
    public required IReadOnlyList<string> Forbidden { get; init; }

    /// <summary>The texts.</summary>
    public required IReadOnlyDictionary<TextKey, TextWordings> Texts { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">The file does not have this form.</exception>
    public static LanguageFile Parse(Stream json) => JsonSerializer.Deserialize(json, LanguageJson.Default.LanguageFile)!;

    /// <summary>The wording of a text; null if the file has none.</summary>
    public string? WordingOf(TextKey key, TextSubject subject, bool detailed) =>
        (detailed ? Texts.GetValueOrDefault(key)?.Of(subject) : null)
        ?? Texts.GetValueOrDefault(key.IsCardNews ? TextKey.CardNews : key)?.Neutral;

    /// <summary>Fills in the placeholders of a wording.</summary>
    public string Fill(string wording, TextValues values) => Fill(wording, name => name switch
    {
        "sender" => Isolated(values.Sender),
        "date" => Isolated(DateOf(values.Start!.Value, values.NamesYearOf(values.Start.Value))),
        "time" => Isolated(TimeOf(values.Start!.Value, values.ZoneSuffix)),
        "closed" => Isolated($"{DateOf(values.Closed!.Value, values.NamesYearOf(values.Closed.Value))}, {TimeOf(values.Closed.Value, values.ZoneSuffix)}"),
        "contact" => Isolated(values.Contact!),
        "place" => values.Place is null ? "" : PlaceOf(values.Place, isPlain: wording.All(character => SmsLength.SeptetsOf(character) > 0)),
        "code" => Isolated(values.Code!),
        "openings" => string.Join(OpeningSeparator, values.Openings.Select((start, index) => OpeningOf(index + 1, start, values)).Append(NoOpeningOf(values.Openings.Count + 1))),
        _ => throw UnknownPlaceholder(name),
    });

    /// <summary>A text in an officer's words.</summary>
    public string Written(string sender, string words) => $"{Isolated(sender)}: {words}";

    /// <summary>Formats a date as texts write it.</summary>
    public string DateOf(LocalDateTime start, bool withYear) => Filled(withYear ? DateWithYear : Date, name => name switch
    {
        "day" => start.Day == 1 && FirstDay is not null ? FirstDay : start.Day.ToString(CultureInfo.InvariantCulture),
        "month" => Months[start.Month - 1],
        "year" => start.Year.ToString(CultureInfo.InvariantCulture),
        _ => throw UnknownPlaceholder(name),
    });

    /// <summary>Formats a time of day as texts write it.</summary>
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

    /// <summary>The placeholders in a wording, in order.</summary>
    public static IReadOnlyList<string> PlaceholdersOf(string wording) => [.. PlaceholderPattern().Matches(wording).Select(match => match.Groups[1].Value)];

    // In brackets, which fit every language's grammar.
    private string PlaceOf(TextPlace place, bool isPlain)
    {
        string Spelled(string text) => isPlain ? string.Concat(text.EnumerateRunes().Select(Plain)) : text;
        var name = Spelled(place.Name);
        var room = place.Room is null ? "" : $", {(place.NamesItsRoom ? Isolated(Spelled(place.Room)) : Filled(Room, _ => Isolated(Spelled(place.Room))))}";
        var withAddress = place.Address is null ? name : $"{name}, {Spelled(place.Address)}";
        return $" ({Isolated(withAddress.Length + room.Length <= TextPlace.MaxLength ? withAddress : name)}{room})";
    }

    // One letter outside the 7-bit alphabet would make the whole text more than twice as long.
    private static string Plain(Rune rune) =>
        rune.IsBmp && SmsLength.SeptetsOf((char)rune.Value) > 0 ? rune.ToString() : string.Concat(rune.ToString().Transliterate().Where(character => SmsLength.SeptetsOf(character) > 0));

    private string OpeningOf(int number, LocalDateTime start, TextValues values) => Fill(Opening, name => name switch
    {
        "number" => Isolated(number.ToString(CultureInfo.InvariantCulture)),
        "date" => Isolated(DateOf(start, values.NamesYearOf(start))),
        "time" => Isolated(TimeOf(start, values.SuffixOf(number - 1))),
        _ => throw UnknownPlaceholder(name),
    });

    private string NoOpeningOf(int number) => Fill(NoOpening, name => name == "number" ? Isolated(number.ToString(CultureInfo.InvariantCulture)) : throw UnknownPlaceholder(name));

    private string Fill(string wording, Func<string, string> value) =>
        Filled(RightToLeft ? LatinOutsidePlaceholders().Replace(wording, match => Isolated(match.Value)) : wording, value);

    private static string Filled(string wording, Func<string, string> value) => PlaceholderPattern().Replace(wording, match => value(match.Groups[1].Value));

    private string Isolated(string text) => RightToLeft ? $"{Isolate}{text}{EndIsolate}" : text;

    private static FormatException UnknownPlaceholder(string name) => new($"Unknown placeholder {{{name}}}.");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"(?<!\{\w*)[A-Za-z0-9]+(?!\w*\})")]
    private static partial Regex LatinOutsidePlaceholders();
}

/// <summary>The wordings of one text.</summary>
/// <param name="Neutral">The wording without details; null for a kind of card news, which has none of its own.</param>
/// <param name="Hearing">The detailed wording about a hearing.</param>
/// <param name="CheckIn">The detailed wording about a check-in.</param>
/// <param name="Card">The detailed wording about a card.</param>
internal sealed record TextWordings(string? Neutral = null, string? Hearing = null, string? CheckIn = null, string? Card = null)
{
    /// <summary>The detailed wording for a subject; null if there is none.</summary>
    public string? Of(TextSubject subject) => subject switch
    {
        TextSubject.Hearing => Hearing,
        TextSubject.CheckIn => CheckIn,
        TextSubject.Card => Card,
        _ => null,
    };
}

/// <summary>The JSON form of a language file; unknown members are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LanguageFile))]
internal sealed partial class LanguageJson : JsonSerializerContext;
