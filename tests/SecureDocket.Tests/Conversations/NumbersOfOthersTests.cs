using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using SecureDocket.Tests.Dockets;
using Xunit;

namespace SecureDocket.Tests.Conversations;

/// <summary>A number that is somebody else's by now: who has it speaks for themselves alone, however late a text comes.</summary>
public sealed class NumbersOfOthersTests
{
    private static readonly Actor s_officer = new("Enrollment.Officer", "officer");

    private readonly DocketTestBed _bench = new();
    private int _texts;

    [Fact]
    public async Task A_stop_is_answered_to_who_has_the_number_now()
    {
        var former = await _bench.OpenAsync(language: "es");
        await _bench.TellAsync(await _bench.AddHearingAsync(former.Cardholder.Id));
        await SayAsync("wrong number");
        var present = await GivenAsync(Duration.FromDays(1));

        var reply = Assert.Single(await SayAsync("please stop"));

        Assert.Equal(present.Cardholder.Id, reply.Id.Cardholder);
        Assert.StartsWith("SDC: You will get no more texts", reply.Body, StringComparison.Ordinal);
        Assert.Equal(PhoneFault.WrongNumber, (await _bench.LoadAsync(former.Cardholder.Id)).Cardholder.PhoneFault!.Code);
    }

    [Fact]
    public async Task Who_is_said_to_be_another_is_not_texted_again_though_the_number_was_at_fault_before()
    {
        var docket = await _bench.OpenAsync();
        var asked = await _bench.TellAsync(await _bench.AddHearingAsync(docket.Cardholder.Id));
        await _bench.ChangeAsync(docket.Cardholder.Id, present => new("test") { Cardholder = present.Cardholder with { PhoneFault = new(_bench.Now, "sms-4004") } });
        await SayAsync("wrong number");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        await SayAsync("START");
        await SayAsync("1");

        Assert.Equal(PhoneFault.WrongNumber, (await _bench.LoadAsync(docket.Cardholder.Id)).Cardholder.PhoneFault!.Code);
        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("wrong number")]
    public async Task What_was_texted_before_the_number_was_given_says_nothing_of_its_new_owner(string words)
    {
        var docket = await _bench.OpenAsync(mobile: "+17135550198");
        var asked = await _bench.TellAsync(await _bench.AddHearingAsync(docket.Cardholder.Id));
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = Text(words);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await GiveAsync(docket.Cardholder.Id);

        Assert.Empty(await _bench.Texts.ExecuteAsync(late, default));

        var present = await _bench.LoadAsync(docket.Cardholder.Id);
        Assert.Null(present.Cardholder.PhoneFault);
        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
        Assert.False((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Silences(present.Cardholder));
    }

    [Fact]
    public async Task A_wish_that_was_texted_before_the_number_was_given_is_kept()
    {
        var docket = await _bench.OpenAsync(mobile: "+17135550198");
        var late = Text("please stop");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await GiveAsync(docket.Cardholder.Id);

        await _bench.Texts.ExecuteAsync(late, default);

        Assert.True((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Silences((await _bench.LoadAsync(docket.Cardholder.Id)).Cardholder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_number_that_was_said_to_be_another_s_is_not_told_that_texts_go_elsewhere(bool isDisowned)
    {
        // Of the report we learn only once the person has another number.
        var docket = await _bench.OpenAsync();
        var report = Text("wrong number");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await GiveAsync(docket.Cardholder.Id, "+17135550198");
        if (isDisowned)
            await _bench.Texts.ExecuteAsync(report, default);

        var options = new SmsOptions { Senders = [new(DocketTestBed.Sender, 200)], Contact = "1-800-555-0100" };
        var sms = new RecordingSms(_bench.Clock);
        await Core.Over(_bench.Tables, _bench.Clock, _bench.Hash, options, sms).Get<SendDueReminders>().ExecuteAsync(default);

        var told = sms.Left.Select(left => left.Message.To).ToList();
        Assert.Contains("+17135550198", told);
        Assert.Equal(!isDisowned, told.Contains(DocketTestBed.Mobile));
    }

    private async Task<Docket> GivenAsync(Duration after)
    {
        var docket = await _bench.OpenAsync(mobile: "+17135550198");
        _bench.Clock.Advance(after.ToTimeSpan());
        await GiveAsync(docket.Cardholder.Id);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        return docket;
    }

    private async Task GiveAsync(CardholderId id, string mobile = DocketTestBed.Mobile)
    {
        var options = new SmsOptions { Senders = [new(DocketTestBed.Sender, 200)], Contact = "1-800-555-0100" };
        var details = (await _bench.LoadAsync(id)).Cardholder.Details;
        var contact = new Contact(details.Language, mobile, details.TimeZone, details.MessageTier, details.CodeWord);
        var change = Core.Over(_bench.Tables, _bench.Clock, _bench.Hash, options).Get<ChangeContact>();
        Assert.False((await change.ExecuteAsync(id, VersionMatch.Any, contact, s_officer, default)).IsRefused);
    }

    private Task<IReadOnlyList<Reminder>> SayAsync(string words) => _bench.Texts.ExecuteAsync(Text(words), default);

    private InboundSms Text(string words) => new($"Incoming_{++_texts}", DocketTestBed.Mobile, DocketTestBed.Sender, words, _bench.Now);
}
