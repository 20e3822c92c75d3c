using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

public sealed class EnrollmentTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Cardholders = "/api/v1/cardholders";

    [Fact]
    public async Task An_enrolled_person_is_answered_by_address_and_version()
    {
        using var officer = api.As("Enrollment.Officer");
        var created = (await officer.PostAsync(Cardholders, TestPeople.Person())).Is(201).HasSafeHeaders();
        var body = Reply.HasExactly(created.Json, "id", "version", "texting");
        Assert.Equal("unconfirmed", Reply.HasExactly(body["texting"], "state")["state"]!.GetValue<string>());
        Assert.Equal(1, body["version"]!.GetValue<long>());
        Assert.Equal("\"1\"", created.ETag);
        Assert.Equal($"{Cardholders}/{body["id"]}", created.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_cardholder_reads_back_as_enrolled()
    {
        using var officer = api.As("Enrollment.Officer");
        var person = TestPeople.Person();
        person["posture"] = "AsylumPending";
        person["postureAsOf"] = "2026-01-15";
        person["messageTier"] = "codeWord";
        person["codeWord"] = "Luna7";
        var created = (await officer.PostAsync(Cardholders, person)).Is(201);

        var reply = (await officer.GetAsync(created.Headers.Location!.ToString())).Is(200).HasSafeHeaders();
        Assert.Equal("\"1\"", reply.ETag);
        var view = Reply.HasExactly(
            reply.Json,
            "id", "version", "aNumber", "name", "latinName", "birthDate", "nationality", "language", "mobile", "texting", "timeZone", "messageTier",
            "codeWord", "posture", "clearance", "cards");
        foreach (var member in new[] { "aNumber", "name", "latinName", "birthDate", "nationality", "language", "mobile", "timeZone", "messageTier", "codeWord" })
        {
            Assert.Equal(person[member]!.GetValue<string>(), view[member]!.GetValue<string>());
        }

        var posture = Reply.HasExactly(view["posture"], "state", "asOf");
        Assert.Equal("AsylumPending", posture["state"]!.GetValue<string>());
        Assert.Equal("2026-01-15", posture["asOf"]!.GetValue<string>());
        Assert.Equal("Pending", Reply.HasExactly(view["clearance"], "result")["result"]!.GetValue<string>());
        Assert.Empty(view["cards"]!.AsArray());
    }

    [Theory]
    [InlineData("Олександра Ґалаґан", "Oleksandra Galagan", "uk")]
    [InlineData("محمد بن عبد الله", "Mohammed bin Abdullah", "ar")]
    [InlineData("सीता कुमारी", "Sita Kumari", "hi")]
    [InlineData("欧阳·小明", "Ouyang Xiaoming", "zh-Hans")]
    [InlineData("ብርሃኑ ገብረ", "Berhanu Gebre", "am")]
    [InlineData("გიორგი", "Giorgi", "ka")]
    [InlineData("Nguyễn Thị Ánh", "Nguyễn Thị Ánh", "vi")]
    [InlineData("𞤀𞤣𞤢𞤥", "Adam", "ff-Adlm")]
    public async Task A_name_keeps_its_script(string name, string latinName, string language)
    {
        using var officer = api.As("Enrollment.Officer");
        var view = await EnrolledAsync(officer, ("name", name), ("latinName", latinName), ("language", language));
        Assert.Equal(name, view["name"]!.GetValue<string>());
        Assert.Equal(latinName, view["latinName"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_mononym_in_latin_letters_is_its_own_latin_name()
    {
        using var officer = api.As("Enrollment.Officer");
        var view = await EnrolledAsync(officer, ("name", "Sukarno"), ("latinName", null));
        Assert.Equal("Sukarno", view["name"]!.GetValue<string>());
        Assert.Equal("Sukarno", view["latinName"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_name_that_is_typed_with_combining_marks_is_stored_composed()
    {
        using var officer = api.As("Enrollment.Officer");
        var view = await EnrolledAsync(officer, ("name", "  Jose\u0301   Nun\u0303ez "), ("latinName", null));
        Assert.Equal("Jos\u00E9 Nu\u00F1ez", view["name"]!.GetValue<string>());
        Assert.Equal("Jos\u00E9 Nu\u00F1ez", view["latinName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("1979")]
    [InlineData("1979-05")]
    [InlineData("2000-02-29")]
    public async Task A_birth_date_is_kept_as_far_as_it_is_known(string birthDate)
    {
        using var officer = api.As("Enrollment.Officer");
        Assert.Equal(birthDate, (await EnrolledAsync(officer, ("birthDate", birthDate)))["birthDate"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_family_may_share_a_phone()
    {
        using var officer = api.As("Enrollment.Officer");
        var first = await EnrolledAsync(officer, ("mobile", "+12815550143"));
        var second = await EnrolledAsync(officer, ("mobile", "+12815550143"), ("birthDate", "2014-07-01"));
        Assert.NotEqual(first["id"]!.GetValue<string>(), second["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_person_may_have_no_phone()
    {
        using var officer = api.As("Enrollment.Officer");
        Assert.False((await EnrolledAsync(officer, ("mobile", null))).ContainsKey("mobile"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_A_number_that_is_in_use_is_refused_whatever_else_is_said(bool otherDetails)
    {
        using var officer = api.As("Enrollment.Officer");
        var person = TestPeople.Person();
        var id = await TestPeople.EnrollAsync(officer.Client, (JsonObject)person.DeepClone());
        var digits = person["aNumber"]!.GetValue<string>()[1..];
        var latinName = person["latinName"]!.GetValue<string>();
        person["aNumber"] = $"{digits[..3]}-{digits[3..6]}-{digits[6..]}";
        person["latinName"] = otherDetails ? "Somebody Else" : latinName;

        var refused = (await officer.PostAsync(Cardholders, person)).IsProblem(409, "a-number-in-use");
        Assert.Equal("aNumber", refused.Json["errors"]![0]!["field"]!.GetValue<string>());
        Assert.Equal(latinName, (await officer.GetAsync($"{Cardholders}/{id}")).Json["latinName"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_twins_with_one_A_number_exactly_one_is_enrolled()
    {
        using var officer = api.As("Enrollment.Officer");
        var person = TestPeople.Person();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => officer.PostAsync(Cardholders, person.DeepClone())));
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.IsProblem(409, "a-number-in-use"));
    }

    [Fact]
    public async Task Twins_under_one_key_are_one_enrollment()
    {
        using var officer = api.As("Enrollment.Officer");
        var person = TestPeople.Person();
        var key = Guid.NewGuid().ToString();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => officer.PostAsync(Cardholders, person.DeepClone(), key)));
        Assert.All(replies, reply => reply.Is(201));
        Assert.Single(replies.Select(reply => reply.Json["id"]!.GetValue<string>()).Distinct());
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_gets_the_first_answer()
    {
        using var officer = api.As("Enrollment.Officer");
        var (person, key) = (TestPeople.Person(), Guid.NewGuid().ToString());
        var first = (await officer.PostAsync(Cardholders, person, key)).Is(201);
        await officer.PutAsync(
            $"{first.Headers.Location}/clearance", new JsonObject { ["result"] = "Pending" }, first.ETag);

        var repeat = (await officer.PostAsync(Cardholders, person, key)).Is(201).HasSafeHeaders();
        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal(first.Headers.Location, repeat.Headers.Location);
        Assert.Equal(first.ETag, repeat.ETag);
    }

    [Fact]
    public async Task A_repeated_refusal_gets_the_first_answer()
    {
        using var officer = api.As("Enrollment.Officer");
        var (person, key) = (TestPeople.Person(), Guid.NewGuid().ToString());
        await TestPeople.EnrollAsync(officer.Client, (JsonObject)person.DeepClone());
        var first = (await officer.PostAsync(Cardholders, person, key)).IsProblem(409, "a-number-in-use");
        Assert.Equal(first.Text, (await officer.PostAsync(Cardholders, person, key)).IsProblem(409, "a-number-in-use").Text);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused_with_422()
    {
        using var officer = api.As("Enrollment.Officer");
        var (person, key) = (TestPeople.Person(), Guid.NewGuid().ToString());
        (await officer.PostAsync(Cardholders, person, key)).Is(201);
        person["birthDate"] = "1991";
        (await officer.PostAsync(Cardholders, person, key)).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Two_officers_may_use_the_same_key()
    {
        var key = Guid.NewGuid().ToString();
        using var first = api.As("Enrollment.Officer");
        using var second = api.With("Bearer " + api.Tokens.Mint(api.Host.Clock.GetUtcNow()));
        (await first.PostAsync(Cardholders, TestPeople.Person(), key)).Is(201);
        (await second.PostAsync(Cardholders, TestPeople.Person(), key)).Is(201);
    }

    [Fact]
    public async Task A_missing_key_is_told_together_with_the_faults_of_the_body()
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        (await officer.PostAsync(Cardholders, TestPeople.Person(), key: "")).IsProblem(400, "idempotency-key-required");
        var person = TestPeople.Person();
        person["birthDate"] = "yesterday";
        (await officer.PostAsync(Cardholders, person, key: "")).IsProblem(400, "invalid", "idempotency-key-required");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task A_key_that_is_no_key_is_refused()
    {
        using var officer = api.As("Enrollment.Officer");
        (await officer.PostAsync(Cardholders, TestPeople.Person(), "two words")).IsProblem(400, "idempotency-key-required");
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("import")]
    [InlineData("%20")]
    [InlineData("..%2F..%2Fkeys")]
    [InlineData("'%20or%20PartitionKey%20ne%20'")]
    public async Task An_unknown_or_malformed_id_is_no_cardholder(string id)
    {
        using var officer = api.As("Enrollment.Officer");
        (await officer.GetAsync($"{Cardholders}/{id}")).IsProblem(404, "no-such-cardholder");
    }

    private static async Task<JsonObject> EnrolledAsync(Caller officer, params (string Member, string? Value)[] changes)
    {
        var person = TestPeople.Person();
        foreach (var (member, value) in changes)
        {
            person[member] = value;
        }

        var created = (await officer.PostAsync(Cardholders, person)).Is(201);
        return (await officer.GetAsync(created.Headers.Location!.ToString())).Is(200).Json;
    }
}
