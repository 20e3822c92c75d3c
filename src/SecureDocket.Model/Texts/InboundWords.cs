using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureDocket.Texts;

/// <summary>How people write in one language, as its file in <c>inbound</c> lists it; <see cref="InboundText"/> says how the lists are used.</summary>
/// <remarks>
/// These lists are no part of the catalogue, which holds what we say: they are longer than it, change for other reasons, and are
/// proved by texts of people rather than by a translator. Every entry is a <see cref="WordPattern"/>.
/// </remarks>
internal sealed record InboundWords
{
    /// <summary>The language, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>Whether the verb comes last, so that "messages stop" is an order.</summary>
    public bool VerbLast { get; init; }

    /// <summary>Keywords that mean stop as the whole text or as a whole clause.</summary>
    public required IReadOnlyList<string> Stop { get; init; }

    /// <summary>Words that mean stop only as the whole text, and often something else; the stop is inferred.</summary>
    public required IReadOnlyList<string> StopAlone { get; init; }

    /// <summary>Those of both lists that may also mean the appointment: "cancel". A language may have none.</summary>
    public IReadOnlyList<string> Cancel { get; init => field = value ?? []; } = [];

    /// <summary>Idioms that mean stop anywhere in a text, unless they are negated.</summary>
    public required IReadOnlyList<string> StopPhrases { get; init; }

    /// <summary>Words that are one letter away from the stop word, and are words of their own.</summary>
    public required IReadOnlyList<string> RealWords { get; init; }

    /// <summary>Courtesy words, which do not change the meaning.</summary>
    public required IReadOnlyList<string> Courtesy { get; init; }

    /// <summary>Words that ask for texts again, as the whole text.</summary>
    public required IReadOnlyList<string> Start { get; init; }

    /// <summary>Words that ask for help.</summary>
    public required IReadOnlyList<string> Help { get; init; }

    /// <summary>Words that ask something, which the help text answers.</summary>
    public required IReadOnlyList<string> Questions { get; init; }

    /// <summary>Words that say yes, as the whole text.</summary>
    public required IReadOnlyList<string> Yes { get; init; }

    /// <summary>Words that say no, as the whole text.</summary>
    public required IReadOnlyList<string> No { get; init; }

    /// <summary>Phrases that ask for another date, anywhere in a text of some length.</summary>
    public required IReadOnlyList<string> Move { get; init; }

    /// <summary>The words for digits.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Digits { get; init; }

    /// <summary>Words that people write next to the digit of their choice.</summary>
    public required IReadOnlyList<string> AroundDigit { get; init; }

    /// <summary>Phrases that say the phone does not belong to the cardholder.</summary>
    public required IReadOnlyList<string> WrongNumber { get; init; }

    /// <summary>Words that say so only as the whole text.</summary>
    public required IReadOnlyList<string> WrongNumberAlone { get; init; }

    /// <summary>Beginnings that say so when a name follows; <c>…</c> stands for a name in the middle.</summary>
    public required IReadOnlyList<string> NotMe { get; init; }

    /// <summary>Words that are no names where one is expected: "I am not ready".</summary>
    public required IReadOnlyList<string> NotNames { get; init; }

    /// <summary>The characters that family names begin with, in a script without capitals where nothing else shows a name.</summary>
    public string? NameStarts { get; init; }

    /// <summary>Words of people in distress or in need of a person.</summary>
    public required IReadOnlyList<string> Distress { get; init; }

    /// <summary>Phrases that report a lost card; a word for card and one for blocking also do, in any order.</summary>
    public required IReadOnlyList<string> Loss { get; init; }

    /// <summary>The words of a reaction ("Liked") before or after the quoted text.</summary>
    public required IReadOnlyList<string> Reactions { get; init; }

    /// <summary>The words of a correction ("Edited to") before the new text.</summary>
    public required IReadOnlyList<string> Edits { get; init; }

    /// <summary>What a reaction may be to, other than a text.</summary>
    public required IReadOnlyList<string> Media { get; init; }

    /// <summary>Phrases of machines that answer for a person.</summary>
    public required IReadOnlyList<string> AutoReplies { get; init; }

    /// <summary>The footers that phones and senders add.</summary>
    public required IReadOnlyList<string> Footers { get; init; }

    /// <summary>Words that ask for a keyword in the footer of another sender: "reply STOP to …".</summary>
    public required IReadOnlyList<string> ReplyVerbs { get; init; }

    /// <summary>Words that say what that keyword is for.</summary>
    public required IReadOnlyList<string> Purposes { get; init; }

    /// <summary>The words by their part in a sentence; see <see cref="WordClass"/>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Words { get; init; }

    /// <summary>The lists of whole texts and phrases, by name, with what each of their entries must be read as.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Name, IReadOnlyList<string> Entries, InboundIntent Intent)> Promises =>
    [
        ("stop", Stop, InboundIntent.Stop),
        ("stopAlone", StopAlone, InboundIntent.Stop),
        ("cancel", Cancel, InboundIntent.Stop),
        ("stopPhrases", StopPhrases, InboundIntent.Stop),
        ("start", Start, InboundIntent.Start),
        ("help", Help, InboundIntent.Help),
        ("yes", Yes, InboundIntent.Yes),
        ("no", No, InboundIntent.No),
        ("wrongNumber", WrongNumber, InboundIntent.WrongNumber),
        ("wrongNumberAlone", WrongNumberAlone, InboundIntent.WrongNumber),
        ("loss", Loss, InboundIntent.Loss),
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">The file does not have this form.</exception>
    public static InboundWords Parse(Stream json) => JsonSerializer.Deserialize(json, InboundJson.Default.InboundWords)!;
}

/// <summary>The JSON form of a file of inbound words; unknown members are errors.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(InboundWords))]
internal sealed partial class InboundJson : JsonSerializerContext;
