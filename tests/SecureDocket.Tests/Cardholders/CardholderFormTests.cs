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
    [InlineData("A12-345-678", "A012345678")]
    [InlineData("A 012 345 678", "A012345678")]
    [InlineData("A123 456 789", "A123456789")]
    [InlineData("A# 012-345-678", "A012345678")]
    [InlineData("A#012345678", "A012345678")]
    [InlineData("# 12345678", "A012345678")]
    [InlineData("A 12345678", "A012345678")]
    [InlineData(" a012\u2011345\u2011678 ", "A012345678")]
    [InlineData("A\u00A0012\u00A0345\u00A0678", "A012345678")]
    [InlineData("\uFF21\uFF10\uFF11\uFF12345678", "A012345678")]
    [InlineData("A\u0660\u0661\u0662345678", "A012345678")]
    [InlineData("A212-345-701.", "A212345701")]
    [InlineData("A\u2013012\u2013345\u2013678", "A012345678")]
    [InlineData("A1-234-567", "A001234567")]
    [InlineData("A123456789 \n", "A123456789")]
    [InlineData("A000000000", null)]
    [InlineData("000-000-000", null)]
    [InlineData("A0000000", null)]
    [InlineData("A12-3456-789", null)]
    [InlineData("A12-345 678", null)]
    [InlineData("A12--345--678", null)]
    [InlineData("A123456789 and more", null)]
    [InlineData("AA123456789", null)]
    [InlineData("A12 345", null)]
    [InlineData("A\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669", "A123456789")]
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
    [InlineData("Smith, Jr.", "Smith, Jr.")]
    [InlineData("Mª Carmen Núñez", "Mª Carmen Núñez")]
    [InlineData("João 2º", "João 2º")]
    [InlineData("Robert Smith 3rd", "Robert Smith 3rd")]
    [InlineData("Robert Smith 2", "Robert Smith 2")]
    [InlineData("Karl \u2162", "Karl III")]
    [InlineData("Robert (Bob) Smith", "Robert (Bob) Smith")]
    [InlineData("O‘Brien–Smith", "O‘Brien–Smith")]
    [InlineData("Jean‐Luc", "Jean‐Luc")]
    [InlineData("’t Hooft", "’t Hooft")]
    [InlineData("ʻAkahi Kaʻiulani", "ʻAkahi Kaʻiulani")]
    [InlineData("マリア・ガルシア", "マリア・ガルシア")]
    [InlineData("בן־גוריון", "בן־גוריון")]
    [InlineData("ז׳בוטינסקי", "ז׳בוטינסקי")]
    [InlineData("张•伟", "张•伟")]
    [InlineData("山田エミリー", "山田エミリー")]
    [InlineData("Ɓala ɓala", "Ɓala ɓala")]
    [InlineData("Əliyev əli", "Əliyev əli")]
    [InlineData("Ravi s/o Kumar", "Ravi s/o Kumar")]
    [InlineData("മോഹന്\u200d", "മോഹന്\u200d")]
    [InlineData("עִבְרִית", "עִבְרִית")]
    [InlineData("مُحَمَّد", "مُحَمَّد")]
    [InlineData("น้ำ", "น้ำ")]
    [InlineData("ကြွေး", "ကြွေး")]
    [InlineData("ស្រី", "ស្រី")]
    [InlineData("བཀྲ་ཤིས", "བཀྲ་ཤིས")]
    [InlineData("葛\U000E0100城", "葛\U000E0100城")]
    [InlineData("\u3164", null)]
    [InlineData("\u115f", null)]
    [InlineData("Anna\u1160", null)]
    [InlineData("An\uffa0na", null)]
    [InlineData("An\u034fna", null)]
    [InlineData("Anna\ufe0f", null)]
    [InlineData("Anna\U000E0100", null)]
    [InlineData("Anna\u2800Maria", null)]
    [InlineData("\u0301a", null)]
    [InlineData("Anna \u0301", null)]
    [InlineData("a\u0301\u0302\u0303", null)]
    [InlineData("я\u0301\u0301", null)]
    [InlineData("ن\u064e\u064f\u0650\u0651", null)]
    [InlineData("A\u20dd", null)]
    [InlineData("A\u0335na", null)]
    [InlineData("a\u0336b\u0336", null)]
    [InlineData("\uFDFA", null)]
    [InlineData("A\u093f", null)]
    [InlineData("a\u200d", null)]
    [InlineData("An\u200cna", null)]
    [InlineData("نور\u200c", null)]
    [InlineData("क्\u200d\u200dष", null)]
    [InlineData("Аnna", null)]
    [InlineData("Μaria", null)]
    [InlineData("О’Neil", null)]
    [InlineData("Мариa", null)]
    [InlineData("Anna-Мария", null)]
    [InlineData("\U0001D400\U0001D427\U0001D427\U0001D41A", null)]
    [InlineData("ª", null)]
    [InlineData("2nd Robert", null)]
    [InlineData("2nd", null)]
    [InlineData("Robert 2x", null)]
    [InlineData("Robert ٢", null)]
    [InlineData("Robert (Bob", null)]
    [InlineData("Robert )Bob(", null)]
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
    [InlineData("'t Hooft", "'t Hooft")]
    [InlineData("ʻAkahi", "ʻAkahi")]
    [InlineData("Miron 2", "Miron 2")]
    [InlineData("Smith, Mª (Ana) 3rd", "Smith, Mª (Ana) 3rd")]
    [InlineData("Gal·la", "Gal·la")]
    [InlineData("Ɔkɔ Ɛɛ Əliyev əli ɓɗŋ", "Ɔkɔ Ɛɛ Əliyev əli ɓɗŋ")]
    [InlineData("Jo\u0250n", null)]
    [InlineData("(Ana)", null)]
    [InlineData("Mirоn 2", null)]
    [InlineData("Miron2", null)]
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
    [InlineData("+17135550199", "+17135550199")]
    [InlineData("17135550199", "+17135550199")]
    [InlineData("+1 713 555 0199", "+17135550199")]
    [InlineData("(713) 555-0199", "+17135550199")]
    [InlineData("tel:+1-713-555-0199", "+17135550199")]
    [InlineData("+52 1 55 1234 5678", "+525512345678")]
    [InlineData("713.555.0199 ", "+17135550199")]
    [InlineData("+1713555019\u0669", "+17135550199")]
    [InlineData("\uff0b1\uff17135550199", "+17135550199")]
    [InlineData("00 44 7400 123456", "+447400123456")]
    [InlineData("+44 (0)7400 123456", "+447400123456")]
    [InlineData("+440 7400 123456", "+447400123456")]
    [InlineData("+502 5123 4567", "+50251234567")]
    [InlineData("+5021234567", null)]
    [InlineData("+123456789012345", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("+123456", null)]
    [InlineData("+07135550199", null)]
    [InlineData("+17130550199", null)]
    [InlineData("+18335550100", null)]
    [InlineData("1-800-356-9377", null)]
    [InlineData("+19005550199", null)]
    [InlineData("+442079460000", null)]
    [InlineData("1-800-FLOWERS", null)]
    [InlineData("713 555 0199 x12", null)]
    [InlineData("555-0199", null)]
    [InlineData("", null)]
    public void Mobiles(string? given, string? kept) => Check("mobile", kept, s_good with { Mobile = given }, details => details.Mobile);

    [Theory]
    [InlineData("America/Mexico_City", "55 1234 5678", "+525512345678")]
    [InlineData("Europe/London", "07400 123456", "+447400123456")]
    [InlineData("Europe/Berlin", "0151 23456789", "+4915123456789")]
    [InlineData("US/Central", "713 555 0199", "+17135550199")]
    [InlineData("UTC", "713 555 0199", "+17135550199")]
    public void A_mobile_is_read_as_dialled_in_the_persons_country(string timeZone, string given, string kept) =>
        Check("mobile", kept, s_good with { TimeZone = timeZone, Mobile = given }, details => details.Mobile);

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
