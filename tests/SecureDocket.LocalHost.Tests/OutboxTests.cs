using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.LocalHost.Files;
using SecureDocket.LocalHost.Functions;
using SecureDocket.LocalHost.Messages;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The provider of this machine, its outbox, and the events that it puts into the queue.</summary>
public sealed class OutboxTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly ReminderId s_tag = Reminder.Plan(
        CardholderId.New(), new(ReminderSubjectKind.Hearing, "NYC-1", 1), ReminderOccasion.Notice, Instant.MinValue, Instant.MaxValue).Id;

    private readonly string _folder = Directory.CreateTempSubdirectory("outbox-").FullName;
    private readonly ManualClock _clock = new(s_start);
    private readonly ServiceProvider _services;
    private Outbox _outbox;

    public OutboxTests()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock);
        _services = services.AddSingleton(provider => new LocalQueues([], new(services), provider, Path.Combine(_folder, "queues"))).BuildServiceProvider();
        _outbox = new(_folder);
        Settle();
    }

    private string File => Path.Combine(_folder, "outbox.ndjson");

    private LocalCarrier Carrier => new(_outbox, _services.GetRequiredService<LocalQueues>(), _clock);

    [Fact]
    public async Task An_accepted_message_is_there_once_however_often_the_host_restarts()
    {
        var outcome = await SendAsync("first");
        await SendAsync("second");
        for (var restart = 0; restart < 3; restart++)
        {
            Restart();
        }

        Assert.Equal(SmsResult.Accepted, outcome.Result);
        Assert.StartsWith("Outgoing_", outcome.MessageId, StringComparison.Ordinal);
        Assert.Equal(["first", "second"], _outbox.Messages.Select(message => message.Text));
        var kept = _outbox.Messages[0];
        Assert.Equal(
            (outcome.MessageId, s_start, false, "+14045550142", "+18335550100", s_tag.ToString()),
            (kept.Id, kept.At, kept.IsReply, kept.Phone, kept.Sender, kept.Tag));
        Assert.Single(kept.Receipts);
    }

    [Fact]
    public async Task Half_a_line_of_a_host_that_was_killed_is_dropped_and_spoils_nothing()
    {
        await SendAsync("whole");
        _outbox.Dispose();
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        var cut = whole.AsSpan(0, whole.AsSpan().IndexOf((byte)'\n')).Length / 2;
        await System.IO.File.WriteAllBytesAsync(File, [.. whole, .. whole[..cut]]);

        _outbox = new(_folder);
        await SendAsync("next");
        Restart();

        Assert.Equal(["whole", "next"], _outbox.Messages.Select(message => message.Text));
    }

    [Fact]
    public void A_damaged_outbox_is_told_with_what_to_do()
    {
        _outbox.Dispose();
        System.IO.File.WriteAllText(File, "{\"kind\":\"nonsense\"}\n");
        Assert.Contains("outbox.ndjson", Assert.Throws<LocalHostException>(() => new Outbox(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Accept", SmsResult.Accepted, null, 1)]
    [InlineData("Refuse", SmsResult.NotSent, "http-429", 0)]
    [InlineData("Fail", SmsResult.Unknown, "http-500", 0)]
    [InlineData("NoAnswer", SmsResult.Unknown, "no-answer", 1)]
    public async Task The_provider_behaves_as_it_is_told_also_after_a_restart(string mode, SmsResult result, string? reason, int left)
    {
        _outbox.Add(new SettingsLine(s_start, Enum.Parse<SmsMode>(mode), 0, HoldReceipts: false));
        Restart();

        var outcome = await SendAsync("text");

        Assert.Equal((result, reason, result is SmsResult.Accepted), (outcome.Result, outcome.Reason, outcome.MessageId is not null));
        Assert.Equal(left, _outbox.Messages.Count);
        Assert.Equal(left, Events().Count);
    }

    [Fact]
    public async Task A_message_whose_call_ends_early_has_not_left()
    {
        _outbox.Add(new SettingsLine(s_start, SmsMode.Accept, 60, HoldReceipts: false));
        using var stop = new CancellationTokenSource();
        var sending = new LocalSms(_outbox, Carrier, _clock).SendAsync(Message("text"), stop.Token);
        Restart();
        Assert.Empty(_outbox.Messages);

        await stop.CancelAsync();

        Assert.Equal(SmsResult.NotSent, (await sending).Result);
    }

    [Fact]
    public async Task A_receipt_comes_by_itself_in_the_form_of_the_provider()
    {
        var outcome = await SendAsync("text");

        var report = Assert.Single(Events());
        var data = report["data"]!;
        Assert.Equal("Microsoft.Communication.SMSDeliveryReportReceived", (string?)report["eventType"]);
        Assert.Equal(
            (outcome.MessageId, "18335550100", "14045550142", "Delivered", "2000", s_tag.ToString()),
            ((string?)data["messageId"], (string?)data["from"], (string?)data["to"], (string?)data["deliveryStatus"], (string?)data["deliveryStatusDetails"], (string?)data["tag"]));
        Assert.Equal(s_start.AddSeconds(2), (DateTimeOffset)data["receivedTimestamp"]!);
        Assert.Equal(s_start.AddSeconds(2), Assert.Single(_outbox.Messages[0].Receipts).At);
    }

    [Fact]
    public async Task Receipts_that_are_held_come_when_somebody_sends_them_as_often_as_they_say()
    {
        _outbox.Add(new SettingsLine(s_start, SmsMode.Accept, 0, HoldReceipts: true));
        await SendAsync("text");
        Assert.Empty(Events());

        Carrier.SendReceipt(_outbox.Messages[0], 4006, times: 2);

        var events = Events();
        Assert.Equal(["Failed", "Failed"], events.Select(report => (string?)report["data"]!["deliveryStatus"]));
        Assert.Equal(["4006", "4006"], events.Select(report => (string?)report["data"]!["deliveryStatusDetails"]));
        Assert.Equal((string?)events[0]["id"], (string?)events[1]["id"]);
        Restart();
        Assert.Equal([4006, 4006], _outbox.Messages[0].Receipts.Select(receipt => receipt.Code));
    }

    [Fact]
    public async Task A_receipt_on_its_way_is_taken_back_also_by_the_next_host()
    {
        await SendAsync("text");
        Restart();

        Carrier.HoldReceipts(_outbox.Messages[0]);
        Restart();

        Assert.Empty(_outbox.Messages[0].Receipts);
        Assert.Empty(Events());
    }

    [Fact]
    public async Task What_a_phones_owner_texts_is_kept_and_told()
    {
        await SendAsync("text");
        Carrier.Reply("+14045550142", "+18335550100", "ALTO", isKeyword: false);
        Restart();

        Assert.Equal([false, true], _outbox.Messages.Select(message => message.IsReply));
        Assert.Equal(("+14045550142", "+18335550100", "ALTO"), (_outbox.Messages[1].Phone, _outbox.Messages[1].Sender, _outbox.Messages[1].Text));
        var received = Events()[1];
        Assert.Equal("Microsoft.Communication.SMSReceived", (string?)received["eventType"]);
        Assert.Equal(
            (_outbox.Messages[1].Id, "14045550142", "18335550100", "ALTO"),
            ((string?)received["data"]!["messageId"], (string?)received["data"]!["from"], (string?)received["data"]!["to"], (string?)received["data"]!["message"]));
    }

    public void Dispose()
    {
        _outbox.Dispose();
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Sms Message(string text) => new("+18335550100", "+14045550142", text, s_tag);

    private Task<SmsOutcome> SendAsync(string text) => new LocalSms(_outbox, Carrier, _clock).SendAsync(Message(text), default);

    private void Restart()
    {
        _outbox.Dispose();
        _outbox = new(_folder);
    }

    // No test waits for the provider's usual fifth of a second.
    private void Settle() => _outbox.Add(Outbox.Defaults with { LatencySeconds = 0 });

    private List<JsonNode> Events() => LocalQueueFiles.Texts(_folder, LocalCarrier.Queue).ConvertAll(text => JsonNode.Parse(Convert.FromBase64String(text))!);
}
