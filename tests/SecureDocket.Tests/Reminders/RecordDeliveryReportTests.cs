using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using SecureDocket.Tests.Dockets;
using Xunit;

namespace SecureDocket.Tests.Reminders;

public sealed class RecordDeliveryReportTests
{
    private readonly DocketTestBed _bench = new();

    public static TheoryData<ReminderState, bool, int?, ReminderState> Moves()
    {
        TheoryData<ReminderState, bool, int?, ReminderState> moves = [];
        foreach (var open in new[] { ReminderState.Planned, ReminderState.Claimed, ReminderState.Accepted, ReminderState.Unknown })
        {
            moves.Add(open, true, null, ReminderState.Delivered);
            moves.Add(open, false, 4006, ReminderState.Failed);
            moves.Add(open, false, 5002, ReminderState.Unknown);
        }

        foreach (var settled in new[] { ReminderState.Delivered, ReminderState.Failed })
        {
            moves.Add(settled, true, null, settled);
            moves.Add(settled, false, 4006, settled);
            moves.Add(settled, false, 5002, settled);
        }

        foreach (var exit in new[] { ReminderState.Cancelled, ReminderState.Superseded, ReminderState.Suppressed, ReminderState.Expired })
        {
            moves.Add(exit, true, null, ReminderState.Delivered);
            moves.Add(exit, false, 4006, exit);
            moves.Add(exit, false, 5002, exit);
        }

        return moves;
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task A_receipt_moves_forward_only_and_is_journaled_once(ReminderState before, bool delivered, int? code, ReminderState after)
    {
        var reminder = await ReminderAsync(before);
        var version = (await _bench.LoadAsync(reminder.Id.Cardholder)).Version;

        for (var time = 0; time < 3; time++)
            Assert.Equal((false, time == 0 && before != after), (await RecordAsync(reminder, delivered, code)) is var recorded ? (recorded.IsRefused, recorded.Value) : default);

        Assert.Equal(after, (await _bench.LoadAsync(reminder.Id)).State);
        string[] kinds = before == after ? [] : [$"reminder-{after.ToString().ToLowerInvariant()}"];
        Assert.Equal(kinds, _bench.JournalOf(reminder.Id.Cardholder, version + 1));
    }

    [Fact]
    public async Task A_receipt_that_the_carrier_blocks_us_says_so_in_the_record_of_the_phone()
    {
        var reminder = await ReminderAsync(ReminderState.Accepted);

        await RecordAsync(reminder, delivered: false, 4007);

        var phone = await _bench.Phones.FindAsync(DocketTestBed.Mobile, default);
        Assert.Equal((OptOut.CarrierEvidence, new CarrierBlock(DocketTestBed.Sender, _bench.Now)), (phone.OptOut!.Evidence, Assert.Single(phone.Blocks!)));
        Assert.Equal(TextingState.CarrierBlocked, (await _bench.LoadAsync(reminder.Id.Cardholder)).Texting);
    }

    [Fact]
    public async Task A_receipt_that_comes_before_our_own_commit_brings_the_id_of_the_message()
    {
        var reminder = await ReminderAsync(ReminderState.Claimed);

        await RecordAsync(reminder, true);

        var settled = await _bench.LoadAsync(reminder.Id);
        Assert.Equal(("Outgoing_1", reminder.ClaimedAt, _bench.Now, null), (settled.MessageId, settled.SentAt, settled.ChangedAt, settled.Reason));
    }

    [Fact]
    public async Task A_failure_says_its_code()
    {
        var reminder = await ReminderAsync(ReminderState.Accepted);

        await RecordAsync(reminder, false, 4005);

        Assert.Equal("sms-4005", (await _bench.LoadAsync(reminder.Id)).Reason);
    }

    [Fact]
    public async Task What_did_not_arrive_for_a_passing_reason_is_planned_again_twice_at_most()
    {
        var reminder = await ReminderAsync(ReminderState.Accepted);
        foreach (var (retry, minutes) in new[] { (1, 30), (2, 60) })
        {
            await RecordAsync(reminder, false, 4006);
            await RecordAsync(reminder, false, 4006);

            var another = Assert.Single((await _bench.LoadAsync(reminder.Id.Cardholder)).Reminders, each => each.Retry == retry);
            Assert.Equal(ReminderId.Of(reminder.Id.Cardholder, reminder.Subject, reminder.Occasion, retry), another.Id);
            Assert.Equal(
                (ReminderState.Planned, reminder.Subject, reminder.Occasion, _bench.Now + Duration.FromMinutes(minutes), reminder.Until),
                (another.State, another.Subject, another.Occasion, another.Due, another.Until));
            Assert.True(_bench.HasHint(another));
            reminder = await _bench.BringAsync(another, ReminderState.Accepted);
        }

        await RecordAsync(reminder, false, 4006);
        Assert.DoesNotContain((await _bench.LoadAsync(reminder.Id.Cardholder)).Reminders, each => each.Retry == 3);
    }

    [Fact]
    public async Task Another_one_waits_for_the_persons_morning()
    {
        var reminder = await ReminderAsync(ReminderState.Accepted);
        _bench.Clock.Advance(TimeSpan.FromHours(9.75));

        await RecordAsync(reminder, false, 5001);

        Assert.Equal(Instant.FromUtc(2027, 3, 5, 15, 0), Assert.Single((await _bench.LoadAsync(reminder.Id.Cardholder)).Reminders, each => each.Retry == 1).Due);
    }

    [Fact]
    public async Task There_is_no_other_where_it_would_come_too_late()
    {
        var reminder = await ReminderAsync(ReminderState.Accepted, each => each with { Until = _bench.Now + Duration.FromMinutes(30) });

        await RecordAsync(reminder, false, 4006);

        Assert.DoesNotContain((await _bench.LoadAsync(reminder.Id.Cardholder)).Reminders, each => each.Retry == 1);
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(4004)]
    [InlineData(4005)]
    [InlineData(4007)]
    [InlineData(5002)]
    [InlineData(9999)]
    [InlineData(null)]
    public async Task There_is_no_other_where_it_would_fare_no_better_or_might_be_the_second(int? code)
    {
        var reminder = await ReminderAsync(ReminderState.Accepted);

        await RecordAsync(reminder, false, code);

        Assert.DoesNotContain((await _bench.LoadAsync(reminder.Id.Cardholder)).Reminders, each => each.Retry == 1);
    }

    [Theory]
    [InlineData(4002, true)]
    [InlineData(4003, true)]
    [InlineData(4004, true)]
    [InlineData(4006, false)]
    [InlineData(4007, false)]
    [InlineData(4010, false)]
    public async Task A_number_that_reaches_nobody_is_noted_with_the_person(int code, bool isFault)
    {
        var reminder = await ReminderAsync(ReminderState.Accepted);

        await RecordAsync(reminder, false, code);

        Assert.Equal(isFault ? new PhoneFault(_bench.Now, $"sms-{code}") : null, (await _bench.LoadAsync(reminder.Id.Cardholder)).Cardholder.PhoneFault);
    }

    [Fact]
    public async Task A_number_that_the_person_no_longer_has_is_no_fault_of_the_new_one()
    {
        var reminder = await ReminderAsync(ReminderState.Accepted);

        await RecordAsync(reminder, false, 4004, to: "+12025550100");

        Assert.Null((await _bench.LoadAsync(reminder.Id.Cardholder)).Cardholder.PhoneFault);
    }

    [Fact]
    public async Task An_opt_out_that_only_the_carrier_knew_of_is_kept()
    {
        await RecordAsync(await ReminderAsync(ReminderState.Accepted), false, 4007);

        Assert.Equal(new(_bench.Now, OptOut.CarrierEvidence), (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).OptOut);
    }

    [Theory]
    [InlineData("")]
    [InlineData("marketing-7")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAA")]
    public async Task A_receipt_that_leads_nowhere_is_refused(string tag)
    {
        var refused = await _bench.Reports.ExecuteAsync(new("Outgoing_1", DocketTestBed.Sender, DocketTestBed.Mobile, true, null, tag, _bench.Now), default);

        Assert.Equal(tag.Length == 35 ? "no-such-cardholder" : RecordDeliveryReport.NoSuchReminder, Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task A_receipt_for_a_reminder_that_is_kept_no_longer_is_refused()
    {
        var docket = await _bench.OpenAsync();
        var id = ReminderId.Of(docket.Cardholder.Id, new(ReminderSubjectKind.Hearing, "gone", 1), ReminderOccasion.Notice, 0);

        var refused = await _bench.Reports.ExecuteAsync(new("Outgoing_1", DocketTestBed.Sender, DocketTestBed.Mobile, true, null, id.ToString(), _bench.Now), default);

        Assert.Equal(RecordDeliveryReport.NoSuchReminder, Assert.Single(refused.Refusals).Code);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 4006)]
    [InlineData(false, 4004)]
    [InlineData(false, 4007)]
    public async Task A_fault_at_any_call_loses_and_doubles_nothing_once_the_receipt_comes_again(bool delivered, int? code)
    {
        foreach (var fault in FaultProof.Faults)
        {
            for (var (call, wasMet) = (0, true); wasMet; call++)
            {
                var reminder = await ReminderAsync(ReminderState.Claimed);
                var version = (await _bench.LoadAsync(reminder.Id.Cardholder)).Version;
                _bench.Tap.FailAt(call, fault);
                var failure = await Record.ExceptionAsync(() => RecordAsync(reminder, delivered, code));
                wasMet = _bench.Tap.Requests.Count > call;
                Assert.Equal(wasMet && fault != TransportFault.Repeated, failure is DependencyUnavailableException);

                _bench.Tap.Restart();
                await RecordAsync(reminder, delivered, code);

                var docket = await _bench.LoadAsync(reminder.Id.Cardholder);
                Assert.Equal(delivered ? ReminderState.Delivered : ReminderState.Failed, docket.Reminders.Single(each => each.Id == reminder.Id).State);
                Assert.Equal(code == 4006 ? 1 : 0, docket.Reminders.Count(each => each.Retry == 1 && _bench.HasHint(each)));
                Assert.Equal(code == 4004, docket.Cardholder.PhoneFault is not null);
                Assert.Equal(code == 4007, (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
                Assert.Single(_bench.JournalOf(reminder.Id.Cardholder, version + 1));
            }
        }
    }

    private async Task<Reminder> ReminderAsync(ReminderState state, Func<Reminder, Reminder>? with = null)
    {
        var docket = await _bench.OpenAsync();
        docket = await _bench.AddHearingAsync(docket.Cardholder.Id);
        var reminder = docket.Reminders.Single(each => each.Occasion == ReminderOccasion.Notice);
        return await _bench.BringAsync(with?.Invoke(reminder) ?? reminder, state);
    }

    private Task<Result<bool>> RecordAsync(Reminder reminder, bool delivered, int? code = null, string to = DocketTestBed.Mobile) =>
        _bench.Reports.ExecuteAsync(new("Outgoing_1", DocketTestBed.Sender, to, delivered, code, reminder.Id.ToString(), _bench.Now), default);
}
