using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Reminders;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>What is done about a reminder in the last moment, from noon on in Chicago.</summary>
public sealed class SendDecisionTests
{
    private static readonly Duration s_day = Duration.FromDays(1);

    private readonly Docket _docket;
    private readonly Reminder _notice;

    public SendDecisionTests()
    {
        var docket = Dates.Docket() with { Hearings = [Dates.Hearing()] };
        _docket = docket with { Reminders = Dates.Plan.Changes(docket, World.Start) };
        _notice = _docket.Reminders[0];
    }

    [Fact]
    public void What_is_due_within_the_hours_is_sent() => Assert.Equal(new(SendAction.Send), Decide(_notice, World.Start));

    [Fact]
    public void What_is_not_due_waits_for_its_time() => Assert.Equal(new(SendAction.Wait, At: _docket.Reminders[1].Due), Decide(_docket.Reminders[1], World.Start));

    [Fact]
    public void What_is_due_at_night_waits_for_the_morning() =>
        Assert.Equal(new(SendAction.Wait, At: World.Start + Duration.FromHours(21)), Decide(_notice, World.Start + Duration.FromHours(8)));

    [Fact]
    public void What_would_be_of_no_use_in_the_morning_expires_at_night()
    {
        var reminder = _notice with { Occasion = ReminderOccasion.OneDay, Until = World.Start + Duration.FromHours(21) };
        var docket = _docket with { Reminders = [reminder] };
        Assert.Equal(Settled(ReminderState.Expired, "no-hour-left"), SendDecision.For(Dates.Plan, new(), docket, reminder, World.Start + Duration.FromHours(8)));
    }

    [Fact]
    public void What_is_of_no_use_any_more_expires()
    {
        var reminder = _notice with { Until = World.Start + Duration.FromHours(2) };
        Assert.Equal(Settled(ReminderState.Expired, "too-late"), Decide(reminder, reminder.Until));
        Assert.Equal(new(SendAction.Send), Decide(reminder, reminder.Until - Duration.FromTicks(1)));
    }

    [Fact]
    public void An_answer_leaves_at_any_hour_and_waits_for_the_morning_once_it_is_late()
    {
        var night = World.Start + Duration.FromHours(10);
        var answer = Answer() with { Due = night, Until = night + Duration.FromHours(24) };
        Assert.Equal(new(SendAction.Send), Decide(answer, night + Duration.FromMinutes(14)));
        Assert.Equal(SendAction.Wait, Decide(answer, night + Duration.FromMinutes(15)).Action);
        Assert.Equal(new(SendAction.Send), Decide(answer, night + Duration.FromHours(12)));
    }

    [Fact]
    public void Without_a_phone_nothing_is_sent()
    {
        var person = _docket.Cardholder with { Details = _docket.Cardholder.Details with { Mobile = null } };
        Assert.Equal(Settled(ReminderState.Suppressed, "no-phone"), SendDecision.For(Dates.Plan, new(), _docket with { Cardholder = person }, _notice, World.Start));
    }

    [Fact]
    public void A_newer_version_supersedes() => Assert.Equal(
        Settled(ReminderState.Superseded, null),
        SendDecision.For(Dates.Plan, new(), _docket with { Hearings = [Dates.Hearing("2030-06-20T09:00", 2)] }, _notice, World.Start));

    [Fact]
    public void What_is_off_is_cancelled()
    {
        Assert.Equal(Settled(ReminderState.Cancelled, null), SendDecision.For(Dates.Plan, new(), _docket with { Hearings = [Dates.Hearing(version: 2, cancelled: true)] }, _notice, World.Start));
        Assert.Equal(Settled(ReminderState.Cancelled, null), SendDecision.For(Dates.Plan, new(), _docket with { Hearings = [] }, _notice, World.Start));
    }

    [Theory]
    [InlineData(ReminderState.Accepted)]
    [InlineData(ReminderState.Unknown)]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Cancelled)]
    [InlineData(ReminderState.Superseded)]
    [InlineData(ReminderState.Suppressed)]
    [InlineData(ReminderState.Expired)]
    public void What_has_come_further_is_never_sent_again(ReminderState state)
    {
        foreach (var now in new[] { World.Start, World.Start + s_day, _notice.Until + s_day })
        {
            Assert.Equal(new(SendAction.Close), Decide(_notice with { State = state }, now));
        }
    }

    [Fact]
    public void A_claim_is_left_to_its_sender_and_is_unknown_when_it_runs_out()
    {
        var claimed = _notice with { State = ReminderState.Claimed, ClaimedAt = World.Start };
        Assert.Equal(new(SendAction.Leave), Decide(claimed, World.Start));
        Assert.Equal(new(SendAction.Leave), Decide(claimed, World.Start + SendDecision.ClaimHolds - Duration.FromTicks(1)));
        Assert.Equal(Settled(ReminderState.Unknown, "no-answer"), Decide(claimed, World.Start + SendDecision.ClaimHolds));
        Assert.Equal(Settled(ReminderState.Unknown, "no-answer"), Decide(claimed, _notice.Until + s_day));
    }

    private SendDecision Decide(Reminder reminder, Instant now) => SendDecision.For(Dates.Plan, new(), _docket, reminder, now);

    private static SendDecision Settled(ReminderState state, string? reason) => new(SendAction.Settle, state, reason);

    private Reminder Answer() => Reminder.Plan(
        _docket.Cardholder.Id, new(ReminderSubjectKind.Text, "m-1", 1), ReminderOccasion.Answer, World.Start, World.Start + s_day);
}
