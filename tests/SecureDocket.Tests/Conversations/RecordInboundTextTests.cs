using System.Globalization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Tests.Dockets;
using Xunit;

namespace SecureDocket.Tests.Conversations;

public sealed class RecordInboundTextTests
{
    // As long as one message can be, so that another part may follow.
    private const string LongText =
        "Good morning, my name is Rosa. My boss needs me in the kitchen because the other cook is on leave and her sister as well. They will be back on Friday, so";

    private readonly DocketTestBed _bench = new();
    private int _texts;

    [Fact]
    public async Task Who_says_to_come_is_noted_and_told()
    {
        var (docket, asked) = await AskedAboutHearingAsync();

        await SayAsync("1");

        Assert.Equal((ReminderAnswer.WillCome, _bench.Now), AnswerTo(await _bench.LoadAsync(asked.Id)));
        var answer = await TheAnswerAsync(docket.Cardholder.Id);
        Assert.Equal((ReminderState.Planned, _bench.Now, _bench.Now + Duration.FromHours(2)), (answer.State, answer.Due, answer.Until));
        Assert.Contains("March 14", answer.Body, StringComparison.Ordinal);
        Assert.True(_bench.HasHint(answer));
    }

    [Theory]
    [InlineData("2", ReminderAnswer.NeedsToMove)]
    [InlineData("3", ReminderAnswer.NeedsHelp)]
    [InlineData("I need help", ReminderAnswer.NeedsHelp)]
    public async Task Who_needs_something_is_noted_and_told_whom_to_call(string text, ReminderAnswer answer)
    {
        var (docket, asked) = await AskedAboutHearingAsync();

        await SayAsync(text);

        Assert.Equal(answer, (await _bench.LoadAsync(asked.Id)).Answer);
        Assert.Contains("1-800-555-0100", (await TheAnswerAsync(docket.Cardholder.Id)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reaction_to_a_text_does_nothing_and_is_not_answered()
    {
        var (docket, asked) = await AskedAboutHearingAsync();

        await SayAsync("Liked \u201cSDC: You have a court hearing on March 14, 9:00 AM. Reply 1 = I will be there, 2 = I need to move it, 3 = help. STOP = no more texts\u201d");

        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
        Assert.Empty(AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)));
        Assert.False((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
    }

    [Fact]
    public async Task A_copy_of_a_reply_does_nothing()
    {
        var (docket, _) = await AskedAboutHearingAsync();
        await SayAsync("what?");
        var reply = await TheAnswerAsync(docket.Cardholder.Id);
        await _bench.BringAsync(reply, ReminderState.Accepted);

        await SayAsync(reply.Body!);

        Assert.Single(AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)));
        Assert.False((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
    }

    [Theory]
    [InlineData("yes", ReminderAnswer.WillCome)]
    [InlineData("quiero cambiarla", ReminderAnswer.NeedsToMove)]
    [InlineData("They arrested my brother", ReminderAnswer.NeedsHelp)]
    public async Task Words_answer_the_only_question(string text, ReminderAnswer answer)
    {
        var (_, asked) = await AskedAboutHearingAsync();

        await SayAsync(text);

        Assert.Equal(answer, (await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Theory]
    [InlineData("yes", "March 14")]
    [InlineData("quiero cambiarla", "March 14")]
    public async Task Words_that_may_be_about_two_dates_are_asked_again_about_one(string text, string date)
    {
        var (docket, hearing) = await AskedAboutHearingAsync();
        var checkIn = await _bench.TellAsync(await _bench.AddCheckInAsync(docket.Cardholder.Id));

        await SayAsync(text);

        Assert.Null((await _bench.LoadAsync(hearing.Id)).Answer);
        Assert.Null((await _bench.LoadAsync(checkIn.Id)).Answer);
        var question = await TheAnswerAsync(docket.Cardholder.Id);
        Assert.Equal(hearing.Subject, question.Asks);
        Assert.Contains(date, question.Body, StringComparison.Ordinal);

        // The question names one date, and the next digit is about that one, whatever was told in the meantime.
        await _bench.BringAsync(question, ReminderState.Delivered);
        await SayAsync("2");
        Assert.Equal((ReminderAnswer.NeedsToMove, null), ((await _bench.LoadAsync(hearing.Id)).Answer, (await _bench.LoadAsync(checkIn.Id)).Answer));
    }

    [Fact]
    public async Task Who_only_says_no_is_asked_whether_to_move_the_date()
    {
        var (docket, asked) = await AskedAboutHearingAsync();

        await SayAsync("no");

        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
        Assert.Equal(asked.Subject, (await TheAnswerAsync(docket.Cardholder.Id)).Asks);
    }

    [Fact]
    public async Task An_answer_is_in_the_persons_language()
    {
        var docket = await _bench.OpenAsync(language: "es");
        await _bench.TellAsync(await _bench.AddHearingAsync(docket.Cardholder.Id));

        await SayAsync("1");

        Assert.Contains("14 de marzo", (await TheAnswerAsync(docket.Cardholder.Id)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_comes_again_does_nothing_again()
    {
        var (docket, _) = await AskedAboutHearingAsync();
        var text = Text("1");
        await _bench.Texts.ExecuteAsync(text, default);
        var version = (await _bench.LoadAsync(docket.Cardholder.Id)).Version;
        _bench.Clock.Advance(TimeSpan.FromHours(1));

        await _bench.Texts.ExecuteAsync(text, default);

        Assert.Equal(version, (await _bench.LoadAsync(docket.Cardholder.Id)).Version);
    }

    [Fact]
    public async Task Of_two_texts_the_later_one_counts_in_whatever_order_they_come()
    {
        var (_, asked) = await AskedAboutHearingAsync();
        var (first, second) = (Text("1"), Text("2") with { At = _bench.Now + Duration.FromMinutes(1) });

        await _bench.Texts.ExecuteAsync(second, default);
        await _bench.Texts.ExecuteAsync(first, default);

        Assert.Equal(ReminderAnswer.NeedsToMove, (await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_digit_about_a_date_that_no_longer_stands_is_not_taken_for_another(string digit)
    {
        var (other, older) = await AskedAboutCheckInAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        var (docket, newer) = await AskedAboutHearingAsync();
        await CancelAsync(docket, "h-1");

        await SayAsync(digit);

        Assert.Null((await _bench.LoadAsync(newer.Id)).Answer);
        Assert.Null((await _bench.LoadAsync(older.Id)).Answer);
        Assert.Null((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Offer);
        Assert.Empty(AnswersIn(await _bench.LoadAsync(other.Cardholder.Id)));
        Assert.Contains("1-800-555-0100", (await TheAnswerAsync(docket.Cardholder.Id)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_that_a_date_is_off_asks_nothing()
    {
        var (docket, asked) = await AskedAboutHearingAsync();
        var id = docket.Cardholder.Id;
        var subject = new ReminderSubject(ReminderSubjectKind.Hearing, "h-0", 2);
        docket = await _bench.ChangeAsync(id, present => new DocketChange("hearing-cancelled")
        {
            Hearings = [present.Hearings[0] with { Id = "h-0", Status = HearingStatus.Cancelled, DateVersion = 2 }],
            Reminders = [Reminder.Plan(id, subject with { Version = 1 }, ReminderOccasion.Notice, _bench.Now, _bench.Now) with { State = ReminderState.Delivered, SentAt = _bench.Now - Duration.FromHours(1) }],
        });
        _bench.Clock.Advance(TimeSpan.FromMinutes(20));
        await _bench.BringAsync(docket.Reminders.Single(each => each.Subject == subject), ReminderState.Accepted);

        await SayAsync("1");

        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Fact]
    public async Task What_was_claimed_may_have_been_read_and_is_what_a_digit_answers()
    {
        var (docket, older) = await AskedAboutHearingAsync();
        await SayAsync("1");
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        docket = await _bench.AddHearingAsync(docket.Cardholder.Id, "h-2");
        var claimed = await _bench.BringAsync(docket.Reminders.First(each => each is { Occasion: ReminderOccasion.Notice, Subject.Id: "h-2" }), ReminderState.Claimed);

        await SayAsync("2");

        Assert.Equal(ReminderAnswer.NeedsToMove, (await _bench.LoadAsync(claimed.Id)).Answer);
        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(older.Id)).Answer);
    }

    [Fact]
    public async Task Of_two_dates_told_together_a_digit_answers_the_nearer_one_and_the_other_is_asked_about_next()
    {
        var (docket, hearing) = await AskedAboutHearingAsync();
        var id = docket.Cardholder.Id;
        var checkIn = await _bench.TellAsync(await _bench.AddCheckInAsync(id));

        var planned = await _bench.Texts.ExecuteAsync(Text("1"), default);

        Assert.Equal((ReminderAnswer.WillCome, null), ((await _bench.LoadAsync(hearing.Id)).Answer, (await _bench.LoadAsync(checkIn.Id)).Answer));
        Assert.Equal(2, planned.Count);
        Assert.Contains("March 14", planned[0].Body, StringComparison.Ordinal);
        Assert.Contains("March 15", planned[1].Body, StringComparison.Ordinal);
        Assert.Equal((null, checkIn.Subject), (planned[0].Asks, planned[1].Asks));

        // A digit that was sent twice, before the second question came, is about the first one still.
        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await _bench.Texts.ExecuteAsync(Text("1"), default));
        Assert.Null((await _bench.LoadAsync(checkIn.Id)).Answer);
        foreach (var reminder in planned)
            await _bench.BringAsync(reminder, ReminderState.Delivered);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync("1");

        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(checkIn.Id)).Answer);
        Assert.Single((await _bench.LoadAsync(id)).Reminders, each => each.Asks is not null);
    }

    [Fact]
    public async Task What_was_asked_before_is_asked_again_once_the_newer_date_is_answered()
    {
        var (docket, hearing) = await AskedAboutHearingAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        var checkIn = await _bench.TellAsync(await _bench.AddCheckInAsync(docket.Cardholder.Id));

        var planned = await _bench.Texts.ExecuteAsync(Text("1"), default);

        Assert.Equal((null, ReminderAnswer.WillCome), ((await _bench.LoadAsync(hearing.Id)).Answer, (await _bench.LoadAsync(checkIn.Id)).Answer));
        Assert.Equal([null, hearing.Subject], planned.Select(each => each.Asks));

        _bench.Clock.Advance(TimeSpan.FromHours(1));
        var third = await _bench.TellAsync(await _bench.AddHearingAsync(docket.Cardholder.Id, "h-3"));
        Assert.Single(await _bench.Texts.ExecuteAsync(Text("1"), default));
        Assert.Equal((null, ReminderAnswer.WillCome), ((await _bench.LoadAsync(hearing.Id)).Answer, (await _bench.LoadAsync(third.Id)).Answer));
    }

    [Fact]
    public async Task Who_shares_a_phone_is_asked_next_and_answered_for_by_nobody()
    {
        var (one, hearing) = await AskedAboutHearingAsync();
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        var (two, checkIn) = await AskedAboutCheckInAsync();

        var planned = await _bench.Texts.ExecuteAsync(Text("1"), default);

        Assert.Equal((ReminderAnswer.WillCome, null), ((await _bench.LoadAsync(hearing.Id)).Answer, (await _bench.LoadAsync(checkIn.Id)).Answer));
        Assert.Equal([one.Cardholder.Id, two.Cardholder.Id], planned.Select(each => each.Id.Cardholder));
        Assert.Equal(checkIn.Subject, planned[1].Asks);
    }

    [Fact]
    public async Task The_date_to_move_is_the_one_that_the_openings_name()
    {
        var (docket, hearing) = await AskedAboutHearingAsync();
        var id = docket.Cardholder.Id;
        await _bench.ChangeAsync(id, present => new DocketChange("test") { Hearings = [present.Hearings[0] with { Instant = present.Hearings[0].Instant + Duration.FromDays(9) }] });
        var checkIn = await _bench.TellAsync(await _bench.AddCheckInAsync(id));

        await SayAsync("2");

        Assert.Equal((null, ReminderAnswer.NeedsToMove), ((await _bench.LoadAsync(hearing.Id)).Answer, (await _bench.LoadAsync(checkIn.Id)).Answer));
        Assert.NotNull((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Offer);

        // The other date waits until the choice is made.
        await _bench.BringAsync(await TheAnswerAsync(id), ReminderState.Delivered);
        var planned = await _bench.Texts.ExecuteAsync(Text("1"), default);
        Assert.Equal([null, hearing.Subject], planned.Select(each => each.Asks));
        Assert.Equal(2, (await _bench.LoadAsync(id)).CheckIns[0].Version);
    }

    [Fact]
    public async Task Of_those_who_share_a_phone_the_one_who_is_texted_from_the_number_that_is_answered_answers()
    {
        string[] senders = [DocketTestBed.Sender, "+18445550100"];
        var options = new SmsOptions { Senders = [.. senders.Select(sender => new SenderNumber(sender, 200))], Contact = "" };
        Dictionary<string, Reminder> asked = [];
        while (asked.Count < 2)
        {
            var docket = await _bench.OpenAsync();
            _bench.Clock.Advance(TimeSpan.FromMinutes(20));
            if (!asked.ContainsKey(options.SenderFor(docket.Cardholder.Id).Number))
                asked.Add(options.SenderFor(docket.Cardholder.Id).Number, await _bench.TellAsync(await _bench.AddHearingAsync(docket.Cardholder.Id)));
        }

        var (older, newer) = (asked.Values.MinBy(each => each.SentAt)!, asked.Values.MaxBy(each => each.SentAt)!);
        var texts = _bench.TextsTo(senders);

        await texts.ExecuteAsync(Text("1") with { To = asked.Single(each => each.Value == older).Key }, default);

        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(older.Id)).Answer);
        Assert.Null((await _bench.LoadAsync(newer.Id)).Answer);

        // A number from before the numbers were configured anew is about whoever was asked last.
        await texts.ExecuteAsync(Text("1") with { To = "+18885550100" }, default);
        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(newer.Id)).Answer);
    }

    [Fact]
    public async Task A_reminder_that_left_after_the_text_is_not_what_it_answers()
    {
        var (docket, older) = await AskedAboutHearingAsync();
        var text = Text("1");
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        var newer = await _bench.TellAsync(await _bench.AddHearingAsync(docket.Cardholder.Id, "h-2"));

        await _bench.Texts.ExecuteAsync(text, default);

        Assert.Null((await _bench.LoadAsync(newer.Id)).Answer);
        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(older.Id)).Answer);
    }

    [Fact]
    public async Task After_two_weeks_a_digit_answers_nothing()
    {
        var (docket, asked) = await AskedAboutHearingAsync();
        await _bench.ChangeAsync(docket.Cardholder.Id, present => new DocketChange("test") { Reminders = [asked with { SentAt = _bench.Now - Duration.FromDays(14) }] });

        await SayAsync("1");

        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
        Assert.Contains("1-800-555-0100", (await TheAnswerAsync(docket.Cardholder.Id)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STOP", false)]
    [InlineData("stop texting me", true)]
    [InlineData("parar", true)]
    public async Task Who_wants_no_texts_is_kept_with_the_evidence_and_answered_unless_the_carrier_does(string words, bool isAnswered)
    {
        var (docket, _) = await AskedAboutHearingAsync();
        var text = Text(words);

        await _bench.Texts.ExecuteAsync(text, default);

        Assert.Equal(new(text.At, text.MessageId, "stop"), (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).OptOut);
        Assert.Equal(isAnswered ? 1 : 0, AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)).Count);
        Assert.DoesNotContain(_bench.Truth.RowsOf(TableNames.Phones), row => row.Row.Json.Contains("texting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_wants_no_texts_gets_no_answer_that_had_not_left_yet_either()
    {
        var (docket, _) = await AskedAboutHearingAsync();
        await SayAsync("1");
        await SayAsync("STOP");

        Assert.Equal(ReminderState.Suppressed, (await TheAnswerAsync(docket.Cardholder.Id)).State);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("help")]
    [InlineData("where is the office?")]
    [InlineData("They arrested my brother")]
    public async Task Who_opted_out_is_told_once_a_day_that_texts_are_off(string words)
    {
        var (docket, asked) = await AskedAboutHearingAsync();
        await SayAsync("STOP");

        var answer = Assert.Single(await SayAsync(words));
        Assert.Contains("reply START", answer.Body, StringComparison.Ordinal);
        Assert.Contains("1-800-555-0100", answer.Body, StringComparison.Ordinal);
        Assert.True((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsAnswered(answer.Subject.Id));
        Assert.Empty(await SayAsync("3"));
        _bench.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Single(await SayAsync("hello?"));

        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
        Assert.Equal(2, AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)).Count);
    }

    [Theory]
    [InlineData("They took my husband, help me please")]
    [InlineData("ya no me manden mensajes")]
    [InlineData("1")]
    [InlineData("quiero recibir mensajes de nuevo")]
    public async Task Whoever_means_something_is_answered_however_much_was_said_before(string words)
    {
        await AskedAboutHearingAsync();
        for (var text = 0; text < 12; text++)
            await SayAsync("what?");

        Assert.Single(await SayAsync(words));
    }

    [Fact]
    public async Task A_stop_is_confirmed_once()
    {
        await AskedAboutHearingAsync();
        Assert.Single(await SayAsync("please stop"));
        for (var time = 0; time < 10; time++)
            Assert.Empty(await SayAsync("stop texting me"));
    }

    [Fact]
    public async Task A_word_that_may_mean_the_appointment_stops_texts_and_says_that_the_appointment_stands()
    {
        await AskedAboutHearingAsync();

        Assert.Contains("did not cancel your appointment", Assert.Single(await SayAsync("cancel")).Body, StringComparison.Ordinal);
        Assert.True((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
    }

    [Theory]
    [InlineData("They arrested my husband", InboxKind.Distress, "911")]
    [InlineData("I lost my card", InboxKind.Loss, "report your card lost")]
    public async Task What_needs_people_is_answered_and_kept_for_them_once(string words, InboxKind kind, string reply)
    {
        var (docket, _) = await AskedAboutHearingAsync();
        var text = Text(words);

        Assert.Contains(reply, Assert.Single(await _bench.Texts.ExecuteAsync(text, default)).Body, StringComparison.Ordinal);
        await _bench.Texts.ExecuteAsync(text, default);

        var item = Assert.Single(await _bench.WaitingAsync()).Item;
        Assert.Equal((docket.Cardholder.Id, kind, text.At, "en"), (item.Cardholder, item.Kind, item.At, item.Language));
        Assert.Equal(words, await _bench.Words.FindAsync(item.Cardholder, item.Words, default));
        Assert.All(TableNames.All, table => Assert.DoesNotContain(_bench.Truth.RowsOf(table), row => row.Row.Json.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_older_answer_that_comes_later_changes_nothing_and_says_nothing()
    {
        var (docket, asked) = await AskedAboutHearingAsync();
        var older = Text("1");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync("2");

        Assert.Empty(await _bench.Texts.ExecuteAsync(older, default));

        Assert.Equal(ReminderAnswer.NeedsToMove, (await _bench.LoadAsync(asked.Id)).Answer);
        await TheAnswerAsync(docket.Cardholder.Id);
    }

    [Fact]
    public async Task Who_refuses_every_time_is_shown_others_and_then_told_whom_to_call()
    {
        var (docket, _) = await AskedAboutCheckInAsync();
        var id = docket.Cardholder.Id;
        await OfferedAsync(docket);

        foreach (var (digit, expected) in new[] { ("4", "March 12"), ("none of these", "1-800-555-0100") })
        {
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
            var answer = Assert.Single(await SayAsync(digit));
            Assert.Contains(expected, answer.Body, StringComparison.Ordinal);
            await _bench.BringAsync(answer, ReminderState.Delivered);
        }

        // A refused list is not chosen from.
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync("1");
        Assert.Equal(1, Assert.Single((await _bench.LoadAsync(id)).CheckIns).Version);
    }

    [Fact]
    public async Task Who_wants_texts_again_is_texted_again()
    {
        await AskedAboutHearingAsync();
        var stop = Text("STOP");
        await _bench.Texts.ExecuteAsync(stop, default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync("START");
        await _bench.Texts.ExecuteAsync(stop, default);

        Assert.False((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
    }

    [Fact]
    public async Task A_wrong_number_is_a_fault_in_every_docket_that_has_it()
    {
        var (one, _) = await AskedAboutHearingAsync();
        var two = await _bench.OpenAsync();
        var other = await _bench.OpenAsync("+12025550100");

        await SayAsync("wrong number");

        Assert.Equal("wrong-number", (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).OptOut!.Word);
        foreach (var docket in new[] { one, two })
            Assert.Equal(new(_bench.Now, "wrong-number"), (await _bench.LoadAsync(docket.Cardholder.Id)).Cardholder.PhoneFault);
        Assert.Null((await _bench.LoadAsync(other.Cardholder.Id)).Cardholder.PhoneFault);
        await TheAnswerAsync(one.Cardholder.Id);
        Assert.Empty(AnswersIn(await _bench.LoadAsync(two.Cardholder.Id)));
    }

    [Fact]
    public async Task Of_those_who_share_a_phone_the_one_who_was_asked_last_answers()
    {
        var (one, first) = await AskedAboutHearingAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        var (two, second) = await AskedAboutHearingAsync();

        await SayAsync("1");

        Assert.Equal((null, ReminderAnswer.WillCome), ((await _bench.LoadAsync(first.Id)).Answer, (await _bench.LoadAsync(second.Id)).Answer));
        Assert.Empty(AnswersIn(await _bench.LoadAsync(one.Cardholder.Id)));
        await TheAnswerAsync(two.Cardholder.Id);
    }

    [Theory]
    [InlineData("STOP", true)]
    [InlineData("no more texts please, stop", true)]
    [InlineData("1", false)]
    [InlineData("hello", false)]
    public async Task Of_an_unknown_phone_only_its_wish_is_kept(string words, bool isOptedOut)
    {
        await SayAsync(words);

        Assert.Equal(isOptedOut, (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
        Assert.Empty(_bench.Truth.RowsOf(TableNames.Due));
    }

    [Fact]
    public async Task A_number_that_a_person_had_before_is_an_unknown_phone()
    {
        var (docket, asked) = await AskedAboutHearingAsync();
        await _bench.ChangeAsync(docket.Cardholder.Id, present => new DocketChange("contact-changed")
        {
            Cardholder = present.Cardholder with { Details = present.Cardholder.Details with { Mobile = "+12025550100" } },
        });

        await SayAsync("1");

        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Fact]
    public async Task A_docket_gets_ten_answers_a_day_and_its_wish_is_kept_all_the_same()
    {
        var (docket, _) = await AskedAboutHearingAsync();
        for (var text = 0; text < 15; text++)
            await SayAsync("what?");
        await SayAsync("please stop");

        Assert.Equal(10, AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)).Count(answer => answer.State == ReminderState.Suppressed));
        Assert.Single(AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)), IsPlannedAnswer);
        Assert.True((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);

        _bench.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync("START please");
        await SayAsync("what?");
        Assert.Equal(13, AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)).Count);
    }

    [Fact]
    public async Task What_one_person_asked_is_not_held_against_another_on_the_same_phone()
    {
        await AskedAboutHearingAsync();
        for (var text = 0; text < 12; text++)
            await SayAsync("what?");
        _bench.Clock.Advance(TimeSpan.FromMinutes(20));
        var (docket, _) = await AskedAboutHearingAsync();

        await SayAsync("1");

        await TheAnswerAsync(docket.Cardholder.Id);
    }

    [Fact]
    public async Task What_is_done_is_answered_however_many_answers_there_were_until_nothing_is_done_either()
    {
        var (docket, asked) = await AskedAboutCheckInAsync();
        var id = docket.Cardholder.Id;
        for (var text = 0; text < 12; text++)
            await SayAsync("what?");

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await OfferedAsync(docket);
        await SayAsync("1");
        Assert.Equal(2, Assert.Single((await _bench.LoadAsync(id)).CheckIns).Version);
        Assert.Equal(12, AnswersIn(await _bench.LoadAsync(id)).Count);

        asked = await _bench.TellAsync(await _bench.LoadAsync(id));
        await _bench.ChangeAsync(id, _ => new DocketChange("test")
        {
            Reminders = [.. Enumerable.Range(0, 18).Select(text =>
                Reminder.Plan(id, new(ReminderSubjectKind.Text, $"{text}", 1), ReminderOccasion.Answer, _bench.Now, _bench.Now) with { State = ReminderState.Delivered })],
        });
        await _bench.Phones.ChangeAsync(DocketTestBed.Mobile, phone => phone with { Offer = null }, default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(20));
        await SayAsync("2");
        Assert.Null((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Offer);
        Assert.Equal((ReminderAnswer.NeedsToMove, _bench.Now), AnswerTo(await _bench.LoadAsync(asked.Id)));
        Assert.Equal(30, AnswersIn(await _bench.LoadAsync(id)).Count);
    }

    [Theory]
    [InlineData(true, null, ReminderState.Superseded)]
    [InlineData(false, 4006, ReminderState.Planned)]
    [InlineData(false, 5002, ReminderState.Planned)]
    public async Task Who_booked_by_text_gets_a_notice_unless_the_answer_got_through(bool delivered, int? code, ReminderState state)
    {
        var (docket, _) = await AskedAboutCheckInAsync();
        var id = docket.Cardholder.Id;
        await OfferedAsync(docket);
        await SayAsync("3");
        var answer = await _bench.BringAsync((await _bench.LoadAsync(id)).Reminders.Single(IsPlannedAnswer), ReminderState.Accepted);
        var subject = new ReminderSubject(ReminderSubjectKind.CheckIn, docket.CheckIns[0].Id, 2);
        Assert.Equal(subject, answer.Confirms);

        Assert.False((await _bench.Reports.ExecuteAsync(new("Outgoing_1", DocketTestBed.Sender, DocketTestBed.Mobile, delivered, code, answer.Id.ToString(), _bench.Now), default)).IsRefused);

        var present = await _bench.LoadAsync(id);
        var notice = Assert.Single(present.Reminders, each => each.Subject == subject && each.Occasion == ReminderOccasion.Notice);
        Assert.Equal((state, delivered ? "answered" : null), (notice.State, notice.Reason));
        Assert.Equal(_bench.Now + Duration.FromMinutes(15), notice.Due);
        Assert.Empty(new ReminderPlan(new()).Changes(present, _bench.Now));

        // The reminders of the days before come all the same.
        Assert.Contains(present.Reminders, each => each.Subject == subject && each is { Occasion: ReminderOccasion.OneDay, State: ReminderState.Planned });
    }

    [Theory]
    [InlineData("START please")]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Who_has_the_number_of_another_now_speaks_for_nobody_who_had_it(string words)
    {
        var (former, asked) = await AskedAboutHearingAsync();
        await SayAsync("wrong number");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        var answer = Assert.Single(await SayAsync(words));

        Assert.Contains("another person", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("March", answer.Body, StringComparison.Ordinal);
        Assert.Equal(PhoneFault.WrongNumber, (await _bench.LoadAsync(former.Cardholder.Id)).Cardholder.PhoneFault!.Code);
        Assert.Null((await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Fact]
    public async Task Who_was_given_the_number_later_is_texted_on_it_and_speaks_for_themselves()
    {
        var (former, old) = await AskedAboutHearingAsync();
        await SayAsync("wrong number");
        _bench.Clock.Advance(TimeSpan.FromDays(1));
        var (present, asked) = await AskedAboutHearingAsync();
        await _bench.ChangeAsync(present.Cardholder.Id, docket => new DocketChange("test") { Cardholder = docket.Cardholder with { MobileSince = _bench.Now } });
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(present.Cardholder.Id, Assert.Single(await SayAsync("1")).Id.Cardholder);
        Assert.Equal((null, ReminderAnswer.WillCome), ((await _bench.LoadAsync(old.Id)).Answer, (await _bench.LoadAsync(asked.Id)).Answer));
        await SayAsync("START please");
        Assert.NotNull((await _bench.LoadAsync(former.Cardholder.Id)).Cardholder.PhoneFault);
    }

    [Fact]
    public async Task Only_the_carriers_keyword_lifts_its_block_and_no_reply_pretends_otherwise()
    {
        await AskedAboutHearingAsync();
        await SayAsync("STOP");
        Assert.Equal(DocketTestBed.Sender, Assert.Single((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Blocks!).Sender);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("reply START", Assert.Single(await SayAsync("I want texts again")).Body, StringComparison.Ordinal);
        Assert.True((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);

        Assert.Empty(await SayAsync("unstop"));
        Assert.Equal((false, null), (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)) is var phone ? (phone.IsOptedOut, phone.Blocks) : default);
    }

    [Fact]
    public async Task Everybody_on_the_phone_is_shown_whether_texts_reach_them()
    {
        var (one, _) = await AskedAboutHearingAsync();
        var two = await _bench.OpenAsync();
        async Task ShowsAsync(TextingState state)
        {
            foreach (var docket in new[] { one, two })
                Assert.Equal(state, (await _bench.LoadAsync(docket.Cardholder.Id)).Texting);
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await ShowsAsync(TextingState.Unconfirmed);
        await SayAsync("please stop");
        await ShowsAsync(TextingState.OptedOut);
        await SayAsync("STOP");
        await ShowsAsync(TextingState.CarrierBlocked);
        await SayAsync("I want texts again");
        await ShowsAsync(TextingState.CarrierBlocked);
        await SayAsync("START");
        await ShowsAsync(TextingState.Unconfirmed);
        await SayAsync("1");
        Assert.Equal(TextingState.Reachable, (await _bench.LoadAsync(one.Cardholder.Id)).Texting);
        await SayAsync("wrong number");
        await ShowsAsync(TextingState.Unreachable);
    }

    [Fact]
    public async Task Parts_of_one_text_are_read_together()
    {
        var (docket, _) = await AskedAboutHearingAsync();
        var words = "Good morning, my name is Rosa and I am a cook. My boss needs me on that day because the other cook is sick, so please do not let the judge and the officers "
            + "remove me";
        var (first, second) = (Text(words[..153]), Text(words[153..]));

        await _bench.Texts.ExecuteAsync(first, default);
        await _bench.Texts.ExecuteAsync(second with { At = first.At + Duration.FromSeconds(2) }, default);

        Assert.False((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
        Assert.True(AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)).Count <= 2);

        // A keyword is a text of its own, however soon it follows.
        await _bench.Texts.ExecuteAsync(Text("stop") with { At = _bench.Now }, default);
        Assert.True((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
    }

    [Fact]
    public async Task A_digit_right_after_a_long_text_is_no_part_of_it()
    {
        var (_, asked) = await AskedAboutHearingAsync();
        await SayAsync(LongText);
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Single(await SayAsync("1"));

        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Fact]
    public async Task Half_a_sentence_that_sounds_like_a_stop_is_none_once_the_rest_is_read()
    {
        await AskedAboutHearingAsync();
        var first = Text("Buenos dias. Soy la esposa de Miron. Trabajo en un hotel de Houston y tengo dos hijos. Le ruego a la jueza y a los oficiales. Por favor ya no me manden mas");
        var second = Text(" lejos de mis hijos");
        await _bench.Texts.ExecuteAsync(first, default);
        Assert.True((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);

        await _bench.Texts.ExecuteAsync(second with { At = first.At + Duration.FromSeconds(1) }, default);

        Assert.False((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
    }

    [Fact]
    public async Task A_number_that_failed_since_the_person_wanted_texts_again_is_at_fault_still()
    {
        var (docket, asked) = await AskedAboutHearingAsync();
        var text = Text("START please");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bench.Reports.ExecuteAsync(new("Outgoing_1", DocketTestBed.Sender, DocketTestBed.Mobile, false, 4004, asked.Id.ToString(), _bench.Now), default);

        await _bench.Texts.ExecuteAsync(text, default);

        Assert.Equal(new(_bench.Now, "sms-4004"), (await _bench.LoadAsync(docket.Cardholder.Id)).Cardholder.PhoneFault);
    }

    [Theory]
    [InlineData("please stop")]
    [InlineData("wrong number")]
    public async Task What_says_that_no_more_texts_come_is_about_the_text_that_the_opt_out_is_known_by(string words)
    {
        var (docket, _) = await AskedAboutHearingAsync();
        await SayAsync("please stop");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        await SayAsync(words);

        var answer = Assert.Single(AnswersIn(await _bench.LoadAsync(docket.Cardholder.Id)), IsPlannedAnswer);
        Assert.Equal(answer.Subject.Id, (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).OptOut!.Evidence);
    }

    [Fact]
    public async Task A_text_that_is_dated_ahead_counts_from_when_it_came()
    {
        await AskedAboutHearingAsync();
        await _bench.Texts.ExecuteAsync(Text("STOP") with { At = _bench.Now + Duration.FromDays(2000) }, default);
        Assert.Equal(_bench.Now, (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).OptOut!.At);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        await SayAsync("START");

        Assert.False((await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).IsOptedOut);
    }

    [Theory]
    // The bench's clock begins at 10:00, and the hours are from 09:00 until 20:00.
    [InlineData(13, 15, 0, 2)]
    [InlineData(13, 16, 10, 24)]
    [InlineData(1, 16, 0, 24)]
    public async Task An_answer_that_comes_late_waits_for_the_hours_and_one_that_does_not_comes_at_once(int hours, int late, int waits, int ofUse)
    {
        var (docket, _) = await AskedAboutHearingAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(hours));
        var text = Text("1") with { At = _bench.Now - Duration.FromMinutes(late) };

        await _bench.Texts.ExecuteAsync(text, default);

        var answer = await TheAnswerAsync(docket.Cardholder.Id);
        Assert.Equal((_bench.Now + Duration.FromHours(waits), text.At + Duration.FromHours(ofUse)), (answer.Due, answer.Until));
        Assert.True(_bench.HasHint(answer));
    }

    [Fact]
    public async Task Openings_that_are_offered_late_hold_from_when_the_offer_leaves()
    {
        await AskedAboutCheckInAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(13));

        await _bench.Texts.ExecuteAsync(Text("2") with { At = _bench.Now - Duration.FromHours(1) }, default);

        Assert.Equal(_bench.Now + Duration.FromHours(12), (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Offer!.Until);
    }

    [Fact]
    public async Task Who_needs_another_date_chooses_one_of_three()
    {
        var (docket, asked) = await AskedAboutCheckInAsync();

        await SayAsync("2");

        var offer = (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Offer!;
        Assert.Equal([new(2027, 3, 15, 10, 0), new(2027, 3, 16, 9, 0), new(2027, 3, 17, 9, 0)], offer.Openings.Select(opening => opening.Start));
        Assert.Equal(ReminderAnswer.NeedsToMove, (await _bench.LoadAsync(asked.Id)).Answer);
        var list = await TheAnswerAsync(docket.Cardholder.Id);
        var left = Assert.Single(docket.CheckIns).Start;
        Assert.Contains($"change {left.ToString("MMMM d, h:mm", CultureInfo.InvariantCulture)}", list.Body, StringComparison.Ordinal);
        Assert.Contains("March 17", list.Body, StringComparison.Ordinal);
        Assert.EndsWith("4 = none of these", list.Body, StringComparison.Ordinal);

        await _bench.BringAsync(list, ReminderState.Delivered);
        await SayAsync("3");

        var checkIn = Assert.Single((await _bench.LoadAsync(docket.Cardholder.Id)).CheckIns);
        Assert.Equal((new LocalDateTime(2027, 3, 17, 9, 0), CheckInBooking.Text, 2L), (checkIn.Start, checkIn.BookedBy, checkIn.Version));
        Assert.Contains("March 17", (await _bench.LoadAsync(docket.Cardholder.Id)).Reminders.Single(IsPlannedAnswer).Body, StringComparison.Ordinal);

        // Chosen once: another digit is about nothing any more.
        await SayAsync("1");
        Assert.Equal(checkIn.Start, Assert.Single((await _bench.LoadAsync(docket.Cardholder.Id)).CheckIns).Start);
    }

    [Fact]
    public async Task An_offer_that_the_person_cannot_have_read_is_not_chosen_from()
    {
        var (docket, asked) = await AskedAboutCheckInAsync();
        await SayAsync("2");

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync("1");

        Assert.Equal(1, Assert.Single((await _bench.LoadAsync(docket.Cardholder.Id)).CheckIns).Version);
        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Fact]
    public async Task After_two_hours_or_a_newer_question_an_offer_holds_no_longer()
    {
        var (docket, _) = await AskedAboutCheckInAsync();
        await OfferedAsync(docket);
        _bench.Clock.Advance(TimeSpan.FromHours(2));
        await SayAsync("1");
        Assert.Equal(1, Assert.Single((await _bench.LoadAsync(docket.Cardholder.Id)).CheckIns).Version);

        await OfferedAsync(docket);
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        var hearing = await _bench.TellAsync(await _bench.AddHearingAsync(docket.Cardholder.Id));
        await SayAsync("1");
        Assert.Equal(1, Assert.Single((await _bench.LoadAsync(docket.Cardholder.Id)).CheckIns).Version);
        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(hearing.Id)).Answer);
    }

    [Fact]
    public async Task Where_the_chosen_time_was_taken_meanwhile_others_are_offered()
    {
        var (docket, _) = await AskedAboutCheckInAsync();
        await OfferedAsync(docket);
        var quicker = await _bench.OpenAsync("+12025550100");
        await BookAsync(quicker, new(2027, 3, 15, 10, 0));

        await SayAsync("1");

        Assert.Equal(1, Assert.Single((await _bench.LoadAsync(docket.Cardholder.Id)).CheckIns).Version);
        var offer = (await _bench.Phones.FindAsync(DocketTestBed.Mobile, default)).Offer!;
        Assert.True(offer.IsAgain);
        Assert.Equal(new(2027, 3, 15, 11, 0), offer.Openings[0].Start);
        await _bench.BringAsync((await _bench.LoadAsync(docket.Cardholder.Id)).Reminders.Single(IsPlannedAnswer), ReminderState.Accepted);

        await SayAsync("1");
        Assert.Equal(new(2027, 3, 15, 11, 0), Assert.Single((await _bench.LoadAsync(docket.Cardholder.Id)).CheckIns).Start);
    }

    [Fact]
    public async Task Where_there_is_no_other_time_the_person_is_told_whom_to_call()
    {
        var (docket, asked) = await AskedAboutCheckInAsync();
        var office = (await _bench.Offices.FindAsync("HOU", default))!;
        await _bench.Offices.PutAsync(office with { OpeningHours = [] }, default);

        await SayAsync("2");

        Assert.Equal(ReminderAnswer.NeedsToMove, (await _bench.LoadAsync(asked.Id)).Answer);
        Assert.Contains("1-800-555-0100", (await TheAnswerAsync(docket.Cardholder.Id)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("2", 0)]
    [InlineData("please stop", 0)]
    [InlineData("wrong number", 0)]
    [InlineData("START again", 0)]
    [InlineData("They arrested my husband", 0)]
    [InlineData(LongText, 0)]
    [InlineData("1", 1)]
    [InlineData("1", 2)]
    public async Task A_fault_at_any_call_loses_and_doubles_nothing_once_the_text_comes_again(string words, int stage)
    {
        foreach (var fault in FaultProof.Faults)
        {
            for (var (call, wasMet) = (0, true); wasMet; call++)
            {
                // Each on a phone of its own, side by side in one office.
                var mobile = $"+1202{stage}{(int)fault}{call:D5}";
                var id = (await _bench.OpenAsync(mobile)).Cardholder.Id;
                await _bench.TellAsync(await _bench.AddCheckInAsync(id, seats: 90));
                if (stage > 0)
                    await OfferedAsync(await _bench.LoadAsync(id), mobile);
                if (stage == 2)
                    await CloseFirstAsync(mobile);

                _bench.Clock.Advance(TimeSpan.FromMinutes(1));
                var (text, version) = (Text(words, mobile), (await _bench.LoadAsync(id)).Version);
                _bench.Tap.FailAt(call, fault);
                var failure = await Record.ExceptionAsync(() => _bench.Texts.ExecuteAsync(text, default));
                wasMet = _bench.Tap.Requests.Count > call;

                _bench.Tap.Restart();
                for (var time = 0; time < 3; time++)
                {
                    _bench.Clock.Advance(TimeSpan.FromHours(1));
                    await _bench.Texts.ExecuteAsync(text, default);
                }

                Assert.True(failure is null or DependencyUnavailableException, $"{failure}");
                var docket = await _bench.LoadAsync(id);
                string[] kinds = words == "wrong number" ? ["wrong-number-reported"] : stage == 1 ? ["check-in-moved", "text-answered"] : ["text-answered"];
                Assert.Equal(kinds, _bench.JournalOf(id, version + 1));
                var answer = Assert.Single(AnswersIn(docket), IsPlannedAnswer);
                var start = docket.CheckIns[0].Start;
                if ((words, stage) is ("1", not 2))
                    Assert.Contains(start.ToString("MMMM d", CultureInfo.InvariantCulture), answer.Body, StringComparison.Ordinal);
                var phone = await _bench.Phones.FindAsync(mobile, default);
                Assert.Equal(words is "please stop" or "wrong number", phone.IsOptedOut);
                Assert.Equal(words == "wrong number", docket.Cardholder.PhoneFault is not null);
                Assert.Equal(stage == 1 ? 2 : 1, Assert.Single(docket.CheckIns).Version);
                var asked = docket.Reminders.First(each => each.SentAt is not null && each.Occasion == ReminderOccasion.Notice);
                Assert.Equal(
                    (words, stage) switch
                    {
                        ("1", 0) => ReminderAnswer.WillCome,
                        ("2", _) or (_, > 0) => ReminderAnswer.NeedsToMove,
                        ("They arrested my husband", _) => ReminderAnswer.NeedsHelp,
                        _ => (ReminderAnswer?)null,
                    },
                    asked.Answer);
                var items = (await _bench.WaitingAsync()).Select(listed => listed.Item).Where(item => item.Cardholder == id).ToList();
                Assert.Equal(words is "They arrested my husband" or LongText ? [words] : [], await Task.WhenAll(items.Select(item => _bench.Words.FindAsync(item.Cardholder, item.Words, default))));
                Assert.Equal(words == LongText ? [text.MessageId] : null, phone.Parts?.Select(part => part.MessageId));
                Assert.Single(_bench.Truth.RowsOf(TableNames.Seats), row => row.Partition == $"HOU|{start:uuuuMMdd}"
                    && row.Row.Key == $"{start:HHmm}|{docket.CheckIns[0].Seat:D2}" && row.Row.Json.Contains(id.ToString(), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task A_fault_at_any_call_asks_the_next_question_once()
    {
        foreach (var fault in FaultProof.Faults)
        {
            for (var (call, wasMet) = (0, true); wasMet; call++)
            {
                // The dates of two people on one phone: two dockets are written.
                var mobile = $"+13053{(int)fault}{call:D5}";
                var (one, two) = ((await _bench.OpenAsync(mobile)).Cardholder.Id, (await _bench.OpenAsync(mobile)).Cardholder.Id);
                var first = await _bench.TellAsync(await _bench.AddHearingAsync(one));
                var second = await _bench.TellAsync(await _bench.AddCheckInAsync(two, seats: 90));
                _bench.Clock.Advance(TimeSpan.FromMinutes(1));
                var text = Text("1", mobile);
                _bench.Tap.FailAt(call, fault);
                await Record.ExceptionAsync(() => _bench.Texts.ExecuteAsync(text, default));
                wasMet = _bench.Tap.Requests.Count > call;
                _bench.Tap.Restart();
                for (var time = 0; time < 2; time++)
                    await _bench.Texts.ExecuteAsync(text, default);

                Assert.Equal((ReminderAnswer.WillCome, null), ((await _bench.LoadAsync(first.Id)).Answer, (await _bench.LoadAsync(second.Id)).Answer));
                Assert.Null(Assert.Single(AnswersIn(await _bench.LoadAsync(one)), IsPlannedAnswer).Asks);
                Assert.Equal(second.Subject, Assert.Single(AnswersIn(await _bench.LoadAsync(two)), IsPlannedAnswer).Asks);
            }
        }
    }

    private static (ReminderAnswer?, Instant?) AnswerTo(Reminder reminder) => (reminder.Answer, reminder.AnsweredAt);

    private static bool IsPlannedAnswer(Reminder reminder) => reminder is { Occasion: ReminderOccasion.Answer, State: ReminderState.Planned };

    private static List<Reminder> AnswersIn(Docket docket) => [.. docket.Reminders.Where(reminder => reminder.Occasion == ReminderOccasion.Answer)];

    private async Task<Reminder> TheAnswerAsync(CardholderId id) => Assert.Single(AnswersIn(await _bench.LoadAsync(id)));

    private async Task<(Docket Docket, Reminder Asked)> AskedAboutHearingAsync()
    {
        var docket = await _bench.OpenAsync();
        docket = await _bench.AddHearingAsync(docket.Cardholder.Id);
        return (docket, await _bench.TellAsync(docket));
    }

    private async Task<(Docket Docket, Reminder Asked)> AskedAboutCheckInAsync()
    {
        var docket = await _bench.OpenAsync();
        docket = await _bench.AddCheckInAsync(docket.Cardholder.Id);
        return (docket, await _bench.TellAsync(docket));
    }

    /// <summary>Asks for another date and has the offer delivered.</summary>
    private async Task OfferedAsync(Docket docket, string mobile = DocketTestBed.Mobile)
    {
        await SayAsync("2", mobile);
        await _bench.BringAsync((await _bench.LoadAsync(docket.Cardholder.Id)).Reminders.Last(IsPlannedAnswer), ReminderState.Accepted);
    }

    private Task<Docket> CancelAsync(Docket docket, string hearing) => _bench.ChangeAsync(docket.Cardholder.Id, present => new DocketChange("hearing-cancelled")
    {
        Hearings = [present.Hearings.Single(each => each.Id == hearing) with { Status = HearingStatus.Cancelled, DateVersion = 2 }],
    });

    private async Task BookAsync(Docket docket, LocalDateTime start)
    {
        var book = new BookCheckIn(_bench.Offices, _bench.Dockets, _bench.Seats, _bench.Clock);
        var booked = await book.ExecuteAsync(docket.Cardholder.Id, "HOU", start, CheckInBooking.Officer, new("System", "Test"), OperationId.New(), default);
        Assert.False(booked.IsRefused);
    }

    /// <summary>Closes the office on the first day that the phone was offered.</summary>
    private async Task CloseFirstAsync(string mobile)
    {
        var office = (await _bench.Offices.FindAsync("HOU", default))!;
        var day = (await _bench.Phones.FindAsync(mobile, default)).Offer!.Openings[0].Start.Date;
        await _bench.Offices.PutAsync(office with { Holidays = [day] }, default);
    }

    private Task<IReadOnlyList<Reminder>> SayAsync(string words, string from = DocketTestBed.Mobile) => _bench.Texts.ExecuteAsync(Text(words, from), default);

    private InboundSms Text(string words, string from = DocketTestBed.Mobile) => new($"Incoming_{++_texts}", from, DocketTestBed.Sender, words, _bench.Now);
}
