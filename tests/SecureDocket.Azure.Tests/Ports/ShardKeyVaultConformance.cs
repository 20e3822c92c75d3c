using System.Security.Cryptography;
using SecureDocket.Encryption;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>What <see cref="IShardKeyVault"/> promises, held by every vault behind it.</summary>
public abstract class ShardKeyVaultConformance
{
    protected byte[] Key { get; } = RandomNumberGenerator.GetBytes(32);

    protected abstract IShardKeyVault Vault { get; }

    /// <summary>Gives the vault's key a new version.</summary>
    protected abstract void Rotate();

    [Fact]
    public async Task What_was_wrapped_is_unwrapped()
    {
        var wrapped = await Vault.WrapAsync(Key, default);

        Assert.Equal(Key, await Vault.UnwrapAsync(wrapped, default));
        Assert.Equal(Key, await Vault.UnwrapAsync(wrapped, default));
        Assert.Equal(-1, wrapped.Bytes.AsSpan().IndexOf(Key.AsSpan(..8)));
    }

    [Fact]
    public async Task A_version_is_the_keys_name_and_its_own()
    {
        var parts = (await Vault.WrapAsync(Key, default)).Version.Split('/');

        Assert.Equal(2, parts.Length);
        Assert.Equal("docket-shards", parts[0]);
        Assert.NotEmpty(parts[1]);
    }

    [Fact]
    public async Task The_newest_version_wraps_and_each_unwraps_what_it_wrapped()
    {
        var before = await Vault.WrapAsync(Key, default);
        Rotate();
        var after = await Vault.WrapAsync(Key, default);

        Assert.NotEqual(before.Version, after.Version);
        Assert.Equal(Key, await Vault.UnwrapAsync(before, default));
        Assert.Equal(Key, await Vault.UnwrapAsync(after, default));
        Assert.Null(await Vault.UnwrapAsync(before with { Version = after.Version }, default));
        Assert.Null(await Vault.UnwrapAsync(after with { Version = before.Version }, default));
    }

    [Fact]
    public async Task Bytes_that_were_changed_in_any_place_are_lost()
    {
        var wrapped = await Vault.WrapAsync(Key, default);
        foreach (var index in (int[])[0, 1, wrapped.Bytes.Length / 2, wrapped.Bytes.Length - 1])
        {
            byte[] changed = [.. wrapped.Bytes];
            changed[index] ^= 1;
            Assert.Null(await Vault.UnwrapAsync(wrapped with { Bytes = changed }, default));
        }

        Assert.Null(await Vault.UnwrapAsync(wrapped with { Bytes = wrapped.Bytes[..^1] }, default));
        Assert.Null(await Vault.UnwrapAsync(wrapped with { Bytes = [.. wrapped.Bytes, 0] }, default));
        Assert.Null(await Vault.UnwrapAsync(wrapped with { Bytes = [] }, default));
        Assert.Equal(Key, await Vault.UnwrapAsync(wrapped, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("docket-shards")]
    [InlineData("docket-shards/")]
    [InlineData("docket-shards/0123456789abcdef0123456789abcdef")]
    [InlineData("another-key/1")]
    [InlineData("docket-shards/../card-signing")]
    [InlineData("docket-shards/1?api-version=1")]
    public async Task A_version_that_is_not_there_means_that_the_key_is_lost(string version)
    {
        var wrapped = await Vault.WrapAsync(Key, default);

        Assert.Null(await Vault.UnwrapAsync(wrapped with { Version = version }, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task A_key_of_another_length_is_not_wrapped(int length) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Vault.WrapAsync(new byte[length], default));

    [Fact]
    public async Task A_caller_who_has_given_up_gets_a_cancellation()
    {
        var wrapped = await Vault.WrapAsync(Key, default);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Vault.WrapAsync(Key, gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Vault.UnwrapAsync(wrapped, gone.Token));
    }
}
