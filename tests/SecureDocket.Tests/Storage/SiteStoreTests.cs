using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Places;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Storage;

public sealed class SiteStoreTests(AzuriteFixture azurite) : StoreTest(azurite)
{
    private readonly string _id = string.Create(CultureInfo.InvariantCulture, $"S{Random.Shared.Next(10_000_000):D7}");

    [Fact]
    public async Task A_card_is_counted_once_however_often_it_is_repeated()
    {
        var store = await OpenAsync(quota: 3);
        var card = NewCard();
        var asRead = (await store.FindAsync(_id, CancellationToken.None))!;
        for (var n = 0; n < 4; n++)
        {
            Assert.True(await store.ReserveAsync(asRead, card, CancellationToken.None));
            Assert.True(await ReserveAsync(store, card));
        }

        Assert.Equal(1, await IssuedAsync(store));
    }

    [Fact]
    public async Task A_counted_card_stays_counted_when_the_quota_is_used_up()
    {
        var store = await OpenAsync(quota: 1);
        var card = NewCard();
        Assert.True(await ReserveAsync(store, card));
        Assert.False(await ReserveAsync(store, NewCard()));
        Assert.True(await ReserveAsync(store, card));
        Assert.Equal(1, await IssuedAsync(store));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Twenty_cards_at_the_same_time_get_exactly_the_quota(int quota)
    {
        var store = await OpenAsync(quota);
        var asRead = (await store.FindAsync(_id, CancellationToken.None))!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.ReserveAsync(asRead, NewCard(), CancellationToken.None)));
        Assert.Equal(quota, answers.Count(reserved => reserved));
        Assert.Equal(quota, await IssuedAsync(store));
    }

    [Fact]
    public async Task Changing_a_site_keeps_what_it_has_issued()
    {
        var store = await OpenAsync(quota: 2);
        await ReserveAsync(store, NewCard());
        var changed = await store.PutAsync(new Site(_id, "Renamed", 5, 0), null, CancellationToken.None);
        Assert.Equal(new Site(_id, "Renamed", 5, 1), changed);
        Assert.Equal(changed, (await store.FindAsync(_id, CancellationToken.None))!.Value);
    }

    [Fact]
    public async Task A_site_that_was_never_opened_is_not_there() =>
        Assert.Null(await new SiteStore(Tables, Hash).FindAsync("NOWHERE", CancellationToken.None));

    private async Task<SiteStore> OpenAsync(int quota)
    {
        var store = new SiteStore(Tables, Hash);
        await store.PutAsync(new Site(_id, "Test", quota, 0), null, CancellationToken.None);
        return store;
    }

    private async Task<bool> ReserveAsync(SiteStore store, CardNumber card) =>
        await store.ReserveAsync((await store.FindAsync(_id, CancellationToken.None))!, card, CancellationToken.None);

    private async Task<int> IssuedAsync(SiteStore store) => (await store.FindAsync(_id, CancellationToken.None))!.Value.Issued;
}
