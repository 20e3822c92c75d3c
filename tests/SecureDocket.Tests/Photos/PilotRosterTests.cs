using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using static SecureDocket.Tests.Photos.Intake;

namespace SecureDocket.Tests.Photos;

public sealed class PilotRosterTests
{
    private static readonly JsonElement[] s_roster = Lines("roster.ndjson");
    private static readonly JsonElement[] s_enrollments = Lines("enrollment.ndjson");

    public static TheoryData<string> Photos => [.. s_enrollments.Select(line => Text(line, "photo"))];

    [Theory]
    [MemberData(nameof(Photos))]
    public void Every_portrait_is_accepted_and_keeps_no_metadata(string photo)
    {
        var upload = File.ReadAllBytes(Files.Roster(photo));
        Assert.InRange(upload.Length, 1, 90 * 1024);

        var accepted = Accepted(upload);

        Assert.Empty(Metadata.Kinds(accepted.Bytes));
        Assert.Equal(photo.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "image/jpeg", accepted.MediaType);
    }

    [Fact]
    public void No_two_portraits_are_the_same() =>
        Assert.Equal(24, s_enrollments.Select(line => Accepted(File.ReadAllBytes(Files.Roster(Text(line, "photo")))).Hash).Distinct().Count());

    [Fact]
    public void Each_person_has_one_enrollment_and_one_portrait()
    {
        var numbers = s_roster.Select(line => Text(line, "aNumber")).ToArray();

        Assert.Equal(24, numbers.Distinct().Count());
        Assert.All(numbers, number => Assert.Matches("^A9000000[0-9]{2}$", number));
        Assert.Equal(numbers, s_enrollments.Select(line => Text(line, "aNumber")));
        Assert.Equal(24, s_enrollments.Select(line => Text(line, "photo")).Distinct().Count());
        Assert.Equal(24, Directory.GetFiles(Files.Roster("photos")).Length);
    }

    [Fact]
    public void Every_line_has_exactly_its_members()
    {
        string[] person = ["aNumber", "name", "latinName", "birthDate", "nationality", "language", "mobile", "timeZone", "messageTier", "posture", "postureAsOf"];
        string[] enrollment = ["aNumber", "photo", "clearance", "clearanceReference", "clearanceDate", "site"];
        string[] pending = ["aNumber", "photo", "clearance", "site"];

        Assert.All(s_roster, line => Assert.Equal(person, line.EnumerateObject().Select(member => member.Name)));
        Assert.All(s_enrollments, line => Assert.Equal(
            Text(line, "clearance") == "Pending" ? pending : enrollment, line.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public void One_clearance_is_pending_and_one_denied()
    {
        var counts = s_enrollments.CountBy(line => Text(line, "clearance")).ToDictionary();

        Assert.Equal(new Dictionary<string, int> { ["Cleared"] = 22, ["Pending"] = 1, ["Denied"] = 1 }, counts);
    }

    [Fact]
    public void Sites_time_zones_and_fictional_phones_agree()
    {
        using var sites = JsonDocument.Parse(File.ReadAllText(Files.Roster("sites.json")));
        Assert.Equal(["HOU 6000", "ATL 4000"], sites.RootElement.EnumerateArray().Select(site => $"{Text(site, "id")} {site.GetProperty("quota").GetInt32()}"));

        Assert.All(s_roster.Zip(s_enrollments), pair =>
        {
            var (zone, phone) = Text(pair.Second, "site") == "HOU" ? ("America/Chicago", @"^\+171355501\d\d$") : ("America/New_York", @"^\+140455501\d\d$");
            Assert.Equal(zone, Text(pair.First, "timeZone"));
            Assert.Matches(phone, Text(pair.First, "mobile"));
        });
        Assert.Equal(23, s_roster.Select(line => Text(line, "mobile")).Distinct().Count());
    }

    [Fact]
    public void Languages_and_scripts_are_as_many_as_the_program_meets()
    {
        var languages = s_roster.Select(line => Text(line, "language")).Distinct().ToArray();
        Assert.True(languages.Length >= 7);
        Assert.Empty(languages.Except(["en", "es", "pt", "ht", "zh-Hans", "pa", "fr", "ar", "ru"]));

        var scripts = s_roster.SelectMany(line => Text(line, "name").EnumerateRunes()).Where(Rune.IsLetter).Select(Script).Distinct().ToArray();
        Assert.True(scripts.Length >= 5);
        Assert.DoesNotContain("other", scripts);
    }

    [Fact]
    public void Latin_names_fit_a_card_and_one_fills_it()
    {
        var names = s_roster.Select(line => Text(line, "latinName")).ToArray();

        Assert.Equal(60, names.Max(name => name.Length));
        Assert.All(names, name => Assert.True(name.EnumerateRunes().All(rune => " -'.".Contains((char)rune.Value, StringComparison.Ordinal) || Script(rune) == "Latin")));
        Assert.Contains(names, name => !name.Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public void Dates_and_codes_are_well_formed()
    {
        Assert.All(s_roster, line =>
        {
            Assert.Matches(@"^\d{4}(-\d{2}-\d{2})?$", Text(line, "birthDate"));
            Assert.Matches("^[A-Z]{3}$", Text(line, "nationality"));
            Assert.Contains(Text(line, "posture"), (string[])["InProceedings", "AsylumPending", "ReliefGranted", "FinalOrder", "Terminated"]);
            Assert.True(DateOnly.TryParseExact(Text(line, "postureAsOf"), "yyyy-MM-dd", out _));
        });
        Assert.Contains(s_roster, line => Regex.IsMatch(Text(line, "birthDate"), @"^\d{4}$"));
    }

    private static string Script(Rune rune) => rune.Value switch
    {
        <= 0x024F or (>= 0x1E00 and <= 0x1EFF) => "Latin",
        >= 0x0400 and <= 0x04FF => "Cyrillic",
        >= 0x0600 and <= 0x06FF => "Arabic",
        >= 0x0900 and <= 0x097F => "Devanagari",
        >= 0x0A00 and <= 0x0A7F => "Gurmukhi",
        >= 0x1200 and <= 0x137F => "Ethiopic",
        >= 0x4E00 and <= 0x9FFF => "Han",
        _ => "other",
    };

    private static JsonElement[] Lines(string name) =>
        [.. File.ReadAllLines(Files.Roster(name)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Text(JsonElement line, string member) => line.GetProperty(member).GetString()!;
}
