using System.Buffers.Binary;
using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.StatusLists;
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
        Assert.InRange(first!.Index, 0, StatusIndexes.ListLength - 1);
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
        Assert.Equal(Wanted(card, 1), index!.Index);
        Assert.NotEqual(wanted, index.Index);
        Assert.Equal(index, await AllocateAsync(card));
    }

    [Fact]
    public async Task A_list_that_is_too_full_says_so()
    {
        var card = NewCard();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(attempt => TakeAsync(Wanted(card, attempt))));
        Assert.Null(await AllocateAsync(card));
    }

    [Fact]
    public async Task Three_hundred_thousand_cards_spread_evenly_over_several_lists_and_none_shares_an_entry()
    {
        const int Cards = 300_000;
        string[] lists = ["1", "2", "3", "4"];
        var indexes = new StatusIndexes(new InMemoryTables(), Hash, Options(lists));
        HashSet<StatusEntry> entries = [];
        for (var i = 0; i < Cards; i++)
        {
            Assert.True(entries.Add((await indexes.AllocateAsync(NewCard(), CancellationToken.None))!));
        }

        // Five standard deviations of a fair draw: 5 × √(300,000 × ¼ × ¾) ≈ 1,186.
        Assert.All(lists, list => Assert.InRange(entries.Count(entry => entry.List == list), Cards / 4 - 1200, Cards / 4 + 1200));
    }

    [Fact]
    public async Task When_one_list_is_full_the_next_takes_the_card()
    {
        var card = NewCard();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(attempt => TakeAsync(Wanted(card, attempt))));
        var other = AzuriteFixture.UniqueName();
        var entry = await new StatusIndexes(Tables, Hash, Options(_list, other)).AllocateAsync(card, CancellationToken.None);
        Assert.Equal(other, entry!.List);
    }

    private static CardOptions Options(params string[] lists) => new()
    {
        Issuer = "https://securedocket.example",
        PortalUrl = "https://securedocket.example/",
        LossContact = "-",
        StatusLists = lists,
    };

    private Task<StatusEntry?> AllocateAsync(CardNumber card) => new StatusIndexes(Tables, Hash, Options(_list)).AllocateAsync(card, CancellationToken.None);

    private Task<IReadOnlyList<Row>> EntriesAsync() => Tables.RangeAsync(TableNames.StatusIndex, _list, "", "~", 100, CancellationToken.None);

    // The order is part of the contract: another version of the program must find the card's entry again.
    private int Wanted(CardNumber card, int attempt) => (int)(BinaryPrimitives.ReadUInt32BigEndian(
        Hash.Of("status-index", string.Create(CultureInfo.InvariantCulture, $"{_list}|{card}|{attempt}"))) % StatusIndexes.ListLength);

    private Task<IReadOnlyList<string>?> TakeAsync(int index) => Tables.CommitAsync(
        TableNames.StatusIndex, _list, [RowWrite.Insert(index.ToString("D7", CultureInfo.InvariantCulture), $$"""{"card":"{{NewCard()}}"}""")], CancellationToken.None);
}
