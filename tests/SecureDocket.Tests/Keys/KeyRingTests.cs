using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Keys;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private static readonly CardOptions s_options = new()
    {
        Issuer = "https://securedocket.example",
        PortalUrl = "https://securedocket.example/",
        LossContact = "-",
    };

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeSigningKeys _vault = new();
    private readonly KeyRing _ring;

    public KeyRingTests() => _ring = new KeyRing(_vault, s_options, _clock);

    [Fact]
    public async Task Keys_are_read_once_and_kept_for_five_minutes()
    {
        await ReadAsync();
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await ReadAsync();
        Assert.Equal(1, _vault.Reads);

        _clock.Advance(TimeSpan.FromTicks(1));
        await ReadAsync();
        Assert.Equal(2, _vault.Reads);
    }

    [Fact]
    public async Task A_new_key_is_believed_after_the_next_read()
    {
        var before = await ReadAsync();
        var added = _vault.Add();
        Assert.Equal(before, await ReadAsync());

        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains(await ReadAsync(), key => key.Version == added.Version);
        Assert.NotEmpty((await _ring.TrustAsync(CancellationToken.None)).KeysFor(added.Public.Id));
    }

    [Fact]
    public async Task A_key_published_ahead_signs_when_its_time_comes_and_no_longer_than_it_may()
    {
        var day = TimeSpan.FromDays(1);
        var first = (await ReadAsync())[0];
        var second = _vault.Add(_clock.GetUtcNow() + day, _clock.GetUtcNow() + 2 * day);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(first.Version, (await _ring.SignerAsync(CancellationToken.None)).Version);

        _clock.Advance(day - TimeSpan.FromHours(1));
        Assert.Equal(second.Version, (await _ring.SignerAsync(CancellationToken.None)).Version);

        _clock.Advance(day);
        Assert.Equal(first.Version, (await _ring.SignerAsync(CancellationToken.None)).Version);
        Assert.NotEmpty((await _ring.TrustAsync(CancellationToken.None)).KeysFor(second.Public.Id));
    }

    [Fact]
    public async Task When_the_vault_is_away_the_keys_read_earlier_serve()
    {
        var before = await ReadAsync();
        _vault.IsAway = true;
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(before, await ReadAsync());
        Assert.Equal(s_options.Issuer, (await _ring.TrustAsync(CancellationToken.None)).Issuer);
    }

    [Fact]
    public async Task A_vault_that_is_away_is_not_asked_by_every_caller()
    {
        await ReadAsync();
        _vault.IsAway = true;
        _clock.Advance(TimeSpan.FromMinutes(5));
        for (var n = 0; n < 100; n++)
        {
            await ReadAsync();
        }

        Assert.Equal(2, _vault.Reads);

        _vault.IsAway = false;
        var added = _vault.Add();
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains(await ReadAsync(), key => key.Version == added.Version);
    }

    [Fact]
    public async Task Without_keys_read_earlier_an_absent_vault_is_told_and_asked_again()
    {
        _vault.IsAway = true;
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(ReadAsync);
        Assert.Equal("keys", failure.Dependency);

        _vault.IsAway = false;
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task A_key_id_that_nobody_knows_never_causes_a_read()
    {
        var trust = await _ring.TrustAsync(CancellationToken.None);
        for (var n = 0; n < 100; n++)
        {
            Assert.Empty(trust.KeysFor(KeyId.FromBytes(RandomNumberGenerator.GetBytes(KeyId.Length))));
            trust = await _ring.TrustAsync(CancellationToken.None);
        }

        Assert.Equal(1, _vault.Reads);
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_read()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(ReadAsync)));
        Assert.Equal(1, _vault.Reads);
    }

    public void Dispose()
    {
        _ring.Dispose();
        _vault.Dispose();
    }

    private Task<IReadOnlyList<SigningKey>> ReadAsync() => _ring.KeysAsync(CancellationToken.None);
}
