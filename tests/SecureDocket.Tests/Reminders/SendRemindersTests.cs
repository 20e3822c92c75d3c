using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>What becomes of a reminder whose time has come, run by run.</summary>
public sealed class SendRemindersTests
{
    private static readonly SmsOutcome s_refused = new(SmsResult.NotSent, Reason: "http-503");
    private static readonly SmsOutcome s_unanswered = new(SmsResult.Unknown, Reason: "no-answer");

    private readonly World _world = new();

    [Fact]
    public async Task What_is_due_leaves_once_from_the_person_s_number_and_its_hint_is_kept_as_followed()
    {
        var id = await PlanAsync();
        Assert.Equal(1, await TickAsync());
        var left = Assert.Single(_world.Sms.Left);
        var reminder = await _world.OnlyAsync(id);
        Assert.Equal(("+18335550100", "+17135550199", reminder.Id), (left.Message.From, left.Message.To, left.Message.Tag));
        Assert.Equal((ReminderState.Accepted, 1, (Instant?)World.Start), (reminder.State, reminder.Attempts, reminder.SentAt));
        Assert.NotNull(reminder.MessageId);
        Assert.Empty(_world.OpenHints());
        await TicksAsync(10);
        Assert.Single(_world.Sms.Left);
        Assert.Equal(["cardholder-enrolled", "hearing-set", "reminder-claimed", "reminder-accepted"], await _world.JournalAsync(id));
    }

    [Fact]
    public async Task What_provably_did_not_leave_waits_again_and_leaves_by_a_later_run()
    {
        var id = await PlanAsync();
        _world.Sms.Answer = _ => s_refused;
        Assert.Equal(0, await TickAsync());
        var waiting = await _world.OnlyAsync(id);
        Assert.Equal((ReminderState.Planned, "http-503", 1), (waiting.State, waiting.Reason, waiting.Attempts));

        // Whichever process meets it next.
        _world.Restart();
        _world.Sms.Answer = _ => RecordingSms.Accepted();
        await TicksAsync(1);
        Assert.Single(_world.Sms.Left);
        Assert.Equal((ReminderState.Accepted, null, 2), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).Reason, (await _world.OnlyAsync(id)).Attempts));
        Assert.Equal(["reminder-claimed", "reminder-planned", "reminder-claimed", "reminder-accepted"], (await _world.JournalAsync(id)).Skip(2));
    }

    [Fact]
    public async Task What_the_provider_refuses_for_good_has_failed()
    {
        var id = await PlanAsync();
        _world.Sms.Answer = _ => new(SmsResult.Rejected, Reason: "recipient-400");
        await TicksAsync(20);
        Assert.Equal((ReminderState.Failed, "recipient-400"), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).Reason));
        Assert.Equal(1, _world.Sms.Calls);
        Assert.Empty(_world.OpenHints());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_may_have_left_is_never_sent_again(bool hasLeft)
    {
        var id = await PlanAsync();
        _world.Sms.Answer = _ => s_unanswered;
        _world.Sms.LosesAnswer = _ => hasLeft;
        await TickAsync();
        _world.Sms.Answer = _ => RecordingSms.Accepted();
        _world.Sms.LosesAnswer = _ => false;
        await TicksAsync(30);
        Assert.Equal(ReminderState.Unknown, (await _world.OnlyAsync(id)).State);
        Assert.Equal(1, _world.Sms.Calls);
        Assert.Empty(_world.OpenHints());
    }

    [Fact]
    public async Task A_claim_whose_process_died_is_unknown_after_five_minutes_and_never_sent()
    {
        var id = await PlanAsync();
        _world.Tap.FailAt(new("find phones", 0), CallFault.KilledBefore);
        await Record.ExceptionAsync(TickAsync);
        Assert.True(_world.Process.IsDead);
        _world.Restart();
        await TicksAsync(4);
        Assert.Equal(ReminderState.Claimed, (await _world.OnlyAsync(id)).State);
        await TicksAsync(1);
        Assert.Equal((ReminderState.Unknown, "no-answer"), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).Reason));
        await TicksAsync(30);
        Assert.Equal(0, _world.Sms.Calls);
    }

    [Fact]
    public async Task What_the_store_would_not_record_is_recorded_before_the_run_ends()
    {
        var id = await PlanAsync();
        _world.Tap.FailAt(new("commit dockets reminder-accepted", 0), CallFault.NotDone);
        await Assert.ThrowsAsync<DependencyUnavailableException>(TickAsync);
        Assert.Equal((ReminderState.Accepted, (Instant?)World.Start), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).SentAt));
        Assert.Single(_world.OpenHints());
        await TicksAsync(1);
        Assert.Single(_world.Sms.Left);
        Assert.Empty(_world.OpenHints());
    }

    [Fact]
    public async Task Runs_at_once_send_everything_once()
    {
        for (var i = 0; i < 60; i++)
        {
            await PlanAsync();
        }

        var sent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _world.NewProcess().Send.ExecuteAsync(default))));
        Assert.Equal(60, sent.Sum());
        Assert.Equal(60, _world.Sms.Left.Select(left => left.Message.Tag).Distinct().Count());
        Assert.Equal(60, _world.Sms.Left.Count);
        await TicksAsync(1);
        Assert.Empty(_world.OpenHints());
    }

    [Fact]
    public async Task A_run_that_is_told_to_stop_in_the_middle_of_a_claim_brings_it_to_its_end()
    {
        var id = await PlanAsync();
        using var stop = new CancellationTokenSource();
        _world.Tap.Before = call => call == "commit dockets reminder-claimed" ? stop.CancelAsync() : Task.CompletedTask;
        await Record.ExceptionAsync(() => _world.Process.Send.ExecuteAsync(stop.Token));
        Assert.Single(_world.Sms.Left);
        Assert.Equal(ReminderState.Accepted, (await _world.OnlyAsync(id)).State);
    }

    [Fact]
    public async Task Should_the_port_throw_nobody_can_say_and_nothing_is_sent_again()
    {
        var id = await PlanAsync();
        _world.Sms.Answer = _ => throw new InvalidOperationException("A defect of the adapter.");
        await Assert.ThrowsAsync<DependencyUnavailableException>(TickAsync);
        _world.Sms.Answer = _ => RecordingSms.Accepted();
        await TicksAsync(80);
        Assert.Equal(ReminderState.Unknown, (await _world.OnlyAsync(id)).State);
        Assert.Equal(1, _world.Sms.Calls);
    }

    [Fact]
    public async Task Who_opts_out_after_the_claim_gets_nothing()
    {
        var id = await PlanAsync();
        _world.Tap.Before = call => call == "find phones" ? _world.OptOutAsync() : Task.CompletedTask;
        await TickAsync();
        Assert.Equal((ReminderState.Suppressed, "opted-out"), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).Reason));
        Assert.Equal(0, _world.Sms.Calls);
        Assert.Empty(_world.OpenHints());
    }

    [Theory]
    [InlineData("2030-06-20T09:00", false, ReminderState.Superseded)]
    [InlineData("2030-06-03T22:00", true, ReminderState.Cancelled)]
    public async Task A_date_that_changes_in_the_last_moment_is_not_told_of_as_it_was(string start, bool cancelled, ReminderState state)
    {
        var id = await PlanAsync();
        var changed = false;
        _world.Tap.Before = async call =>
        {
            if (call == "commit dockets reminder-claimed" && !changed)
            {
                changed = true;
                await _world.PutAsync(id, Dates.Hearing(start, 2, cancelled: cancelled), "hearing-moved");
            }
        };
        await TickAsync();
        var old = (await _world.DocketAsync(id)).Reminders.Single(reminder => reminder.Subject.Version == 1);
        Assert.Equal(state, old.State);
        Assert.DoesNotContain(_world.Sms.Left, left => left.Message.Tag == old.Id);
    }

    [Fact]
    public async Task A_run_that_comes_an_hour_late_still_sends()
    {
        var id = await PlanAsync();
        _world.Advance(Duration.FromMinutes(59));
        Assert.Equal(1, await TickAsync());
        Assert.Equal(World.Start + Duration.FromMinutes(59), (await _world.OnlyAsync(id)).SentAt);
    }

    [Fact]
    public async Task After_the_hours_a_message_waits_for_the_morning_and_is_counted_once()
    {
        var id = await PlanAsync("2030-06-04T15:00");
        await TickAsync(provider: s_refused);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 1, 0));
        await TicksAsync(3);
        Assert.Equal(1, _world.Sms.Calls);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 13, 59));
        await TicksAsync(1);
        Assert.Equal(Instant.FromUtc(2030, 6, 4, 14, 0), (await _world.OnlyAsync(id)).SentAt);
        Assert.Equal(1, (await _world.Process.Report.ExecuteAsync(new(2030, 6, 3), default)).Due);
        Assert.Equal(0, (await _world.Process.Report.ExecuteAsync(new(2030, 6, 4), default)).Due);
    }

    [Fact]
    public async Task What_comes_past_the_hour_while_it_waits_for_its_turn_leaves_in_the_morning()
    {
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 0, 59));
        var id = await PlanAsync("2030-06-04T15:00");
        _world.Tap.Before = call =>
        {
            _world.Advance(call == "find phones" ? Duration.FromMinutes(1) : Duration.Zero);
            return Task.CompletedTask;
        };
        await TickAsync();
        Assert.Equal((0, ReminderState.Planned), (_world.Sms.Calls, (await _world.OnlyAsync(id)).State));
        _world.Tap.Before = null;
        await TicksAsync(1);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 14, 0));
        await TickAsync();
        Assert.Equal(Instant.FromUtc(2030, 6, 4, 14, 0), (await _world.OnlyAsync(id)).SentAt);
    }

    [Fact]
    public async Task After_the_hours_news_of_the_next_day_still_leaves_until_nine_or_from_six()
    {
        var id = await PlanAsync("2030-06-04T08:30");
        await TickAsync(provider: s_refused);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 1, 59));
        await TickAsync(provider: s_refused);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 2, 0));
        await TicksAsync(3);
        Assert.Equal(2, _world.Sms.Calls);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 10, 59));
        await TicksAsync(1);
        Assert.Equal(Instant.FromUtc(2030, 6, 4, 11, 0), (await _world.OnlyAsync(id)).SentAt);
    }

    [Fact]
    public async Task After_the_hours_what_is_of_no_use_in_the_morning_expires()
    {
        var id = await PlanAsync("2030-06-04T05:30");
        await TickAsync(provider: s_refused);
        _world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 2, 0));
        await TicksAsync(1);
        Assert.Equal((ReminderState.Expired, "no-hour-left"), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).Reason));
    }

    [Fact]
    public async Task A_text_that_cannot_be_written_holds_up_nobody()
    {
        var world = new World(_world.Options with { Brand = "S-D" });
        var unwritable = await PlanAsync(world: world, tier: MessageTier.CodeWord);
        for (var i = 0; i < 5; i++)
        {
            await PlanAsync(world: world);
        }

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => world.Process.Send.ExecuteAsync(default));
        Assert.Equal(5, world.Sms.Left.Count);
        Assert.Equal((ReminderState.Planned, 0), ((await world.OnlyAsync(unwritable)).State, (await world.OnlyAsync(unwritable)).Attempts));

        // It is tried each hour and not each minute, no run looks back for it, and in the end it expires.
        world.Advance(Duration.FromMinutes(1));
        await world.Process.Send.ExecuteAsync(default);
        world.Advance(Duration.FromHours(2));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => world.Process.Send.ExecuteAsync(default));
        world.Advance(Duration.FromDays(1));
        await world.Process.Send.ExecuteAsync(default);
        Assert.Equal(ReminderState.Expired, (await world.OnlyAsync(unwritable)).State);
        world.Tap.Restart();
        await world.Process.Send.ExecuteAsync(default);
        Assert.Equal(IdleTickTests.Calls, world.Tap.Calls.Count);
    }

    [Fact]
    public async Task An_outage_of_half_an_hour_costs_six_messages_at_most_and_the_others_leave_after_it()
    {
        await PlanAsync(100);
        _world.Sms.Answer = _ => s_unanswered;
        await TickAsync();
        await TicksAsync(30);
        Assert.InRange(await CountAsync(ReminderState.Unknown), 1, 6);

        _world.Sms.Answer = _ => RecordingSms.Accepted();
        await TicksAsync(15);
        Assert.Equal(0, await CountAsync(ReminderState.Planned));
        Assert.Equal(100, await CountAsync(ReminderState.Unknown) + _world.Sms.Left.Count);
    }

    [Fact]
    public async Task An_outage_in_the_middle_of_a_run_costs_no_more_than_is_in_flight()
    {
        await PlanAsync(150);
        var calls = 0;
        _world.Sms.Answer = _ => ++calls > 20 ? s_unanswered : RecordingSms.Accepted();
        await TickAsync();
        Assert.Equal(20, _world.Sms.Left.Count);
        Assert.InRange(await CountAsync(ReminderState.Unknown), 3, 3 + 31);
    }

    [Fact]
    public async Task An_outage_that_provably_sends_nothing_costs_nothing()
    {
        await PlanAsync(50);
        _world.Sms.Answer = _ => s_refused;
        await TicksAsync(30);
        Assert.Equal(50, await CountAsync(ReminderState.Planned));
        _world.Sms.Answer = _ => RecordingSms.Accepted();
        await TicksAsync(3);
        Assert.Equal(50, _world.Sms.Left.Select(left => left.Message.Tag).Distinct().Count());
    }

    [Fact]
    public async Task No_more_leave_in_any_minute_than_the_number_may_send_and_the_others_follow()
    {
        await PlanAsync(450);
        for (var minute = 0; minute < 6; minute++)
        {
            await TickAsync();
            _world.Advance(Duration.FromMinutes(1));
        }

        Assert.Equal(450, _world.Sms.Left.Select(left => left.Message.Tag).Distinct().Count());
        Assert.All(_world.Sms.Left, first => Assert.InRange(_world.Sms.Left.Count(left => left.At >= first.At && left.At - first.At < TimeSpan.FromMinutes(1)), 1, 200));
    }

    [Fact]
    public async Task A_person_is_always_texted_from_the_same_number()
    {
        var world = new World(_world.Options with { Senders = [new("+18335550100", 200), new("72345", 6000)] });
        for (var i = 0; i < 8; i++)
        {
            await world.PutAsync(await PlanAsync(world: world), Dates.Hearing("2030-06-03T23:00", id: "H-2"));
        }

        await world.Process.Send.ExecuteAsync(default);
        var numbers = world.Sms.Left.GroupBy(left => left.Message.Tag.Cardholder).Select(each => Assert.Single(each.Select(left => left.Message.From).Distinct())).ToList();
        Assert.Equal((8, 2), (numbers.Count, numbers.Distinct().Count()));
    }

    [Fact]
    public async Task What_left_hours_late_is_settled_a_day_later_all_the_same()
    {
        await _world.Process.Settle.ExecuteAsync(default);
        var id = await PlanAsync("2030-06-04T20:00");
        _world.Sms.Answer = _ => s_refused;
        await TickAsync();
        _world.Advance(Duration.FromHours(5));
        _world.Sms.Answer = _ => RecordingSms.Accepted();
        await TicksAsync(2);
        Assert.Equal(ReminderState.Accepted, (await _world.OnlyAsync(id)).State);
        Assert.Empty(_world.OpenHints());

        for (var hour = 0; hour < 32; hour++)
        {
            _world.Advance(Duration.FromHours(1));
            await _world.Process.Settle.ExecuteAsync(default);
            var state = (await _world.OnlyAsync(id)).State;
            Assert.True(state == ReminderState.Accepted || hour >= 24, $"It was settled after {hour + 1} hours.");
        }

        Assert.Equal((ReminderState.Unknown, "no-receipt"), ((await _world.OnlyAsync(id)).State, (await _world.OnlyAsync(id)).Reason));
    }

    [Fact]
    public async Task What_any_change_finds_missing_is_sent_though_its_time_is_past_and_counts_for_its_own_day()
    {
        var id = await PlanAsync("2030-06-06T09:00");
        await _world.LoseAsync(id, (await _world.DocketAsync(id)).Reminders[0]);
        _world.Advance(Duration.FromHours(3));
        await _world.PutAsync(id, Dates.Hearing("2030-06-03T22:00", id: "H-2"));
        Assert.Equal(2, await TickAsync());
        Assert.Equal(["H-1", "H-2"], (await _world.DocketAsync(id)).Reminders.Where(one => one.State == ReminderState.Accepted).Select(one => one.Subject.Id).Order());
        Assert.Equal(2, (await _world.Process.Report.ExecuteAsync(new(2030, 6, 3), default)).Due);
    }

    [Fact]
    public async Task What_the_nightly_pass_finds_missing_is_sent_though_its_time_is_past_and_counts_for_its_own_day()
    {
        var id = await PlanAsync();
        await _world.LoseAsync(id, await _world.OnlyAsync(id));
        await TickAsync();
        _world.Advance(Duration.FromHours(3));
        Assert.Equal(new ReplanProgress(1, 1, true), await _world.Process.Replan.ExecuteAsync(default));
        await TicksAsync(1);
        Assert.Single(_world.Sms.Left);
        Assert.Empty(_world.OpenHints());
        Assert.Equal(1, (await _world.Process.Report.ExecuteAsync(new(2030, 6, 3), default)).Due);
    }

    [Fact]
    public async Task A_docket_that_sheds_old_reminders_keeps_those_of_dates_to_come_so_that_none_is_sent_anew()
    {
        var id = await PlanAsync("2031-06-03T09:00");
        _world.Sms.LosesAnswer = _ => true;
        await TickAsync();
        _world.Sms.LosesAnswer = _ => false;
        for (var version = 1; version <= 90; version++)
        {
            _world.Advance(Duration.FromMinutes(1));
            await _world.PutAsync(id, Dates.Hearing($"2030-07-01T{10 + (version % 2)}:00", version, "H-2"), "hearing-moved");
        }

        var docket = await _world.DocketAsync(id);
        Assert.InRange(docket.Reminders.Count(one => one.IsSettled), 1, 310);
        var notice = Assert.Single(docket.Reminders, one => one.Subject.Id == "H-1" && one.Occasion == ReminderOccasion.Notice);
        Assert.Equal(1, notice.Attempts);
        await TicksAsync(5);
        Assert.Single(_world.Sms.Left, left => left.Message.Tag == notice.Id);
    }

    /// <summary>A person with a notice that is due now, and unless said nothing else.</summary>
    private async Task<CardholderId> PlanAsync(string start = "2030-06-03T22:00", World? world = null, MessageTier tier = default)
    {
        world ??= _world;
        var id = await world.EnrollAsync(tier: tier);
        await world.PutAsync(id, Dates.Hearing(start));
        return id;
    }

    private async Task PlanAsync(int people)
    {
        for (var i = 0; i < people; i++)
        {
            await PlanAsync("2030-06-04T11:00");
        }
    }

    private async Task<int> TickAsync(SmsOutcome provider)
    {
        var answer = _world.Sms.Answer;
        _world.Sms.Answer = _ => provider;
        var sent = await TickAsync();
        _world.Sms.Answer = answer;
        return sent;
    }

    private Task<int> TickAsync() => _world.Process.Send.ExecuteAsync(default);

    /// <summary>A run a minute, from the next minute on.</summary>
    private async Task TicksAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _world.Advance(Duration.FromMinutes(1));
            try
            {
                await TickAsync();
            }
            catch (DependencyUnavailableException)
            {
                // Told to the log; the next run goes on.
            }
        }
    }

    private async Task<int> CountAsync(ReminderState state)
    {
        var report = await _world.Process.Report.ExecuteAsync(new(2030, 6, 3), default);
        return report.Counts.Where(count => count.State == state).Sum(count => count.Count);
    }
}
