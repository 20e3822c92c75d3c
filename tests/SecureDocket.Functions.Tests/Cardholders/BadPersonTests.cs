using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

/// <summary>Bodies that are no person: each is answered by a 4xx that names every fault, and nothing is stored.</summary>
public sealed class BadPersonTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Cardholders = "/api/v1/cardholders";

    private static readonly string[] s_members =
    [
        "aNumber", "name", "latinName", "birthDate", "nationality", "language", "mobile", "timeZone", "messageTier", "codeWord", "posture", "postureAsOf",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"person\"")]
    [InlineData("7")]
    [InlineData("{} {}")]
    [InlineData("{\"name\":\"A\",}")]
    [InlineData("{'name':'A'}")]
    [InlineData("{\"name\":NaN}")]
    [InlineData("// a comment\n{}")]
    [InlineData("{\"name\":\"A\",\"name\":\"A\"}")]
    [InlineData("{\"name\":\"A\",\"n\\u0061me\":\"A\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"name\":[[[[[[1]]]]]]}")]
    public Task A_body_that_is_not_one_json_object_is_malformed(string body) => MalformedAsync(Encoding.UTF8.GetBytes(body));

    [Fact]
    public Task A_body_that_is_not_utf8_is_malformed() => MalformedAsync([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']);

    [Fact]
    public Task A_body_of_utf16_is_malformed() => MalformedAsync(Encoding.Unicode.GetBytes("{}"));

    [Theory]
    [InlineData("17")]
    [InlineData("true")]
    [InlineData("[\"A\"]")]
    [InlineData("{\"en\":\"A\"}")]
    [InlineData("\"\\ud800\"")]
    public async Task A_member_of_the_wrong_type_is_named_whichever_it_is(string value)
    {
        foreach (var member in s_members.Where(member => member is not ("posture" or "postureAsOf")))
        {
            await InvalidAsync(person => person[member] = JsonNode.Parse("null"), $"\"{member}\":null", $"\"{member}\":{value}", member);
        }
    }

    [Theory]
    [InlineData("aNumber", "")]
    [InlineData("aNumber", "A123456")]
    [InlineData("aNumber", "A1234567890")]
    [InlineData("aNumber", "B123456789")]
    [InlineData("aNumber", "A12345678x")]
    [InlineData("name", "")]
    [InlineData("name", "   ")]
    [InlineData("name", "R2D2")]
    [InlineData("name", "Ana\tLópez <script>")]
    [InlineData("name", "Ana\u0000")]
    [InlineData("name", "Ana\uFFFE")]
    [InlineData("name", "Ana\u202Eanz")]
    [InlineData("name", "--")]
    [InlineData("latinName", "Мирон")]
    [InlineData("latinName", "Miron2")]
    [InlineData("latinName", "-Miron")]
    [InlineData("birthDate", "28.02.1990")]
    [InlineData("birthDate", "1990-02-30")]
    [InlineData("birthDate", "1990-13")]
    [InlineData("birthDate", "1899")]
    [InlineData("birthDate", "2999")]
    [InlineData("birthDate", "0000-00-00")]
    [InlineData("nationality", "UA")]
    [InlineData("nationality", "ukr")]
    [InlineData("nationality", "ZZZ")]
    [InlineData("language", "russian!")]
    [InlineData("language", "RU")]
    [InlineData("mobile", "5550199")]
    [InlineData("mobile", "+0135550199")]
    [InlineData("mobile", "+1713555019912345")]
    [InlineData("mobile", "+1 833 555 0199")]
    [InlineData("timeZone", "CST6")]
    [InlineData("timeZone", "america/chicago")]
    [InlineData("messageTier", "Neutral")]
    [InlineData("messageTier", "1")]
    public Task A_value_that_does_not_fit_is_named(string member, string value) => InvalidAsync(person => person[member] = value, null, null, member);

    [Fact]
    public Task A_name_that_is_too_long_is_named() => InvalidAsync(person => person["name"] = new string('Я', 121), null, null, "name");

    [Fact]
    public Task A_latin_name_that_is_too_long_for_the_card_is_named() =>
        InvalidAsync(person => person["latinName"] = new string('a', 61), null, null, "latinName");

    [Theory]
    [InlineData("Asylum", "2026-01-01", "posture")]
    [InlineData("7", "2026-01-01", "posture")]
    [InlineData(null, "2026-01-01", "posture")]
    [InlineData("AsylumPending", null, "postureAsOf")]
    [InlineData("AsylumPending", "2999-01-01", "postureAsOf")]
    [InlineData("AsylumPending", "01/02/2026", "postureAsOf")]
    public Task A_posture_and_its_day_go_together(string? posture, string? asOf, string fault) => InvalidAsync(
        person =>
        {
            person["posture"] = posture;
            person["postureAsOf"] = asOf;
        },
        null, null, fault);

    [Fact]
    public Task An_unknown_member_is_named() => InvalidAsync(person => person["shoeSize"] = 43, null, null, "shoeSize");

    [Fact]
    public Task A_member_in_another_case_is_unknown() => InvalidAsync(person => person["Mobile"] = "+17135550199", null, null, "Mobile");

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        var person = new JsonObject
        {
            ["aNumber"] = "A1",
            ["name"] = "",
            ["latinName"] = 5,
            ["birthDate"] = "soon",
            ["nationality"] = "XX",
            ["language"] = false,
            ["mobile"] = "call me",
            ["timeZone"] = "Houston",
            ["messageTier"] = "loud",
            ["codeWord"] = "stop",
            ["posture"] = "Upright",
            ["postureAsOf"] = "now",
            ["extra"] = null,
        };
        (await officer.PostAsync(Cardholders, person)).IsInvalid([.. s_members, "extra"]);
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Every_missing_member_is_named_at_once()
    {
        using var officer = api.As("Enrollment.Officer");
        (await officer.PostAsync(Cardholders, new JsonObject()))
            .IsInvalid("aNumber", "name", "latinName", "birthDate", "nationality", "language", "timeZone");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_oversize_body_is_refused_with_413_whether_or_not_it_tells_its_length(bool chunked)
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        var person = TestPeople.Person();
        person["padding"] = new string(' ', 64 * 1024);
        var request = new HttpRequestMessage(HttpMethod.Post, Cardholders)
        {
            Content = Caller.Json(person.ToJsonString()),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        request.Headers.TransferEncodingChunked = chunked;
        (await officer.SendAsync(request)).IsProblem(413, "body-too-large");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/jsonp")]
    [InlineData(null)]
    public async Task Another_media_type_is_refused_with_415(string? mediaType)
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        var body = Caller.Bytes(Encoding.UTF8.GetBytes(TestPeople.Person().ToJsonString()), mediaType);
        (await officer.PostAsync(Cardholders, body)).IsProblem(415, "unsupported-media-type");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task A_media_type_may_carry_parameters_and_any_case()
    {
        using var officer = api.As("Enrollment.Officer");
        var body = Caller.Bytes(Encoding.UTF8.GetBytes(TestPeople.Person().ToJsonString()), "Application/JSON; charset=utf-8");
        (await officer.PostAsync(Cardholders, body)).Is(201);
    }

    private async Task MalformedAsync(byte[] body)
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        (await officer.PostAsync(Cardholders, Caller.Bytes(body, "application/json"))).IsProblem(400, "malformed-json");
        Assert.Equal(before, api.Storage.Writes);
    }

    private async Task InvalidAsync(Action<JsonObject> spoil, string? replace, string? by, string field)
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        var person = TestPeople.Person();
        spoil(person);
        var body = replace is null ? person.ToJsonString() : person.ToJsonString().Replace(replace, by, StringComparison.Ordinal);
        (await officer.PostAsync(Cardholders, Caller.Json(body))).IsInvalid(field);
        Assert.Equal(before, api.Storage.Writes);
    }
}
