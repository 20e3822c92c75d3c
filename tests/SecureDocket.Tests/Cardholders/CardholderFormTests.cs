using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Cardholders;

public sealed class CardholderFormTests
{
    private static readonly CardholderForm s_good = new()
    {
        ANumber = "A123456789",
        Name = "Мирон Заречный",
        LatinName = "Miron Zarechny",
        BirthDate = "1990-02-28",
        Nationality = "UKR",
        Language = "ru",
        Mobile = "+17135550199",
        TimeZone = "America/Chicago",
    };

    [Fact]
    public void A_good_form_gives_its_details()
    {
        var details = Accepted(s_good);
        Assert.Equal("A123456789", details.ANumber);
        Assert.Equal(MessageTier.Neutral, details.MessageTier);
        Assert.Null(details.Posture);
    }

    [Theory]
    [InlineData("A1234567", "A001234567")]
    [InlineData("a12345678", "A012345678")]
    [InlineData("A-123456789", "A123456789")]
    [InlineData("123-456-789", "A123456789")]
    [InlineData("A123-456-789", "A123456789")]
    [InlineData("123456789", "A123456789")]
    [InlineData("A123456", null)]
    [InlineData("A1234567890", null)]
    [InlineData("B123456789", null)]
    [InlineData("A123 456 789", null)]
    [InlineData("A12-3456-789", null)]
    [InlineData("A123456789\n", null)]
    [InlineData("A\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_numbers(string? given, string? kept) => Check("aNumber", kept, s_good with { ANumber = given }, details => details.ANumber);

    [Theory]
    [InlineData("Suharto", "Suharto")]
    [InlineData("  Anna \t  Maria ", "Anna Maria")]
    [InlineData("李", "李")]
    [InlineData("نور الدين", "نور الدين")]
    [InlineData("සිරි", "සිරි")]
    [InlineData("क्\u200dष", "क्\u200dष")]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData("\U00020BB7野", "\U00020BB7野")]
    [InlineData("O’Brien-Ñuñez Jr.", "O’Brien-Ñuñez Jr.")]
    [InlineData("Jose\u0301", "José")]
    [InlineData("Nguye\u0302\u0303n", "Nguy\u1ec5n")]
    [InlineData("Anna2", null)]
    [InlineData("Anna\u0663", null)]
    [InlineData("Anna\u202eairaM", null)]
    [InlineData("Anna\u2066Maria", null)]
    [InlineData("\u200fنور", null)]
    [InlineData("Anna\u0007", null)]
    [InlineData("Anna\u0000", null)]
    [InlineData("<b>Anna</b>", null)]
    [InlineData("Anna🙂", null)]
    [InlineData("Anna\uffff", null)]
    [InlineData("Anna\ufeff", null)]
    [InlineData("-.'", null)]
    [InlineData("   ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Names(string? given, string? kept) => Check("name", kept, s_good with { Name = given }, details => details.Name);

    [Theory]
    [InlineData("Miron Zarechny", "Miron Zarechny")]
    [InlineData("José Ñuñez", "José Ñuñez")]
    [InlineData("Jose\u0301 N\u0303un\u0303ez", "José Ñuñez")]
    [InlineData("Nguyễn Thị", "Nguyễn Thị")]
    [InlineData("d’Arc-Smith Jr.", "d’Arc-Smith Jr.")]
    [InlineData("Мирон", null)]
    [InlineData("李", null)]
    [InlineData("Miron\u0430", null)]
    [InlineData("-Miron", null)]
    [InlineData("'t Hooft", null)]
    [InlineData("Miron 2", null)]
    [InlineData("Miron\u202e", null)]
    [InlineData("Mirоn", null)]
    [InlineData("M\u0301\u0323x\u0301", null)]
    [InlineData("ª", null)]
    public void Latin_names(string? given, string? kept) => Check("latinName", kept, s_good with { LatinName = given }, details => details.LatinName);

    [Fact]
    public void Lone_surrogates_are_no_names()
    {
        foreach (var broken in new[] { "Anna\ud800", "\udc00Anna", "An\ud800na", "\udc00\ud800" })
        {
            Assert.Equal(["name", "latinName"], Refused(s_good with { Name = broken, LatinName = broken }));
        }
    }

    [Fact]
    public void A_latin_name_may_be_left_out_when_the_name_is_latin()
    {
        Assert.Equal("Ana Peña", Accepted(s_good with { Name = "Ana Peña", LatinName = null }).LatinName);
        Assert.Equal(["latinName"], Refused(s_good with { LatinName = null }));
    }

    [Fact]
    public void Names_end_at_their_limits()
    {
        Accepted(s_good with { Name = new string('я', 120), LatinName = new string('a', 60) });
        Assert.Equal(["name"], Refused(s_good with { Name = new string('я', 121) }));
        Assert.Equal(["latinName"], Refused(s_good with { LatinName = new string('a', 61) }));
        Assert.Equal(["name", "latinName"], Refused(s_good with { Name = new string('a', 1_000_000), LatinName = null }));

        // 64 bytes in UTF-8, however few letters they are.
        Accepted(s_good with { LatinName = new string('é', 32) });
        Assert.Equal(["latinName"], Refused(s_good with { LatinName = new string('é', 32) + "a" }));
        Accepted(s_good with { LatinName = new string('ễ', 21) + "a" });
        Assert.Equal(["latinName"], Refused(s_good with { LatinName = new string('ễ', 22) }));
    }

    [Theory]
    [InlineData("1990", true)]
    [InlineData("2026-05-20", true)]
    [InlineData("2026-05-21", false)]
    [InlineData("1899", false)]
    [InlineData("yesterday", false)]
    [InlineData(null, false)]
    public void Birth_dates(string? given, bool accepted) => Check("birthDate", accepted ? given : null, s_good with { BirthDate = given }, details => details.BirthDate.ToString());

    [Theory]
    [InlineData("USA", true)]
    [InlineData("XXA", true)]
    [InlineData("XXC", true)]
    [InlineData("usa", false)]
    [InlineData("US", false)]
    [InlineData("XXZ", false)]
    [InlineData("ZZZ", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Nationalities(string? given, bool accepted) => Check("nationality", accepted ? given : null, s_good with { Nationality = given }, details => details.Nationality);

    [Theory]
    [InlineData("es", true)]
    [InlineData("zh-Hans", true)]
    [InlineData("es-419", true)]
    [InlineData("pt-BR", true)]
    [InlineData("quc", true)]
    [InlineData("sl-rozaj", true)]
    [InlineData("english", false)]
    [InlineData("ES", false)]
    [InlineData("es_419", false)]
    [InlineData("es-", false)]
    [InlineData("es\n", false)]
    [InlineData(null, false)]
    public void Languages(string? given, bool accepted) => Check("language", accepted ? given : null, s_good with { Language = given }, details => details.Language);

    [Theory]
    [InlineData("+17135550199", true)]
    [InlineData("+5021234567", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+123456", false)]
    [InlineData("+07135550199", false)]
    [InlineData("17135550199", false)]
    [InlineData("+1 713 555 0199", false)]
    [InlineData("+1713555019\u0669", false)]
    [InlineData("+17135550199\n", false)]
    [InlineData("", false)]
    public void Mobiles(string? given, bool accepted) => Check("mobile", accepted ? given : null, s_good with { Mobile = given }, details => details.Mobile);

    [Fact]
    public void A_mobile_may_be_missing() => Assert.Null(Accepted(s_good with { Mobile = null }).Mobile);

    [Theory]
    [InlineData("America/Chicago", true)]
    [InlineData("UTC", true)]
    [InlineData("america/chicago", false)]
    [InlineData("Central Standard Time", false)]
    [InlineData("-06:00", false)]
    [InlineData(null, false)]
    public void Time_zones(string? given, bool accepted) => Check("timeZone", accepted ? given : null, s_good with { TimeZone = given }, details => details.TimeZone);

    [Theory]
    [InlineData(null, "Neutral")]
    [InlineData("neutral", "Neutral")]
    [InlineData("codeWord", "CodeWord")]
    [InlineData("detailed", "Detailed")]
    [InlineData("Detailed", null)]
    [InlineData("2", null)]
    [InlineData("", null)]
    public void Message_tiers(string? given, string? kept) => Check(
        "messageTier", kept, s_good with { MessageTier = given, CodeWord = given == "codeWord" ? "Luna7" : null }, details => details.MessageTier.ToString());

    [Theory]
    [InlineData("codeWord", "Luna7", true)]
    [InlineData("codeWord", "Ñandú", false)]
    [InlineData("codeWord", "a", false)]
    [InlineData("codeWord", "thirteencharsx", false)]
    [InlineData("codeWord", "two words", false)]
    [InlineData("codeWord", "stop", false)]
    [InlineData("codeWord", "immigration", false)]
    [InlineData("codeWord", "", false)]
    [InlineData("codeWord", null, false)]
    [InlineData("neutral", "Luna7", false)]
    [InlineData("detailed", "Luna7", false)]
    [InlineData(null, "Luna7", false)]
    public void Code_words(string? tier, string? given, bool accepted) =>
        Check("codeWord", accepted ? given : null, s_good with { MessageTier = tier, CodeWord = given }, details => details.CodeWord);

    [Fact]
    public void A_posture_and_its_day_go_together()
    {
        Assert.Equal(new Posture(PostureState.AsylumPending, "2026-05-20"), Accepted(s_good with { Posture = "AsylumPending", PostureAsOf = "2026-05-20" }).Posture);
        Assert.Equal(["postureAsOf"], Refused(s_good with { Posture = "AsylumPending" }));
        Assert.Equal(["posture"], Refused(s_good with { PostureAsOf = "2026-05-20" }));
        Assert.Equal(["postureAsOf"], Refused(s_good with { Posture = "AsylumPending", PostureAsOf = "2026-05-21" }));
        Assert.Equal(["postureAsOf"], Refused(s_good with { Posture = "AsylumPending", PostureAsOf = "2026-02-30" }));
        foreach (var unknown in new[] { "asylumPending", "1", "Deported", "" })
        {
            Assert.Equal(["posture"], Refused(s_good with { Posture = unknown, PostureAsOf = "2026-05-20" }));
        }
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        string[] all = ["aNumber", "name", "latinName", "birthDate", "nationality", "language", "timeZone"];
        Assert.Equal(all, Refused(new CardholderForm()));

        var worst = new CardholderForm
        {
            ANumber = "x",
            Name = "1",
            LatinName = "1",
            BirthDate = "x",
            Nationality = "x",
            Language = "1",
            Mobile = "x",
            TimeZone = "x",
            MessageTier = "x",
            CodeWord = "x",
            Posture = "x",
            PostureAsOf = "x",
        };
        Assert.Equal([.. all[..6], "mobile", "timeZone", "messageTier", "codeWord", "posture", "postureAsOf"], Refused(worst));
    }

    private static void Check(string field, string? kept, CardholderForm form, Func<CardholderDetails, string?> read)
    {
        if (kept is null)
        {
            Assert.Equal([field], Refused(form));
        }
        else
        {
            Assert.Equal(kept, read(Accepted(form)));
        }
    }

    private static CardholderDetails Accepted(CardholderForm form)
    {
        var result = Result(form);
        Assert.Empty(result.Refusals);
        return result.Value!;
    }

    private static IEnumerable<string?> Refused(CardholderForm form)
    {
        var refusals = Result(form).Refusals;
        Assert.All(refusals, refusal => Assert.Equal("invalid", refusal.Code));
        return refusals.Select(refusal => refusal.Field);
    }

    private static Result<CardholderDetails> Result(CardholderForm form) => form.Check(new LocalDate(2026, 5, 20));
}
