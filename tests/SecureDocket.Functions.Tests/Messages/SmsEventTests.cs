using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Messages;
using SecureDocket.LocalHost.Functions;
using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Messages;

/// <summary>The queue's functions over the worker's own services and a real store.</summary>
public sealed class SmsEventTests
{
    private const string Mobile = "+17135550142";

    [Theory]
    [InlineData("hello", "malformed")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","data":{}}""", "foreign-type:eventType")]
    [InlineData("""{"eventType":"Microsoft.Communication.SMSReceived","data":{}}""", "member:messageId")]
    public async Task What_cannot_be_read_is_put_aside_with_its_reason(string message, string reason)
    {
        await using var host = await TestHost.StartAsync();

        await RecordAsync(host, message);

        Assert.Contains($"\"reason\":\"{reason}\"", await PutAsideAsync(host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("marketing-7")]
    public async Task A_receipt_that_leads_nowhere_is_put_aside_and_done_with(string tag)
    {
        await using var host = await TestHost.StartAsync();

        await RecordAsync(host, Event("SMSDeliveryReportReceived", ("deliveryStatus", "Delivered"), ("tag", tag)));

        Assert.Contains("\"reason\":\"no-such-reminder\"", await PutAsideAsync(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_reaches_the_phone_that_it_is_from()
    {
        await using var host = await TestHost.StartAsync();

        await RecordAsync(host, Event("SMSReceived", ("message", "STOP")));

        Assert.Equal("Incoming_1", (await host.Services.GetRequiredService<Phones>().FindAsync(Mobile, default)).OptOut?.Evidence);
        Assert.Null(await PutAsideAsync(host));
    }

    [Fact]
    public async Task A_message_in_the_queue_goes_through_the_workers_own_pipeline_and_is_done_with()
    {
        await using var host = await TestHost.StartAsync();
        var queues = host.Services.GetRequiredService<LocalQueues>();
        var id = queues.Add("sms-events", Queued(Event("SMSReceived", ("message", "STOP"))));

        await queues.DrainAsync(default);

        Assert.True((await host.Services.GetRequiredService<Phones>().FindAsync(Mobile, default)).IsOptedOut);
        Assert.False(queues.Remove("sms-events", id));
    }

    [Fact]
    public async Task When_the_store_fails_the_queue_is_told_so()
    {
        await using var host = await TappedHost.StartAsync();
        host.Tap.FailAt(0, TransportFault.Unavailable);

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => RecordAsync(host.Host, Event("SMSReceived", ("message", "STOP"))));
    }

    [Fact]
    public async Task What_failed_again_and_again_is_put_aside()
    {
        await using var host = await TestHost.StartAsync();

        await Function<RecordPoisonedSmsEventFunction>(host).RunAsync(Queued("hello"), default);

        Assert.Contains("\"reason\":\"poisoned\"", await PutAsideAsync(host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"eventType\":\"Microsoft.Communication.SMSReceived\"}")]
    [InlineData("not Base64 at all")]
    [InlineData("//79")]
    [InlineData("aGVsbG8")]
    public async Task A_message_that_is_no_Base64_of_UTF8_is_put_aside_as_it_came(string message)
    {
        await using var host = await TestHost.StartAsync();

        await Function<RecordSmsEventFunction>(host).RunAsync(message, default);

        var row = JsonNode.Parse((await PutAsideAsync(host))!)!;
        Assert.Equal(("encoding", message), (row["reason"]!.GetValue<string>(), row["text"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_poisoned_message_that_is_no_Base64_is_put_aside_as_it_came()
    {
        await using var host = await TestHost.StartAsync();

        await Function<RecordPoisonedSmsEventFunction>(host).RunAsync("not Base64 at all", default);

        Assert.Equal("not Base64 at all", JsonNode.Parse((await PutAsideAsync(host))!)!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_put_aside_is_forgotten_by_the_nightly_run_after_a_month()
    {
        await using var host = await TestHost.StartAsync();
        await RecordAsync(host, "hello");
        await host.RunTimerAsync("DropOldQuarantine");
        Assert.NotNull(await PutAsideAsync(host));
        var day = host.Clock.GetUtcNow();

        host.Clock.Advance(TimeSpan.FromDays(31));
        await host.RunTimerAsync("DropOldQuarantine");

        Assert.Null(await PutAsideAsync(host, day));
    }

    private static T Function<T>(TestHost host) => ActivatorUtilities.CreateInstance<T>(host.Services);

    private static Task RecordAsync(TestHost host, string message) => Function<RecordSmsEventFunction>(host).RunAsync(Queued(message), default);

    private static string Queued(string message) => Convert.ToBase64String(Encoding.UTF8.GetBytes(message));

    private static async Task<string?> PutAsideAsync(TestHost host, DateTimeOffset? day = null)
    {
        var tables = host.Services.GetRequiredService<ITables>();
        var rows = await tables.RangeAsync(TableNames.Quarantine, $"{day ?? host.Clock.GetUtcNow():yyyyMMdd}", "", "~", 10, default);
        return rows.SingleOrDefault()?.Json;
    }

    private static string Event(string type, params (string Name, string Value)[] members)
    {
        var data = new JsonObject { ["messageId"] = "Incoming_1", ["from"] = Mobile[1..], ["to"] = "18335550100", ["receivedTimestamp"] = "2027-03-04T10:00:05Z" };
        foreach (var (name, value) in members)
            data[name] = value;
        return new JsonObject { ["eventType"] = $"Microsoft.Communication.{type}", ["data"] = data }.ToJsonString();
    }
}
