using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace SecureDocket.Credentials.Tests.Status;

/// <summary>The JWT form of a list, read by a library that is not ours.</summary>
public sealed class StatusListJwtTests
{
    private static readonly DateTimeOffset s_now = Sample.IssuedAt.AddDays(30);

    private static readonly StatusListToken s_token = Signed.Lists(s_now, list => (list[0], list[4711], list[524_287]) = (1, 2, 3));

    [Fact]
    public async Task Another_library_verifies_it()
    {
        var result = await ValidateAsync(Seal(s_token), Sample.ListKey);
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("ES256", ((JsonWebToken)result.SecurityToken).Alg);
    }

    [Fact]
    public async Task Another_library_refuses_another_key_and_any_change()
    {
        using var other = new Packs.TestKey(KeyUse.Lists);
        Assert.False((await ValidateAsync(Seal(s_token), other.Public)).IsValid);

        var parts = Seal(s_token).Split('.');
        var changed = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("\"bits\":2", "\"bits\":4", StringComparison.Ordinal);
        parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(changed));
        Assert.False((await ValidateAsync(string.Join('.', parts), Sample.ListKey)).IsValid);
    }

    [Fact]
    public void Header_and_claims_are_those_of_the_draft()
    {
        // IETF Token Status List, sections 4.2 and 5.1.
        var jwt = new JsonWebToken(Seal(s_token));
        var header = Part(jwt.EncodedHeader);
        Assert.Equal(["alg", "kid", "typ"], header.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(
            ("ES256", Sample.ListKey.Id.ToString(), "statuslist+jwt"),
            (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString(), header.GetProperty("typ").GetString()));

        var claims = Part(jwt.EncodedPayload);
        Assert.Equal(["exp", "iat", "status_list", "sub", "ttl"], claims.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(
            (s_token.Uri, s_token.IssuedAt.ToUnixTimeSeconds(), s_token.Expires.ToUnixTimeSeconds(), 300L),
            (claims.GetProperty("sub").GetString(), claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64(), claims.GetProperty("ttl").GetInt64()));

        var list = claims.GetProperty("status_list");
        Assert.Equal(["bits", "lst"], list.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(2, list.GetProperty("bits").GetInt32());
    }

    [Fact]
    public void Its_entries_are_the_cwts()
    {
        var lst = Part(new JsonWebToken(Seal(s_token)).EncodedPayload).GetProperty("status_list").GetProperty("lst").GetString();
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(Base64UrlEncoder.DecodeBytes(lst)), CompressionMode.Decompress))
        {
            zlib.CopyTo(inflated);
        }

        var (cwt, _) = StatusListToken.Read(Signed.Seal(s_token), Sample.ListTrust, Signed.Uri, s_now);
        Assert.Equal(Convert.ToHexString(cwt!.List.Bytes), Convert.ToHexString(inflated.ToArray()));
    }

    [Fact]
    public void The_same_list_gives_the_same_text_to_sign() =>
        Assert.Equal(StatusListJwt.SigningInput(Sample.ListKey.Id, s_token), StatusListJwt.SigningInput(Sample.ListKey.Id, s_token));

    private static string Seal(StatusListToken token)
    {
        var input = StatusListJwt.SigningInput(Sample.ListKey.Id, token);
        return Encoding.ASCII.GetString(StatusListJwt.Seal(input, Sample.Sign(Encoding.ASCII.GetBytes(input))));
    }

    private static Task<TokenValidationResult> ValidateAsync(string jwt, VerificationKey key) => new JsonWebTokenHandler().ValidateTokenAsync(jwt, new()
    {
        // Its time is judged by the test's clock, not the machine's; it names no issuer and no audience.
        ValidateLifetime = false,
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidTypes = ["statuslist+jwt"],
        ValidAlgorithms = ["ES256"],
        IssuerSigningKey = new JsonWebKey
        {
            Kty = "EC",
            Crv = "P-256",
            X = Base64Url.EncodeToString(key.X.Span),
            Y = Base64Url.EncodeToString(key.Y.Span),
            Kid = Sample.ListKey.Id.ToString(),
        },
    });

    private static JsonElement Part(string encoded)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(encoded));
        return document.RootElement.Clone();
    }
}
