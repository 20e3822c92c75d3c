using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Messages;

public sealed class PhonesTests
{
    private const string Mobile = "+17135550199";

    private static readonly Instant s_at = Instant.FromUtc(2027, 3, 4, 16, 0);
    private static readonly OptOut s_stop = new(s_at, "m-1", "stop");

    private readonly InMemoryTables _tables = new();

    private Phones Phones => new(_tables, new KeyedHash(new byte[32]));

    [Fact]
    public async Task Of_a_phone_that_nobody_has_heard_from_nothing_is_known() => Assert.Equal(new(), await Phones.FindAsync(Mobile, default));

    [Fact]
    public async Task What_is_known_is_kept_for_one_phone()
    {
        var offer = new Offer
        {
            MessageId = "m-2",
            CardholderId = CardholderId.New(),
            CheckInId = "c-1",
            CheckInVersion = 3,
            TimeZone = "America/Chicago",
            Openings = [new(new(2027, 3, 8, 9, 0)), new(new(2027, 3, 9, 11, 30))],
            Until = s_at,
        };
        await Phones.ChangeAsync(Mobile, phone => phone.WithOptIn(s_at) with { Offer = offer }, default);

        var known = await Phones.FindAsync(Mobile, default);
        Assert.Equal((s_at, false), (known.OptedInAt, known.IsOptedOut));
        Assert.Equivalent(offer, known.Offer, strict: true);
        Assert.Equivalent(new PhoneState(), await Phones.FindAsync("+17135550198", default), strict: true);
    }

    [Fact]
    public void A_stop_that_is_repeated_within_a_day_is_known_by_the_first_text()
    {
        var again = new OptOut(s_stop.At + Duration.FromHours(23), "m-9", s_stop.Word);
        var stopped = new PhoneState().WithOptOut(s_stop);

        Assert.Equal(s_stop with { At = again.At }, stopped.WithOptOut(again).OptOut);
        Assert.Equal("m-9", stopped.WithOptOut(again with { At = s_stop.At + Duration.FromHours(25) }).OptOut!.Evidence);
        Assert.Equal("m-9", stopped.WithOptOut(again with { Word = OptOut.WrongNumber }).OptOut!.Evidence);
        Assert.Equal("m-9", new PhoneState().WithOptOut(new(s_stop.At, OptOut.CarrierEvidence)).WithOptOut(again).OptOut!.Evidence);
    }

    [Fact]
    public void A_block_stands_until_the_carrier_lifts_it()
    {
        var blocked = new PhoneState().WithBlock(new("+18335550100", s_at));

        Assert.Same(blocked, blocked.WithBlock(new("+18335550100", s_at)));
        Assert.Same(blocked, blocked.WithoutBlock("+18445550100", s_at + Duration.FromMinutes(1)));
        Assert.Same(blocked, blocked.WithoutBlock("+18335550100", s_at));
        Assert.Single(blocked.WithOptIn(s_at + Duration.FromMinutes(1)).Blocks!);
        Assert.Null(blocked.WithoutBlock("+18335550100", s_at + Duration.FromMinutes(1)).Blocks);
    }

    [Fact]
    public async Task A_number_is_nowhere_in_the_table()
    {
        await Phones.ChangeAsync(Mobile, phone => phone.WithOptOut(s_stop), default);

        var row = Assert.Single(_tables.RowsOf(TableNames.Phones));
        Assert.DoesNotContain("7135550199", row.Partition + row.Row.Key + row.Row.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_word_counts_in_whatever_order_words_come()
    {
        (Func<PhoneState, PhoneState> Word, int Minute)[] words =
        [
            (phone => phone.WithOptOut(s_stop), 0),
            (phone => phone.WithOptIn(s_at + Duration.FromMinutes(1)), 1),
            (phone => phone.WithOptOut(new(s_at + Duration.FromMinutes(2), "m-3", "stop")), 2),
        ];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [0, 1, 2, 0, 1], [2, 1, 0, 1, 0]];
        for (var order = 0; order < orders.Length; order++)
        {
            var mobile = $"+1713555{order:D4}";
            foreach (var word in orders[order])
                await Phones.ChangeAsync(mobile, words[word].Word, default);
            Assert.Equal(s_at + Duration.FromMinutes(2), (await Phones.FindAsync(mobile, default)).OptOut?.At);
        }

        await Phones.ChangeAsync(Mobile, words[1].Word, default);
        await Phones.ChangeAsync(Mobile, words[0].Word, default);
        Assert.False((await Phones.FindAsync(Mobile, default)).IsOptedOut);
    }

    [Fact]
    public void In_a_tie_the_phone_has_opted_out()
    {
        Assert.True(new PhoneState().WithOptIn(s_at).WithOptOut(s_stop).IsOptedOut);
        Assert.True(new PhoneState().WithOptOut(s_stop).WithOptIn(s_at).IsOptedOut);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_writes_nothing()
    {
        var tap = new StorageTap();
        var phones = new Phones(tap.Over(_tables), new KeyedHash(new byte[32]));
        await phones.ChangeAsync(Mobile, phone => phone.WithOptOut(s_stop), default);
        tap.Restart();

        await phones.ChangeAsync(Mobile, phone => phone.WithOptOut(s_stop), default);

        Assert.Single(tap.Requests);
    }

    [Fact]
    public async Task Changes_at_once_are_all_kept()
    {
        await Task.WhenAll(
            Phones.ChangeAsync(Mobile, phone => phone.WithOptIn(s_at - Duration.FromMinutes(1)), default),
            Phones.ChangeAsync(Mobile, phone => phone.WithOptOut(s_stop), default),
            Phones.ChangeAsync(Mobile, phone => phone with { Offer = null }, default));

        Assert.Equal(s_stop, (await Phones.FindAsync(Mobile, default)).OptOut);
    }
}
