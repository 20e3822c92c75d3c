using NodaTime;
using SecureDocket.Conversations;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Tests.Dockets;
using Xunit;

namespace SecureDocket.Tests.Inbox;

public sealed class InboxTests
{
    private const string Words = "estoy en el hospital";

    private static readonly Actor s_officer = new("Enrollment.Officer", "officer-1");
    private static readonly Actor s_other = new("Field.Officer", "officer-2");

    private readonly DocketTestBed _bench = new();
    private readonly RecordingSms _sms;
    private readonly IServiceProvider _core;
    private int _texts;

    public InboxTests()
    {
        _sms = new(_bench.Clock);
        var options = new SmsOptions { Senders = [new(DocketTestBed.Sender, 200)], Contact = "1-800-555-0100" };
        _core = Core.Over(_bench.Tables, _bench.Clock, _bench.Hash, options, _sms, _bench.Blobs);
    }

    private Task<string?> WordsOfAsync(InboxItem item) => _bench.Words.FindAsync(item.Cardholder, item.Words, default);

    [Fact]
    public async Task Who_writes_while_the_office_is_open_is_told_that_somebody_will_read_it()
    {
        var docket = await PersonAsync();

        var reply = Assert.Single(await SayAsync("mi abuela viene manana con las fotos"));

        Assert.Contains("en horas de oficina", reply.Body, StringComparison.Ordinal);
        var (id, item) = Assert.Single(await _bench.WaitingAsync());
        Assert.Equal((docket.Cardholder.Id, InboxKind.Unclear, "es", "HOU", null), (item.Cardholder, item.Kind, item.Language, item.Office, item.State));
        Assert.Equal(id, reply.Raised);
    }

    [Theory]
    [InlineData(3, "5 de marzo, 9:00")]
    [InlineData(-3, "4 de marzo, 9:00")]
    public async Task Who_writes_while_it_is_closed_is_told_when_it_opens(int hours, string opens)
    {
        await PersonAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(hours));

        Assert.Contains(opens, Assert.Single(await SayAsync("mi abuela viene manana con las fotos")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_question_keeps_its_instruction_and_the_next_digit_answers_it()
    {
        var docket = await PersonAsync();
        var asked = await _bench.TellAsync(docket);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("solamente la cifra", Assert.Single(await SayAsync("mi abuela viene manana con las fotos")).Body, StringComparison.Ordinal);
        await SayAsync("1");

        Assert.Equal(ReminderAnswer.WillCome, (await _bench.LoadAsync(asked.Id)).Answer);
    }

    [Theory]
    [InlineData("ayuda", "STOP")]
    [InlineData("3", "en horas de oficina")]
    public async Task Help_is_something_to_read(string words, string reply)
    {
        await _bench.TellAsync(await PersonAsync());
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        var body = Assert.Single(await SayAsync(words)).Body!;

        Assert.Contains("en horas de oficina", body, StringComparison.Ordinal);
        Assert.Contains(reply, body, StringComparison.Ordinal);
        Assert.Equal(InboxKind.Help, Assert.Single(await _bench.WaitingAsync()).Item.Kind);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("si")]
    [InlineData("STOP")]
    [InlineData("\ud83d\udc4d")]
    [InlineData("Le gust\u00f3 \u201cSDC: Gracias\u201d")]
    public async Task A_digit_a_keyword_or_a_reaction_is_nothing_to_read(string words)
    {
        await _bench.TellAsync(await PersonAsync());
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        await SayAsync(words);

        Assert.Empty(await _bench.WaitingAsync());
    }

    [Fact]
    public async Task While_texts_are_off_only_need_is_something_to_read()
    {
        await PersonAsync();
        await SayAsync("STOP");
        await SayAsync("mi abuela viene manana con las fotos");
        Assert.Empty(await _bench.WaitingAsync());

        await SayAsync("me arrestaron");
        Assert.Equal(InboxKind.Distress, Assert.Single(await _bench.WaitingAsync()).Item.Kind);
    }

    [Fact]
    public async Task Of_a_persons_day_five_texts_are_kept_and_the_next_promises_nothing()
    {
        await PersonAsync();
        foreach (var number in Enumerable.Range(0, 6))
        {
            var reply = Assert.Single(await SayAsync($"mi abuela {number} viene manana con las fotos"));
            Assert.Equal(number < 5, reply.Raised is not null);
            Assert.Equal(number < 5, reply.Body!.Contains("va a leer", StringComparison.Ordinal));
        }

        Assert.Equal(5, (await _bench.WaitingAsync()).Count);
    }

    [Fact]
    public async Task An_answer_goes_out_once_and_its_words_lie_in_no_row()
    {
        const string Answer = "Que se mejore. Traiga una nota del hospital.";
        var docket = await PersonAsync();
        await SayAsync(Words);
        var id = Assert.Single(await _bench.WaitingAsync()).Id;

        var answered = await AnswerAsync(id, Answer, s_officer, "1");

        Assert.Equal((InboxState.Answered, s_officer), (answered.Value!.Item.State, answered.Value.Item.Answer!.By));
        Assert.Empty(await _bench.WaitingAsync());
        await SendAsync();
        Assert.Equal([$"SDC: {Answer}"], _sms.Left.Select(left => left.Message.Text).Where(text => text.Contains("Que se mejore", StringComparison.Ordinal)));
        Assert.Contains("inbox-answered", _bench.JournalOf(docket.Cardholder.Id));
        Assert.All(TableNames.All, table => Assert.DoesNotContain(_bench.Truth.RowsOf(table), row =>
            row.Row.Json.Contains("Que se mejore", StringComparison.Ordinal) || row.Row.Json.Contains("hospital", StringComparison.Ordinal)));

        Assert.Equal("item-done", Assert.Single((await AnswerAsync(id, "Otra respuesta", s_officer, "2")).Refusals).Code);
        Assert.Equal("item-done", Assert.Single((await CloseAsync(id, s_officer, "3")).Refusals).Code);
        Assert.False((await AnswerAsync(id, Answer, s_officer, "1")).IsRefused);
    }

    [Fact]
    public async Task A_text_that_comes_in_parts_is_one_item_with_all_of_its_words()
    {
        const string Part = "Buenas tardes, mi abuela viene con las fotos de toda la familia y con los zapatos rojos de mi prima, y tambien trae el pan dulce que mi vecina hizo para todos";
        await PersonAsync();
        await SayAsync(Part);
        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        var next = Text(" los ninos de la calle", DocketTestBed.Mobile);

        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Empty(await _bench.Texts.ExecuteAsync(next, default));

        Assert.Equal(Part + " los ninos de la calle", await WordsOfAsync(Assert.Single(await _bench.WaitingAsync()).Item));
    }

    [Fact]
    public async Task An_answer_that_failed_for_a_while_is_sent_again_in_the_same_words()
    {
        var docket = await PersonAsync();
        await SayAsync(Words);
        await AnswerAsync(Assert.Single(await _bench.WaitingAsync()).Id, "Que se mejore.", s_officer, "1");
        await SendAsync();
        var answer = (await _bench.LoadAsync(docket.Cardholder.Id)).Reminders.Single(reminder => reminder.Words is not null);
        Assert.Equal(ReminderState.Accepted, answer.State);

        await _bench.Reports.ExecuteAsync(new("m-1", DocketTestBed.Sender, DocketTestBed.Mobile, false, 4006, answer.Id.ToString(), _bench.Now), default);

        var again = (await _bench.LoadAsync(docket.Cardholder.Id)).Reminders.Single(reminder => reminder.Words is not null && reminder.Retry == 1);
        Assert.Equal((answer.Words, ReminderState.Planned), (again.Words, again.State));
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await SendAsync();
        Assert.Equal(2, _sms.Left.Count(left => left.Message.Text == "SDC: Que se mejore."));
    }

    [Fact]
    public async Task Whoever_an_answer_does_not_reach_is_called()
    {
        var docket = await PersonAsync();
        await SayAsync(Words);
        await AnswerAsync(Assert.Single(await _bench.WaitingAsync()).Id, "Que se mejore.", s_officer, "1");
        await SendAsync();
        var answer = (await _bench.LoadAsync(docket.Cardholder.Id)).Reminders.Single(reminder => reminder.Words is not null);

        foreach (var _ in Enumerable.Range(0, 2))
            await _bench.Reports.ExecuteAsync(new("m-1", DocketTestBed.Sender, DocketTestBed.Mobile, false, 4004, answer.Id.ToString(), _bench.Now), default);

        var call = Assert.Single(await _bench.WaitingAsync()).Item;
        Assert.Equal((docket.Cardholder.Id, InboxKind.Call, "HOU"), (call.Cardholder, call.Kind, call.Office));
        Assert.Contains("did not arrive", await WordsOfAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_its_words_is_not_sent()
    {
        var docket = await PersonAsync();
        await SayAsync(Words);
        await AnswerAsync(Assert.Single(await _bench.WaitingAsync()).Id, "Que se mejore.", s_officer, "1");
        var answer = (await _bench.LoadAsync(docket.Cardholder.Id)).Reminders.Single(reminder => reminder.Words is not null);
        await _bench.BringAsync(answer with { Words = "inbox/deleted" }, ReminderState.Planned);

        await SendAsync();

        var gone = await _bench.LoadAsync(answer.Id);
        Assert.Equal((ReminderState.Expired, "words-deleted"), (gone.State, gone.Reason));
        Assert.DoesNotContain(_sms.Left, left => left.Message.Text.Contains("mejore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_officers_at_once_one_answers()
    {
        await PersonAsync();
        await SayAsync(Words);
        var id = Assert.Single(await _bench.WaitingAsync()).Id;

        var answers = await Task.WhenAll(AnswerAsync(id, "Uno", s_officer, "1"), AnswerAsync(id, "Dos", s_other, "1"));

        var refused = Assert.Single(answers, answer => answer.IsRefused);
        Assert.True(Assert.Single(refused.Refusals).Code is "item-taken" or "item-done");
        await SendAsync();
        Assert.Single(_sms.Left, left => left.Message.Text is "SDC: Uno" or "SDC: Dos");
    }

    [Fact]
    public async Task An_item_of_another_is_answered_only_after_it_was_taken_over()
    {
        await PersonAsync();
        await SayAsync(Words);
        var id = Assert.Single(await _bench.WaitingAsync()).Id;
        var assign = _core.Get<AssignItem>();
        Assert.Equal(s_officer, (await assign.ExecuteAsync(id, false, s_officer, default)).Value!.Item.Holder);

        Assert.Equal("item-taken", Assert.Single((await assign.ExecuteAsync(id, false, s_other, default)).Refusals).Code);
        Assert.Equal("item-taken", Assert.Single((await AnswerAsync(id, "Dos", s_other, "1")).Refusals).Code);
        Assert.Equal("item-taken", Assert.Single((await CloseAsync(id, s_other, "2")).Refusals).Code);
        Assert.Equal(s_other, (await assign.ExecuteAsync(id, true, s_other, default)).Value!.Item.Holder);
        Assert.False((await AnswerAsync(id, "Dos", s_other, "3")).IsRefused);
    }

    [Fact]
    public async Task Words_that_the_tier_forbids_and_texts_too_long_are_refused_and_nothing_is_kept()
    {
        await PersonAsync();
        await SayAsync(Words);
        var id = Assert.Single(await _bench.WaitingAsync()).Id;

        var forbidden = Assert.Single((await AnswerAsync(id, "Vaya a la corte", s_officer, "1")).Refusals);
        Assert.Equal(("invalid", "text"), (forbidden.Code, forbidden.Field));
        Assert.StartsWith("At character 11:", forbidden.Detail, StringComparison.Ordinal);
        Assert.Contains("4 messages", Assert.Single((await AnswerAsync(id, new('a', 2000), s_officer, "2")).Refusals).Detail, StringComparison.Ordinal);
        Assert.Null(Assert.Single(await _bench.WaitingAsync()).Item.State);
    }

    [Fact]
    public async Task Who_opted_out_is_not_answered_by_text()
    {
        await PersonAsync();
        await SayAsync(Words);
        await SayAsync("STOP");

        Assert.Equal("not-texted", Assert.Single((await AnswerAsync(Assert.Single(await _bench.WaitingAsync()).Id, "Uno", s_officer, "1")).Refusals).Code);
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("close")]
    [InlineData("assign")]
    [InlineData("raise")]
    public async Task A_fault_at_any_call_loses_and_doubles_nothing_once_the_command_is_repeated(string command)
    {
        foreach (var fault in FaultProof.Faults)
        {
            for (var (call, wasMet) = (0, true); wasMet; call++)
            {
                var mobile = $"+13052{(int)fault}{call:D5}";
                var person = await PersonAsync(mobile);
                var text = Text(Words, mobile);
                if (command != "raise")
                    await _bench.Texts.ExecuteAsync(text, default);
                var id = (await _bench.WaitingAsync()).LastOrDefault(listed => listed.Item.Cardholder == person.Cardholder.Id)?.Id ?? "";
                Func<Task<bool>> run = command switch
                {
                    "raise" => async () => (await _bench.Texts.ExecuteAsync(text, default)).Count == 1,
                    "answer" => async () => !(await AnswerAsync(id, "Uno", s_officer, mobile)).IsRefused,
                    "close" => async () => !(await CloseAsync(id, s_officer, mobile)).IsRefused,
                    _ => async () => !(await _core.Get<AssignItem>().ExecuteAsync(id, false, s_officer, default)).IsRefused,
                };

                _bench.Tap.FailAt(call, fault);
                await Record.ExceptionAsync(run);
                wasMet = _bench.Tap.Requests.Count > call;
                _bench.Tap.Restart();
                var isDone = await run();

                var waiting = (await _bench.WaitingAsync()).Where(listed => listed.Item.Cardholder == person.Cardholder.Id).ToList();
                var done = (await _bench.Inbox.PageAsync(true, null, null, default)).Value!.Items.Where(listed => listed.Item.Cardholder == person.Cardholder.Id).ToList();
                Assert.True(isDone || command == "raise", $"{fault} at {call}");
                Assert.Equal((command is "raise" or "assign" ? 1 : 0, command is "answer" or "close" ? 1 : 0), (waiting.Count, done.Count));
                Assert.Equal(Words, await WordsOfAsync(waiting.Concat(done).Single().Item));
                var texts = (await _bench.LoadAsync(person.Cardholder.Id)).Reminders.Where(reminder => reminder.Words is not null).ToList();
                Assert.Equal(command == "answer" ? 1 : 0, texts.Count);
                if (command == "answer")
                {
                    Assert.Equal("SDC: Uno", await _bench.Words.FindAsync(texts[0].Id.Cardholder, texts[0].Words!, default));
                    Assert.Equal((InboxState.Answered, texts[0].Words), (done[0].Item.State, done[0].Item.Answer!.Words));
                }

                if (command == "close")
                    Assert.Equal("Llamado", await _bench.Words.FindAsync(done[0].Item.Cardholder, done[0].Item.Note!.Words, default));
            }
        }
    }

    [Fact]
    public async Task An_answer_whose_item_was_left_on_the_list_is_not_closed_or_answered_again()
    {
        foreach (var isClosed in new[] { true, false })
        {
            var mobile = isClosed ? "+13054000001" : "+13054000002";
            var person = await PersonAsync(mobile);
            await SayAsync(Words, mobile);
            var id = Assert.Single(await _bench.WaitingAsync()).Id;

            // The last write is that which takes it off the list.
            _bench.Tap.Restart();
            await AnswerAsync(id, "Uno", s_officer, "probe-" + mobile);
            var last = _bench.Tap.Requests.Count - 3;
            var other = await PersonAsync(mobile + "9");
            await SayAsync(Words, mobile + "9");
            var left = Assert.Single(await _bench.WaitingAsync()).Id;
            _bench.Tap.Restart();
            _bench.Tap.FailAt(last, TransportFault.NotSent);
            Assert.NotNull(await Record.ExceptionAsync(() => AnswerAsync(left, "Uno", s_officer, "a-" + mobile)));
            _bench.Tap.Restart();
            Assert.Equal(left, Assert.Single(await _bench.WaitingAsync()).Id);

            var second = isClosed ? await CloseAsync(left, s_officer, "b-" + mobile) : await AnswerAsync(left, "Dos", s_officer, "b-" + mobile);

            Assert.Equal("item-done", Assert.Single(second.Refusals).Code);
            Assert.Empty(await _bench.WaitingAsync());
            Assert.Single((await _bench.LoadAsync(other.Cardholder.Id)).Reminders, reminder => reminder.Words is not null);
        }
    }

    [Fact]
    public async Task An_item_that_a_rebuild_brought_back_is_dropped_when_it_is_followed()
    {
        await PersonAsync();
        await SayAsync(Words);
        var id = Assert.Single(await _bench.WaitingAsync()).Id;
        var before = _bench.Truth.RowsOf(TableNames.Inbox).Single().Row;
        await CloseAsync(id, s_officer, "1");
        await _bench.Truth.CommitAsync(TableNames.Inbox, "open", [RowWrite.Insert(before.Key, before.Json)], default);

        Assert.Equal("item-done", Assert.Single((await AnswerAsync(id, "Uno", s_officer, "2")).Refusals).Code);
        Assert.Empty(await _bench.WaitingAsync());
    }

    [Fact]
    public async Task Offices_see_their_own_items_and_those_of_none_and_pages_follow_each_other()
    {
        var person = (await _bench.OpenAsync()).Cardholder.Id;
        foreach (var number in Enumerable.Range(0, 230))
        {
            var item = new InboxItem(person, InboxKind.Help, _bench.Now + Duration.FromSeconds(number), "en", "help") { Office = number % 2 == 0 ? "HOU" : number % 3 == 0 ? null : "ATL" };
            await _bench.Inbox.RaiseAsync($"t-{number}", item, default);
        }

        foreach (var (office, count) in new[] { ("HOU", 115 + 38), ("ATL", 77 + 38), ("NYC", 38), (null, 230) })
        {
            List<Instant> seen = [];
            string? page = null;
            do
            {
                var next = (await _bench.Inbox.PageAsync(false, office, page, default)).Value!;
                Assert.InRange(next.Items.Count, 1, 100);
                seen.AddRange(next.Items.Select(listed => listed.Item.At));
                page = next.Next;
            }
            while (page is not null);
            Assert.Equal((office, count), (office, seen.Count));
            Assert.Equal(seen.Order(), seen);
        }
    }

    [Fact]
    public async Task What_is_urgent_comes_before_whatever_came_earlier_on_every_page()
    {
        var person = (await _bench.OpenAsync()).Cardholder.Id;
        foreach (var number in Enumerable.Range(0, 120))
        {
            var item = new InboxItem(person, number >= 117 ? InboxKind.Distress : InboxKind.Help, _bench.Now + Duration.FromSeconds(number), "en", "help");
            await _bench.Inbox.RaiseAsync($"t-{number}", item, default);
        }

        var first = (await _bench.Inbox.PageAsync(false, null, null, default)).Value!;
        Assert.Equal([117, 118, 119, 0, 1], first.Items.Take(5).Select(listed => (int)(listed.Item.At - _bench.Now).TotalSeconds));
        Assert.Equal(20, (await _bench.Inbox.PageAsync(false, null, first.Next, default)).Value!.Items.Count);
        var taken = await _core.Get<AssignItem>().ExecuteAsync(first.Items[0].Id, false, s_officer, default);
        Assert.Equal(InboxState.Assigned, taken.Value!.Item.State);
    }

    [Fact]
    public async Task After_ninety_days_what_is_done_is_deleted_and_what_waits_stays()
    {
        await PersonAsync();
        await SayAsync(Words);
        await SayAsync("mi abuela viene manana con las fotos");
        await CloseAsync((await _bench.WaitingAsync())[0].Id, s_officer, "1");
        var purge = _core.Get<PurgeInbox>();

        _bench.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await purge.RunAsync(default)).Count);
        _bench.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, (await purge.RunAsync(default)).Count);
        Assert.Single(await _bench.WaitingAsync());
    }

    private async Task<Docket> PersonAsync(string mobile = DocketTestBed.Mobile) =>
        await _bench.AddCheckInAsync((await _bench.OpenAsync(mobile, language: "es")).Cardholder.Id, seats: 50);

    private Task<Result<ListedItem>> AnswerAsync(string id, string words, Actor actor, string key) =>
        _core.Get<AnswerItem>().ExecuteAsync(id, new(words, null), actor, OperationId.For(actor, key), default);

    private Task<Result<ListedItem>> CloseAsync(string id, Actor actor, string key) =>
        _core.Get<CloseItem>().ExecuteAsync(id, "Llamado", actor, OperationId.For(actor, key), default);

    private Task<int> SendAsync()
    {
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        return _core.Get<SendDueReminders>().ExecuteAsync(default);
    }

    private Task<IReadOnlyList<Reminder>> SayAsync(string words, string from = DocketTestBed.Mobile) => _bench.Texts.ExecuteAsync(Text(words, from), default);

    private InboundSms Text(string words, string from) => new($"Incoming_{++_texts}", from, DocketTestBed.Sender, words, _bench.Now);
}
