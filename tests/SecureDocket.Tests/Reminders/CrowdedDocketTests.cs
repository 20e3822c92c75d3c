using NodaTime;
using SecureDocket.Reminders;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>A docket with more reminders than any person has, or that others change all the while, holds up nobody.</summary>
public sealed class CrowdedDocketTests
{
    private const string Told = "commit dockets reminder-accepted";

    private readonly World _world = new(new() { Senders = [new("72345", 6000)], Brand = "SDC", Contact = "1-800-555-0100" });

    [Fact]
    public async Task A_flooded_docket_has_its_share_of_each_run_and_everybody_else_is_told_by_the_first()
    {
        var flooded = await _world.EnrollAsync();
        for (var hearing = 0; hearing < 195; hearing++)
        {
            await _world.PutAsync(flooded, Dates.Hearing("2030-06-03T22:00", id: $"F-{hearing}"));
        }

        for (var person = 0; person < 25; person++)
        {
            await PlanAsync();
        }

        var sent = await TickAsync();
        Assert.Equal(25, _world.Sms.Left.Count(left => left.Message.Tag.Cardholder != flooded));
        Assert.Equal(25 + SendDueReminders.DocketShare, sent);
        Assert.Equal(SendDueReminders.DocketShare, _world.Sms.Left.Count(left => left.Message.Tag.Cardholder == flooded));
        Assert.Equal(1, (await MarkAsync()).Crowded);

        // Each minute some more, each once. After the texts of a day the rest is one, which says whom to call.
        for (var minute = 1; minute <= 1 + (195 / SendDueReminders.DocketShare); minute++)
        {
            _world.Advance(Duration.FromMinutes(1));
            Assert.InRange(await TickAsync(), 0, SendDueReminders.DocketShare);
        }

        var told = _world.Sms.Left.Where(left => left.Message.Tag.Cardholder == flooded).ToList();
        Assert.Equal(SendDecision.DailyTexts + 1, told.Select(left => left.Message.Tag).Distinct().Count());
        Assert.Equal(SendDecision.DailyTexts + 1, told.Count);
        Assert.Equal("SDC: There is more news about your dates. Please call 1-800-555-0100.", told[^1].Message.Text);
        var states = (await _world.DocketAsync(flooded)).Reminders.CountBy(reminder => (reminder.State, reminder.Reason)).ToDictionary();
        Assert.Equal((SendDecision.DailyTexts + 1, 195 - SendDecision.DailyTexts), (states[(ReminderState.Accepted, null)], states[(ReminderState.Superseded, "bundled")]));
        Assert.Empty(_world.OpenHints());
        Assert.Equal(0, (await MarkAsync()).Crowded);
    }

    [Theory]
    [InlineData("commit dockets reminder-claimed")]
    [InlineData(Told)]
    public async Task A_docket_that_others_keep_changing_is_put_off_alone_and_is_no_fault_of_the_store(string contended)
    {
        var busy = await PlanAsync();
        for (var person = 0; person < 5; person++)
        {
            await PlanAsync();
        }

        _world.Tap.Before = call => call == contended ? _world.TouchAsync(busy) : Task.CompletedTask;
        await TickAsync();
        Assert.Equal(5, _world.Sms.Left.Count(left => left.Message.Tag.Cardholder != busy));
        Assert.Equal(1, (await MarkAsync()).Crowded);
        Assert.Equal(contended == Told ? ReminderState.Claimed : ReminderState.Planned, (await _world.OnlyAsync(busy)).State);

        // For longer than a run looks back: its hint moves on, and no run with it.
        for (var minute = 0; minute < (contended == Told ? 3 : 100); minute++)
        {
            _world.Advance(Duration.FromMinutes(1));
            Assert.Equal(0, await TickAsync());
            Assert.InRange((await MarkAsync()).Position, _world.Now - Duration.FromHours(1), _world.Now);
        }

        _world.Tap.Before = null;
        _world.Advance(Duration.FromMinutes(1));
        await TickAsync();
        Assert.Equal(ReminderState.Accepted, (await _world.OnlyAsync(busy)).State);
        Assert.Equal(6, _world.Sms.Left.Count);
        Assert.Empty(_world.OpenHints());
        Assert.Equal(6, (await _world.Process.Report.ExecuteAsync(new(2030, 6, 3), default)).Due);
    }

    [Fact]
    public async Task A_docket_whose_rows_cannot_be_read_counts_as_one_fault_however_much_is_due_in_it()
    {
        var unread = await _world.EnrollAsync();
        for (var hearing = 0; hearing < 60; hearing++)
        {
            await _world.PutAsync(unread, Dates.Hearing("2030-06-03T22:00", id: $"F-{hearing}"));
        }

        for (var person = 0; person < 25; person++)
        {
            await PlanAsync();
        }

        _world.Tap.FailPartition = unread.ToString();
        await Assert.ThrowsAsync<DependencyUnavailableException>(TickAsync);
        Assert.Equal(25, _world.Sms.Left.Count);
        _world.Tap.FailPartition = null;
        for (var minute = 0; minute < 8; minute++)
        {
            _world.Advance(Duration.FromMinutes(1));
            await TickAsync();
        }

        Assert.Equal(25 + SendDecision.DailyTexts + 1, _world.Sms.Left.Select(left => left.Message.Tag).Distinct().Count());
        Assert.Equal(25 + SendDecision.DailyTexts + 1, _world.Sms.Left.Count);
    }

    [Fact]
    public async Task Reminders_of_the_next_date_leave_whatever_else_was_texted_that_day()
    {
        var id = await _world.EnrollAsync();
        await _world.PutAsync(id, Dates.Hearing("2030-06-06T12:10", id: "next"));
        await _world.PutAsync(id, Dates.Hearing("2030-06-06T12:20", id: "later"));
        await TickAsync();

        // Noon of the day before, when both are about to be reminded of.
        _world.Advance(Duration.FromDays(2));
        for (var hearing = 0; hearing < 12; hearing++)
        {
            await _world.PutAsync(id, Dates.Hearing("2030-06-12T09:00", id: $"F-{hearing}"));
        }

        for (var minute = 0; minute < 25; minute++)
        {
            await TickAsync();
            _world.Advance(Duration.FromMinutes(1));
        }

        var reminders = (await _world.DocketAsync(id)).Reminders;
        Assert.Equal(ReminderState.Accepted, reminders.Single(one => one is { Subject.Id: "next", Occasion: ReminderOccasion.OneDay }).State);
        Assert.Equal("bundled", reminders.Single(one => one is { Subject.Id: "later", Occasion: ReminderOccasion.OneDay }).Reason);
        Assert.Equal(2, reminders.Count(one => one is { Subject.Id: var subject, Reason: "bundled" } && subject.StartsWith("F-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_docket_that_others_keep_changing_is_settled_a_day_later_and_holds_up_no_other()
    {
        await _world.Process.Settle.ExecuteAsync(default);
        var (busy, other) = (await PlanAsync("2030-06-20T09:00"), await PlanAsync("2030-06-20T09:00"));
        await TickAsync();
        _world.Advance(Duration.FromHours(26));
        _world.Tap.Before = call => call == "commit dockets reminder-unknown" ? _world.TouchAsync(busy) : Task.CompletedTask;
        Assert.Equal(1, await _world.Process.Settle.ExecuteAsync(default));
        Assert.Equal((ReminderState.Accepted, ReminderState.Unknown), (await StateAsync(busy), await StateAsync(other)));

        _world.Tap.Before = null;
        await TickAsync();
        _world.Advance(Duration.FromHours(26));
        Assert.Equal(1, await _world.Process.Settle.ExecuteAsync(default));
        Assert.Equal(ReminderState.Unknown, await StateAsync(busy));
    }

    [Fact]
    public async Task A_docket_that_others_keep_changing_waits_for_the_next_night_and_holds_up_no_other()
    {
        var (busy, other) = (await PlanAsync("2030-06-20T09:00"), await PlanAsync("2030-06-20T09:00"));
        foreach (var id in (CardholderId[])[busy, other])
        {
            await _world.LoseAsync(id, (await _world.DocketAsync(id)).Reminders[^1]);
        }

        _world.Tap.Before = call => call == "commit dockets reminders-replanned" ? _world.TouchAsync(busy) : Task.CompletedTask;
        Assert.Equal(new ReplanProgress(2, 1, true), await _world.Process.Replan.ExecuteAsync(default));
        _world.Tap.Before = null;
        _world.Advance(Duration.FromDays(1));
        Assert.Equal(new ReplanProgress(2, 1, true), await _world.Process.Replan.ExecuteAsync(default));
    }

    private async Task<CardholderId> PlanAsync(string start = "2030-06-03T22:00")
    {
        var id = await _world.EnrollAsync();
        await _world.PutAsync(id, Dates.Hearing(start));
        return id;
    }

    private async Task<ReminderState> StateAsync(CardholderId id) => (await _world.DocketAsync(id)).Reminders[0].State;

    private async Task<Watermark> MarkAsync() => (await new Watermarks(_world.Tables).ReadAsync(SendDueReminders.Timer, default))!;

    private Task<int> TickAsync() => _world.Process.Send.ExecuteAsync(default);
}
