using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureDocket.Texts;

/// <summary>A text that an officer writes to a person. It keeps to the rules of the catalogue's own texts.</summary>
public static partial class WrittenText
{
    /// <summary>The maximum number of messages that it is sent as.</summary>
    public const int MaxSegments = 4;

    /// <summary>The maximum number of characters that are read; a longer text never fits.</summary>
    public const int MaxLength = 1000;

    // North American numbers are ten digits, or seven within a place; dates and times are shorter or written otherwise.
    private const int ShortestNumber = 10;

    // They join the letters of some scripts.
    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';

    /// <summary>The rules that a text breaks, each with its place; empty if it may be sent.</summary>
    /// <param name="words">The officer's words, without the sender's name.</param>
    /// <param name="sent">The whole text, as <see cref="TextCatalogue.Written"/> returns it.</param>
    /// <param name="tier">How much texts to the person may reveal.</param>
    /// <param name="numbers">Our phone numbers, which may be named in every tier.</param>
    public static IReadOnlyList<WrittenFault> Check(string words, string sent, MessageTier tier, IReadOnlyCollection<string> numbers)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(numbers);
        if (string.IsNullOrWhiteSpace(words))
        {
            return [new(WrittenRule.Empty)];
        }

        if (words.Length > MaxLength)
        {
            return [new(WrittenRule.TooLong)];
        }

        List<WrittenFault> faults = [];
        if (SmsLength.Of(sent).Segments > MaxSegments)
        {
            faults.Add(new(WrittenRule.TooLong));
        }

        faults.AddRange(Controls(words));
        faults.AddRange(Link().Matches(words).Select(match => new WrittenFault(WrittenRule.Link, match.Index)));
        faults.AddRange(ANumber().Matches(words).Select(match => new WrittenFault(WrittenRule.ANumber, match.Index)));
        if (tier != MessageTier.Detailed)
        {
            var ours = numbers.Select(DigitsOf).ToHashSet(StringComparer.Ordinal);
            faults.AddRange(Number().Matches(words)
                .Where(match => DigitsOf(match.Value) is var digits && (digits.Length >= ShortestNumber || Local().IsMatch(match.Value)) && !ours.Contains(digits))
                .Select(match => new WrittenFault(WrittenRule.PhoneNumber, match.Index)));
            faults.AddRange(Forbidden(words));
        }

        return [.. faults.DistinctBy(fault => (fault.Rule, fault.Position)).OrderBy(fault => fault.Position ?? -1)];
    }

    private static IEnumerable<WrittenFault> Forbidden(string words)
    {
        var found = Words.In(Words.Normalized(words));
        return TextCatalogue.Default.ForbiddenIn([.. found.Select(word => word.Text)])
            .DistinctBy(each => each.Start)
            .Select(each => new WrittenFault(WrittenRule.ForbiddenWord, PlaceOf(words, found[each.Start].Start), each.Pattern.Text));
    }

    // Places of words refer to the normalized text.
    private static int PlaceOf(string words, int normalized)
    {
        var place = 0;
        foreach (var rune in words.EnumerateRunes())
        {
            if (Words.Normalized(words[..(place + rune.Utf16SequenceLength)]).Length > normalized)
            {
                break;
            }

            place += rune.Utf16SequenceLength;
        }

        return place;
    }

    private static IEnumerable<WrittenFault> Controls(string words)
    {
        for (var place = 0; place < words.Length; place++)
        {
            var isPair = char.IsSurrogatePair(words, place);
            var isLegal = isPair || words[place] is '\n' or ZeroWidthJoiner or ZeroWidthNonJoiner
                || CharUnicodeInfo.GetUnicodeCategory(words[place]) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate);
            if (!isLegal)
            {
                yield return new(WrittenRule.ControlCharacter, place);
            }

            place += isPair ? 1 : 0;
        }
    }

    private static string DigitsOf(string number)
    {
        var digits = string.Concat(number.Where(char.IsDigit).Select(digit => CharUnicodeInfo.GetDecimalDigitValue(digit)));
        return digits.Length == ShortestNumber + 1 && digits[0] == '1' ? digits[1..] : digits;
    }

    [GeneratedRegex(@"https?://\S*|www\.\S+|(?<![@\p{L}\d])[\p{L}\d-]+\.(?:com|org|net|gov|edu|us|info|io|ly|me|co)(?![\p{L}\d])", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\p{L}\d])A[-# ]?\d{3}[- ]?\d{3}[- ]?\d{1,3}(?!\d)", RegexOptions.IgnoreCase)]
    private static partial Regex ANumber();

    [GeneratedRegex(@"(?<!\d)\+?\(?\d(?:[ ().-]{0,2}\d){6,15}(?!\d)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{3}[ .-]?\d{4}\z")]
    private static partial Regex Local();
}

/// <summary>A rule that an officer's text breaks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Position">Where, in characters (UTF-16) from 0; null for the text as a whole.</param>
/// <param name="Forbidden">For <see cref="WrittenRule.ForbiddenWord"/>, the entry of the list of forbidden words that it matches; null otherwise.</param>
public sealed record WrittenFault(WrittenRule Rule, int? Position = null, string? Forbidden = null);

/// <summary>The rules of an officer's text.</summary>
public enum WrittenRule
{
    /// <summary>It says nothing.</summary>
    Empty,

    /// <summary>It is sent as more than <see cref="WrittenText.MaxSegments"/> messages.</summary>
    TooLong,

    /// <summary>It has an invisible character that is no line break.</summary>
    ControlCharacter,

    /// <summary>It has a word that tells a stranger what it is about, to a person who did not choose detailed texts.</summary>
    ForbiddenWord,

    /// <summary>It has an address of a website, which nobody should learn to follow from a text.</summary>
    Link,

    /// <summary>It has an A-number.</summary>
    ANumber,

    /// <summary>It has a phone number that is not ours, to a person who did not choose detailed texts.</summary>
    PhoneNumber,
}
