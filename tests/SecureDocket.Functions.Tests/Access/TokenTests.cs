using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Access;

/// <summary>Every kind of token that must not be believed, over real HTTP.</summary>
public sealed class TokenTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private DateTimeOffset Now => api.Host.Clock.GetUtcNow();

    [Fact]
    public Task A_call_without_a_token_is_refused() => RefusedAsync(null, "Bearer");

    [Fact]
    public Task An_expired_token_is_refused() =>
        RefusedAsync(Mint(token => token.Expires = Now.AddMinutes(-2).UtcDateTime));

    [Fact]
    public Task A_token_without_an_end_is_refused() => RefusedAsync(Mint(token => token.Expires = null));

    [Fact]
    public Task A_token_that_is_not_yet_valid_is_refused() =>
        RefusedAsync(Mint(token => token.NotBefore = Now.AddMinutes(2).UtcDateTime));

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    public Task An_unsigned_token_is_refused(string algorithm) =>
        RefusedAsync(TestTokens.WithHeader(Mint(), $$"""{"alg":"{{algorithm}}","typ":"JWT"}""", ""));

    [Fact]
    public Task A_token_without_its_signature_is_refused()
    {
        var token = Mint();
        return RefusedAsync(token[..(token.LastIndexOf('.') + 1)]);
    }

    [Fact]
    public Task A_token_signed_with_the_public_key_as_a_shared_secret_is_refused()
    {
        var pem = Encoding.ASCII.GetBytes(api.Tokens.Key.ExportSubjectPublicKeyInfoPem());
        return RefusedAsync(Mint(token => token.SigningCredentials =
            new(new SymmetricSecurityKey(pem) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.HmacSha256)));
    }

    [Fact]
    public Task A_token_of_another_issuer_is_refused() => RefusedAsync(Mint(token => token.Issuer = "https://login.example/other-tenant"));

    [Fact]
    public Task A_token_for_another_audience_is_refused() => RefusedAsync(Mint(token => token.Audience = "another-application"));

    [Fact]
    public async Task A_token_of_another_key_under_the_same_key_id_is_refused()
    {
        using var other = RSA.Create(2048);
        await RefusedAsync(Mint(token => token.SigningCredentials =
            new(new RsaSecurityKey(other) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.RsaSha256)));
    }

    [Fact]
    public async Task A_token_with_another_algorithm_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RefusedAsync(Mint(token => token.SigningCredentials =
            new(new ECDsaSecurityKey(key) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.EcdsaSha256)));
    }

    [Fact]
    public Task The_right_key_with_an_algorithm_that_is_not_pinned_is_refused() => RefusedAsync(Mint(token => token.SigningCredentials =
        new(new RsaSecurityKey(api.Tokens.Key) { KeyId = TestTokens.KeyId }, SecurityAlgorithms.RsaSsaPssSha256)));

    [Fact]
    public Task A_tampered_payload_is_refused()
    {
        var parts = Mint(token => token.Claims["roles"] = Several("Field.Officer")).Split('.');
        var payload = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1]));
        Assert.Contains("Field.Officer", payload, StringComparison.Ordinal);
        var raised = payload.Replace("Field.Officer", "Enrollment.Officer", StringComparison.Ordinal);
        return RefusedAsync($"{parts[0]}.{TestTokens.Encode(raised)}.{parts[2]}");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [InlineData("\"; DROP TABLE dockets; --")]
    public Task Garbage_is_refused(string token) => RefusedAsync(token);

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Basic b2ZmaWNlcjpzZWNyZXQ=")]
    [InlineData("Negotiate")]
    public Task Another_scheme_is_refused(string authorization) => AnsweredAsync(authorization, 401, "unauthenticated", "Bearer error=\"invalid_token\"");

    [Fact]
    public Task A_huge_token_is_refused() => RefusedAsync(new string('a', 20_000));

    [Fact]
    public Task A_sound_token_that_is_huge_is_refused() => RefusedAsync(Mint(token => token.Claims["padding"] = new string('a', 16_000)));

    [Fact]
    public async Task A_header_beyond_the_servers_limit_never_reaches_a_function()
    {
        var before = api.Storage.Writes;
        using var caller = api.With("Bearer " + new string('a', 40_000));
        using var body = TestHost.Json(TestPeople.Person());
        using var answer = await caller.Client.PostAsync("/api/v1/cardholders", body);
        Assert.Equal(431, (int)answer.StatusCode);
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public Task A_token_without_roles_is_forbidden() => ForbiddenAsync(token => token.Claims.Remove("roles"));

    [Theory]
    [InlineData("Field.Officer")]
    [InlineData("enrollment.officer")]
    [InlineData("Enrollment.Officer ")]
    [InlineData("Enrollment.Officer,Field.Officer")]
    [InlineData("")]
    public Task A_token_with_another_role_is_forbidden(string role) => ForbiddenAsync(token => token.Claims["roles"] = new[] { role });

    [Fact]
    public Task A_delegated_scope_is_no_role() => ForbiddenAsync(token =>
    {
        token.Claims.Remove("roles");
        token.Claims["scp"] = "access Enrollment.Officer";
    });

    [Fact]
    public Task A_token_that_names_nobody_is_refused() => RefusedAsync(Mint(token => token.Claims.Remove("oid")));

    [Theory]
    [InlineData("")]
    [InlineData("Access")]
    [InlineData("openid profile")]
    [InlineData("access.all")]
    public Task A_delegated_token_without_the_scope_is_refused(string scopes) => RefusedAsync(Mint(token => token.Claims["scp"] = scopes));

    [Fact]
    public Task A_token_without_a_scope_whose_subject_is_no_application_is_refused() => RefusedAsync(Mint(token =>
    {
        token.Claims.Remove("scp");
        token.Claims["sub"] = "a-person";
    }));

    [Fact]
    public Task An_applications_token_is_believed_without_a_scope() => BelievedAsync(token =>
    {
        token.Claims.Remove("scp");
        token.Claims["sub"] = "officer-7";
    });

    [Fact]
    public Task An_id_token_for_our_own_page_is_refused() => RefusedAsync(Mint(token =>
    {
        token.Claims.Remove("scp");
        token.Claims["sub"] = "officer-7";
        token.Claims["nonce"] = "n";
    }));

    [Fact]
    public Task A_critical_extension_is_refused() => RefusedAsync(Mint(token =>
        token.AdditionalHeaderClaims = new Dictionary<string, object> { ["crit"] = Several("b64") }));

    [Theory]
    [InlineData("dpop+jwt")]
    [InlineData("secevent+jwt")]
    [InlineData("JOSE")]
    public Task A_token_of_a_foreign_type_is_refused(string type) => RefusedAsync(Mint(token => token.TokenType = type));

    [Fact]
    public Task An_access_token_of_RFC_9068_is_believed() => BelievedAsync(token => token.TokenType = "at+jwt");

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData(".")]
    [InlineData("%")]
    public Task A_token_with_something_behind_it_is_refused(string tail) => RefusedAsync(Mint() + tail);

    [Fact]
    public Task A_token_with_bits_behind_its_last_byte_is_refused()
    {
        // 256 bytes end in a character of which two bits count: A, Q, g or w.
        var token = Mint();
        return RefusedAsync(token[..^1] + (char)(token[^1] + 1));
    }

    [Fact]
    public Task A_token_just_within_the_clock_skew_is_believed() => BelievedAsync(token => token.Expires = Now.AddSeconds(-50).UtcDateTime);

    [Fact]
    public async Task A_caller_with_several_roles_acts_in_the_one_that_the_function_names()
    {
        var id = await BelievedAsync(token => token.Claims["roles"] = Several("Court.Registrar", "Docket.Auditor", "Enrollment.Officer"));
        using var auditor = api.As("Docket.Auditor");
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{id}/journal")).Is(200).Json;
        var enrolled = journal["events"]![0]!;
        Assert.Equal("Enrollment.Officer", enrolled["role"]!.GetValue<string>());
        Assert.Equal("officer-7", enrolled["actor"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_bad_token_is_refused_where_no_token_is_needed()
    {
        using var caller = api.With("Bearer garbage");
        (await caller.PostAsync("/api/v1/verifications", new JsonObject { ["credential"] = "X" })).IsProblem(401, "unauthenticated");
    }

    private static string[] Several(params string[] roles) => roles;

    private string Mint(Action<SecurityTokenDescriptor>? spoil = null) => api.Tokens.Mint(Now, spoil);

    private Task RefusedAsync(string? token, string challenge = "Bearer error=\"invalid_token\"") =>
        AnsweredAsync(token is null ? null : $"Bearer {token}", 401, "unauthenticated", challenge);

    private Task ForbiddenAsync(Action<SecurityTokenDescriptor> spoil) => AnsweredAsync($"Bearer {Mint(spoil)}", 403, "forbidden", null);

    private async Task<string> BelievedAsync(Action<SecurityTokenDescriptor> spoil)
    {
        using var caller = api.With($"Bearer {Mint(spoil)}");
        return (await caller.PostAsync("/api/v1/cardholders", TestPeople.Person())).Is(201).Json["id"]!.GetValue<string>();
    }

    private async Task AnsweredAsync(string? authorization, int status, string code, string? challenge)
    {
        var before = api.Storage.Writes;
        using var caller = authorization is null ? api.As(null) : api.With(authorization);
        var reply = (await caller.PostAsync("/api/v1/cardholders", TestPeople.Person())).IsProblem(status, code);
        Assert.Equal(challenge, reply.Headers.TryGetValues("WWW-Authenticate", out var values) ? values.Single() : null);
        Assert.Equal(before, api.Storage.Writes);
    }
}
