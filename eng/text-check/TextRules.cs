using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using SecureDocket.Texts;

namespace SecureDocket.TextCheck;

/// <summary>The rules that hold for every text in every language.</summary>
internal static partial class TextRules
{
    /// <summary>Every served language has one file.</summary>
    public const string Served = "served";

    /// <summary>The file says who has reviewed it.</summary>
    public const string Note = "note";

    /// <summary>Dates, times and openings are of known parts, and no two days or minutes read the same.</summary>
    public const string Clock = "clock";

    /// <summary>Every text has its wordings, and no other.</summary>
    public const string Wording = "wording";

    /// <summary>A wording names every placeholder of its key exactly once, and no other.</summary>
    public const string Placeholder = "placeholder";

    /// <summary>Letters are composed (Unicode NFC), and no blank is at an end or doubled.</summary>
    public const string Form = "form";

    /// <summary>A language that can be written in the 7-bit alphabet is.</summary>
    public const string Alphabet = "alphabet";

    /// <summary>
    /// With the longest values a reminder is one segment of the 7-bit alphabet or two of the 16-bit one, and any other text is
    /// at most two, or four of the 16-bit one where it lists openings. News of another place or a closed door and help in need are one more, and what
    /// names the longest place another one, or two of the 16-bit alphabet. Where dates name their year, which only those far ahead
    /// do, any other text is at most two or three.
    /// </summary>
    public const string Budget = "budget";

    /// <summary>A reminder says how to have no more texts, by the word STOP.</summary>
    public const string StopHint = "stop-hint";

    /// <summary>A reminder asks for the digits 1, 2 and 3, and for no word that carriers take for something else.</summary>
    public const string Answers = "answers";

    /// <summary>A neutral wording names nothing that tells a stranger what it is about.</summary>
    public const string Neutral = "neutral";

    /// <summary>What runs against the script is isolated, by the renderer and never by hand.</summary>
    public const string Direction = "direction";

    /// <summary>A word list has words, and each of them is read as what it is listed for, whatever the other languages list.</summary>
    public const string WordList = "word-list";

    /// <summary>What a text tells people to answer is read as what the text promises, alone and copied with its digit or keyword.</summary>
    public const string Hint = "hint";

    private const string Isolates = "\u2066\u2067\u2068";
    private const char EndIsolate = '\u2069';

    private static readonly bool[] s_with = [false, true];

    private static readonly TextPlace s_longestPlace = new(new('W', 80), new('W', TextPlace.MaxLength - 80 - 2), null);

    // The alphabet that each can be written in, correctly spelled.
    private static readonly Dictionary<string, SmsEncoding> s_served = new(StringComparer.Ordinal)
    {
        ["en"] = SmsEncoding.Gsm7,
        ["es"] = SmsEncoding.Gsm7,
        ["pt"] = SmsEncoding.Gsm7,
        ["ht"] = SmsEncoding.Gsm7,
        ["fr"] = SmsEncoding.Gsm7,
        ["zh-Hans"] = SmsEncoding.Ucs2,
        ["pa"] = SmsEncoding.Ucs2,
        ["ar"] = SmsEncoding.Ucs2,
        ["ru"] = SmsEncoding.Ucs2,
    };

    /// <summary>Checks every rule.</summary>
    /// <returns>Every fault; empty when there is none.</returns>
    public static IReadOnlyList<TextFault> Check(TextCatalogue catalogue) => Check(catalogue, new(catalogue));

    private static List<TextFault> Check(TextCatalogue catalogue, InboundReader reader) =>
    [
        .. s_served.Keys.Except(catalogue.Languages).Select(language => new TextFault(language, "language", Served, "There is no file.")),
        .. catalogue.Languages.Except(s_served.Keys).Select(language => new TextFault(language, "language", Served, "It is not a served language.")),
        .. catalogue.Files.Where(file => s_served.ContainsKey(file.Language)).SelectMany(file => Check(file, catalogue, reader)),
    ];

    /// <summary>Checks one language of a catalogue.</summary>
    public static IReadOnlyList<TextFault> Check(LanguageFile file, TextCatalogue catalogue) => Check(file, catalogue, new(catalogue));

    private static List<TextFault> Check(LanguageFile file, TextCatalogue catalogue, InboundReader reader)
    {
        List<TextFault> faults = [];
        void Fault(string where, string rule, string detail) => faults.Add(new(file.Language, where, rule, detail));

        if (string.IsNullOrWhiteSpace(file.Note))
        {
            Fault("note", Note, "It is empty.");
        }

        CheckWordLists(file, reader, Fault);
        CheckWordings(file, catalogue, Fault);
        CheckNoOpening(file.NoOpening, reader, Fault);
        foreach (var (key, name, text) in WordingsOf(file))
        {
            CheckHints($"{key}.{name}", PlaceholderPattern().Replace(text, " "), reader, Fault);
        }

        // What follows renders texts, which only sound parts allow.
        CheckClock(file, Fault);
        if (!faults.Any(fault => fault.Rule is Clock or Placeholder))
        {
            CheckRendered(file, Fault);
        }

        return faults;
    }

    /// <summary>Every wording of a language with the longest values that its placeholders can take.</summary>
    /// <param name="file">The language.</param>
    /// <param name="withYear">Whether dates name their year; then only the wordings that name a date.</param>
    /// <param name="withPlace">Whether a place is named; then only the wordings that name one.</param>
    public static IEnumerable<(TextKey Key, string Wording, string Text)> Longest(LanguageFile file, bool withYear, bool withPlace)
    {
        var values = LongestValues(file, withYear) with { Place = withPlace ? s_longestPlace : null };
        return WordingsOf(file)
            .Where(wording => (!withYear || wording.Key.Placeholders.Contains("date")) && (!withPlace || LanguageFile.PlaceholdersOf(wording.Text).Contains("place")))
            .Select(wording => (wording.Key, wording.Name, file.Fill(wording.Text, values)));
    }

    private static void CheckWordLists(LanguageFile file, InboundReader reader, Action<string, string, string> fault)
    {
        foreach (var (name, words, intent) in file.Inbound.Promises)
        {
            if (words.Count == 0 && words != file.Inbound.Cancel)
            {
                fault(name, WordList, "It is empty.");
            }

            foreach (var word in words)
            {
                if (reader.Read(word, []).Intent is var read && read != intent)
                {
                    fault(name, WordList, $"'{word}' is read as {read}.");
                }
            }
        }

        foreach (var name in file.Inbound.Words.Keys.Where(name => name != WordClass.Block && WordClass.All.All(each => each.Name != name)))
        {
            fault(name, WordList, "There is no such part of a sentence.");
        }

        foreach (var (name, words) in new[] { ("forbidden", file.Forbidden), ("courtesy", file.Inbound.Courtesy), ("distress", file.Inbound.Distress), ("reactions", file.Inbound.Reactions) }
            .Concat(file.Inbound.Words.Select(entry => (entry.Key, entry.Value))))
        {
            if (words.Count == 0 || words.Any(word => new WordPattern(word).Count == 0))
            {
                fault(name, WordList, "It is empty, or one of its patterns is.");
            }
        }
    }

    private static void CheckHints(string where, string text, InboundReader reader, Action<string, string, string> fault)
    {
        void Check(string said, InboundIntent intent, int? digit = null)
        {
            if (reader.Read(said, []) is var read && (read.Intent != intent || read.Digit != digit))
            {
                fault(where, Hint, $"'{said}' is read as {read.Intent}.");
            }
        }

        if (HintPattern().Match(text) is { Success: true } hint)
        {
            Check("STOP", InboundIntent.Stop);
            Check(hint.Groups[1].Value, InboundIntent.Stop);
            Check(hint.Value, InboundIntent.Stop);
        }

        if (text.Contains("START", StringComparison.Ordinal))
        {
            Check("START", InboundIntent.Start);
        }

        foreach (var answer in InboundReader.Answer().Matches(text).Select(match => (Digit: match.Groups[1].Value[0] - '0', Words: match.Groups[2].Value, Copied: match.Value)))
        {
            Check(answer.Copied, InboundIntent.Digit, answer.Digit);
            Check($"{answer.Digit} {answer.Words}", InboundIntent.Digit, answer.Digit);
            Check(answer.Words, answer.Digit switch { 1 => InboundIntent.Yes, 2 => InboundIntent.Move, _ => InboundIntent.Help });
        }
    }

    // Its digit is one more than the openings, and people also answer with its words.
    private static void CheckNoOpening(string pattern, InboundReader reader, Action<string, string, string> fault)
    {
        var copied = pattern.Replace("{number}", $"{TextValues.MaxOpenings + 1}", StringComparison.Ordinal);
        foreach (var (said, intent) in new[] { (copied, InboundIntent.Digit), (WordsOfAnswer().Match(pattern).Value, InboundIntent.No) })
        {
            if (reader.Read(said, []).Intent is var read && read != intent)
            {
                fault("noOpening", Hint, $"'{said}' is read as {read}.");
            }
        }
    }

    private static void CheckWordings(LanguageFile file, TextCatalogue catalogue, Action<string, string, string> fault)
    {
        foreach (var key in Enum.GetValues<TextKey>())
        {
            var wordings = file.Texts.GetValueOrDefault(key);
            var hasNeutral = !key.IsCardNews || key == TextKey.CardNews;
            if (wordings is null || wordings.Neutral is not null != hasNeutral
                || Enum.GetValues<TextSubject>().Any(subject => wordings.Of(subject) is not null != key.Subjects.Contains(subject)))
            {
                fault($"{key}", Wording, $"It must have: {string.Join(", ", (hasNeutral ? ["neutral"] : Array.Empty<string>()).Concat(key.Subjects.Select(subject => $"{subject}")))}.");
            }
        }

        foreach (var (key, name, text) in WordingsOf(file))
        {
            var where = $"{key}.{name}";
            var placeholders = key.PlaceholdersOf(name != "neutral");
            if (!LanguageFile.PlaceholdersOf(text).Order(StringComparer.Ordinal).SequenceEqual(placeholders.Order(StringComparer.Ordinal)))
            {
                fault(where, Placeholder, $"It must name once each: {string.Join(", ", placeholders)}.");
            }

            if (!text.IsNormalized(NormalizationForm.FormC) || text.Trim() != text || text.Contains("  ", StringComparison.Ordinal))
            {
                fault(where, Form, "Not in NFC, or with a blank too many.");
            }

            if (BidiControls().IsMatch(text))
            {
                fault(where, Direction, "A bidi control was put in by hand.");
            }

            var words = Words.Of(PlaceholderPattern().Replace(text, " "));
            if (name == "neutral" && catalogue.ForbiddenIn(words).Select(found => found.Pattern).FirstOrDefault() is { } named)
            {
                fault(where, Neutral, $"It names '{named.Text}'.");
            }

            if (key.IsReminder)
            {
                CheckReminder(where, PlaceholderPattern().Replace(text, " "), fault);
            }
        }
    }

    private static void CheckReminder(string where, string text, Action<string, string, string> fault)
    {
        if (!StopPattern().IsMatch(text))
        {
            fault(where, StopHint, "It does not say STOP.");
        }

        if (!AnswerPattern().Matches(text).Select(match => match.Groups[1].Value).SequenceEqual(["1", "2", "3"]))
        {
            fault(where, Answers, "It must say what 1 =, 2 = and 3 = mean, in this order.");
        }

        if (WordToSend().Match(text) is { Success: true } word)
        {
            fault(where, Answers, $"It asks for the word '{word.Value}'.");
        }
    }

    private static void CheckClock(LanguageFile file, Action<string, string, string> fault)
    {
        void Parts(string where, string pattern, params string[] placeholders)
        {
            if (!LanguageFile.PlaceholdersOf(pattern).Order(StringComparer.Ordinal).SequenceEqual(placeholders))
            {
                fault(where, Clock, $"It must name once each: {string.Join(", ", placeholders)}.");
            }
        }

        Parts("date", file.Date, "day", "month");
        Parts("dateWithYear", file.DateWithYear, "day", "month", "year");
        Parts("time", file.Time, file.Halves is null ? ["hour", "minute"] : ["half", "hour", "minute"]);
        Parts("opening", file.Opening, "date", "number", "time");
        Parts("noOpening", file.NoOpening, "number");
        Parts("room", file.Room, "room");
        if (file.Months.Count != 12 || file.Months.Distinct().Count() != 12 || file.Months.Any(string.IsNullOrWhiteSpace))
        {
            fault("months", Clock, "There must be twelve different ones.");
        }

        if (file.Halves is { } halves && (halves.Count != 2 || halves[0] == halves[1] || halves.Any(string.IsNullOrWhiteSpace)))
        {
            fault("halves", Clock, "There must be two different ones.");
        }

        if (string.IsNullOrWhiteSpace(file.OpeningSeparator))
        {
            fault("openingSeparator", Clock, "It is empty.");
        }
    }

    private static void CheckRendered(LanguageFile file, Action<string, string, string> fault)
    {
        var alphabet = s_served[file.Language];
        var longest = from withYear in s_with
                      from withPlace in s_with
                      from one in Longest(file, withYear, withPlace)
                      select (withYear, withPlace, one.Key, $"{one.Key}.{one.Wording}", one.Text);
        foreach (var (withYear, withPlace, key, where, text) in longest)
        {
            var length = SmsLength.Of(text);
            if (length.Encoding > alphabet)
            {
                var beyond = text.Where(character => SmsLength.SeptetsOf(character) == 0).Distinct();
                fault(where, Alphabet, $"The 7-bit alphabet lacks: {string.Join(' ', beyond)}");
            }
            else if (length.Segments > BudgetOf(key, alphabet, withYear) + (withPlace ? PlaceBudgetOf(alphabet) : 0))
            {
                fault(where, Budget, $"{length.Units} units make {length.Segments} segments with the longest values{(withYear ? " and the year" : "")}{(withPlace ? " and the place" : "")}.");
            }

            if (file.RightToLeft && LatinOutsideIsolates(text) is { } latin)
            {
                fault(where, Direction, $"'{latin}' is not isolated.");
            }
        }
    }

    private static int PlaceBudgetOf(SmsEncoding alphabet) => alphabet == SmsEncoding.Gsm7 ? 1 : 2;

    private static int BudgetOf(TextKey key, SmsEncoding alphabet, bool withYear) => (alphabet, withYear) switch
    {
        (SmsEncoding.Gsm7, false) => key.IsReminder && !key.IsNewsOfPlace ? 1 : 2,
        (SmsEncoding.Ucs2, _) when key.Placeholders.Contains("openings") || key == TextKey.ClosedRebooked => 4,
        (SmsEncoding.Ucs2, _) when key.IsNewsOfPlace || key is TextKey.ClosedChoose or TextKey.HearingNotHeld or TextKey.UrgentHelp => 3,
        (SmsEncoding.Ucs2, true) => 3,
        _ => 2,
    };

    private static char? LatinOutsideIsolates(string text)
    {
        var depth = 0;
        foreach (var character in text)
        {
            depth += Isolates.Contains(character) ? 1 : character == EndIsolate ? -1 : 0;
            if (depth < 0 || depth == 0 && char.IsAsciiLetterOrDigit(character))
            {
                return character;
            }
        }

        return null;
    }

    private static IEnumerable<(TextKey Key, string Name, string Text)> WordingsOf(LanguageFile file) =>
        from entry in file.Texts.OrderBy(entry => entry.Key)
        from wording in new[] { ("neutral", entry.Value.Neutral), ("hearing", entry.Value.Hearing), ("checkIn", entry.Value.CheckIn), ("card", entry.Value.Card) }
        where wording.Item2 is not null
        select (entry.Key, wording.Item1, wording.Item2);

    // A leap year has every day; the longest day and the longest minute make the longest start.
    private static TextValues LongestValues(LanguageFile file, bool withYear)
    {
        var zone = new string('W', 5);
        var midnight = new LocalDateTime(2028, 1, 1, 0, 0);
        var day = Enumerable.Range(0, 366).Select(midnight.PlusDays).MaxBy(start => SmsLength.Of(file.DateOf(start, withYear)).Units);
        var minute = Enumerable.Range(0, 24 * 60).Select(minutes => midnight.PlusMinutes(minutes)).MaxBy(start => SmsLength.Of(file.TimeOf(start, zone)).Units);
        var start = day.Date + minute.TimeOfDay;
        return new()
        {
            Sender = new('W', Brand.MaxLength),
            Today = withYear ? start.Date.PlusDays(-TextValues.MaxDaysWithoutYear - 1) : start.Date,
            Start = start,
            Closed = start,
            ZoneSuffix = zone,
            Contact = new('0', 16),
            Code = new('0', 6),
            Openings = [.. Enumerable.Repeat(start, TextValues.MaxOpenings)],
        };
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"(?<=\{number\}\W*)\w.*$")]
    private static partial Regex WordsOfAnswer();

    [GeneratedRegex("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")]
    private static partial Regex BidiControls();

    [GeneratedRegex("STOP ?=? ?([^A-Za-z=. ].*|[A-Za-z].*)$")]
    private static partial Regex HintPattern();

    [GeneratedRegex(@"(?<![A-Za-z])STOP(?![A-Za-z])")]
    private static partial Regex StopPattern();

    [GeneratedRegex(@"([0-9]) ?=")]
    private static partial Regex AnswerPattern();

    // In capitals, or one that carriers know in any case.
    [GeneratedRegex(@"(?<![A-Za-z])(?!(STOP|SMS)(?![A-Za-z]))([A-Z]{2,}|(?i:yes|cancel|end|quit|revoke|unsubscribe|stopall|optout|start|unstop|info))(?![A-Za-z])")]
    private static partial Regex WordToSend();
}
