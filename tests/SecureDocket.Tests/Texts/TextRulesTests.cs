using SecureDocket.TextCheck;
using SecureDocket.Texts;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Tests.Texts;

public sealed class TextRulesTests(ITestOutputHelper output)
{
    [Fact]
    public void The_catalogue_keeps_every_rule() => Assert.Empty(TextRules.Check(TextCatalogue.Default));

    [Fact]
    public void The_longest_texts_and_their_segments()
    {
        foreach (var file in TextCatalogue.Default.Files)
        {
            foreach (var withYear in new[] { false, true })
            {
                foreach (var (key, wording, text) in TextRules.Longest(file, withYear, withPlace: false))
                {
                    var length = SmsLength.Of(text);
                    output.WriteLine($"{file.Language,-8}{key,-17}{wording,-8} {(withYear ? "year" : "")} {length.Encoding} {length.Units,3} units, {length.Segments} segments");
                    var isRare = key is TextKey.PlaceChanged or TextKey.DateAndPlaceMoved or TextKey.ClosedRebooked or TextKey.ClosedChoose or TextKey.HearingNotHeld or TextKey.UrgentHelp;
                    Assert.InRange(length.Segments, 1, (length.Encoding, key) is (SmsEncoding.Ucs2, TextKey.Openings or TextKey.OpeningTaken or TextKey.ClosedRebooked) ? 4 : length.Encoding == SmsEncoding.Ucs2 && (withYear || isRare) ? 3 : 2);
                }

                foreach (var (key, wording, text) in TextRules.Longest(file, withYear, withPlace: true))
                {
                    var length = SmsLength.Of(text);
                    output.WriteLine($"{file.Language,-8}{key,-17}{wording,-8} {(withYear ? "year" : "")} place {length.Encoding} {length.Units,3} units, {length.Segments} segments");
                    Assert.InRange(length.Segments, 1, length.Encoding == SmsEncoding.Gsm7 ? 3 : 6);
                }
            }
        }
    }

    public static TheoryData<string, string, string, string> BrokenWordings => new()
    {
        { "en", TextRules.Budget, "neutral", "{sender}: You have an appointment with us on the {date} and it starts at {time}. Reply 1 = I will be there, 2 = I need to move it, 3 = help me. STOP = no texts" },
        { "ru", TextRules.Budget, "neutral", "{sender}: напоминаем вам ещё раз о предстоящей встрече {date} в {time}. Ответ: 1 = приду, 2 = нужно перенести, 3 = помощь. STOP = не писать" },
        { "es", TextRules.Alphabet, "neutral", "{sender}: Recuerde su cita: {date}, {time}. Responda 1 = ahí estaré, 2 = cambiarla, 3 = ayuda. STOP = fin" },
        { "ht", TextRules.Alphabet, "neutral", "{sender}: Sonje: {date}, {time}. Reponn 1 = m ap vini, 2 = chanje l, 3 = ÈD. STOP = ase" },
        { "en", TextRules.StopHint, "neutral", "{sender}: Your appointment is on {date}, {time}. Reply 1 = I will be there, 2 = I need to move it, 3 = help." },
        { "en", TextRules.StopHint, "neutral", "{sender}: Your appointment is on {date}, {time}. Reply 1 = I will be there, 2 = I need to move it, 3 = help. NONSTOP" },
        { "en", TextRules.Answers, "neutral", "{sender}: Your appointment is on {date}, {time}. Reply 1 = I will be there, 2 = I need to move it. STOP = no texts" },
        { "en", TextRules.Answers, "neutral", "{sender}: Your appointment is on {date}, {time}. Reply YES or 1 = there, 2 = move it, 3 = help. STOP = no texts" },
        { "en", TextRules.Answers, "neutral", "{sender}: Your appointment is on {date}, {time}. Reply 1 = there, 2 = cancel, 3 = help. STOP = no texts" },
        { "en", TextRules.Answers, "neutral", "{sender}: Your appointment is on {date}, {time}. Reply 1 = there, 3 = help, 2 = move it. STOP = no texts" },
        { "en", TextRules.Neutral, "neutral", "{sender}: Your Hearing is on {date}, {time}. Reply 1 = there, 2 = move it, 3 = help. STOP = no texts" },
        { "en", TextRules.Neutral, "neutral", "{sender}: Your audiencia is on {date}, {time}. Reply 1 = there, 2 = move it, 3 = help. STOP = no texts" },
        { "fr", TextRules.Neutral, "neutral", "{sender}: REFUGIES: rappel, {date}, {time}. Répondez 1 = oui, 2 = à déplacer, 3 = aide. STOP = fin des SMS" },
        { "ar", TextRules.Neutral, "neutral", "{sender}: موعدك بالمحكمه {date} {time}. 1=سأحضر، 2=تغيير، 3=مساعدة. STOP=إيقاف" },
        { "zh-Hans", TextRules.Neutral, "neutral", "{sender}：请到移民局：{date} {time}。1=会到，2=改期，3=帮助。回复STOP不再接收" },
        { "en", TextRules.Placeholder, "neutral", "{sender}: Your appointment is on {date}. Reply 1 = there, 2 = move it, 3 = help. STOP = no texts" },
        { "en", TextRules.Placeholder, "neutral", "{sender}: Your appointment is on {date}, {date}, {time}. Reply 1 = there, 2 = move it, 3 = help. STOP = no texts" },
        { "en", TextRules.Placeholder, "neutral", "{sender}: Your appointment is on {date}, {time}, {name}. Reply 1 = there, 2 = move it, 3 = help. STOP = no texts" },
        { "en", TextRules.Form, "neutral", "{sender}: Your  appointment is on {date}, {time}. Reply 1 = there, 2 = move it, 3 = help. STOP = no texts" },
        { "pt", TextRules.Form, "neutral", "{sender}: Ce\u0301: {date}, {time}. Responda 1 = vou, 2 = mudar, 3 = ajuda. STOP = parar" },
        { "ar", TextRules.Direction, "neutral", "{sender}: موعدك \u200e{date} {time}. 1=سأحضر، 2=تغيير، 3=مساعدة. STOP=إيقاف" },
        { "en", TextRules.Budget, "checkIn", "{sender}: You have an appointment with us on the {date} and it starts at {time}{place}. Reply 1 = I will be there, 2 = I need to move it, 3 = help me. STOP = no texts" },
    };

    [Theory]
    [MemberData(nameof(BrokenWordings))]
    public void A_reminder_that_breaks_a_rule_is_a_fault(string language, string rule, string wording, string text)
    {
        var faults = Check(language, file => With(file, TextKey.DateReminder, file.Texts[TextKey.DateReminder] with
        {
            Neutral = wording == "neutral" ? text : file.Texts[TextKey.DateReminder].Neutral,
            CheckIn = wording == "checkIn" ? text : file.Texts[TextKey.DateReminder].CheckIn,
        }));
        AssertFault(faults, language, $"DateReminder.{wording}", rule);
    }

    [Fact]
    public void A_longer_month_counts_into_the_budget() =>
        AssertFault(Check("en", file => file with { Months = [.. file.Months.Select(month => month == "May" ? "The merry month of May" : month)] }), "en", "DateSet.neutral", TextRules.Budget);

    [Fact]
    public void Only_a_date_far_ahead_names_its_year_and_may_take_a_segment_more()
    {
        var english = TextCatalogue.Default.Files.Single(file => file.Language == "en");
        Assert.Contains(" 2028, ", Assert.Single(TextRules.Longest(english, withYear: true, withPlace: false), one => (one.Key, one.Wording) == (TextKey.DateSet, "neutral")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" 2028, ", Assert.Single(TextRules.Longest(english, withYear: false, withPlace: false), one => (one.Key, one.Wording) == (TextKey.DateSet, "neutral")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(TextRules.Longest(english, withYear: true, withPlace: false), one => one.Key == TextKey.Help);

        AssertFault(Check("en", file => file with { DateWithYear = $"{{month}} {{day}}, {{year}}{new string('x', 160)}" }), "en", "DateSet.neutral", TextRules.Budget);
        Assert.DoesNotContain(Check("zh-Hans", file => file with { DateWithYear = $"{{year}}\u5e74{{month}}{{day}}{new string('\u65e5', 20)}" }), fault => fault.Where == "DateSet.neutral");
        AssertFault(Check("zh-Hans", file => file with { DateWithYear = $"{{year}}\u5e74{{month}}{{day}}{new string('\u65e5', 140)}" }), "zh-Hans", "DateSet.neutral", TextRules.Budget);
        AssertFault(Check("es", file => file with { DateWithYear = "{day} de {month} de {year} a\u00f1\u00f3" }), "es", "DateSet.neutral", TextRules.Alphabet);
    }

    [Fact]
    public void Another_text_may_take_two_segments_but_not_three()
    {
        static LanguageFile WithHelp(LanguageFile file, int length) => With(file, TextKey.Help, new(Neutral: $"{{sender}}: {{contact}} {new string('x', length)}"));

        // The sender, a colon, a contact and two blanks are 31.
        Assert.Empty(Check("en", file => WithHelp(file, 275)));
        AssertFault(Check("en", file => WithHelp(file, 276)), "en", "Help.neutral", TextRules.Budget);
    }

    [Fact]
    public void A_missing_text_is_a_fault() => AssertFault(
        Check("en", file => file with { Texts = file.Texts.Where(entry => entry.Key != TextKey.Booked).ToDictionary() }), "en", "Booked", TextRules.Wording);

    [Fact]
    public void A_missing_wording_and_one_too_many_are_faults()
    {
        AssertFault(Check("en", file => With(file, TextKey.DateSet, file.Texts[TextKey.DateSet] with { CheckIn = null })), "en", "DateSet", TextRules.Wording);
        AssertFault(Check("en", file => With(file, TextKey.Help, file.Texts[TextKey.Help] with { Card = "{sender} {contact}" })), "en", "Help", TextRules.Wording);
        AssertFault(Check("en", file => With(file, TextKey.CardRevoked, file.Texts[TextKey.CardRevoked] with { Neutral = "{sender} {contact}" })), "en", "CardRevoked", TextRules.Wording);
    }

    [Fact]
    public void A_missing_language_and_one_too_many_are_faults()
    {
        var files = TextCatalogue.Default.Files;
        AssertFault(TextRules.Check(new([.. files.Where(file => file.Language != "pa")])), "pa", "language", TextRules.Served);
        AssertFault(TextRules.Check(new([.. files, files[0] with { Language = "tlh" }])), "tlh", "language", TextRules.Served);
    }

    [Fact]
    public void A_file_that_does_not_say_who_reviewed_it_is_a_fault() => AssertFault(Check("en", file => file with { Note = " " }), "en", "note", TextRules.Note);

    [Fact]
    public void Dates_and_times_that_cannot_be_told_apart_are_faults()
    {
        AssertFault(Check("en", file => file with { Date = "{month}" }), "en", "date", TextRules.Clock);
        AssertFault(Check("en", file => file with { Date = "{month} {day} {year}" }), "en", "date", TextRules.Clock);
        AssertFault(Check("en", file => file with { DateWithYear = "{month} {day}" }), "en", "dateWithYear", TextRules.Clock);
        AssertFault(Check("en", file => file with { Time = "{hour}:{minute}" }), "en", "time", TextRules.Clock);
        AssertFault(Check("ru", file => file with { Time = "{hour}" }), "ru", "time", TextRules.Clock);
        AssertFault(Check("en", file => file with { Opening = "{date}, {time}" }), "en", "opening", TextRules.Clock);
        AssertFault(Check("en", file => file with { OpeningSeparator = "" }), "en", "openingSeparator", TextRules.Clock);
        AssertFault(Check("en", file => file with { NoOpening = "none of these" }), "en", "noOpening", TextRules.Clock);
        AssertFault(Check("en", file => file with { Halves = ["M", "M"] }), "en", "halves", TextRules.Clock);
        AssertFault(Check("en", file => file with { Halves = ["AM"] }), "en", "halves", TextRules.Clock);
        AssertFault(Check("en", file => file with { Months = [.. file.Months.Skip(1)] }), "en", "months", TextRules.Clock);
        AssertFault(Check("en", file => file with { Months = [.. file.Months.Skip(1), "May"] }), "en", "months", TextRules.Clock);
    }

    [Fact]
    public void Latin_letters_that_are_not_isolated_are_a_fault()
    {
        // A file that does not say which way its script runs is not isolated; one that does is, so only a date can slip through.
        AssertFault(Check("ar", file => file with { Months = [.. file.Months.Select(month => $"{month}\u2069 x")] }), "ar", "DateReminder.neutral", TextRules.Direction);
    }

    [Fact]
    public void A_word_that_is_read_as_something_else_is_a_fault()
    {
        AssertFault(Check("en", file => file with { Inbound = file.Inbound with { Start = [.. file.Inbound.Start, "parar"] } }), "en", "start", TextRules.WordList);
        AssertFault(Check("en", file => file with { Inbound = file.Inbound with { Help = [.. file.Inbound.Help, "stop"] } }), "en", "help", TextRules.WordList);
        AssertFault(Check("en", file => file with { Inbound = file.Inbound with { StopPhrases = [.. file.Inbound.StopPhrases, "wrong number"] } }), "en", "stopPhrases", TextRules.WordList);
        AssertFault(Check("en", file => file with { Inbound = file.Inbound with { Words = new Dictionary<string, IReadOnlyList<string>>(file.Inbound.Words) { ["verbs"] = ["go"] } } }), "en", "verbs", TextRules.WordList);
        AssertFault(Check("en", file => With(file, TextKey.Started, new(Neutral: "{sender}: Welcome. STOP = farewell"))), "en", "Started.neutral", TextRules.Hint);
        AssertFault(Check("en", file => file with { Inbound = file.Inbound with { StopAlone = [] } }), "en", "stopAlone", TextRules.WordList);
        AssertFault(Check("en", file => file with { Forbidden = [] }), "en", "forbidden", TextRules.WordList);
        AssertFault(Check("en", file => file with { Forbidden = [.. file.Forbidden, "*"] }), "en", "forbidden", TextRules.WordList);
    }

    [Fact]
    public void An_answer_that_is_not_read_as_the_text_promises_is_a_fault()
    {
        AssertFault(Check("en", file => With(file, TextKey.MoveQuestion, new(Neutral: "{sender}: Another time than {date}, {time}? Reply 1 = I will be there, 2 = banana, 3 = help."))), "en", "MoveQuestion.neutral", TextRules.Hint);
        AssertFault(Check("en", file => file with { NoOpening = "{number} = bananas" }), "en", "noOpening", TextRules.Hint);
        AssertFault(Check("en", file => file with { Inbound = file.Inbound with { No = ["no"] } }), "en", "noOpening", TextRules.Hint);
    }

    [Fact]
    public void The_words_for_none_of_the_openings_answer_with_their_digit_and_without()
    {
        foreach (var file in TextCatalogue.Default.Files)
        {
            var words = file.NoOpening.Split('=', ')')[1].Trim();
            Assert.Equal(InboundIntent.No, InboundText.Read(words).Intent);
            Assert.Equal(4, InboundText.Read($"4 {words}").Digit);

            // Whoever will be there, and wants none of the times, books none of them.
            Assert.Null(InboundText.Read($"1 {words}").Digit);
        }
    }

    private static IReadOnlyList<TextFault> Check(string language, Func<LanguageFile, LanguageFile> change)
    {
        TextCatalogue catalogue = new([.. TextCatalogue.Default.Files.Select(file => file.Language == language ? change(file) : file)]);
        return TextRules.Check(catalogue.Files.Single(file => file.Language == language), catalogue);
    }

    private static LanguageFile With(LanguageFile file, TextKey key, TextWordings wordings) =>
        file with { Texts = file.Texts.ToDictionary(entry => entry.Key, entry => entry.Key == key ? wordings : entry.Value) };

    private static void AssertFault(IReadOnlyList<TextFault> faults, string language, string where, string rule) =>
        Assert.Contains(faults, fault => (fault.Language, fault.Where, fault.Rule) == (language, where, rule));
}
