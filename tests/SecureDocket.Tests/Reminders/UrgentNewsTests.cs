using NodaTime;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>News of a near date leaves in time, or the feed and the work list say that nobody was told.</summary>
public sealed class UrgentNewsTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_hearing_that_is_cancelled_at_six_in_the_morning_is_told_at_once()
    {
        var id = await _world.EnrollAsync();
        await SetAsync(id, Dates.Hearing("2030-06-04T08:30"));
        await _world.Process.Send.ExecuteAsync(default);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 11, 0));
        Assert.False((await SetAsync(id, Dates.Hearing("2030-06-04T08:30", 2, cancelled: true))).IsNotToldInTime);
        Assert.Equal(1, await _world.Process.Send.ExecuteAsync(default));
        Assert.StartsWith("SDC: Your appointment on June 4, 8:30 AM is canceled.", _world.Sms.Left[^1].Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_hour_is_left_for_is_in_the_feed_s_answer_and_on_the_list_at_once()
    {
        var id = await _world.EnrollAsync();
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 7, 0));
        Assert.True((await SetAsync(id, Dates.Hearing("2030-06-04T05:30"))).IsNotToldInTime);
        Assert.Equal(0, await _world.Process.Send.ExecuteAsync(default));
        Assert.Equal((ReminderState.Expired, "no-hour-left"), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).Reason));
        var item = await OnListAsync();
        Assert.Equal((id, InboxKind.Call), (item!.Cardholder, item.Kind));

        // The registrar's repetition is told the same, and nobody is on the list twice.
        Assert.True((await SetAsync(id, Dates.Hearing("2030-06-04T05:30"))).IsNotToldInTime);
        await _world.Process.Send.ExecuteAsync(default);
        Assert.NotNull(await OnListAsync());
    }

    [Theory]
    [InlineData("2030-06-07T09:00", true)]
    [InlineData("2030-06-20T09:00", false)]
    public async Task Whoever_gets_no_texts_is_called_about_a_date_that_mail_would_be_late_for(string start, bool isCalled)
    {
        var (silent, numberless) = (await _world.EnrollAsync(), await _world.EnrollAsync(mobile: null));
        await _world.OptOutAsync();
        await SetAsync(silent, Dates.Hearing(start));
        Assert.Equal(isCalled, (await SetAsync(numberless, Dates.Hearing(start, id: "H-2"))).IsNotToldInTime);
        await _world.Process.Send.ExecuteAsync(default);
        var items = (await _world.Process.Services.Get<InboxItems>().PageAsync(false, null, null, default)).Value!.Items;
        Assert.Equal(isCalled ? [numberless, silent] : [], items.Select(item => item.Item.Cardholder).OrderBy(person => person == silent));
    }

    [Theory]
    [InlineData("2030-06-07T09:00", true)]
    [InlineData("2030-06-20T09:00", false)]
    public async Task Whose_number_the_provider_refuses_is_called_about_a_near_date(string start, bool isCalled)
    {
        var id = await _world.EnrollAsync();
        _world.Sms.Answer = _ => new(SmsResult.Rejected, Reason: "recipient-400");
        await SetAsync(id, Dates.Hearing(start));
        await _world.Process.Send.ExecuteAsync(default);
        Assert.Equal(ReminderState.Failed, (await _world.DocketAsync(id)).Reminders.Single(reminder => reminder.Occasion == ReminderOccasion.Notice).State);
        Assert.Equal(isCalled ? id : null, (await OnListAsync())?.Cardholder);
    }

    private async Task<HearingOnRecord> SetAsync(CardholderId id, Hearing hearing)
    {
        var set = await _world.Process.SetHearing.ExecuteAsync(new HearingEntry(await _world.ANumberAsync(id), hearing) { Court = World.Court }, World.Registrar, default);
        Assert.Empty(set.Refusals);
        return set.Value!;
    }

    private async Task<InboxItem?> OnListAsync() =>
        (await _world.Process.Services.Get<InboxItems>().PageAsync(false, null, null, default)).Value!.Items.Select(item => item.Item).SingleOrDefault();
}
