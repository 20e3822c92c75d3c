using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

/// <summary>What the product relies on in Azure.Security.KeyVault.Keys, held on the wire: the same for the official package and the stand-in.</summary>
public sealed class KeyVaultWireTests : IDisposable
{
    private const string Name = "card-signing";
    private const string WrappingName = "docket-shards";

    private static readonly byte[] Digest = SHA256.HashData("a card"u8);

    private readonly FakeKeyVault _vault = new();
    private readonly StaticTokenCredential _credential = new("vault-token");
    private readonly Uri _first;

    public KeyVaultWireTests() => _first = _vault.CreateKey(Name);

    public void Dispose() => _vault.Dispose();

    [Fact]
    public async Task The_first_request_to_a_vault_goes_out_bare_and_is_repeated_with_the_token_its_challenge_asks_for()
    {
        await Keys().CreateEcKeyAsync(new CreateEcKeyOptions("another"));

        Assert.Equal(2, _vault.Requests.Count);
        Assert.Null(_vault.Requests[0].Header("Authorization"));
        Assert.Equal(0, _vault.Requests[0].Body.ToMemory().Length);
        Assert.Equal("Bearer vault-token", _vault.Requests[1].Header("Authorization"));
        Assert.NotEqual(0, _vault.Requests[1].Body.ToMemory().Length);
        Assert.Equal(["https://vault.azure.net/.default"], _credential.LastScopes);
        Assert.Equal(FakeKeyVault.TenantId, _credential.LastTenantId);
    }

    [Fact]
    public async Task What_a_vault_asked_of_one_client_the_next_one_knows()
    {
        await Keys().GetKeyAsync(Name);
        var before = _vault.Requests.Count;

        await Keys().GetKeyAsync(Name);

        Assert.Equal("Bearer vault-token", Assert.Single(_vault.Requests.Skip(before)).Header("Authorization"));
    }

    [Fact]
    public async Task A_host_that_asks_for_the_token_of_another_service_does_not_get_it()
    {
        var keys = new KeyClient(new Uri("https://keys.example.org/"), _credential, new KeyClientOptions { Transport = _vault });

        await Assert.ThrowsAsync<InvalidOperationException>(() => keys.GetKeyAsync(Name));

        Assert.Null(Assert.Single(_vault.Requests).Header("Authorization"));
        Assert.Empty(_credential.LastScopes);
    }

    [Fact]
    public async Task Reading_a_key_without_a_version_gives_the_current_one()
    {
        var current = _vault.Rotate(Name);

        var key = (await Keys().GetKeyAsync(Name)).Value;

        Assert.Equal(current, key.Id);
        Assert.Equal(Name, key.Name);
        Assert.Equal(current.Segments[^1], key.Properties.Version);
        Assert.Equal(_vault.VaultUri, key.Properties.VaultUri);
        Assert.True(key.Properties.Enabled);
        Assert.Equal(KeyType.Ec, key.KeyType);
        Assert.Equal(KeyCurveName.P256, key.Key.CurveName);
        Assert.Contains(KeyOperation.Sign, key.KeyOperations);
    }

    [Fact]
    public async Task Reading_one_version_gives_its_public_key()
    {
        _vault.Rotate(Name);

        var key = (await Keys().GetKeyAsync(Name, _first.Segments[^1])).Value;

        Assert.Equal(_first, key.Id);
        using var read = key.Key.ToECDsa();
        using var real = _vault.PublicKey(_first);
        Assert.Equal(real.ExportSubjectPublicKeyInfo(), read.ExportSubjectPublicKeyInfo());
        Assert.Null(key.Key.D);
    }

    [Fact]
    public async Task A_missing_key_is_named_as_such()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Keys().GetKeyAsync("nowhere"));

        Assert.Equal(404, failure.Status);
        Assert.Equal("KeyNotFound", failure.ErrorCode);
    }

    [Fact]
    public async Task Versions_are_listed_over_all_pages_with_their_attributes()
    {
        _vault.PageSize = 2;
        var notBefore = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
        var expires = notBefore.AddDays(100);
        Uri[] expected = [_first, _vault.Rotate(Name), _vault.Rotate(Name), _vault.Rotate(Name), _vault.Rotate(Name, notBefore, expires)];
        _vault.Disable(expected[1]);

        var versions = new List<KeyProperties>();
        await foreach (var version in Keys().GetPropertiesOfKeyVersionsAsync(Name))
        {
            versions.Add(version);
            Assert.InRange(versions.Count, 1, expected.Length);
        }

        Assert.Equal(expected, versions.Select(version => version.Id));
        Assert.Equal([true, false, true, true, true], versions.Select(version => version.Enabled == true));
        Assert.All(versions, version => Assert.NotNull(version.CreatedOn));
        Assert.Null(versions[0].ExpiresOn);
        Assert.Equal(notBefore, versions[^1].NotBefore);
        Assert.Equal(expires, versions[^1].ExpiresOn);
    }

    [Fact]
    public async Task Creating_a_key_gives_its_first_version_and_creating_it_again_the_next()
    {
        var options = new CreateEcKeyOptions("fresh") { CurveName = KeyCurveName.P256 };
        var one = (await Keys().CreateEcKeyAsync(options)).Value;
        var two = (await Keys().CreateEcKeyAsync(options)).Value;

        Assert.Equal(one.Name, two.Name);
        Assert.NotEqual(one.Properties.Version, two.Properties.Version);
        var body = JsonDocument.Parse(_vault.Requests[^1].Body).RootElement;
        Assert.Equal("EC", body.GetProperty("kty").GetString());
        Assert.Equal("P-256", body.GetProperty("crv").GetString());
    }

    [Fact]
    public async Task A_signature_is_64_bytes_and_valid_under_the_vaults_public_key()
    {
        var result = await Signer(_first).SignAsync(SignatureAlgorithm.ES256, Digest);

        using var key = _vault.PublicKey(_first);
        Assert.Equal(64, result.Signature.Length);
        Assert.True(key.VerifyHash(Digest, result.Signature));
        Assert.Equal(_first.AbsoluteUri, result.KeyId);
        Assert.Equal(SignatureAlgorithm.ES256, result.Algorithm);
    }

    [Fact]
    public async Task A_signature_is_asked_for_by_version_with_a_base64url_digest()
    {
        await Signer(_first).SignAsync(SignatureAlgorithm.ES256, Digest);

        var request = _vault.Requests[^1];
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("POST", request.Method);
        Assert.Equal($"{_first.AbsoluteUri}/sign?api-version=7.6", request.Uri.AbsoluteUri);
        Assert.StartsWith("application/json", request.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("ES256", body.GetProperty("alg").GetString());
        Assert.Equal(Base64Url.EncodeToString(Digest), body.GetProperty("value").GetString());
    }

    [Fact]
    public async Task Signing_without_a_version_tells_which_version_signed()
    {
        var current = _vault.Rotate(Name);

        var result = await Keys().GetCryptographyClient(Name).SignAsync(SignatureAlgorithm.ES256, Digest);

        using var key = _vault.PublicKey(current);
        Assert.Equal(current.AbsoluteUri, result.KeyId);
        Assert.True(key.VerifyHash(Digest, result.Signature));
    }

    [Fact]
    public async Task An_old_version_goes_on_signing_after_a_rotation()
    {
        _vault.Rotate(Name);

        var result = await Keys().GetCryptographyClient(Name, _first.Segments[^1]).SignAsync(SignatureAlgorithm.ES256, Digest);

        using var key = _vault.PublicKey(_first);
        Assert.True(key.VerifyHash(Digest, result.Signature));
    }

    [Fact]
    public async Task A_signer_reads_its_key_once_and_from_then_on_only_signs()
    {
        await Keys().GetKeyAsync(Name);
        var before = _vault.Requests.Count;

        var signer = Signer(_first);
        await signer.SignAsync(SignatureAlgorithm.ES256, Digest);
        await signer.SignAsync(SignatureAlgorithm.ES256, Digest);

        Assert.Equal(["GET", "POST", "POST"], _vault.Requests.Skip(before).Select(request => request.Method));
        Assert.Equal(2, _vault.SignCalls);
    }

    [Fact]
    public async Task A_caller_who_may_not_read_the_key_can_still_sign()
    {
        _vault.AllowGet = false;

        var result = await Signer(_first).SignAsync(SignatureAlgorithm.ES256, Digest);

        using var key = _vault.PublicKey(_first);
        Assert.True(key.VerifyHash(Digest, result.Signature));
    }

    [Fact]
    public async Task An_expired_version_is_refused_before_a_signature_is_asked_for()
    {
        var expired = _vault.Rotate(Name, expires: DateTimeOffset.UtcNow.AddDays(-1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Signer(expired).SignAsync(SignatureAlgorithm.ES256, Digest));

        Assert.Equal(0, _vault.SignCalls);
    }

    [Fact]
    public async Task A_disabled_version_does_not_sign()
    {
        _vault.Disable(_first);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Signer(_first).SignAsync(SignatureAlgorithm.ES256, Digest));

        Assert.Equal(403, failure.Status);
        Assert.Equal("Forbidden", failure.ErrorCode);
    }

    [Fact]
    public async Task Throttling_is_waited_out_within_the_clients_retries()
    {
        var signer = await WarmSigner(retries: 2);
        _vault.FailNext(TransportFault.Throttled, calls: 2, retryAfter: TimeSpan.Zero);

        var result = await signer.SignAsync(SignatureAlgorithm.ES256, Digest);

        using var key = _vault.PublicKey(_first);
        Assert.True(key.VerifyHash(Digest, result.Signature));
        Assert.Equal(2, _vault.SignCalls);
    }

    [Fact]
    public async Task Throttling_beyond_the_retries_says_when_to_come_back()
    {
        var signer = await WarmSigner();
        _vault.FailNext(TransportFault.Throttled, retryAfter: TimeSpan.FromSeconds(7));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => signer.SignAsync(SignatureAlgorithm.ES256, Digest));

        Assert.Equal(429, failure.Status);
        Assert.Equal("Throttled", failure.ErrorCode);
        Assert.True(failure.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var delay));
        Assert.Equal("7", delay);
        Assert.Equal(1, _vault.SignCalls);
    }

    [Fact]
    public async Task An_unavailable_vault_fails_with_503()
    {
        var signer = await WarmSigner();
        _vault.FailNext(TransportFault.Unavailable);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => signer.SignAsync(SignatureAlgorithm.ES256, Digest));

        Assert.Equal(503, failure.Status);
    }

    [Fact]
    public async Task A_vault_out_of_reach_fails_without_a_status()
    {
        var signer = await WarmSigner();
        _vault.FailNext(TransportFault.NotSent);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => signer.SignAsync(SignatureAlgorithm.ES256, Digest));

        Assert.Equal(0, failure.Status);
        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Theory]
    [InlineData(TransportFault.TimedOut, 1)]
    [InlineData(TransportFault.AnswerLost, 2)]
    public async Task A_lost_answer_looks_the_same_whether_or_not_the_vault_signed(TransportFault fault, int signatures)
    {
        var signer = await WarmSigner();
        _vault.FailNext(fault);

        await Assert.ThrowsAsync<TaskCanceledException>(() => signer.SignAsync(SignatureAlgorithm.ES256, Digest));

        Assert.Equal(signatures, _vault.SignCalls);
    }

    [Fact]
    public async Task A_retry_after_a_lost_answer_signs_a_second_time()
    {
        var signer = await WarmSigner(retries: 1);
        _vault.FailNext(TransportFault.AnswerLost);

        var result = await signer.SignAsync(SignatureAlgorithm.ES256, Digest);

        using var key = _vault.PublicKey(_first);
        Assert.True(key.VerifyHash(Digest, result.Signature));
        Assert.Equal(3, _vault.SignCalls);
    }

    [Fact]
    public async Task A_wrapping_key_is_read_with_its_public_part()
    {
        var id = _vault.CreateWrappingKey(WrappingName);

        var key = (await Keys().GetKeyAsync(WrappingName)).Value;

        Assert.Equal(id, key.Id);
        Assert.Equal(KeyType.RsaHsm, key.KeyType);
        Assert.Equal([KeyOperation.WrapKey, KeyOperation.UnwrapKey], key.KeyOperations);
        using var read = key.Key.ToRSA();
        using var real = _vault.WrappingKey(id);
        Assert.Equal(real.ExportSubjectPublicKeyInfo(), read.ExportSubjectPublicKeyInfo());
        Assert.Null(key.Key.D);
        using var ec = (await Keys().GetKeyAsync(Name)).Value.Key.ToECDsa();
        Assert.Throws<InvalidOperationException>(() => key.Key.ToECDsa());
    }

    [Fact]
    public async Task A_key_is_wrapped_with_the_public_part_that_was_read_and_unwrapped_by_the_vault()
    {
        var id = _vault.CreateWrappingKey(WrappingName);
        var client = Signer(id);
        var wrapped = await client.WrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, Digest);
        var unwrapped = await client.UnwrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, wrapped.EncryptedKey);

        Assert.Equal((id.AbsoluteUri, KeyWrapAlgorithm.RsaOaep256), (wrapped.KeyId, wrapped.Algorithm));
        Assert.Equal((id.AbsoluteUri, KeyWrapAlgorithm.RsaOaep256), (unwrapped.KeyId, unwrapped.Algorithm));
        Assert.Equal(Digest, unwrapped.Key);
        Assert.Equal((0, 1), (_vault.WrapCalls, _vault.UnwrapCalls));
        var request = _vault.Requests[^1];
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal($"{id.AbsoluteUri}/unwrapKey?api-version=7.6", request.Uri.AbsoluteUri, ignoreCase: true);
        Assert.Equal("RSA-OAEP-256", body.GetProperty("alg").GetString());
        Assert.Equal(Base64Url.EncodeToString(wrapped.EncryptedKey), body.GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_caller_who_may_not_read_the_key_has_the_vault_wrap()
    {
        var id = _vault.CreateWrappingKey(WrappingName);
        _vault.AllowGet = false;

        var wrapped = await Keys().GetCryptographyClient(WrappingName).WrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, Digest);

        Assert.Equal(id.AbsoluteUri, wrapped.KeyId);
        Assert.Equal(1, _vault.WrapCalls);
        var body = JsonDocument.Parse(_vault.Requests[^1].Body).RootElement;
        Assert.Equal(Base64Url.EncodeToString(Digest), body.GetProperty("value").GetString());
        Assert.Equal(Digest, (await Signer(id).UnwrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, wrapped.EncryptedKey)).Key);
    }

    [Fact]
    public async Task Wrapping_without_a_version_tells_which_version_wrapped()
    {
        _vault.CreateWrappingKey(WrappingName);
        var current = _vault.Rotate(WrappingName);

        Assert.Equal(current.AbsoluteUri, (await Keys().GetCryptographyClient(WrappingName).WrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, Digest)).KeyId);
    }

    [Fact]
    public async Task An_expired_version_wraps_nothing_and_unwraps_what_it_wrapped()
    {
        var id = _vault.CreateWrappingKey(WrappingName);
        var wrapped = await Signer(id).WrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, Digest);
        _vault.SetPeriod(WrappingName, null, DateTimeOffset.UtcNow.AddDays(-1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Signer(id).WrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, Digest));
        Assert.Equal(Digest, (await Signer(id).UnwrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, wrapped.EncryptedKey)).Key);
    }

    [Fact]
    public async Task What_a_version_did_not_wrap_it_calls_a_bad_parameter()
    {
        var id = _vault.CreateWrappingKey(WrappingName);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Signer(id).UnwrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, new byte[384]));

        Assert.Equal((400, "BadParameter"), (failure.Status, failure.ErrorCode));
    }

    private KeyClient Keys() => new(_vault.VaultUri, _credential, new KeyClientOptions { Transport = _vault });

    private CryptographyClient Signer(Uri keyId, int retries = 0)
    {
        var options = new CryptographyClientOptions { Transport = _vault };
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return new CryptographyClient(keyId, _credential, options);
    }

    /// <summary>A signer past its challenge and its read of the key, so that the next call to the vault is a signature: one was made.</summary>
    private async Task<CryptographyClient> WarmSigner(int retries = 0)
    {
        var signer = Signer(_first, retries);
        await signer.SignAsync(SignatureAlgorithm.ES256, Digest);
        return signer;
    }
}
