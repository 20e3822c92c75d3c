using SecureDocket.Cards;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Storage;

public sealed class IssuedCardsTests(AzuriteFixture azurite) : StoreTest(azurite)
{
    private static readonly DateTimeOffset s_day = new(2027, 2, 3, 0, 0, 0, TimeSpan.Zero);

    private readonly string _keyId = AzuriteFixture.UniqueName();
    private readonly CardholderId _owner = CardholderId.New();

    private IssuedCards Issued => new(Tables, Hash);

    [Fact]
    public async Task A_key_gives_its_cards_in_order_of_expiry_page_by_page()
    {
        var cards = new[] { Card(s_day.AddDays(2)), Card(s_day), Card(s_day.AddDays(1)) };
        foreach (var card in cards.Append(Card(s_day) with { KeyId = _keyId + "x" }))
        {
            await Issued.AddAsync(_owner, card, CancellationToken.None);
        }

        var first = await Issued.OfKeyAsync(_keyId, after: null, take: 2, CancellationToken.None);
        var rest = await Issued.OfKeyAsync(_keyId, first[^1].Key, take: 2, CancellationToken.None);
        Assert.Equal([cards[1].Number, cards[2].Number], first.Select(hint => hint.Number));
        Assert.Equal(cards[0].Number, Assert.Single(rest).Number);
        Assert.All([.. first, .. rest], hint => Assert.Equal(_owner, hint.CardholderId));
        Assert.Empty(await Issued.OfKeyAsync(_keyId, rest[^1].Key, take: 2, CancellationToken.None));
    }

    [Fact]
    public async Task A_card_is_past_once_its_last_day_is()
    {
        var last = Card(s_day.AddDays(1).AddTicks(-1));
        await Issued.AddAsync(_owner, last, CancellationToken.None);
        await Issued.AddAsync(_owner, Card(s_day.AddDays(1)), CancellationToken.None);

        Assert.Empty(await BeforeAsync(s_day));
        Assert.Equal(last.Number, Assert.Single(await BeforeAsync(s_day.AddDays(1))).Number);
        Assert.Equal(2, (await BeforeAsync(s_day.AddDays(2))).Count);
        Assert.Single(await Issued.ExpiringBeforeAsync(_keyId, Day(s_day.AddDays(2)), after: null, take: 1, CancellationToken.None));
    }

    [Fact]
    public async Task A_hint_is_dropped_unless_it_was_written_anew()
    {
        var card = Card(s_day);
        await Issued.AddAsync(_owner, card, CancellationToken.None);
        var read = Assert.Single(await BeforeAsync(s_day.AddDays(1)));
        await Issued.AddAsync(_owner, card, CancellationToken.None);
        await Issued.DropAsync(read, CancellationToken.None);
        var kept = Assert.Single(await BeforeAsync(s_day.AddDays(1)));

        await Issued.DropAsync(kept, CancellationToken.None);
        await Issued.DropAsync(kept, CancellationToken.None);
        Assert.Empty(await BeforeAsync(s_day.AddDays(1)));
    }

    private Task<IReadOnlyList<IssuedCard>> BeforeAsync(DateTimeOffset day) =>
        Issued.ExpiringBeforeAsync(_keyId, Day(day), after: null, take: 10, CancellationToken.None);

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private Card Card(DateTimeOffset expires) => new()
    {
        Number = NewCard(),
        Serial = 1,
        Status = CardStatus.Intended,
        SiteId = "HOU",
        StatusList = "1",
        StatusIndex = 1,
        KeyVersion = "1",
        KeyId = _keyId,
        PhotoHash = new string('0', 64),
        IssuedAt = expires.AddDays(-365),
        Expires = expires,
        Payload = [],
        IssuedBy = OperationId.New().Value,
    };
}
