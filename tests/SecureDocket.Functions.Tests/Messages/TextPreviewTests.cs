using SecureDocket.CostSheet;
using SecureDocket.Functions.Tests.Contract;
using SecureDocket.Messages;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Functions.Tests.Messages;

/// <summary>What people are texted, seen before it is sent.</summary>
public sealed class TextPreviewTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Path = "/api/v1/texts/preview";

    private static readonly string[] s_tiers = ["neutral", "codeWord", "detailed"];

    [Fact]
    public void Every_text_has_an_occasion_that_the_contract_names()
    {
        Assert.Equal(Enum.GetValues<TextKey>(), TextOccasion.All.Select(occasion => occasion.Key).Distinct());
        Assert.Equal(
            ApiContract.Document["paths"]![Path]!["get"]!["parameters"]![0]!["schema"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()),
            TextOccasion.All.Select(occasion => occasion.Name));
    }

    [Fact]
    public async Task Every_occasion_is_shown_in_every_tier_language_and_subject_with_its_length_and_cost()
    {
        using var auditor = api.As("Docket.Auditor");
        foreach (var occasion in TextOccasion.All)
        {
            string?[] subjects = occasion.Subjects.Count switch { 0 => [null], 1 => [null, NameOf(occasion.Subjects[0])], _ => ["hearing", "checkIn"] };
            foreach (var (subject, tier, language) in from subject in subjects from tier in s_tiers from language in TextCatalogue.Default.Languages select (subject, tier, language))
            {
                var query = $"?occasion={occasion.Name}&tier={tier}&language={language}{(subject is null ? "" : $"&subject={subject}")}";
                var shown = (await auditor.GetAsync(Path + query)).Is(200).Json;
                var text = shown["text"]!.GetValue<string>();
                var length = SmsLength.Of(text);
                Assert.StartsWith(tier == "codeWord" ? "Luna7" : "SDC", text.TrimStart('\u2068'), StringComparison.Ordinal);
                Assert.Equal((tier, language), (shown["tier"]!.GetValue<string>(), shown["language"]!.GetValue<string>()));
                Assert.Equal((length.Segments, length.Units), (shown["segments"]!.GetValue<int>(), shown["units"]!.GetValue<int>()));
                Assert.Equal(length.Encoding == SmsEncoding.Gsm7 ? "gsm7" : "ucs2", shown["encoding"]!.GetValue<string>());
                Assert.Equal(length.Segments * 1.05m, shown["estimatedCost"]!["cents"]!.GetValue<decimal>());
            }
        }
    }

    [Theory]
    [InlineData("occasion=oneDay&subject=hearing&tier=detailed&language=en", "hearing", "Sample Immigration Court")]
    [InlineData("occasion=oneDay&subject=checkIn&tier=detailed&language=en-US", "checkIn", "March 16, 9:30 AM")]
    [InlineData("occasion=missed&tier=detailed&language=es-MX", "checkIn", "16 de marzo")]
    [InlineData("occasion=placeChanged&subject=hearing&tier=detailed&language=en", "hearing", "1 Sample Plaza, Houston, TX 77002")]
    [InlineData("occasion=dateAndPlaceMoved&subject=checkIn&tier=detailed&language=en", "checkIn", "2 Sample Plaza, Houston, TX 77002")]
    [InlineData("occasion=cardRevoked&tier=detailed&language=en", "card", "1-800-555-0100")]
    [InlineData("occasion=openings&tier=neutral&language=en", null, "1 = March 17, 9:30 AM; 2 = March 18, 10:30 AM; 3 = March 19, 2:30 PM; 4 = none of these")]
    [InlineData("occasion=signInCode&tier=codeWord&language=zh-CN", null, "123456")]
    public async Task The_text_is_the_one_that_a_person_would_get(string query, string? subject, string words)
    {
        using var officer = api.As("Field.Officer");
        var shown = (await officer.GetAsync($"{Path}?{query}")).Is(200).HasSafeHeaders().Json;
        Assert.Contains(words, shown["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(subject, shown["subject"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("", "occasion,tier,language")]
    [InlineData("occasion=oneDay&subject=hearing&tier=loud&language=en", "tier")]
    [InlineData("occasion=oneDay&subject=hearing&tier=Neutral&language=en", "tier")]
    [InlineData("occasion=oneDay&subject=hearing&tier=neutral&tier=detailed&language=en", "tier")]
    [InlineData("occasion=oneDay&tier=neutral&language=en", "subject")]
    [InlineData("occasion=oneDay&subject=card&tier=neutral&language=en", "subject")]
    [InlineData("occasion=sevenDays&subject=checkIn&tier=neutral&language=en", "subject")]
    [InlineData("occasion=help&subject=hearing&tier=neutral&language=en", "subject")]
    [InlineData("occasion=tenDays&subject=visit&tier=0&language=tlh", "occasion,subject,tier,language")]
    [InlineData("occasion=help&tier=neutral&language=enochian", "language")]
    [InlineData("occasion=help&tier=neutral&language=pa-PK", "language")]
    [InlineData("occasion=help&tier=neutral&language=", "language")]
    [InlineData("occasion=help&tier=neutral&language=en&person=1", "person")]
    public async Task Whatever_is_wrong_is_told_at_once(string query, string faults)
    {
        using var administrator = api.As("Program.Administrator");
        (await administrator.GetAsync($"{Path}?{query}")).IsInvalid(faults.Split(','));
    }

    [Fact]
    public async Task Who_names_an_unknown_one_is_told_the_known_ones()
    {
        using var administrator = api.As("Program.Administrator");
        var errors = (await administrator.GetAsync($"{Path}?occasion=tenDays&tier=loud&language=tlh")).Json["errors"]!.AsArray();
        Assert.Equal(
            [
                $"Must be one of {string.Join(", ", TextOccasion.All.Select(occasion => occasion.Name))}.",
                "Must be one of neutral, codeWord, detailed.",
                $"Must be one of {string.Join(", ", TextCatalogue.Default.Languages)}.",
            ],
            errors.Select(error => error!["detail"]!.GetValue<string>()));
    }

    [Fact]
    public void A_segment_costs_what_the_cost_sheet_says() => Assert.Equal(PreviewText.CentsPerSegment, (decimal)new Prices().TextSegment * 100);

    private static string NameOf(TextSubject subject) => subject == TextSubject.Hearing ? "hearing" : "checkIn";
}
