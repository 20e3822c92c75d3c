using System.Text.RegularExpressions;
using NodaTime;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Texts;

public sealed class TextCatalogueTests
{
    private static readonly TextValues s_values = new()
    {
        Sender = "Docktext",
        Today = new(2026, 2, 23),
        Start = new(2026, 3, 2, 9, 5),
        Closed = new(2026, 3, 1, 9, 5),
        Code = "024681",
        Contact = "1-800-555-0100",
        Openings = [new(2026, 3, 3, 9, 30), new(2026, 3, 4, 14, 0)],
    };

    public static TheoryData<string, string> Tags => new()
    {
        { "en", "en" },
        { "en-US", "en" },
        { "es-419", "es" },
        { "ES-mx", "es" },
        { "es_MX", "es" },
        { "pt-BR", "pt" },
        { "ht-HT", "ht" },
        { "fr-CA", "fr" },
        { "ar-SD", "ar" },
        { "ru", "ru" },
        { "zh", "zh-Hans" },
        { "zh-CN", "zh-Hans" },
        { "zh-Hans-SG", "zh-Hans" },
        { "zh-Hant-TW", "zh-Hans" },
        { "cmn", "zh-Hans" },
        { "pa", "pa" },
        { "pa-IN", "pa" },
        { "pa-Guru-IN", "pa" },
        { "pa-Arab", "en" },
        { "pa-PK", "en" },
        { "tlh", "en" },
        { "", "en" },
        { "-", "en" },
    };

    [Theory]
    [MemberData(nameof(Tags))]
    public void The_closest_language_is_taken(string tag, string served) => Assert.Equal(served, TextCatalogue.Default.LanguageFor(tag));

    [Theory]
    [InlineData("en", MessageTier.Neutral, TextSubject.Hearing, "Docktext: Your appointment is on March 2, 9:05 AM. ")]
    [InlineData("en", MessageTier.Neutral, TextSubject.CheckIn, "Docktext: Your appointment is on March 2, 9:05 AM. ")]
    [InlineData("en", MessageTier.Detailed, TextSubject.Hearing, "Docktext: Court hearing March 2, 9:05 AM. ")]
    [InlineData("en", MessageTier.Detailed, TextSubject.CheckIn, "Docktext: Your check-in is on March 2, 9:05 AM. ")]
    [InlineData("en", MessageTier.Detailed, TextSubject.None, "Docktext: Your appointment is on March 2, 9:05 AM. ")]
    [InlineData("es", MessageTier.Neutral, TextSubject.Hearing, "Docktext: Recuerde su cita: 2 de marzo, 9:05 AM. ")]
    [InlineData("pt", MessageTier.Neutral, TextSubject.Hearing, "Docktext: Lembrete do seu compromisso: 2 de mar., 9:05. ")]
    [InlineData("ht", MessageTier.Neutral, TextSubject.Hearing, "Docktext: Sonje randevou ou: 2 mas, 9:05 AM. ")]
    [InlineData("fr", MessageTier.Neutral, TextSubject.Hearing, "Docktext: Rappel: rendez-vous le 2 mars \u00e0 9h05. ")]
    [InlineData("ru", MessageTier.Neutral, TextSubject.Hearing, "Docktext: \u043d\u0430\u043f\u043e\u043c\u0438\u043d\u0430\u0435\u043c \u043e \u0432\u0441\u0442\u0440\u0435\u0447\u0435 2 \u043c\u0430\u0440\u0442\u0430 \u0432 9:05. ")]
    [InlineData("zh-Hans", MessageTier.Neutral, TextSubject.Hearing, "Docktext：提醒您，您有预约：3月2日 9:05。")]
    [InlineData("es", MessageTier.CodeWord, TextSubject.Hearing, "Docktext: Recuerde su cita: 2 de marzo, 9:05 AM. ")]
    public void A_reminder_says_as_much_as_its_tier_allows(string language, MessageTier tier, TextSubject subject, string beginning) =>
        Assert.StartsWith(beginning, TextCatalogue.Default.Render(TextKey.DateReminder, language, tier, subject, s_values), StringComparison.Ordinal);

    [Fact]
    public void Every_text_can_be_made_in_every_language()
    {
        foreach (var key in Enum.GetValues<TextKey>())
        {
            foreach (var language in TextCatalogue.Default.Languages)
            {
                foreach (var tier in Enum.GetValues<MessageTier>())
                {
                    foreach (var subject in Enum.GetValues<TextSubject>())
                    {
                        var text = TextCatalogue.Default.Render(key, language, tier, subject, s_values);
                        Assert.Contains("Docktext", text, StringComparison.Ordinal);
                        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
                    }
                }
            }
        }
    }

    [Fact]
    public void The_first_of_a_month_has_its_own_form_where_the_language_has_one()
    {
        string DateIn(string language) => TextCatalogue.Default.Render(TextKey.DateCancelled, language, MessageTier.Neutral, TextSubject.None, s_values with { Start = new(2026, 5, 1, 9, 0) });
        Assert.Contains(" 1er mai ", DateIn("fr"), StringComparison.Ordinal);
        Assert.Contains(" 1ye me,", DateIn("ht"), StringComparison.Ordinal);
        Assert.Contains(" 1 de mayo,", DateIn("es"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "March 4, 2029")]
    [InlineData("es", "4 de marzo de 2029")]
    [InlineData("pt", "4 de mar. de 2029")]
    [InlineData("ht", "4 mas 2029")]
    [InlineData("fr", "4 mars 2029")]
    [InlineData("zh-Hans", "2029\u5e743\u67084\u65e5")]
    [InlineData("pa", "4 \u0a2e\u0a3e\u0a30\u0a1a 2029")]
    [InlineData("ar", "\u20684 \u0645\u0627\u0631\u0633 2029\u2069")]
    [InlineData("ru", "4 \u043c\u0430\u0440\u0442\u0430 2029 \u0433\u043e\u0434\u0430")]
    public void A_date_far_from_the_text_names_its_year_in_every_text_and_tier(string language, string date)
    {
        LocalDateTime start = new(2029, 3, 4, 9, 0);
        var far = s_values with { Start = start, Openings = [start] };
        foreach (var key in Enum.GetValues<TextKey>().Where(key => key.Placeholders.Contains("date")))
        {
            foreach (var subject in Enum.GetValues<TextSubject>())
            {
                Assert.Contains(date, TextCatalogue.Default.Render(key, language, MessageTier.Detailed, subject, far), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(-301, true)]
    [InlineData(-300, false)]
    [InlineData(0, false)]
    [InlineData(300, false)]
    [InlineData(301, true)]
    [InlineData(365, true)]
    [InlineData(7300, true)]
    public void The_year_is_named_beyond_three_hundred_days(int days, bool isNamed)
    {
        LocalDateTime start = new(2029, 3, 4, 23, 59);
        var text = Render(TextKey.DateSet, s_values with { Today = start.Date.PlusDays(-days), Start = start });
        Assert.Equal(isNamed, text.Contains("on March 4, 2029, 11:59 PM", StringComparison.Ordinal));
        Assert.Equal(!isNamed, text.Contains("on March 4, 11:59 PM", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_opening_names_its_own_year_where_it_must() => Assert.EndsWith(
        ": 1 = March 3, 9:30 AM; 2 = March 3, 2027, 9:30 AM; 3 = none of these",
        Render(TextKey.Openings, s_values with { Openings = [new(2026, 3, 3, 9, 30), new(2027, 3, 3, 9, 30)] }), StringComparison.Ordinal);

    [Fact]
    public void A_date_that_is_off_or_missed_is_told_from_another_on_the_same_day()
    {
        foreach (var key in new[] { TextKey.DateCancelled, TextKey.CheckInMissed })
        {
            foreach (var language in TextCatalogue.Default.Languages)
            {
                foreach (var tier in Enum.GetValues<MessageTier>())
                {
                    foreach (var subject in Enum.GetValues<TextSubject>())
                    {
                        string At(int hour) => TextCatalogue.Default.Render(key, language, tier, subject, s_values with { Start = new(2026, 3, 2, hour, 17) });
                        Assert.Matches("9[:h]17", At(9));
                        Assert.NotEqual(At(9), At(21));
                    }
                }
            }
        }
    }

    [Fact]
    public void In_Arabic_what_runs_the_other_way_is_isolated()
    {
        var text = TextCatalogue.Default.Render(TextKey.DateReminder, "ar", MessageTier.Neutral, TextSubject.None, s_values with { ZoneSuffix = "MST" });
        Assert.StartsWith("\u2068Docktext\u2069: ", text, StringComparison.Ordinal);
        Assert.Contains("\u20682 \u0645\u0627\u0631\u0633\u2069", text, StringComparison.Ordinal);
        Assert.Contains("\u20689:05 \u0635 MST\u2069", text, StringComparison.Ordinal);
        Assert.Contains("\u20681\u2069=", text, StringComparison.Ordinal);
        Assert.Contains("\u2068STOP\u2069=", text, StringComparison.Ordinal);

        // Nothing that is not isolated decides the direction but Arabic letters.
        var outside = Regex.Replace(text, "\u2068[^\u2068\u2069]*\u2069", "");
        Assert.DoesNotMatch("[A-Za-z0-9\u2068\u2069]", outside);
        Assert.Matches("[\u0621-\u064a]", outside);
    }

    [Fact]
    public void Each_opening_in_Arabic_is_isolated_by_its_parts() => Assert.EndsWith(
        "\u20681\u2069) \u20683 \u0645\u0627\u0631\u0633\u2069 \u20689:30 \u0635\u2069\u061b \u20682\u2069) \u20684 \u0645\u0627\u0631\u0633\u2069 \u20682:00 \u0645\u2069\u061b \u20683\u2069) لا يناسبني أي منها",
        TextCatalogue.Default.Render(TextKey.Openings, "ar", MessageTier.Neutral, TextSubject.None, s_values), StringComparison.Ordinal);

    [Fact]
    public void Card_news_has_details_only_in_the_detailed_tier()
    {
        string Text(TextKey key, MessageTier tier) => TextCatalogue.Default.Render(key, "en", tier, TextSubject.Card, s_values);
        var news = Text(TextKey.CardNews, MessageTier.Neutral);
        Assert.Equal(news, Text(TextKey.CardRevoked, MessageTier.Neutral));
        Assert.Equal(news, Text(TextKey.CardExpired, MessageTier.CodeWord));
        Assert.Equal(news, Text(TextKey.CardNews, MessageTier.Detailed));
        Assert.NotEqual(news, Text(TextKey.CardRevoked, MessageTier.Detailed));
    }

    [Fact]
    public void Openings_are_numbered_by_the_digits_that_choose_them() =>
        Assert.EndsWith(": 1 = March 3, 9:30 AM; 2 = March 4, 2:00 PM; 3 = none of these", Render(TextKey.Openings, s_values), StringComparison.Ordinal);

    [Theory]
    [InlineData(TextKey.Openings)]
    [InlineData(TextKey.OpeningTaken)]
    public void Openings_say_which_date_they_would_stand_in_for(TextKey key)
    {
        Assert.Contains("You can change March 2, 9:05 AM to one of these", Render(key, s_values), StringComparison.Ordinal);
        AssertRefused(key, s_values with { Start = null });
    }

    [Fact]
    public void A_zone_follows_every_time()
    {
        var inDenver = s_values with { ZoneSuffix = "MST" };
        Assert.Contains("9:05 AM MST.", Render(TextKey.DateReminder, inDenver), StringComparison.Ordinal);
        Assert.EndsWith("9:30 AM MST; 2 = March 4, 2:00 PM MST; 3 = none of these", Render(TextKey.Openings, inDenver), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "12:00 AM")]
    [InlineData(1, "1:00 AM")]
    [InlineData(11, "11:00 AM")]
    [InlineData(12, "12:00 PM")]
    [InlineData(13, "1:00 PM")]
    [InlineData(23, "11:00 PM")]
    public void The_clock_has_twelve_hours_in_English(int hour, string time) =>
        Assert.Contains($", {time}. ", Render(TextKey.DateReminder, s_values with { Start = new(2026, 3, 2, hour, 0) }), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("ThirteenChars")]
    [InlineData(" blank")]
    [InlineData("two\nlines")]
    [InlineData("\u00e1rea")]
    [InlineData("[[[[]]]")]
    [InlineData("ICE news")]
    [InlineData("La Corte")]
    [InlineData("...")]
    public void An_illegal_brand_is_refused(string brand)
    {
        Assert.False(Brand.IsLegal(brand));
        AssertRefused(TextKey.Unclear, s_values with { Sender = brand });
    }

    [Fact]
    public void A_missing_or_illegal_value_is_refused()
    {
        AssertRefused(TextKey.DateReminder, s_values with { Start = null });
        AssertRefused(TextKey.DateCancelled, s_values with { Start = null });
        AssertRefused(TextKey.DateSet, s_values with { Today = null });
        AssertRefused(TextKey.DateReminder, s_values with { ZoneSuffix = "" });
        AssertRefused(TextKey.DateReminder, s_values with { ZoneSuffix = "Denver" });
        AssertRefused(TextKey.DateReminder, s_values with { ZoneSuffix = "M T" });
        AssertRefused(TextKey.Openings, s_values with { ZoneSuffix = "Denver" });
        AssertRefused(TextKey.Openings, s_values with { OpeningSuffixes = ["MST", "Denver"] });
        AssertRefused(TextKey.Openings, s_values with { OpeningSuffixes = ["MST"] });
        AssertRefused(TextKey.Openings, s_values with { Openings = [] });
        AssertRefused(TextKey.Openings, s_values with { Today = null });
        AssertRefused(TextKey.Openings, s_values with { Openings = [.. Enumerable.Repeat(new LocalDateTime(2026, 3, 3, 9, 30), 4)] });
        AssertRefused(TextKey.Help, s_values with { Contact = null });
        AssertRefused(TextKey.Help, s_values with { Contact = "800555" });
        AssertRefused(TextKey.Help, s_values with { Contact = "(---) --- ----" });
        AssertRefused(TextKey.Help, s_values with { Contact = "1-800-555-0100 x1" });
        AssertRefused(TextKey.Help, s_values with { Contact = "1-800-FLOWERS" });
        AssertRefused((TextKey)999, s_values);
    }

    [Fact]
    public void Only_what_a_text_names_is_looked_at() =>
        Assert.StartsWith("Docktext: ", Render(TextKey.Started, new() { Sender = "Docktext", ZoneSuffix = "nowhere", Contact = "?" }), StringComparison.Ordinal);

    [Fact]
    public void The_code_word_tier_takes_only_a_code_word() =>
        Assert.Throws<ArgumentException>(() => TextCatalogue.Default.Render(TextKey.Help, "en", MessageTier.CodeWord, TextSubject.None, s_values with { Sender = "two words" }));

    private static string Render(TextKey key, TextValues values) => TextCatalogue.Default.Render(key, "en", MessageTier.Neutral, TextSubject.None, values);

    private static void AssertRefused(TextKey key, TextValues values) => Assert.ThrowsAny<ArgumentException>(() => Render(key, values));
}
