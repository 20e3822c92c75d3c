using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Credentials;
using SecureDocket.Credentials.Codecs;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>Texts that are no card of ours: each is answered with 200, <c>invalid</c> and its reason.</summary>
public sealed class ForgeryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private static readonly string[] s_tampered = ["malformed", "unknown-key", "bad-signature"];

    [Fact]
    public async Task Every_single_changed_character_makes_a_card_invalid()
    {
        var text = (await TestPeople.IssueAsync(api.Host))["credential"]!.GetValue<string>();
        using var officer = api.As("Field.Officer");
        (await officer.VerifyAsync(Verifying.Credential(text))).IsValid();
        var before = api.Storage.Writes;
        await Parallel.ForAsync(0, text.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (at, _) =>
        {
            var changed = Alphabet[(Alphabet.IndexOf(text[at], StringComparison.Ordinal) + 1 + at % 44) % 45];
            var answer = await officer.VerifyAsync(Verifying.Credential($"{text[..at]}{changed}{text[(at + 1)..]}"));
            Assert.Equal("invalid", answer["verdict"]!.GetValue<string>());
            Assert.Contains(answer["reasons"]!.AsArray()[0]!.GetValue<string>(), s_tampered);
            Assert.False(answer.ContainsKey("card"));
        });
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Whichever_character_takes_another_s_place_the_card_does_not_verify_offline()
    {
        var text = (await TestPeople.IssueAsync(api.Host))["credential"]!.GetValue<string>();
        var trust = new Trust("https://securedocket.example", [(await OurKeyAsync()).Public]);
        var now = api.Host.Clock.GetUtcNow();
        Assert.Empty(CredentialVerifier.Authenticate(text, trust, now).Reasons);
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var other in Alphabet.Where(character => character != text[at]))
            {
                var changed = text.ToCharArray();
                changed[at] = other;
                Assert.Contains(CredentialVerifier.Authenticate(changed, trust, now).Reasons[0], s_tampered);
            }
        }
    }

    [Fact]
    public async Task A_card_that_is_packed_in_another_way_is_malformed()
    {
        var text = (await TestPeople.IssueAsync(api.Host))["credential"]!.GetValue<string>();
        var packed = new byte[text.Length];
        Assert.True(Base45.TryDecode(text, packed, out var length));
        using var zlib = new ZLibStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
        var again = new MemoryStream();
        await using (var other = new ZLibStream(again, CompressionLevel.NoCompression, leaveOpen: true))
        {
            await zlib.CopyToAsync(other);
        }

        await InvalidAsync(Base45.Encode(again.ToArray()), "malformed", "not-canonical");
    }

    [Fact]
    public async Task A_text_with_more_less_or_other_letters_is_malformed()
    {
        var text = (await TestPeople.IssueAsync(api.Host))["credential"]!.GetValue<string>();
        using var officer = api.As("Field.Officer");
        foreach (var changed in new[] { text[..^1], text[1..], text + "0", text + "000", " " + text, text + "\n", text.ToLowerInvariant(), text + text })
        {
            var reasons = (await officer.VerifyAsync(Verifying.Credential(changed)))["reasons"]!.AsArray();
            Assert.Equal("malformed", reasons[0]!.GetValue<string>());
            Assert.Contains(reasons[1]!.GetValue<string>(), (string[])["bad-base45", "bad-compression"]);
        }
    }

    [Theory]
    [InlineData("", "bad-compression")]
    [InlineData("0", "bad-base45")]
    [InlineData("Hello, world", "bad-base45")]
    [InlineData("https://securedocket.example/", "bad-base45")]
    [InlineData("HC1:NCFOXN", "bad-base45")]
    [InlineData("😀", "bad-base45")]
    [InlineData("\u0000", "bad-base45")]
    public async Task A_text_that_is_no_credential_is_malformed(string text, string code)
    {
        using var officer = api.As("Field.Officer");
        var answer = (await officer.VerifyAsync(Verifying.Credential(text))).IsInvalid("malformed", code);
        Reply.HasExactly(answer, "verdict", "reasons", "evidence");
        Reply.HasExactly(answer["evidence"], "method", "checkedAt", "checkByEye");
    }

    [Theory]
    [InlineData(4_296, "bad-compression")]
    [InlineData(4_297, "too-large")]
    [InlineData(8_000, "too-large")]
    public async Task A_long_text_is_malformed(int length, string code)
    {
        using var officer = api.As("Field.Officer");
        (await officer.VerifyAsync(Verifying.Credential(new string('6', length)))).IsInvalid("malformed", code);
    }

    [Fact]
    public async Task A_text_beyond_what_any_code_holds_is_no_question()
    {
        using var officer = api.As("Field.Officer");
        (await officer.PostAsync(Verifying.Path, Verifying.Credential(new string('6', 10_000)))).IsInvalid("credential");
    }

    [Fact]
    public async Task A_card_of_another_key_is_of_an_unknown_key()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = other.ExportParameters(includePrivateParameters: false).Q;
        var keyId = KeyId.OfKey(point.X, point.Y);
        var payload = CredentialEncoder.EncodePayload(await ClaimsAsync());
        var text = CredentialEncoder.Seal(keyId, payload, SignedBy(other, CredentialEncoder.ToBeSigned(keyId, payload)));

        using var officer = api.As("Field.Officer");
        var answer = (await officer.VerifyAsync(Verifying.Credential(text))).IsInvalid("unknown-key");
        Reply.HasExactly(answer, "verdict", "reasons", "evidence");
        Assert.Equal(keyId.ToString(), answer["evidence"]!["keyId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_card_of_another_key_under_our_key_id_has_a_bad_signature()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = (await OurKeyAsync()).Public.Id;
        var payload = CredentialEncoder.EncodePayload(await ClaimsAsync());
        var text = CredentialEncoder.Seal(keyId, payload, SignedBy(other, CredentialEncoder.ToBeSigned(keyId, payload)));
        await InvalidAsync(text, "bad-signature");
    }

    [Fact]
    public async Task A_signature_of_zeros_is_a_bad_signature()
    {
        var payload = CredentialEncoder.EncodePayload(await ClaimsAsync());
        await InvalidAsync(CredentialEncoder.Seal((await OurKeyAsync()).Public.Id, payload, new byte[64]), "bad-signature", "signature-out-of-range");
    }

    [Fact]
    public async Task Our_key_with_another_issuer_s_name_is_of_an_unknown_issuer() =>
        await InvalidAsync(await SignAsync((await ClaimsAsync()) with { Issuer = "https://elsewhere.example" }), "unknown-issuer");

    [Fact]
    public async Task A_card_that_is_signed_by_us_but_not_as_recorded_is_not_on_record()
    {
        var claims = await ClaimsAsync();
        await InvalidAsync(await SignAsync(claims with { Identity = claims.Identity with { FullName = "Somebody Else" } }), "not-on-record");
        await InvalidAsync(await SignAsync(claims with { Identity = claims.Identity with { DocketKey = new byte[16] } }), "not-on-record");
        await InvalidAsync(await SignAsync(claims with { CardNumber = "000000000000" }), "not-on-record");
        await InvalidAsync(await SignAsync(claims with { CardNumber = "no number" }), "not-on-record");
    }

    [Fact]
    public async Task A_number_that_nobody_has_is_not_on_record()
    {
        using var officer = api.As("Field.Officer");

        // The keys are on record from here on.
        (await officer.GetAsync("/api/v1/keys")).Is(200);
        var before = api.Storage.Writes;
        var answer = (await officer.VerifyAsync(Verifying.Number("0000-0000-0000"))).IsInvalid("not-on-record");
        Reply.HasExactly(answer, "verdict", "reasons", "evidence");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Any_wrong_character_in_a_typed_number_is_noticed()
    {
        var number = (await TestPeople.IssueAsync(api.Host))["cardNumber"]!.GetValue<string>();
        using var officer = api.As("Field.Officer");
        for (var at = 0; at < number.Length; at++)
        {
            if (number[at] != '-')
            {
                var wrong = number[at] == '7' ? '8' : '7';
                (await officer.PostAsync(Verifying.Path, Verifying.Number($"{number[..at]}{wrong}{number[(at + 1)..]}"))).IsInvalid("cardNumber");
            }
        }
    }

    [Fact]
    public async Task A_question_names_a_card_in_exactly_one_way()
    {
        using var partner = api.As("Partner.Verifier");
        (await partner.PostAsync(Verifying.Path, new JsonObject())).IsInvalid("credential");
        (await partner.PostAsync(Verifying.Path, new JsonObject { ["credential"] = "X", ["cardNumber"] = "0000-0000-0000" })).IsInvalid("credential");
        (await partner.PostAsync(Verifying.Path, new JsonObject
        {
            ["credential"] = 1,
            ["cardNumber"] = "1",
            ["fullName"] = "",
            ["birthDate"] = "28/02/1990",
            ["reason"] = "boarding",
        })).IsInvalid("credential", "cardNumber", "fullName", "birthDate", "reason");
        (await partner.PostAsync(Verifying.Path, new JsonObject { ["credential"] = "X", ["fullName"] = new string('a', 201) })).IsInvalid("fullName");
    }

    [Fact]
    public async Task A_question_that_is_none_is_refused()
    {
        using var officer = api.As("Field.Officer");
        (await officer.PostAsync(Verifying.Path, Caller.Json("[]"))).IsProblem(400, "malformed-json");
        (await officer.PostAsync(Verifying.Path, Caller.Bytes("X"u8.ToArray(), "text/plain"))).IsProblem(415, "unsupported-media-type");
        (await officer.PostAsync(Verifying.Path, Caller.Json(new string(' ', 65_537)))).IsProblem(413, "body-too-large");
    }

    private async Task InvalidAsync(string text, params string[] reasons)
    {
        using var officer = api.As("Field.Officer");
        (await officer.VerifyAsync(Verifying.Credential(text))).IsInvalid(reasons);
    }

    /// <summary>The claims of a card that was just issued.</summary>
    private async Task<Credential> ClaimsAsync()
    {
        var text = (await TestPeople.IssueAsync(api.Host))["credential"]!.GetValue<string>();
        var trust = new Trust("https://securedocket.example", [(await OurKeyAsync()).Public]);
        return CredentialVerifier.Authenticate(text, trust, api.Host.Clock.GetUtcNow()).Credential!;
    }

    private async Task<string> SignAsync(Credential claims)
    {
        var key = await OurKeyAsync();
        var payload = CredentialEncoder.EncodePayload(claims);
        var digest = SHA256.HashData(CredentialEncoder.ToBeSigned(key.Public.Id, payload));
        var signature = await Keys.SignAsync(key.Version, digest, CancellationToken.None);
        return CredentialEncoder.Seal(key.Public.Id, payload, signature);
    }

    private async Task<SigningKey> OurKeyAsync() => (await Keys.ListAsync(CancellationToken.None)).First(key => key.Public.Use == KeyUse.Cards);

    private static byte[] SignedBy(ECDsa key, byte[] data) =>
        key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private ISigningKeys Keys => api.Host.Services.GetRequiredService<ISigningKeys>();
}
