using System.Buffers.Binary;
using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Storage;

public sealed class StatusIndexesTests(AzuriteFixture azurite) : StoreTest(azurite)
{
    private readonly string _list = AzuriteFixture.UniqueName();

    [Fact]
    public async Task The_same_card_has_the_same_entry_however_often_it_asks()
    {
        var card = NewCard();
        var first = await AllocateAsync(card);
        Assert.InRange(first!.Value, 0, StatusIndexes.ListLength - 1);
        Assert.Equal(first, await AllocateAsync(card));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AllocateAsync(card))), index => Assert.Equal(first, index));
        Assert.Single(await EntriesAsync());
    }

    [Fact]
    public async Task Cards_at_the_same_time_never_share_an_entry()
    {
        var cards = Enumerable.Range(0, 60).Select(_ => NewCard()).ToList();
        var indexes = await Task.WhenAll(cards.Select(AllocateAsync));
        Assert.Equal(cards.Count, indexes.Distinct().Count());
        Assert.Equal(cards.Count, (await EntriesAsync()).Count);
    }

    [Fact]
    public async Task An_entry_that_another_card_has_is_passed_over_for_good()
    {
        var card = NewCard();
        var wanted = Wanted(card, 0);
        await TakeAsync(wanted);

        var index = await AllocateAsync(card);
        Assert.Equal(Wanted(card, 1), index);
        Assert.NotEqual(wanted, index);
        Assert.Equal(index, await AllocateAsync(card));
    }

    [Fact]
    public async Task A_list_that_is_too_full_says_so()
    {
        var card = NewCard();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(attempt => TakeAsync(Wanted(card, attempt))));
        Assert.Null(await AllocateAsync(card));
    }

    private Task<int?> AllocateAsync(CardNumber card) => new StatusIndexes(Tables, Hash).AllocateAsync(_list, card, CancellationToken.None);

    private Task<IReadOnlyList<Row>> EntriesAsync() => Tables.RangeAsync(TableNames.StatusIndex, _list, "", "~", 100, CancellationToken.None);

    // The order is part of the contract: another version of the program must find the card's entry again.
    private int Wanted(CardNumber card, int attempt) => (int)(BinaryPrimitives.ReadUInt32BigEndian(
        Hash.Of("status-index", string.Create(CultureInfo.InvariantCulture, $"{_list}|{card}|{attempt}"))) % StatusIndexes.ListLength);

    private Task<IReadOnlyList<string>?> TakeAsync(int index) => Tables.CommitAsync(
        TableNames.StatusIndex, _list, [RowWrite.Insert(index.ToString("D7", CultureInfo.InvariantCulture), $$"""{"card":"{{NewCard()}}"}""")], CancellationToken.None);
}
