using SecureDocket.Credentials;
using SecureDocket.Signing;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class VaultSigningKeysTests : SigningKeysConformance, IDisposable
{
    private const string Name = "card-signing";

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly FakeKeyVault _vault;
    private readonly VaultSigningKeys _keys;
    private readonly Uri _first;

    public VaultSigningKeysTests()
    {
        _vault = new FakeKeyVault(_clock);
        _first = _vault.CreateKey(Name);
        _vault.CreateKey("list-signing");
        _keys = TappedAzure.Keys(_vault, new StorageTap(_vault));
    }

    protected override ISigningKeys Keys => _keys;

    [Fact]
    public async Task The_newest_version_comes_first_however_many_pages_there_are()
    {
        _vault.PageSize = 2;
        List<Uri> rotations = [_first];
        for (var year = 0; year < 6; year++)
        {
            _clock.Advance(TimeSpan.FromDays(365));
            rotations.Add(_vault.Rotate(Name));
        }

        Assert.Equal(rotations.Select(VersionOf).Reverse(), (await CardKeysAsync()).Select(key => key.Version));
    }

    [Fact]
    public async Task A_version_says_when_it_signs()
    {
        var (from, until) = (_clock.GetUtcNow().AddDays(1), _clock.GetUtcNow().AddDays(400));
        _vault.Rotate(Name, from, until);
        var keys = await Keys.ListAsync(default);
        Assert.Contains((from, until), keys.Select(key => (key.Public.SignsFrom.GetValueOrDefault(), key.Public.SignsUntil.GetValueOrDefault())));
        Assert.Contains(keys, key => key.Public.SignsFrom is null && key.Public.SignsUntil is null);
    }

    [Fact]
    public async Task A_key_is_for_cards_or_lists_and_a_sites_own_for_that_site()
    {
        _vault.CreateKey("card-signing-elp");
        var keys = await TappedAzure.Keys(_vault, new StorageTap(_vault), sitesWithKeys: "ELP").ListAsync(default);
        Assert.Equal(
            [(KeyUse.Cards, null), (KeyUse.Cards, "ELP"), (KeyUse.Lists, (string?)null)],
            keys.Select(key => (key.Public.Use, key.Site)).OrderBy(key => key.Use).ThenBy(key => key.Site, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_public_part_is_asked_for_once()
    {
        var tap = new StorageTap(_vault);
        var keys = TappedAzure.Keys(_vault, tap);
        await keys.ListAsync(default);
        tap.Restart();
        await keys.ListAsync(default);
        Assert.Equal(["versions", "versions"], tap.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_disabled_version_is_not_listed()
    {
        _clock.Advance(TimeSpan.FromDays(365));
        var second = _vault.Rotate(Name);
        _vault.Disable(second);

        Assert.Equal([VersionOf(_first)], (await CardKeysAsync()).Select(key => key.Version));
    }

    [Fact]
    public async Task After_a_rotation_the_version_that_is_named_still_signs()
    {
        var before = (await CardKeysAsync())[0];
        _clock.Advance(TimeSpan.FromDays(365));
        _vault.Rotate(Name);

        Assert.True(Verifies(before, Digest, await Keys.SignAsync(before.Version, Digest, default)));
    }

    [Fact]
    public async Task A_signature_costs_one_request_and_one_signature()
    {
        var tap = new StorageTap(_vault);
        var keys = TappedAzure.Keys(_vault, tap);
        var version = (await keys.ListAsync(default))[0].Version;

        // The first signature by a version reads that version once.
        await keys.SignAsync(version, Digest, default);
        tap.Restart();
        var signed = _vault.SignCalls;

        await keys.SignAsync(version, Digest, default);

        Assert.Equal([new TappedRequest(TappedService.Vault, "POST", "sign")], tap.Requests);
        Assert.Equal(signed + 1, _vault.SignCalls);
    }

    [Theory]
    [InlineData(TransportFault.Throttled)]
    [InlineData(TransportFault.Unavailable)]
    public async Task A_vault_that_asks_for_a_moment_gets_it_and_one_that_asks_for_longer_is_unavailable_at_once(TransportFault fault)
    {
        var tap = new StorageTap(_vault);
        var keys = TappedAzure.Keys(_vault, tap, retries: 3);
        var key = (await keys.ListAsync(default)).First(each => each.Public.Use == KeyUse.Cards);
        await keys.SignAsync(key.Version, Digest, default);
        foreach (var (wait, tries) in new[] { (1, 2), (6, 1) })
        {
            tap.Restart();
            _vault.FailNext(fault, retryAfter: TimeSpan.FromSeconds(wait));
            var failure = await Record.ExceptionAsync(() => keys.SignAsync(key.Version, Digest, default));
            Assert.Equal(tries == 1, failure is DependencyUnavailableException);
            Assert.Equal(tries, tap.Requests.Count);
        }
    }

    [Fact]
    public async Task A_version_that_no_longer_signs_is_away()
    {
        var key = (await CardKeysAsync())[0];
        await Keys.SignAsync(key.Version, Digest, default);
        _vault.Disable(_first);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Keys.SignAsync(key.Version, Digest, default));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Keys.SignAsync($"{Name}/{Guid.NewGuid():N}", Digest, default));
    }

    public void Dispose() => _vault.Dispose();

    private static string VersionOf(Uri key) => $"{Name}/{key.Segments[^1]}";

    private async Task<List<SigningKey>> CardKeysAsync() => [.. (await Keys.ListAsync(default)).Where(key => key.Public.Use == KeyUse.Cards)];
}
