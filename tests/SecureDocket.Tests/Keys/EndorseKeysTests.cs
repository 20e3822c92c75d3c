using SecureDocket.Credentials;
using SecureDocket.Keys;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Keys;

public sealed class EndorseKeysTests : IDisposable
{
    private const string Issuer = "https://securedocket.example";

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeSigningKeys _vault = new();
    private readonly KeyRegister _register = new(new InMemoryTables());
    private readonly SigningKey _anchor;

    private KeyRing? _ring;

    public EndorseKeysTests() => _anchor = _vault.Add(use: KeyUse.Anchor);

    [Fact]
    public async Task A_throwaway_anchor_in_the_vault_endorses_every_key()
    {
        Assert.Equal([_anchor.Public.Thumbprint], await ReachedAsync());
        await EndorseAsync();
        Assert.Equal(3, (await ReachedAsync()).Count);
        Assert.Equal(2, _vault.Signed.Count);
    }

    [Fact]
    public async Task What_is_endorsed_is_not_endorsed_again()
    {
        await EndorseAsync();
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        Assert.Equal(2, _vault.Signed.Count);
    }

    [Fact]
    public async Task Each_new_key_is_endorsed_by_the_one_before_when_the_anchor_is_offline()
    {
        await CeremonyAsync();
        var (second, third) = (_vault.Add(use: KeyUse.Lists), _vault.Add(use: KeyUse.Lists));
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();

        var reached = await ReachedAsync();
        Assert.Contains(second.Public.Thumbprint, reached);
        Assert.Contains(third.Public.Thumbprint, reached);

        // By every older one, so that the loss of one does not take its successors along.
        Assert.Equal([("2", second.Version), ("2", third.Version), (second.Version, third.Version)], (await WordsAsync()).Order());
    }

    [Fact]
    public async Task A_withdrawn_key_endorses_nothing_and_takes_only_those_along_for_whom_nobody_else_speaks()
    {
        await CeremonyAsync();
        var second = _vault.Add(use: KeyUse.Lists);
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        var first = (await Ring.KeysAsync(default)).Single(key => key.Version == "2");
        await WithdrawAsync(first);
        await EndorseAsync();
        Assert.DoesNotContain(second.Public.Thumbprint, await ReachedAsync());
        var outlook = await Ring.OutlookAsync(KeyUse.Lists, _clock.GetUtcNow(), default);
        Assert.Equal((true, false), (outlook.Signs, outlook.IsEndorsed));
    }

    [Fact]
    public async Task An_endorsed_key_signs_before_one_that_no_verifier_would_believe()
    {
        await CeremonyAsync();
        var stray = _vault.Add(use: KeyUse.Lists);
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(stray.Version, (await Ring.ListSignerAsync(_clock.GetUtcNow(), default)).Version);
        await EndorseAsync();
        Assert.Equal(stray.Version, (await Ring.ListSignerAsync(_clock.GetUtcNow(), default)).Version);
    }

    [Fact]
    public async Task A_key_for_cards_endorses_the_keys_of_sites_and_they_endorse_none()
    {
        await CeremonyAsync();
        var site = _vault.Add(site: "ELP");
        var later = _vault.Add();
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        Assert.Equal(
            new[] { ("1", later.Version), ("1", site.Version), (later.Version, site.Version) }.Order(),
            (await WordsAsync()).Order());
    }

    [Fact]
    public async Task A_vault_that_fails_in_between_is_made_good_by_the_next_run()
    {
        _vault.SignsUntil = 1;
        await Assert.ThrowsAsync<DependencyUnavailableException>(EndorseAsync);
        _vault.SignsUntil = int.MaxValue;
        await EndorseAsync();
        Assert.Equal(3, (await ReachedAsync()).Count);
        Assert.Equal(2, _vault.Signed.Count);
    }

    [Fact]
    public async Task Without_any_anchor_nothing_is_published()
    {
        _vault.Disable(_anchor);
        Assert.Equal("keys", (await Assert.ThrowsAsync<DependencyUnavailableException>(EndorseAsync)).Dependency);
        Assert.Empty(_vault.Signed);
    }

    public void Dispose()
    {
        _ring?.Dispose();
        _vault.Dispose();
    }

    private KeyRing Ring => _ring ??= new(_vault, _register, Options(), _clock);

    private static CardOptions Options(VerificationKey? anchor = null, params ReadOnlyMemory<byte>[] endorsements) => new()
    {
        Issuer = Issuer,
        PortalUrl = $"{Issuer}/",
        LossContact = "-",
        Anchor = anchor,
        Endorsements = endorsements,
    };

    private Task EndorseAsync() => new EndorseKeys(Ring, _register, _vault, Options(), _clock).ExecuteAsync(default);

    /// <summary>Takes the anchor offline, after it has endorsed the first key of each use.</summary>
    private async Task CeremonyAsync()
    {
        ReadOnlyMemory<byte>[] words = [.. (await _vault.ListAsync(default)).Where(key => key != _anchor).Select(key =>
        {
            var payload = new Endorsement(Issuer, _clock.GetUtcNow(), key.Public.Use, key.Public.Thumbprint).EncodePayload();
            return (ReadOnlyMemory<byte>)Endorsement.Seal(_anchor.Public.Id, payload, _vault.Sign(_anchor.Version, Endorsement.ToBeSigned(_anchor.Public.Id, payload)));
        })];
        _vault.Disable(_anchor);
        _ring?.Dispose();
        _ring = new(_vault, _register, Options(_anchor.Public, words), _clock);
    }

    private async Task WithdrawAsync(SigningKey key)
    {
        Actor administrator = new("Program.Administrator", "one");
        await _register.WithdrawAsync(key.Public.Id, new(_clock.GetUtcNow(), WithdrawalReasons.Compromised, administrator, administrator with { Id = "two" }), default);
        _clock.Advance(KeyRing.FreshFor);
    }

    private async Task<IReadOnlyList<string>> ReachedAsync()
    {
        var published = await Ring.PublishedAsync(default);
        return [.. KeyChain.Reach(Issuer, published.Keys, published.Chain)!.Select(key => key.Thumbprint)];
    }

    /// <summary>Who in the vault has endorsed whom, by versions.</summary>
    private async Task<IReadOnlyList<(string By, string Key)>> WordsAsync()
    {
        var keys = await Ring.KeysAsync(default);
        return [.. (await Ring.PublishedAsync(default)).Chain
            .Select(link => Endorsement.Read(link.Span, keys.Select(key => key.Public)))
            .Select(word => (keys.Single(key => key.Public == word.Signer), keys.Single(key => key.Public.Thumbprint == word.Endorsement!.Thumbprint)))
            .Where(pair => pair.Item1.Public.Use != KeyUse.Anchor)
            .Select(pair => (pair.Item1.Version, pair.Item2.Version))];
    }
}
