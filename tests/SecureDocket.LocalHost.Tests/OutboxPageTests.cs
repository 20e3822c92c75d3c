using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Http;
using SecureDocket.LocalHost.Messages;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>Outbox and clock over HTTP, on a host as a newcomer runs it but for its schedules.</summary>
public sealed class OutboxPageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime, IDisposable
{
    private const string Phone = "+14045550142";
    private const string Hostile = "</p><script>alert('1')</script>\" {{clock}} مرحبا";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("secure-docket-").FullName;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _app = await LocalApp.BuildAsync(
            new() { Port = 0, ConnectionString = azurite.NewAccount(), DataFolder = _folder, Schedules = false }, CancellationToken.None);
        await _app.StartAsync();
        _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = ServerAddress.Of(_app), Timeout = s_limit };
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("+18335550100", "stop", true)]
    [InlineData("+18335550100", "alto", false)]
    [InlineData("72345", "STOP", false)]
    public async Task The_phone_company_replies_to_its_keywords(string sender, string text, bool replies)
    {
        await PostAsync("/dev/outbox/replies", ("phone", Phone), ("sender", sender), ("text", text));

        var page = await _client.GetStringAsync("/dev/outbox");
        Assert.Equal(replies, page.Contains("(The phone company:) You sent STOP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_shows_as_text_whatever_it_says()
    {
        await SendAsync(Hostile);
        await PostAsync("/dev/outbox/replies", ("phone", Phone), ("text", Hostile));

        using var answer = await _client.GetAsync("/dev/outbox");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(2, page.Split($"<p class=\"bubble\" dir=\"auto\">{WebUtility.HtmlEncode(Hostile)}</p>").Length - 1);
        Assert.DoesNotContain("alert('", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("<script").Length - 1);
        Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        foreach (var part in (string[])["look.css", "outbox.css", "outbox.js"])
        {
            Assert.Contains($"\"/dev/{part}\"", page, StringComparison.Ordinal);
            Assert.NotEmpty(await _client.GetStringAsync($"/dev/{part}"));
        }
    }

    [Fact]
    public async Task The_json_twin_tells_the_same_to_curl()
    {
        var sent = await SendAsync("You have a date.");
        await PostAsync("/dev/outbox/replies", ("phone", "14045550142"), ("text", "1"));

        var phone = Assert.Single((await OutboxAsync())["phones"]!.AsArray())!;
        var (first, second) = (phone["messages"]![0]!, phone["messages"]![1]!);

        Assert.Equal(Phone, (string?)phone["number"]);
        Assert.Equal((sent.MessageId, "out", "You have a date.", 2000), ((string?)first["id"], (string?)first["direction"], (string?)first["text"], (int)first["receipts"]![0]!["code"]!));
        Assert.Equal(("in", "1"), ((string?)second["direction"], (string?)second["text"]));
        Assert.Equal(2, LocalQueueFiles.Texts(_folder, LocalCarrier.Queue).Count);
    }

    [Theory]
    [InlineData(" 18335550100", "+18335550100")]
    [InlineData("72345", "72345")]
    public async Task A_phone_that_nothing_has_left_for_texts_a_number(string sender, string number)
    {
        await PostAsync("/dev/outbox/replies", ("phone", "+15005550001"), ("sender", sender), ("text", "START"));

        var phone = Assert.Single((await OutboxAsync())["phones"]!.AsArray())!;
        Assert.Equal(("+15005550001", number), ((string?)phone["number"], (string?)phone["messages"]![0]!["sender"]));
    }

    [Theory]
    [InlineData("deliver", null, new[] { 2000 })]
    [InlineData("fail", "4007", new[] { 4007 })]
    [InlineData("twice", null, new[] { 2000, 2000 })]
    [InlineData("delay", null, new[] { 2000 })]
    [InlineData("hold", null, new int[0])]
    public async Task A_receipts_buttons_do_what_they_say(string what, string? code, int[] receipts)
    {
        await PostAsync("/dev/outbox/settings", ("holdReceipts", "true"), ("latencySeconds", "0"));
        var sent = await SendAsync("text");

        await PostAsync("/dev/outbox/receipts", ("messageId", sent.MessageId!), ("do", what), ("code", code ?? ""));

        var told = (await OutboxAsync())["phones"]![0]!["messages"]![0]!["receipts"]!.AsArray();
        Assert.Equal(receipts, told.Select(receipt => (int)receipt!["code"]!));
        Assert.All(told, receipt => Assert.Equal(what != "delay", (bool)receipt!["arrived"]!));
        Assert.Equal(receipts.Length, LocalQueueFiles.Texts(_folder, LocalCarrier.Queue).Count);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_a_sentence()
    {
        var sent = await SendAsync("text");

        await RefusedAsync(HttpStatusCode.NotFound, "/dev/outbox/receipts", ("messageId", "Outgoing_0"), ("do", "deliver"));
        await RefusedAsync(HttpStatusCode.BadRequest, "/dev/outbox/receipts", ("messageId", sent.MessageId!), ("do", "explode"));
        await RefusedAsync(HttpStatusCode.BadRequest, "/dev/outbox/receipts", ("messageId", sent.MessageId!), ("do", "fail"), ("code", "2000"));
        await RefusedAsync(HttpStatusCode.BadRequest, "/dev/outbox/replies", ("phone", "+15005550001"), ("text", "1"));
        await RefusedAsync(HttpStatusCode.BadRequest, "/dev/outbox/replies", ("phone", "72345"), ("sender", "+18335550100"), ("text", "1"));
        await RefusedAsync(HttpStatusCode.BadRequest, "/dev/outbox/replies", ("phone", Phone), ("text", new string('1', 2049)));
        await RefusedAsync(HttpStatusCode.BadRequest, "/dev/outbox/settings", ("mode", "7"));
        await RefusedAsync(HttpStatusCode.BadRequest, "/dev/outbox/settings", ("latencySeconds", "NaN"));
        foreach (var by in (string[])["", "P1M", "PT0S", "P-1D", "P32D", "7 days"])
        {
            await RefusedAsync(HttpStatusCode.BadRequest, "/dev/clock", ("by", by));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.SeeOther)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "{self}", HttpStatusCode.SeeOther)]
    public async Task What_another_sites_page_makes_a_browser_send_is_refused(string header, string value, HttpStatusCode status)
    {
        var sent = await SendAsync("text");
        (string Address, (string, string)[] Form)[] posts =
        [
            ("/dev/outbox/receipts", [("messageId", sent.MessageId!), ("do", "deliver")]),
            ("/dev/outbox/replies", [("phone", Phone), ("text", "STOP")]),
            ("/dev/outbox/settings", [("mode", "Accept")]),
            ("/dev/clock", [("by", "PT1S")]),
        ];
        foreach (var (address, form) in posts)
        {
            Assert.Equal(status, await StatusAsync(address, form, header, value.Replace("{self}", _client.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)));
        }

        if (status is HttpStatusCode.Forbidden)
        {
            Assert.Equal(status, await StatusAsync("/admin/functions/ExpireCards", [], header, value));
            Assert.Single((await OutboxAsync())["phones"]![0]!["messages"]!.AsArray());
        }
    }

    [Fact]
    public async Task A_foreign_name_for_this_machine_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/outbox.json") { Headers = { Host = "evil.example" } };
        using var answer = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Tokens_and_their_judge_go_by_the_clock_that_is_put_forward()
    {
        var before = await ClockAsync();
        var old = await _client.GetStringAsync("/dev/tokens/Docket.Auditor");
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(old));

        await PostAsync("/dev/clock?by=P1D");
        await _app.Services.GetRequiredService<ClockWalk>().Arrival.WaitAsync(s_limit);

        var after = await ClockAsync();
        Assert.False((bool)after["walking"]!);
        Assert.Null(after["target"]);

        // Pages take the time from there.
        using var answer = await _client.GetAsync("/api/v1/keys");
        Assert.InRange(answer.Headers.Date!.Value - (DateTimeOffset)after["now"]!, TimeSpan.FromSeconds(-1), s_limit);
        Assert.InRange((DateTimeOffset)after["now"]! - (DateTimeOffset)before["now"]!, TimeSpan.FromDays(1), TimeSpan.FromDays(1) + s_limit);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(old));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(await _client.GetStringAsync("/dev/tokens/Docket.Auditor")));
    }

    [Fact]
    public async Task A_host_that_was_given_its_clock_does_not_move_it()
    {
        await using var host = await TestHost.StartAsync(azurite);
        using var client = host.As(null);
        using var answer = await client.PostAsync("/dev/clock?by=P1D", null);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.DoesNotContain("value=\"P7D\"", await client.GetStringAsync("/dev/outbox"), StringComparison.Ordinal);
    }

    private async Task<SmsOutcome> SendAsync(string text)
    {
        var tag = Reminder.Plan(
            CardholderId.New(), new(ReminderSubjectKind.Hearing, "NYC-1", 1), ReminderOccasion.Notice, Instant.MinValue, Instant.MaxValue).Id;
        return await _app.Services.GetRequiredService<ISms>().SendAsync(new("+18335550100", Phone, text, tag), default);
    }

    private async Task<JsonNode> OutboxAsync() => JsonNode.Parse(await _client.GetStringAsync("/dev/outbox.json"))!;

    private async Task<JsonNode> ClockAsync() => JsonNode.Parse(await _client.GetStringAsync("/dev/clock"))!;

    private async Task PostAsync(string address, params (string, string)[] form) => Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync(address, form));

    private async Task RefusedAsync(HttpStatusCode status, string address, params (string, string)[] form) => Assert.Equal(status, await StatusAsync(address, form));

    private async Task<HttpStatusCode> StatusAsync(string address, (string Name, string Value)[] form, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (header is not null)
        {
            request.Headers.Add(header, value);
        }

        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Asks for a docket that is not there.</summary>
    private async Task<HttpStatusCode> GetAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{CardholderId.New()}/journal");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }
}
