using SecureDocket.Hearings;
using SecureDocket.Tests.Reminders;
using Xunit;

namespace SecureDocket.Tests.Hearings;

/// <summary>A feed that invents hearings neither fills a docket nor speaks to its person without end.</summary>
public sealed class FilledDocketTests
{
    private const string Start = "2030-06-20T09:00";

    private readonly World _world = new();

    [Fact]
    public async Task What_is_cancelled_leaves_room_and_the_last_of_it_stays_to_be_seen()
    {
        var id = await _world.EnrollAsync();
        for (var hearing = 0; hearing < SetHearing.HearingLimit; hearing++)
        {
            Assert.Null(await SayAsync(id, $"F-{hearing}", released: true));
        }

        Assert.Equal("hearing-limit", await SayAsync(id, "true", released: true));
        for (var hearing = 0; hearing < SetHearing.HearingLimit; hearing++)
        {
            Assert.Null(await SayAsync(id, $"F-{hearing}", 2, cancelled: true));
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(await SayAsync(id, "true", released: true));
        var docket = await _world.DocketAsync(id);
        Assert.Equal("true", docket.NextHearing(_world.Now)!.Id);
        Assert.Equal(21, docket.Hearings.Count);
        Assert.All(Enumerable.Range(180, 20), hearing => Assert.Contains(docket.Hearings, one => one.Id == $"F-{hearing}"));
        await _world.JournalAsync(id);
    }

    [Fact]
    public async Task What_has_left_is_not_brought_back_by_an_older_version_nor_another_s_and_comes_back_by_a_newer_one()
    {
        var (id, other) = (await _world.EnrollAsync(), await _world.EnrollAsync());
        Assert.Null(await SayAsync(id, "H-1"));
        Assert.Null(await SayAsync(id, "H-1", 3, cancelled: true));
        for (var hearing = 0; hearing <= 20; hearing++)
        {
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(await SayAsync(id, $"F-{hearing}", cancelled: true));
        }

        Assert.DoesNotContain((await _world.DocketAsync(id)).Hearings, hearing => hearing.Id == "H-1");
        Assert.Equal("hearing-stale", await SayAsync(id, "H-1", 2));
        Assert.Equal("hearing-version-reused", await SayAsync(id, "H-1", 3));
        Assert.Null(await SayAsync(id, "H-1", 3, cancelled: true));
        Assert.DoesNotContain((await _world.DocketAsync(id)).Hearings, hearing => hearing.Id == "H-1");
        Assert.Equal("hearing-of-another", await SayAsync(other, "H-1", 9));
        Assert.Null(await SayAsync(id, "H-1", 4));
        Assert.Equal("H-1", (await _world.DocketAsync(id)).NextHearing(_world.Now)!.Id);
    }

    [Fact]
    public async Task What_a_person_is_yet_to_hear_is_off_stays_until_it_is_told()
    {
        var id = await _world.EnrollAsync();
        Assert.Null(await SayAsync(id, "H-1"));
        await _world.Process.Send.ExecuteAsync(default);
        Assert.Null(await SayAsync(id, "H-1", 2, cancelled: true));
        for (var hearing = 0; hearing <= 30; hearing++)
        {
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(await SayAsync(id, $"F-{hearing}", cancelled: true));
        }

        Assert.Contains((await _world.DocketAsync(id)).Hearings, hearing => hearing.Id == "H-1");
        await _world.Process.Send.ExecuteAsync(default);
        Assert.Equal(2, _world.Sms.Left.Count);
    }

    [Fact]
    public async Task Beyond_twenty_news_of_one_person_a_day_hearings_are_put_aside_and_people_release_them()
    {
        var (id, other) = (await _world.EnrollAsync(), await _world.EnrollAsync());
        for (var hearing = 0; hearing < SetHearing.NewsLimit / 2; hearing++)
        {
            Assert.Null(await SayAsync(id, $"F-{hearing}"));
            Assert.Null(await SayAsync(id, $"F-{hearing}", 2, "2030-06-21T09:00"));
        }

        // Neither a new one nor a move is taken; a cancellation is, and so is another person's.
        Assert.Equal("hearing-quarantined", await SayAsync(id, "true"));
        Assert.Equal("hearing-quarantined", await SayAsync(id, "F-0", 3, "2030-06-22T09:00"));
        Assert.Null(await SayAsync(id, "F-1", 3, "2030-06-21T09:00", cancelled: true));
        Assert.Null(await SayAsync(other, "O-1"));
        Assert.DoesNotContain((await _world.DocketAsync(id)).Hearings, hearing => hearing.Id == "true");
        Assert.Equal(["F-0", "true"], (await PageAsync()).Select(each => each.Hearing.Id));

        // Of one hearing the newest stays, in whatever order versions come.
        Assert.Equal("hearing-quarantined", await SayAsync(id, "F-0", 5, "2030-06-23T09:00"));
        Assert.Equal("hearing-quarantined", await SayAsync(id, "F-0", 4, "2030-06-22T10:00"));
        Assert.Equal(5, (await PageAsync())[0].Hearing.SourceVersion);

        var release = new ReleaseHearing(_world.Process.Quarantine, _world.Process.SetHearing);
        Assert.Equal(HearingOutcome.Created, (await release.ExecuteAsync("true", null, new("Program.Administrator", "test"), default)).Value!.Outcome);
        Assert.Equal(HearingOutcome.Unchanged, (await release.ExecuteAsync("true", null, new("Program.Administrator", "test"), default)).Value!.Outcome);
        Assert.Equal("no-such-hearing", (await release.ExecuteAsync("none", null, new("Program.Administrator", "test"), default)).Refusals[0].Code);
        Assert.Equal(["F-0"], (await PageAsync()).Select(each => each.Hearing.Id));
        Assert.Contains((await _world.DocketAsync(id)).Hearings, hearing => hearing.Id == "true");

        // The next day the feed is believed again.
        _world.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Null(await SayAsync(id, "next"));
    }

    private async Task<IReadOnlyList<QuarantinedHearing>> PageAsync() => (await _world.Process.Quarantine.PageAsync(null, default)).Value!.Items;

    /// <summary>Why the registrar's word was not taken; null when it was.</summary>
    private async Task<string?> SayAsync(CardholderId id, string hearing, long version = 1, string start = Start, bool cancelled = false, bool released = false)
    {
        var entry = new HearingEntry(await _world.ANumberAsync(id), Dates.Hearing(start, version, hearing, cancelled: cancelled)) { Court = World.Court };
        var result = released
            ? await _world.Process.SetHearing.ReleaseAsync(entry, World.Registrar, World.Registrar, NodaTime.Instant.MaxValue, default)
            : await _world.Process.SetHearing.ExecuteAsync(entry, World.Registrar, default);
        return result.IsRefused ? result.Refusals[0].Code : null;
    }
}
