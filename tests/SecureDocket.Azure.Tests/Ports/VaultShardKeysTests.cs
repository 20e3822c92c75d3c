using SecureDocket.Encryption;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class VaultShardKeysTests : ShardKeyVaultConformance, IDisposable
{
    private const string Name = "docket-shards";

    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly FakeKeyVault _vault;
    private readonly StorageTap _tap;
    private readonly VaultShardKeys _keys;
    private readonly Uri _first;

    public VaultShardKeysTests()
    {
        _vault = new FakeKeyVault(_clock);
        _first = _vault.CreateWrappingKey(Name);
        _tap = new StorageTap(_vault);
        _keys = TappedAzure.ShardKeys(_vault, _tap);
    }

    protected override IShardKeyVault Vault => _keys;

    [Fact]
    public async Task What_is_wrapped_names_exactly_the_version_that_wrapped_it()
    {
        Assert.Equal(VersionOf(_first), (await _keys.WrapAsync(Key, default)).Version);
        var second = _vault.Rotate(Name);
        Assert.Equal(VersionOf(second), (await _keys.WrapAsync(Key, default)).Version);
    }

    [Fact]
    public async Task A_wrap_reads_the_newest_version_and_a_later_unwrap_is_one_request()
    {
        await _keys.UnwrapAsync(await _keys.WrapAsync(Key, default), default);
        _tap.Restart();

        var wrapped = await _keys.WrapAsync(Key, default);
        Assert.Equal([new TappedRequest(TappedService.Vault, "GET", Name)], _tap.Requests);

        _tap.Restart();
        await _keys.UnwrapAsync(wrapped, default);
        Assert.Equal([new TappedRequest(TappedService.Vault, "POST", "unwrapKey")], _tap.Requests);
        Assert.Equal(2, _vault.UnwrapCalls);
    }

    [Fact]
    public async Task Where_the_key_must_not_be_read_the_vault_wraps()
    {
        _vault.AllowGet = false;
        var wrapped = await _keys.WrapAsync(Key, default);

        Assert.Equal(VersionOf(_first), wrapped.Version);
        Assert.Equal(Key, await _keys.UnwrapAsync(wrapped, default));
        Assert.Equal((1, 1), (_vault.WrapCalls, _vault.UnwrapCalls));
    }

    [Fact]
    public async Task What_another_vault_wrapped_is_lost()
    {
        using var another = new FakeKeyVault();
        another.CreateWrappingKey(Name);
        another.Rotate(Name);
        var wrapped = await TappedAzure.ShardKeys(another, new StorageTap(another)).WrapAsync(Key, default);

        Assert.Null(await _keys.UnwrapAsync(wrapped, default));
        Assert.Null(await _keys.UnwrapAsync(wrapped with { Version = VersionOf(_first) }, default));
    }

    [Fact]
    public async Task What_is_no_shard_key_is_lost()
    {
        using var rsa = _vault.WrappingKey(_first);
        var bytes = rsa.Encrypt(new byte[16], System.Security.Cryptography.RSAEncryptionPadding.OaepSHA256);

        Assert.Null(await _keys.UnwrapAsync(new(VersionOf(_first), bytes), default));
    }

    [Fact]
    public async Task A_version_that_is_past_its_time_wraps_nothing_and_still_unwraps()
    {
        var wrapped = await _keys.WrapAsync(Key, default);
        _vault.SetPeriod(Name, null, _clock.GetUtcNow().AddDays(-1));

        await AssertAwayAsync(() => _keys.WrapAsync(Key, default));
        Assert.Equal(Key, await _keys.UnwrapAsync(wrapped, default));
        Assert.Equal(Key, await TappedAzure.ShardKeys(_vault, _tap).UnwrapAsync(wrapped, default));
    }

    [Fact]
    public async Task A_version_that_was_disabled_or_is_forbidden_is_away_and_not_lost()
    {
        var wrapped = await _keys.WrapAsync(Key, default);
        _vault.Denied.Add(Name);
        await AssertAwayAsync(() => _keys.UnwrapAsync(wrapped, default));
        _vault.Denied.Clear();
        _vault.Disable(_first);
        await AssertAwayAsync(() => _keys.UnwrapAsync(wrapped, default));
    }

    [Fact]
    public async Task Without_its_key_the_vault_wraps_nothing_and_what_was_wrapped_is_lost()
    {
        var wrapped = await _keys.WrapAsync(Key, default);
        await _keys.UnwrapAsync(wrapped, default);
        _vault.Delete(Name);

        await AssertAwayAsync(() => _keys.WrapAsync(Key, default));
        Assert.Null(await _keys.UnwrapAsync(wrapped, default));
        Assert.Null(await TappedAzure.ShardKeys(_vault, _tap).UnwrapAsync(wrapped, default));
    }

    [Theory]
    [InlineData(404, "NotFound")]
    [InlineData(404, "ResourceNotFound")]
    [InlineData(400, "Bad Request")]
    [InlineData(401, "Unauthorized")]
    [InlineData(409, "Conflict")]
    public async Task A_refusal_that_is_not_the_vaults_word_on_this_key_loses_nothing(int status, string code)
    {
        var wrapped = await _keys.WrapAsync(Key, default);
        foreach (var keys in (VaultShardKeys[])[_keys, TappedAzure.ShardKeys(_vault, _tap)])
        {
            await keys.UnwrapAsync(wrapped, default);
            _vault.RefuseNext(status, code);
            await AssertAwayAsync(() => keys.UnwrapAsync(wrapped, default));
        }

        Assert.Equal(Key, await _keys.UnwrapAsync(wrapped, default));
    }

    [Fact]
    public async Task A_vault_that_never_answers_is_away_when_the_clients_patience_ends()
    {
        var wrapped = await _keys.WrapAsync(Key, default);
        _tap.Silent = _ => true;

        await AssertAwayAsync(() => _keys.UnwrapAsync(wrapped, default));
        await AssertAwayAsync(() => _keys.WrapAsync(Key, default));
    }

    public void Dispose() => _vault.Dispose();

    protected override void Rotate() => _vault.Rotate(Name);

    private static string VersionOf(Uri key) => $"{Name}/{key.Segments[^1]}";

    private static async Task AssertAwayAsync(Func<Task> call) =>
        Assert.Equal("docket-keys", (await Assert.ThrowsAsync<DependencyUnavailableException>(call)).Dependency);
}
