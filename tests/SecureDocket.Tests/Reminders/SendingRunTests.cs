using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Reminders;

public sealed class SendingRunTests : IDisposable
{
    private static readonly SenderNumber s_number = new("+18335550100", 200);
    private static readonly SenderNumber s_other = new("72345", 6000);
    private static readonly SmsOutcome s_accepted = new(SmsResult.Accepted, "m");
    private static readonly SmsOutcome s_unknown = new(SmsResult.Unknown, Reason: "no-answer");
    private static readonly SmsOutcome s_throttled = new(SmsResult.NotSent, Reason: "http-429");

    private readonly SendingRun _run = new(new(new InMemoryTables(), new ManualClock(World.Start.ToDateTimeOffset())));

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_first_message_goes_alone_and_the_others_once_it_went_well()
    {
        Assert.True(await EnterAsync());
        var others = Enumerable.Range(0, 5).Select(_ => EnterAsync()).ToList();
        Assert.All(others, other => Assert.False(other.IsCompleted));

        _run.Leave(s_number, s_accepted);
        Assert.All(await Task.WhenAll(others), Assert.True);
        Assert.Equal(1, _run.Sent);
    }

    [Fact]
    public async Task A_refused_recipient_proves_the_provider_well_too()
    {
        Assert.True(await EnterAsync());
        _run.Leave(s_number, new(SmsResult.Rejected, Reason: "recipient-400"));
        Assert.All(await Task.WhenAll(EnterAsync(), EnterAsync()), Assert.True);
        Assert.Equal(0, _run.Sent);
    }

    [Fact]
    public async Task Who_was_not_called_proves_nothing_and_the_next_goes_alone()
    {
        Assert.True(await EnterAsync());
        var (second, third) = (EnterAsync(), EnterAsync());
        _run.Leave(s_number, null);
        var entered = await Task.WhenAny(second, third);
        Assert.True(await entered);
        Assert.False((entered == second ? third : second).IsCompleted);
    }

    [Theory]
    [InlineData(SmsResult.Unknown)]
    [InlineData(SmsResult.NotSent)]
    public async Task Nothing_follows_a_first_message_that_failed(SmsResult result)
    {
        Assert.True(await EnterAsync());
        var others = Enumerable.Range(0, 5).Select(_ => EnterAsync()).ToList();
        _run.Leave(s_number, new(result, Reason: "http-503"));
        Assert.All(await Task.WhenAll(others), Assert.False);
        Assert.False(await EnterAsync(s_other));
        Assert.True(_run.IsOver(s_number) && _run.IsOver(s_other));
        Assert.Equal(result, _run.StoppedBy!.Result);
    }

    [Fact]
    public async Task Three_failures_in_a_row_end_the_run_and_fewer_do_not()
    {
        await PassAsync(s_accepted);
        await PassAsync(s_unknown);
        await PassAsync(s_unknown);
        await PassAsync(s_accepted);
        await PassAsync(s_unknown);
        await PassAsync(s_unknown);
        Assert.False(_run.IsOver(s_number));
        await PassAsync(s_unknown);
        Assert.True(_run.IsOver(s_number) && _run.IsOver(s_other));
        Assert.False(await EnterAsync());
    }

    [Theory]
    [InlineData(false, "http-429")]
    [InlineData(true, "http-429")]
    [InlineData(false, "recipient-429")]
    public async Task Too_many_requests_three_times_in_a_row_end_one_number_only(bool isProven, string reason)
    {
        if (isProven)
        {
            await PassAsync(s_accepted);
        }

        for (var time = 0; time < 3; time++)
        {
            Assert.False(_run.IsOver(s_number));
            await PassAsync(s_throttled with { Reason = reason });
        }

        Assert.True(_run.IsOver(s_number));
        Assert.False(await EnterAsync());
        Assert.False(_run.IsOver(s_other));
        Assert.True(await EnterAsync(s_other));
        Assert.Null(_run.StoppedBy);
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_waited_while_a_number_was_refused_is_turned_away()
    {
        await PassAsync(s_throttled);
        await PassAsync(s_throttled);
        Assert.True(await EnterAsync());
        var (same, other) = (EnterAsync(), EnterAsync(s_other));
        _run.Leave(s_number, s_throttled);
        Assert.True(await other);
        _run.Leave(s_other, s_accepted);
        Assert.False(await same);
    }

    [Fact]
    public async Task What_was_granted_may_leave_when_the_minute_is_used_up()
    {
        var number = new SenderNumber("+18335550199", 2);
        Assert.True(await EnterAsync(number));
        var second = EnterAsync(number);
        Assert.False(await EnterAsync(number));
        Assert.True(_run.IsOver(number));
        _run.Leave(number, s_accepted);
        Assert.True(await second);
    }

    private Task<bool> EnterAsync(SenderNumber? number = null) => _run.EnterAsync(number ?? s_number, default);

    private async Task PassAsync(SmsOutcome outcome)
    {
        Assert.True(await EnterAsync());
        _run.Leave(s_number, outcome);
    }
}
