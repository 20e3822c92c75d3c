using System.Security.Cryptography;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;
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

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeSigningKeys _vault = new();
    private readonly KeyRegister _register = new(new InMemoryTables());
    private readonly KeyRing _ring;

    public KeyRingTests() => _ring = NewRing();

    [Fact]
    public async Task Keys_are_read_once_and_kept_for_a_moment()
    {
        await ReadAsync();
        _clock.Advance(KeyRing.FreshFor - TimeSpan.FromTicks(1));
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
        Assert.Equal(Versions(before), Versions(await ReadAsync()));

        _clock.Advance(KeyRing.FreshFor);
        Assert.Contains(added.Version, Versions(await ReadAsync()));
        Assert.NotEmpty((await _ring.TrustAsync(CancellationToken.None)).KeysFor(added.Public.Id));
    }

    [Fact]
    public async Task A_new_key_signs_only_when_every_verifier_within_its_policy_has_heard_of_it()
    {
        var first = await SignerAsync();
        var second = _vault.Add();
        _clock.Advance(KeyRing.FreshFor);
        Assert.Equal(first.Version, (await SignerAsync()).Version);
        Assert.Equal(s_day, s_options.LongestStatusAge);

        _clock.Advance(s_day - TimeSpan.FromTicks(1));
        Assert.Equal(first.Version, (await SignerAsync()).Version);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(second.Version, (await SignerAsync()).Version);
    }

    [Fact]
    public async Task A_key_published_ahead_signs_when_its_time_comes_and_no_longer_than_it_may()
    {
        var first = await SignerAsync();
        var second = _vault.Add(_clock.GetUtcNow() + 2 * s_day, _clock.GetUtcNow() + 3 * s_day);
        _clock.Advance(s_day);
        Assert.Equal(first.Version, (await SignerAsync()).Version);

        _clock.Advance(s_day);
        Assert.Equal(second.Version, (await SignerAsync()).Version);

        _clock.Advance(s_day);
        Assert.Equal(first.Version, (await SignerAsync()).Version);
        Assert.NotEmpty((await _ring.TrustAsync(CancellationToken.None)).KeysFor(second.Public.Id));
    }

    [Fact]
    public async Task With_no_older_key_left_a_new_one_signs_at_once()
    {
        var first = await SignerAsync();
        var second = _vault.Add();
        _vault.Disable(first);
        _clock.Advance(KeyRing.FreshFor);
        Assert.Equal(second.Version, (await SignerAsync()).Version);
    }

    [Fact]
    public async Task A_sites_own_key_signs_its_cards_and_no_others()
    {
        var shared = await SignerAsync();
        var own = _vault.Add(site: "ELP");
        _vault.Add(use: KeyUse.Anchor);
        _clock.Advance(KeyRing.FreshFor);
        await new EndorseKeys(_ring, _register, _vault, s_options, _clock).ExecuteAsync(CancellationToken.None);

        // Until verifiers have heard of it, the common key signs.
        Assert.Equal(shared.Version, (await SignerAsync("ELP")).Version);
        _clock.Advance(s_day);
        Assert.Equal(own.Version, (await SignerAsync("ELP")).Version);
        Assert.Equal(shared.Version, (await SignerAsync("MIA")).Version);
    }

    [Fact]
    public async Task A_key_withdrawn_elsewhere_is_known_at_once_where_it_is_published()
    {
        _vault.Add(use: KeyUse.Anchor);
        var first = await SignerAsync();
        Actor administrator = new("Program.Administrator", "one");
        await _register.WithdrawAsync(
            first.Public.Id, new(_clock.GetUtcNow(), WithdrawalReasons.Compromised, administrator, administrator with { Id = "two" }), CancellationToken.None);
        Assert.DoesNotContain((await _ring.PublishedAsync(CancellationToken.None)).Keys, key => key.WithdrawnAt is not null);
        Assert.Single((await _ring.PublishedNowAsync(CancellationToken.None)).Keys, key => key.WithdrawnAt is not null);
    }

    [Fact]
    public async Task Every_key_on_record_is_read_however_many_there_are()
    {
        for (var number = 0; number < 1_001; number++)
        {
            await _register.RecordAsync(_vault.Add(), _clock.GetUtcNow(), null, CancellationToken.None);
        }

        Assert.Equal(1_001, (await _register.ListAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_site_s_key_that_verifiers_would_have_no_room_for_is_not_taken_up_and_the_common_one_signs()
    {
        for (var number = 2; number < KeyRing.SiteKeysUpTo; number++)
        {
            _vault.Add(site: $"S{number}");
        }

        Assert.Equal(KeyRing.SiteKeysUpTo, (await ReadAsync()).Count);
        var (common, site) = (_vault.Add(), _vault.Add(site: "ELP"));
        _clock.Advance(KeyRing.FreshFor);
        var keys = Versions(await ReadAsync()).ToList();
        Assert.Contains(common.Version, keys);
        Assert.DoesNotContain(site.Version, keys);
        _clock.Advance(s_day);
        Assert.Equal(common.Version, (await SignerAsync("ELP")).Version);
    }

    [Fact]
    public async Task Cards_and_lists_never_share_a_key()
    {
        _vault.Add(use: KeyUse.Anchor);
        Assert.Equal(KeyUse.Lists, (await _ring.PublishedAsync(CancellationToken.None)).SignerAt(_clock.GetUtcNow())!.Public.Use);
        Assert.Equal(KeyUse.Cards, (await SignerAsync()).Public.Use);
    }

    [Fact]
    public async Task A_withdrawn_key_signs_nothing_and_is_known_as_withdrawn()
    {
        var first = await SignerAsync();
        var withdrawal = new WithdrawnKey(_clock.GetUtcNow(), WithdrawalReasons.Compromised, new("Program.Administrator", "one"), new("Program.Administrator", "two"));
        Assert.Equal(withdrawal, await _register.WithdrawAsync(first.Public.Id, withdrawal, CancellationToken.None));
        Assert.Equal(withdrawal, await _register.WithdrawAsync(first.Public.Id, withdrawal with { Reason = WithdrawalReasons.Misused }, CancellationToken.None));
        _clock.Advance(KeyRing.FreshFor);

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => SignerAsync());
        Assert.False(await _ring.StillSignsAsync(first.Public.Id, _clock.GetUtcNow(), CancellationToken.None));
        Assert.Equal(withdrawal.At, Assert.Single((await _ring.TrustAsync(CancellationToken.None)).KeysFor(first.Public.Id)).WithdrawnAt);
    }

    [Fact]
    public async Task A_key_that_the_vault_shows_no_more_is_still_believed_and_signs_nothing()
    {
        var first = await SignerAsync();
        var second = _vault.Add();
        _clock.Advance(KeyRing.FreshFor);
        await ReadAsync();
        _vault.Disable(first);
        _clock.Advance(KeyRing.FreshFor);

        Assert.Equal(second.Version, (await SignerAsync()).Version);
        Assert.NotEmpty((await _ring.TrustAsync(CancellationToken.None)).KeysFor(first.Public.Id));
    }

    [Fact]
    public async Task A_retired_key_is_believed_until_its_last_card_has_expired()
    {
        var retired = _vault.Add(signsUntil: _clock.GetUtcNow() + s_day, site: "ELP");
        await ReadAsync();
        _vault.Disable(retired);
        _clock.Advance(s_day + CardOptions.LongestValidity - TimeSpan.FromTicks(1));
        Assert.Contains(retired.Version, Versions(await ReadAsync()));

        _clock.Advance(KeyRing.FreshFor);
        Assert.DoesNotContain(retired.Version, Versions(await ReadAsync()));
    }

    [Fact]
    public async Task A_period_that_the_vault_changes_is_believed()
    {
        var key = await SignerAsync();
        _vault.Disable(key);
        var until = _clock.GetUtcNow() + s_day;
        _vault.Show(key with { Public = new VerificationKey(key.Public.X.Span, key.Public.Y.Span) { SignsUntil = until } });
        _clock.Advance(KeyRing.FreshFor);
        Assert.Equal(until, (await SignerAsync()).Public.SignsUntil);
    }

    [Fact]
    public async Task When_the_vault_is_away_the_keys_read_earlier_serve()
    {
        var before = await ReadAsync();
        _vault.IsAway = true;
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(Versions(before), Versions(await ReadAsync()));
        Assert.Equal(s_options.Issuer, (await _ring.TrustAsync(CancellationToken.None)).Issuer);
    }

    [Fact]
    public async Task When_the_vault_is_away_a_new_process_verifies_from_the_register()
    {
        var before = await ReadAsync();
        _vault.IsAway = true;
        using var fresh = NewRing();
        Assert.Equal(Versions(before), Versions(await fresh.KeysAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_vault_that_is_away_is_not_asked_by_every_caller()
    {
        await ReadAsync();
        _vault.IsAway = true;
        _clock.Advance(KeyRing.FreshFor);
        for (var n = 0; n < 100; n++)
        {
            await ReadAsync();
        }

        Assert.Equal(2, _vault.Reads);

        _vault.IsAway = false;
        var added = _vault.Add();
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains(added.Version, Versions(await ReadAsync()));
    }

    [Fact]
    public async Task Without_keys_read_earlier_an_absent_vault_is_told_and_asked_again()
    {
        _vault.IsAway = true;
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(ReadAsync);
        Assert.Equal("keys", failure.Dependency);

        _vault.IsAway = false;
        Assert.Equal(2, (await ReadAsync()).Count);
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

    private static IEnumerable<string> Versions(IReadOnlyList<SigningKey> keys) => keys.Select(key => key.Version);

    private KeyRing NewRing() => new(_vault, _register, s_options, _clock);

    private Task<SigningKey> SignerAsync(string site = "ATL") => _ring.CardSignerAsync(site, _clock.GetUtcNow(), CancellationToken.None);

    private Task<IReadOnlyList<SigningKey>> ReadAsync() => _ring.KeysAsync(CancellationToken.None);
}
