using SecureDocket.Encryption;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class InMemoryShardKeyVaultTests : ShardKeyVaultConformance
{
    private readonly InMemoryShardKeyVault _vault = new();

    protected override IShardKeyVault Vault => _vault;

    protected override void Rotate() => _vault.Rotate();

    [Fact]
    public async Task It_counts_what_each_version_did()
    {
        var first = await _vault.WrapAsync(Key, default);
        await _vault.UnwrapAsync(first, default);
        await _vault.UnwrapAsync(first, default);
        _vault.Rotate();
        var second = await _vault.WrapAsync(Key, default);

        Assert.Equal((1, 2), (_vault.Wraps(first.Version), _vault.Unwraps(first.Version)));
        Assert.Equal((1, 0), (_vault.Wraps(second.Version), _vault.Unwraps(second.Version)));
        Assert.Equal((second.Version, 4), (_vault.Newest, _vault.Calls));
    }

    [Fact]
    public async Task While_it_is_stopped_it_is_away()
    {
        var wrapped = await _vault.WrapAsync(Key, default);
        _vault.Stop();
        foreach (var failure in (Exception?[])[
            await Record.ExceptionAsync(() => _vault.WrapAsync(Key, default)),
            await Record.ExceptionAsync(() => _vault.UnwrapAsync(wrapped, default))])
        {
            Assert.Equal("docket-keys", Assert.IsType<DependencyUnavailableException>(failure).Dependency);
        }

        _vault.Start();
        Assert.Equal(Key, await _vault.UnwrapAsync(wrapped, default));
    }

    [Fact]
    public async Task What_a_lost_version_wrapped_is_lost_and_nothing_else()
    {
        var first = await _vault.WrapAsync(Key, default);
        _vault.Rotate();
        var second = await _vault.WrapAsync(Key, default);
        _vault.Lose(first.Version);

        Assert.Null(await _vault.UnwrapAsync(first, default));
        Assert.Equal(Key, await _vault.UnwrapAsync(second, default));

        _vault.Lose(second.Version);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => _vault.WrapAsync(Key, default));
        _vault.Rotate();
        Assert.Equal(Key, await _vault.UnwrapAsync(await _vault.WrapAsync(Key, default), default));
    }

    [Fact]
    public async Task One_seed_is_one_vault_and_another_is_another()
    {
        var (one, same, other) = (new InMemoryShardKeyVault(7), new InMemoryShardKeyVault(7), new InMemoryShardKeyVault(8));
        var wrapped = await one.WrapAsync(Key, default);

        Assert.Equal(wrapped.Bytes, (await same.WrapAsync(Key, default)).Bytes);
        Assert.Equal(Key, await same.UnwrapAsync(wrapped, default));
        Assert.Null(await other.UnwrapAsync(wrapped, default));
    }

    [Fact]
    public async Task It_serves_many_at_once()
    {
        await Parallel.ForAsync(0, 1000, async (_, cancellation) =>
            Assert.Equal(Key, await _vault.UnwrapAsync(await _vault.WrapAsync(Key, cancellation), cancellation)));

        Assert.Equal((1000, 1000, 2000), (_vault.Wraps(_vault.Newest), _vault.Unwraps(_vault.Newest), _vault.Calls));
    }
}
