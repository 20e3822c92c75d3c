using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The clock goes back to now: the host starts again in the same process, with its data or from nothing.</summary>
public sealed class ProgramClockTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string Phone = "+17135550102";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly string _data = ProgramRun.DataFolder();

    [Fact]
    public async Task With_its_data_or_from_nothing()
    {
        // The fixture has seen to the installation.
        Assert.NotEqual(0, azurite.Azurite.TablePort);
        await using var run = ProgramRun.Start(_data, ["--azurite-port", "0"]);
        await run.ReadyAsync();
        await File.WriteAllTextAsync(Path.Combine(_data, "qr.txt"), "a developer's own file");
        var people = await PeopleAsync();

        using var forward = await run.Client.PostAsync("/dev/clock?by=P3D", null);
        Assert.Equal(HttpStatusCode.Conflict, await ReturnAsync(run, "keep"));
        await WaitForAsync(run, clock => !(bool)clock["walking"]!);
        Assert.True(await OffsetAsync(run) > TimeSpan.FromDays(2));
        Assert.Contains("The clock of this host is <strong>3 d 0 h ahead</strong>", await run.Client.GetStringAsync("/dev"), StringComparison.Ordinal);
        var texts = await TextsAsync(run);

        Assert.Equal(HttpStatusCode.BadRequest, await ReturnAsync(run, "both"));
        Assert.Equal(HttpStatusCode.Accepted, await ReturnAsync(run, "keep"));
        await WaitForAsync(run, clock => (int)clock["run"]! == 2 && (bool)clock["ready"]!);
        Assert.True((await OffsetAsync(run)).Duration() < TimeSpan.FromMinutes(1));
        Assert.Equal(people, await PeopleAsync());
        Assert.Empty(texts.Except(await TextsAsync(run)));
        Assert.DoesNotContain("ahead</strong>", await run.Client.GetStringAsync("/dev"), StringComparison.Ordinal);
        await AssertVerifiesOfflineAsync(run);
        await AssertAnswersAsync(run);

        Assert.Equal(HttpStatusCode.Accepted, await ReturnAsync(run, "drop"));
        await WaitForAsync(run, clock => (int)clock["run"]! == 3 && (bool)clock["ready"]!);
        Assert.True((await OffsetAsync(run)).Duration() < TimeSpan.FromMinutes(1));
        Assert.Empty((await PeopleAsync()).Intersect(people));
        Assert.Equal(people.Count, (await PeopleAsync()).Count);
        Assert.Empty(texts.Intersect(await TextsAsync(run)));
        Assert.Equal("a developer's own file", await File.ReadAllTextAsync(Path.Combine(_data, "qr.txt")));
        await AssertVerifiesOfflineAsync(run);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Storage_that_is_not_the_hosts_own_is_never_emptied()
    {
        await using var run = ProgramRun.Start(_data, ["--storage", azurite.NewAccount()]);
        await run.ReadyAsync();
        var people = await PeopleAsync();

        Assert.Equal(HttpStatusCode.Conflict, await ReturnAsync(run, "drop"));
        Assert.DoesNotContain("Start again from nothing", await run.Client.GetStringAsync("/dev"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, await ReturnAsync(run, "keep"));
        await WaitForAsync(run, clock => (int)clock["run"]! == 2 && (bool)clock["ready"]!);
        Assert.Equal(people, await PeopleAsync());
    }

    [Fact]
    public async Task Another_sites_page_cannot_and_a_host_of_a_test_does_not()
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.As(null);
        using var here = await client.PostAsync("/dev/clock/now?data=keep", null);
        Assert.Equal(HttpStatusCode.Conflict, here.StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/dev/clock/now?data=keep") { Headers = { { "Origin", "https://elsewhere.example" } } };
        using var refused = await client.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<HttpStatusCode> ReturnAsync(ProgramRun run, string data)
    {
        using var form = new FormUrlEncodedContent([new("data", data)]);
        using var answer = await run.Client.PostAsync("/dev/clock/now", form);
        Assert.Equal(answer.StatusCode == HttpStatusCode.Accepted, answer.Headers.Contains("Clear-Site-Data"));
        return answer.StatusCode;
    }

    // While the host starts again, nothing listens.
    private static async Task WaitForAsync(ProgramRun run, Func<JsonNode, bool> condition)
    {
        using CancellationTokenSource limit = new(s_limit);
        for (; ; await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token))
        {
            try
            {
                if (condition(await ClockAsync(run)))
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It is between two lives.
            }
        }
    }

    private static async Task<JsonNode> ClockAsync(ProgramRun run) => JsonNode.Parse(await run.Client.GetStringAsync("/dev/clock"))!;

    private static async Task<TimeSpan> OffsetAsync(ProgramRun run) => (DateTimeOffset)(await ClockAsync(run))["now"]! - DateTimeOffset.UtcNow;

    private static async Task<List<string>> TextsAsync(ProgramRun run) =>
        [.. JsonNode.Parse(await run.Client.GetStringAsync("/dev/outbox.json"))!["phones"]!.AsArray().SelectMany(phone => phone!["messages"]!.AsArray()).Select(message => (string)message!["id"]!)];

    private static async Task<List<JsonNode>> TextsOfPhoneAsync(ProgramRun run) =>
        [.. JsonNode.Parse(await run.Client.GetStringAsync("/dev/outbox.json"))!["phones"]!.AsArray().Single(phone => (string)phone!["number"]! == Phone)!["messages"]!.AsArray().Select(message => message!)];

    // A text is answered at once: nothing waits for the days that the clock had come to.
    private static async Task AssertAnswersAsync(ProgramRun run)
    {
        using var form = new FormUrlEncodedContent([new("phone", Phone), new("text", "mi abuela viene con las fotos")]);
        using var sent = await run.Client.PostAsync("/dev/outbox/replies", form);
        using CancellationTokenSource limit = new(s_limit);
        while ((await TextsOfPhoneAsync(run))[^1] is var last && (string)last["direction"]! != "out")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }

        var answer = (await TextsOfPhoneAsync(run))[^1];
        Assert.True(((DateTimeOffset)answer["at"]! - DateTimeOffset.UtcNow).Duration() < s_limit);
    }

    private async Task<List<string>> PeopleAsync() =>
        [.. JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "pilot-roster.json")))!.AsArray().Select(person => (string)person!["CardholderId"]!)];

    // A pack from days that have not come yet is refused by a program that keeps real time.
    private async Task AssertVerifiesOfflineAsync(ProgramRun run)
    {
        var pack = Path.Combine(_data, $"pack-{Guid.NewGuid():n}");
        var person = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "pilot-roster.json")))![0]!;
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cards/{(string)person["CardNumber"]!}");
        ask.Headers.Authorization = new("Bearer", await run.Client.GetStringAsync("/dev/tokens/Enrollment.Officer"));
        using var card = await run.Client.SendAsync(ask);
        var credential = (string)JsonNode.Parse(await card.Content.ReadAsStringAsync())!["credential"]!;

        Assert.Equal((0, ""), await VerifierAsync("pack", "update", $"http://localhost:{run.Port.ToString(CultureInfo.InvariantCulture)}", "--pack", pack, "--trust-first"));
        Assert.Equal((0, ""), await VerifierAsync("verify", credential, "--pack", pack));
    }

    private static async Task<(int Code, string Error)> VerifierAsync(params string[] arguments)
    {
        using var verifier = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "secure-docket-verifier.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = verifier.StandardOutput.ReadToEndAsync();
        var error = await verifier.StandardError.ReadToEndAsync();
        await verifier.WaitForExitAsync().WaitAsync(s_limit);
        return (verifier.ExitCode, verifier.ExitCode == 0 ? "" : await output + error);
    }
}
