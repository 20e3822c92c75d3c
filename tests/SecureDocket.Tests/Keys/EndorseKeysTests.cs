using System.Text.Json.Nodes;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Keys;

public sealed class EndorseKeysTests : IDisposable
{
    private const string Issuer = "https://securedocket.example";

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeSigningKeys _vault = new();
    private readonly InMemoryTables _tables = new();
    private readonly KeyRegister _register;
    private readonly SigningKey _anchor;

    private KeyRing? _ring;

    public EndorseKeysTests()
    {
        _register = new(_tables);
        _anchor = _vault.Add(use: KeyUse.Anchor);
    }

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
        Assert.NotEqual(stray.Version, await ListSignerAsync());
        await EndorseAsync();

        // Verifiers learn of it with the packs of the next day.
        Assert.NotEqual(stray.Version, await ListSignerAsync());
        _clock.Advance(Options().LongestStatusAge);
        Assert.Equal(stray.Version, await ListSignerAsync());
    }

    [Fact]
    public async Task A_key_for_cards_endorses_the_keys_of_sites_and_they_endorse_none()
    {
        await CeremonyAsync();
        var site = _vault.Add(site: "ELP");
        var later = _vault.Add();
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        Assert.Equal([("1", later.Version), (later.Version, site.Version)], (await WordsAsync()).Order());

        // Once is enough: what lost its endorsement gets another.
        _vault.Add();
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        Assert.Single((await WordsAsync()), word => word.Key == site.Version);
        await WithdrawAsync(later);
        await EndorseAsync();
        Assert.Contains(site.Public.Thumbprint, await ReachedAsync());
    }

    [Fact]
    public async Task What_a_withdrawn_key_alone_had_vouched_for_a_younger_one_endorses_again()
    {
        await CeremonyAsync();
        var (second, first) = (_vault.Add(), (await Ring.KeysAsync(default)).Single(key => key.Version == "1"));
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        await CeremonyAsync(third: _vault.Add());
        await WithdrawAsync(first);
        Assert.DoesNotContain(second.Public.Thumbprint, await ReachedAsync());

        await EndorseAsync();
        Assert.Contains(second.Public.Thumbprint, await ReachedAsync());
    }

    [Fact]
    public async Task A_key_that_has_ended_is_endorsed_no_more_while_another_vouches_for_it()
    {
        await CeremonyAsync();
        var ended = _vault.Add(signsUntil: _clock.GetUtcNow().AddMinutes(2), use: KeyUse.Lists);
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        _clock.Advance(TimeSpan.FromMinutes(5));
        _vault.Add(use: KeyUse.Lists);
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        Assert.Equal([("2", ended.Version)], (await WordsAsync()).Where(word => word.Key == ended.Version));
        Assert.Contains(ended.Public.Thumbprint, await ReachedAsync());
    }

    [Fact]
    public async Task Sixty_sites_through_five_rotations_stay_far_below_what_verifiers_read()
    {
        await CeremonyAsync();
        for (var year = 0; year < 5; year++)
        {
            for (var site = 0; site < 12; site++)
            {
                _vault.Add(site: $"S{year}{site}");
            }

            _vault.Add(signsUntil: _clock.GetUtcNow().AddDays(730));
            _clock.Advance(TimeSpan.FromDays(365));
            await EndorseAsync();
            await EndorseAsync();
        }

        var published = await Ring.PublishedAsync(default);
        Assert.Equal(published.Keys.Count, published.Chain.Reached.Count);
        Assert.InRange(published.Chain.Links.Count, published.Keys.Count - 1, published.Keys.Count + 15);
    }

    [Fact]
    public async Task One_word_that_is_damaged_on_record_is_made_good_and_harms_no_other()
    {
        await EndorseAsync();
        var key = (await Ring.KeysAsync(default)).First(key => key.Public.Use == KeyUse.Cards);
        await DamageAsync(key);
        Assert.DoesNotContain(key.Public.Thumbprint, await ReachedAsync());
        await EndorseAsync();
        Assert.Equal(3, (await ReachedAsync()).Count);
    }

    [Fact]
    public async Task Since_when_verifiers_believe_a_key_counts_from_its_first_endorsement_and_again_after_it_was_lost()
    {
        await CeremonyAsync();
        await EndorseAsync();
        var (first, began) = (await BelievedSinceAsync("2"), _clock.GetUtcNow());
        Assert.Equal(began, first);

        _clock.Advance(TimeSpan.FromDays(3));
        var second = _vault.Add(use: KeyUse.Lists);
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        Assert.Equal(_clock.GetUtcNow(), await BelievedSinceAsync(second.Version));

        await WithdrawAsync((await Ring.KeysAsync(default)).Single(key => key.Version == "2"));
        await EndorseAsync();
        Assert.Null(await BelievedSinceAsync(second.Version));
    }

    [Fact]
    public async Task A_successor_is_in_the_vault_and_for_lists_believed_without_the_one_that_goes()
    {
        await CeremonyAsync();
        var (cards, lists) = (KeyNamed("1"), KeyNamed("2"));
        Assert.Equal((false, false), (await Ring.HasSuccessorAsync((await cards).Public.Id, default), await Ring.HasSuccessorAsync((await lists).Public.Id, default)));

        var (site, nextCards, nextLists) = (_vault.Add(site: "ELP"), _vault.Add(), _vault.Add(use: KeyUse.Lists));
        _clock.Advance(KeyRing.FreshFor);
        await EndorseAsync();
        Assert.Equal((true, false), (await Ring.HasSuccessorAsync((await cards).Public.Id, default), await Ring.HasSuccessorAsync((await lists).Public.Id, default)));
        Assert.True(await Ring.HasSuccessorAsync(nextLists.Public.Id, default));
        Assert.True(await Ring.HasSuccessorAsync(site.Public.Id, default));

        // Where nobody has seen the vault, nobody says that there is none.
        _vault.IsAway = true;
        using (var other = new KeyRing(_vault, _register, Options(_anchor.Public), _clock))
        {
            var id = (await cards).Public.Id;
            await Assert.ThrowsAsync<DependencyUnavailableException>(() => other.HasSuccessorAsync(id, default));
        }

        _vault.IsAway = false;
        _vault.Disable(nextCards);
        _clock.Advance(2 * KeyRing.FreshFor);
        Assert.False(await Ring.HasSuccessorAsync((await cards).Public.Id, default));
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

    private async Task<string> ListSignerAsync() => (await Ring.PublishedAsync(default)).SignerAt(_clock.GetUtcNow())!.Version;

    private Task EndorseAsync() => new EndorseKeys(Ring, _register, _vault, Options(), _clock).ExecuteAsync(default);

    private async Task<SigningKey> KeyNamed(string version) => (await Ring.KeysAsync(default)).Single(key => key.Version == version);

    private async Task<DateTimeOffset?> BelievedSinceAsync(string version) =>
        (await _register.ListAsync(default)).Single(record => record.Version == version).BelievedSince;

    /// <summary>Changes a byte of the only word for a key.</summary>
    private async Task DamageAsync(SigningKey key)
    {
        var row = (await _tables.FindAsync(TableNames.Keys, new("keys", key.Public.Id.ToString()), default))!;
        var json = JsonNode.Parse(row.Json)!;
        var word = json["endorsements"]![0]!.GetValue<string>();
        json["endorsements"]![0] = word[4] == 'A' ? $"{word[..4]}B{word[5..]}" : $"{word[..4]}A{word[5..]}";
        await _tables.CommitAsync(TableNames.Keys, "keys", [RowWrite.Replace(row.Key, json.ToJsonString(), row.Version)], default);
        _clock.Advance(KeyRing.FreshFor);
    }

    /// <summary>Takes the anchor offline, after it has endorsed the first key of each use, or those and a third.</summary>
    private async Task CeremonyAsync(SigningKey? third = null)
    {
        ReadOnlyMemory<byte>[] words = [.. (await _vault.ListAsync(default)).Where(key => key.Version is "1" or "2" || key == third).Select(key =>
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
        return [.. KeyChain.Reach(Issuer, published.Keys, [.. published.Chain.Links.Select(link => link.Word)])!.Select(key => key.Thumbprint)];
    }

    /// <summary>Who in the vault has endorsed whom, by versions.</summary>
    private async Task<IReadOnlyList<(string By, string Key)>> WordsAsync()
    {
        var keys = await Ring.KeysAsync(default);
        return [.. (await Ring.PublishedAsync(default)).Chain.Links
            .Select(link => Endorsement.Read(link.Word.Span, keys.Select(key => key.Public)))
            .Select(word => (keys.Single(key => key.Public == word.Signer), keys.Single(key => key.Public.Thumbprint == word.Endorsement!.Thumbprint)))
            .Where(pair => pair.Item1.Public.Use != KeyUse.Anchor)
            .Select(pair => (pair.Item1.Version, pair.Item2.Version))];
    }
}
