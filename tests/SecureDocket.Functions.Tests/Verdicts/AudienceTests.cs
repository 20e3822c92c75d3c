using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>What each audience sees of a genuine card: these members and no others.</summary>
public sealed class AudienceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] s_evidence = ["method", "keyId", "checkedAt", "statusAsOf", "statusAgeSeconds", "checkByEye"];

    [Theory]
    [InlineData("Field.Officer")]
    [InlineData("Enrollment.Officer")]
    public async Task An_officer_sees_whose_card_it_is_and_where_the_case_stands(string role)
    {
        var person = TestPeople.Person();
        (person["posture"], person["postureAsOf"]) = ("InProceedings", "2026-01-09");
        var card = await TestPeople.IssueAsync(api.Host, person);
        using var officer = api.As(role);
        var answer = (await officer.VerifyAsync(Of(card))).IsValid();

        Reply.HasExactly(answer, "verdict", "reasons", "evidence", "id", "expires", "card");
        var evidence = Reply.HasExactly(answer["evidence"], s_evidence);
        Assert.Equal("credential", evidence["method"]!.GetValue<string>());
        Assert.Equal(card["keyId"]!.GetValue<string>(), evidence["keyId"]!.GetValue<string>());
        Assert.Equal(0, evidence["statusAgeSeconds"]!.GetValue<int>());
        Assert.Equal(api.Host.Clock.GetUtcNow(), evidence["checkedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(3, evidence["checkByEye"]!.AsArray().Count);
        Assert.Equal(card["expires"]!.GetValue<DateTimeOffset>(), answer["expires"]!.GetValue<DateTimeOffset>());

        var seen = Reply.HasExactly(answer["card"], "cardNumber", "name", "latinName", "birthDate", "nationality", "photo", "posture", "contactFault", "texting");
        Assert.Equal(card["cardNumber"]!.GetValue<string>(), seen["cardNumber"]!.GetValue<string>());
        foreach (var member in new[] { "name", "latinName", "birthDate", "nationality" })
        {
            Assert.Equal(person[member]!.GetValue<string>(), seen[member]!.GetValue<string>());
        }

        Assert.Equal("InProceedings", Reply.HasExactly(seen["posture"], "state", "asOf")["state"]!.GetValue<string>());
        var photo = Reply.HasExactly(seen["photo"], "hash", "width", "height", "href");
        var writes = api.Storage.Writes;
        (await officer.GetAsync(photo["href"]!.GetValue<string>())).Is(200);
        Assert.Equal(writes, api.Storage.Writes);
    }

    [Fact]
    public async Task The_photo_of_a_verification_is_for_the_officer_who_was_answered_and_for_a_quarter_of_an_hour()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var other = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        using var colleague = api.As("officer-8", "Field.Officer");
        using var partner = api.As("Partner.Verifier");
        var answer = await officer.VerifyAsync(Of(card));
        var href = answer["card"]!["photo"]!["href"]!.GetValue<string>();
        var (path, verification) = (href[..href.IndexOf('?', StringComparison.Ordinal)], answer["id"]!.GetValue<string>());
        var partners = (await partner.VerifyAsync(Of(card)))["id"]!.GetValue<string>();
        var writes = api.Storage.Writes;

        (await colleague.GetAsync(href)).IsProblem(404, "no-such-verification");
        foreach (var unknown in new[]
        {
            href.Replace(card["cardholderId"]!.GetValue<string>(), other["cardholderId"]!.GetValue<string>(), StringComparison.Ordinal),
            href.Replace(verification, partners, StringComparison.Ordinal),
            href.Replace(verification, "0", StringComparison.Ordinal),
            $"{path}?verification={verification}&checkedAt=2026-01-01T00:00:00Z",
        })
        {
            (await officer.GetAsync(unknown)).IsProblem(404, "no-such-verification");
        }

        (await officer.GetAsync($"{path}?verification={verification}")).IsInvalid("checkedAt");
        (await officer.GetAsync($"{path}?checkedAt=2026-01-01T00:00:00Z")).IsInvalid("verification");
        (await officer.GetAsync($"{path}?checkedAt=today")).IsInvalid("verification", "checkedAt");
        (await officer.GetAsync($"{path}?verification={verification}&checkedAt=9999-99-99T00:00:00Z")).IsInvalid("checkedAt");

        Assert.Equal(writes, api.Storage.Writes);

        // From here on the partner's minute may be written down.
        api.Host.Clock.Advance(TimeSpan.FromMinutes(15));
        (await officer.GetAsync(href)).Is(200);
        api.Host.Clock.Advance(TimeSpan.FromTicks(1));
        (await officer.GetAsync(href)).IsProblem(404, "no-such-verification");
    }

    [Fact]
    public async Task An_officer_may_type_the_number()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        var answer = (await officer.VerifyAsync(Verifying.Number(card["cardNumber"]!.GetValue<string>().ToLowerInvariant()))).IsValid();
        Reply.HasExactly(answer, "verdict", "reasons", "evidence", "id", "expires", "card");
        var evidence = Reply.HasExactly(answer["evidence"], [.. s_evidence.Except(["keyId"])]);
        Assert.Equal("cardNumber", evidence["method"]!.GetValue<string>());
        Reply.HasExactly(answer["card"], "cardNumber", "name", "latinName", "birthDate", "nationality", "photo", "contactFault", "texting");
    }

    [Fact]
    public async Task A_partner_learns_the_expiry_and_nothing_of_the_person()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var partner = api.As("Partner.Verifier");
        foreach (var question in new[] { Of(card), Verifying.Number(card["cardNumber"]!.GetValue<string>()) })
        {
            var answer = (await partner.VerifyAsync(question)).IsValid();
            Reply.HasExactly(answer, "verdict", "reasons", "evidence", "id", "expires");
            Assert.DoesNotContain("Zarechny", answer.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("José Núñez-O’Brien", true)]
    [InlineData("JOSÉ NÚÑEZ O'BRIEN", true)]
    [InlineData("jose nunez obrien", true)]
    [InlineData("Jose\u0301 Nu\u0301n\u0303ez O BRIEN", true)]
    [InlineData("Jose Nunez", false)]
    [InlineData("Nunez Jose Obrien", false)]
    [InlineData("Josef Nunez Obrien", false)]
    [InlineData("Хосе", false)]
    [InlineData("\uFFFE", false)]
    public async Task A_partner_learns_whether_its_name_matches_whatever_the_case_and_diacritics(string name, bool matches)
    {
        using var partner = api.As("Partner.Verifier");
        var question = Of(await JoseAsync());
        question["fullName"] = name;
        var answer = (await partner.VerifyAsync(question)).IsValid();
        Reply.HasExactly(answer, "verdict", "reasons", "evidence", "id", "expires", "nameMatches");
        Assert.Equal(matches, answer["nameMatches"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("1990-02-28", "1990-02-28", true)]
    [InlineData("1990-02-28", "1990-02-27", false)]
    [InlineData("1990-02-28", "1990-02", false)]
    [InlineData("1990-02-28", "1990", false)]
    [InlineData("1990", "1990", true)]
    [InlineData("1990", "1990-02-28", false)]
    [InlineData("1990-02", "1990-02", true)]
    [InlineData("1990-02", "1990", false)]
    public async Task A_partner_learns_whether_its_birth_date_is_the_card_s_in_the_same_precision(string enrolled, string asked, bool matches)
    {
        var person = TestPeople.Person();
        person["birthDate"] = enrolled;
        var question = Of(await TestPeople.IssueAsync(api.Host, person));
        question["birthDate"] = asked;
        using var partner = api.As("Partner.Verifier");
        var answer = (await partner.VerifyAsync(question)).IsValid();
        Reply.HasExactly(answer, "verdict", "reasons", "evidence", "id", "expires", "birthDateMatches");
        Assert.Equal(matches, answer["birthDateMatches"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_partner_may_ask_for_both_matches()
    {
        var question = Of(await JoseAsync());
        (question["fullName"], question["birthDate"]) = ("Jose Nunez Obrien", "2001-01-01");
        using var partner = api.As("Partner.Verifier");
        var answer = (await partner.VerifyAsync(question)).IsValid();
        Assert.True(answer["nameMatches"]!.GetValue<bool>());
        Assert.False(answer["birthDateMatches"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_public_learns_the_verdict_only()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var nobody = api.As(null);
        var answer = (await nobody.VerifyAsync(Of(card))).IsValid();
        Reply.HasExactly(answer, "verdict", "reasons", "evidence", "id");
        Reply.HasExactly(answer["evidence"], s_evidence);
    }

    [Fact]
    public async Task The_public_may_not_type_a_number_or_ask_for_matches()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var nobody = api.As(null);
        (await nobody.PostAsync(Verifying.Path, Verifying.Number(card["cardNumber"]!.GetValue<string>()))).IsInvalid("credential", "cardNumber");
        var question = Of(card);
        (question["fullName"], question["birthDate"]) = ("Miron Zarechny", "1990-02-28");
        (await nobody.PostAsync(Verifying.Path, question)).IsInvalid("fullName", "birthDate");
    }

    [Fact]
    public async Task Each_look_is_a_disclosure_that_names_fields_and_no_values()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        List<(string Id, string Role, string[] Fields)> looks = [];
        foreach (var (role, fields) in new (string?, string[])[]
        {
            (
                "Field.Officer",
                [
                    "verdict", "expires", "name", "latinName", "birthDate", "nationality", "photo", "posture", "nextHearing", "nextCheckIn",
                    "missedCheckIns", "checkInToBook", "scheduleBroken", "contactFault",
                ]),
            ("Partner.Verifier", ["verdict", "expires", "nameMatches", "birthDateMatches"]),
            (null, ["verdict"]),
        })
        {
            using var caller = api.As(role);
            looks.Add(((await caller.VerifyAsync(Of(card)))["id"]!.GetValue<string>(), role ?? "Public", fields));
        }

        using var auditor = api.As("Docket.Auditor");
        var reply = (await auditor.GetAsync($"/api/v1/cardholders/{card["cardholderId"]}/disclosures")).Is(200);
        var disclosures = reply.Json["disclosures"]!.AsArray();
        foreach (var (id, role, fields) in looks)
        {
            // Of a photo its hash tells which one it was.
            string[] members = ["id", "at", "role", "recipient", "purpose", "fields", .. fields.Contains("photo") ? new[] { "subject" } : []];
            var disclosure = Reply.HasExactly(disclosures.Single(found => found!["id"]!.GetValue<string>() == id), members);
            Assert.Equal(role, disclosure["role"]!.GetValue<string>());
            Assert.Equal("verification", disclosure["purpose"]!.GetValue<string>());
            Assert.Equal(api.Host.Clock.GetUtcNow(), disclosure["at"]!.GetValue<DateTimeOffset>());
            Assert.Equal(fields, disclosure["fields"]!.AsArray().Select(field => field!.GetValue<string>()));
        }

        foreach (var value in new[] { "Zarechny", "Заречный", "1990", "UKR", card["cardNumber"]!.GetValue<string>() })
        {
            Assert.DoesNotContain(value, reply.Text, StringComparison.Ordinal);
        }
    }

    private static JsonObject Of(JsonObject card) => Verifying.Credential(card["credential"]!.GetValue<string>());

    private async Task<JsonObject> JoseAsync()
    {
        var person = TestPeople.Person();
        (person["latinName"], person["birthDate"]) = ("José Núñez-O’Brien", TestPeople.BirthDate());
        return await TestPeople.IssueAsync(api.Host, person);
    }
}
