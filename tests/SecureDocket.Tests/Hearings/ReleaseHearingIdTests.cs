using SecureDocket.Hearings;
using SecureDocket.Reminders;
using SecureDocket.Tests.Reminders;
using Xunit;

namespace SecureDocket.Tests.Hearings;

/// <summary>Taking a hearing's id from a docket: no word that is still on its way puts the hearing into two, and its person hears of it once.</summary>
public sealed class ReleaseHearingIdTests
{
    private static readonly Actor s_administrator = new("Program.Administrator", "test");

    private readonly World _world = new();

    [Theory]
    [InlineData(false, "commit lookups")]
    [InlineData(false, "commit courtdays")]
    [InlineData(false, "commit dockets hearing-set")]
    [InlineData(true, "find lookups")]
    [InlineData(true, "commit courtdays")]
    [InlineData(true, "commit dockets hearing-moved")]
    public async Task A_word_for_the_wrong_person_that_is_still_on_its_way_never_makes_a_second_hearing(bool stands, string at)
    {
        var (wrong, right) = (await _world.EnrollAsync(), await _world.EnrollAsync());
        if (stands)
        {
            Assert.Null(await SayAsync(_world.Process, wrong, 1));
        }
        else
        {
            await _world.Process.Lookups.ClaimAsync(SecureDocket.Storage.LookupKind.Hearing, "H-1", wrong, default);
        }

        // Just before the word's call the id is taken from its docket, whatever comes of it, and the right person's hearing is set.
        var (slow, others) = (_world.NewProcess(), _world.Process);
        _world.Tap.Before = async what =>
        {
            if (what != at)
                return;
            _world.Tap.Before = null;
            Assert.False((await ReleaseAsync(others, wrong)).IsRefused);
            Assert.Null(await SayAsync(others, right, 1));
        };
        Assert.Equal("hearing-of-another", await SayAsync(slow, wrong, 2));

        Assert.Null(_world.Tap.Before);
        Assert.DoesNotContain((await _world.DocketAsync(wrong)).Hearings, hearing => hearing.Status == HearingStatus.Scheduled);
        Assert.Single((await _world.DocketAsync(right)).Hearings, hearing => hearing.Status == HearingStatus.Scheduled);
        await _world.JournalAsync(wrong);
    }

    [Fact]
    public async Task A_word_that_comes_between_the_steps_of_a_release_is_refused_or_wins()
    {
        var (wrong, right) = (await _world.EnrollAsync(), await _world.EnrollAsync());
        await _world.Process.Lookups.ClaimAsync(SecureDocket.Storage.LookupKind.Hearing, "H-1", wrong, default);
        List<string?> words = [];
        var (slow, others) = (_world.NewProcess(), _world.Process);
        var inside = false;
        _world.Tap.Before = async what =>
        {
            if (inside || !what.StartsWith("commit", StringComparison.Ordinal))
                return;
            inside = true;
            words.Add(await SayAsync(others, wrong, words.Count + 1));
            inside = false;
        };

        // The first comes before the claim is marked, and stands: the administrator knew of no hearing. The mark stays.
        Assert.Equal("version-mismatch", (await ReleaseAsync(slow, wrong, VersionMatch.OneOf([0]))).Refusals[0].Code);
        Assert.Equal([null], words);
        _world.Tap.Before = null;
        Assert.Equal("hearing-of-another", await SayAsync(others, right, 1));
        Assert.Null(await SayAsync(others, wrong, 2));
        Assert.False((await ReleaseAsync(others, wrong, VersionMatch.OneOf([2]))).IsRefused);
        Assert.Null(await SayAsync(others, right, 1));
        Assert.Equal("hearing-of-another", await SayAsync(others, wrong, 9));
    }

    [Fact]
    public async Task The_person_is_told_that_a_date_is_off_if_they_were_told_of_it_and_it_stood()
    {
        var (told, untold, cancelled) = (await _world.EnrollAsync(), await _world.EnrollAsync(), await _world.EnrollAsync());
        Assert.Null(await SayAsync(_world.Process, told, 1, "H-1"));
        Assert.Null(await SayAsync(_world.Process, cancelled, 1, "H-3"));
        await _world.Process.Send.ExecuteAsync(default);
        Assert.Null(await SayAsync(_world.Process, cancelled, 2, "H-3", cancelled: true));
        await _world.Process.Send.ExecuteAsync(default);
        Assert.Equal(3, _world.Sms.Left.Count);

        Assert.Null(await SayAsync(_world.Process, untold, 1, "H-2"));
        foreach (var (id, hearing) in new[] { (told, "H-1"), (untold, "H-2"), (cancelled, "H-3") })
        {
            Assert.Equal(HearingStatus.Cancelled, (await ReleaseAsync(_world.Process, id, hearing: hearing)).Value!.Hearing!.Status);
        }

        await _world.Process.Send.ExecuteAsync(default);
        _world.Clock.Advance(TimeSpan.FromDays(1));
        await _world.Process.Send.ExecuteAsync(default);
        Assert.Equal(4, _world.Sms.Left.Count);
        var notice = Assert.Single((await _world.DocketAsync(told)).Reminders, reminder => reminder.Subject.Version == 2);
        Assert.Equal(ReminderOccasion.Notice, notice.Occasion);
    }

    [Fact]
    public async Task A_cancelled_hearing_that_has_left_gives_its_id_up_too()
    {
        var (wrong, right) = (await _world.EnrollAsync(), await _world.EnrollAsync());
        Assert.Null(await SayAsync(_world.Process, wrong, 1, cancelled: true));
        for (var hearing = 0; hearing <= 20; hearing++)
        {
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(await SayAsync(_world.Process, wrong, 1, $"F-{hearing}", cancelled: true));
        }

        Assert.DoesNotContain((await _world.DocketAsync(wrong)).Hearings, hearing => hearing.Id == "H-1");
        Assert.Equal("hearing-of-another", await SayAsync(_world.Process, right, 1));
        Assert.False((await ReleaseAsync(_world.Process, wrong, VersionMatch.OneOf([1]))).IsRefused);
        Assert.Null(await SayAsync(_world.Process, right, 1));
        Assert.Equal("hearing-of-another", await SayAsync(_world.Process, wrong, 9));
    }

    private static Task<Result<HearingIdRelease>> ReleaseAsync(Process process, CardholderId id, VersionMatch? expected = null, string hearing = "H-1") =>
        new ReleaseHearingId(process.Dockets, process.Lookups, process.Clock).ExecuteAsync(hearing, id, expected ?? VersionMatch.Any, "test", s_administrator, default);

    private async Task<string?> SayAsync(Process process, CardholderId id, long version, string hearing = "H-1", bool cancelled = false)
    {
        var entry = new HearingEntry(await _world.ANumberAsync(id), Dates.Hearing("2030-06-20T09:00", version, hearing, cancelled: cancelled)) { Court = World.Court };
        var result = await process.SetHearing.ExecuteAsync(entry, World.Registrar, default);
        return result.IsRefused ? result.Refusals[0].Code : null;
    }
}
