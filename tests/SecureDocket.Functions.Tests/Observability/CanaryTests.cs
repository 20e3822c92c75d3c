using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using SecureDocket.Azure;
using SecureDocket.Cards;
using SecureDocket.Encryption;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Contract;
using SecureDocket.Functions.Tests.Documents;
using SecureDocket.Health;
using SecureDocket.LocalHost.Development;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>The canary goes through every function, while all is well and while everything fails, and leaves no trace where operators look.</summary>
[Collection(Administrators.Collection)]
public sealed partial class CanaryTests(CanaryFixture api) : IClassFixture<CanaryFixture>
{
    private static readonly string[] s_ofTheConnection = ["Host", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding", "Authorization", "traceparent"];

    private TestHost Host => api.Host;

    [Fact]
    public async Task No_function_leaves_a_trace_of_a_person()
    {
        await WalkThePortalAsync();
        await new LiveAnswersTests(api).Every_documented_success_is_answered_as_documented();
        await RunTimersAndQueuesAsync();
        Assert.Empty(HttpFunction.All.Select(function => function.Name).Concat(HttpFunction.Others).Except(api.Tripwire.Called));

        await AskAgainInEveryWrongWayAsync();
        await SendTextsAsync();

        Assert.All(
            ["log line", "metric tag", "activity", "activity tag", "request address", "request header", "row key", "blob name", "answer header", "problem", "text message"],
            channel => Assert.Contains(api.Tripwire.Leaving, left => left.Channel == channel));
        Assert.Empty(api.Tripwire.Leaving
            .SelectMany(left => Canary.TracesIn(left.Text).Select(trace => $"{trace} in a {left.Channel}: {left.Text}"))
            .Take(20));
        var numbers = await CardNumbersAsync();
        Assert.NotEmpty(numbers);
        Assert.Empty(api.Tripwire.Leaving.Where(IsEmitted)
            .SelectMany(left => numbers.Where(number => left.Text.Contains(number, StringComparison.OrdinalIgnoreCase)).Select(number => $"{number} in a {left.Channel}: {left.Text}"))
            .Take(20));
    }

    /// <summary>Whether it goes to telemetry or stands in what we ask of others. What the web server says of a caller's address is not exported.</summary>
    private static bool IsEmitted(Leaving left) => left.Channel switch
    {
        "log line" => !left.Text.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal),
        "activity" or "activity tag" or "activity event" =>
            left.Text.StartsWith(Telemetry.Name, StringComparison.Ordinal) || left.Text.StartsWith("Azure.", StringComparison.Ordinal),
        "metric tag" or "request address" or "request header" or "row key" or "blob name" => true,
        _ => false,
    };

    /// <summary>The number of every card on record, as it is stored and as it is printed.</summary>
    private async Task<IReadOnlyList<string>> CardNumbersAsync()
    {
        var (tables, vault) = (Host.Services.GetRequiredService<ITables>(), Host.Services.GetRequiredService<IShardKeyVault>());
        var page = await tables.ScanAsync(TableNames.Dockets, "card|", "card|~", null, CancellationToken.None);
        Assert.Null(page.Next);
        return
        [
            .. page.Rows.Select(row => row.Partition).Distinct()
                .SelectMany(docket => tables.RowsAsync(docket, "card|", "card|~", vault).GetAwaiter().GetResult())
                .Select(row => JsonNode.Parse(row.Json)!["number"]!.GetValue<string>())
                .SelectMany(number => CardNumber.TryParse(number, out var card) ? new[] { number, card.ToPrinted() } : []),
        ];
    }

    private async Task WalkThePortalAsync()
    {
        var twin = await EnrollTwinAsync();
        var office = await TestCheckIns.OpenAsync(Host);
        using var visitor = await twin.SignInAsync();
        await visitor.SubmitAsync("/dates/confirmation");
        await visitor.GoAsync("/dates");
        await visitor.GoAsync($"/check-ins/booking?office={office}");
        await visitor.GoAsync($"/check-ins/booking?office={office}&{DayPattern().Matches(visitor.Source)[1].Value}");
        await visitor.SubmitAsync("/check-ins/booking", ("start", TimePattern().Match(visitor.Source).Groups[1].Value));
        Assert.Equal("/home?done=Booked", visitor.Address);
        await visitor.GoAsync("/dates");
        var cancellation = $"/check-ins/{MovePattern().Match(visitor.Source).Groups[1].Value}/cancellation";
        await visitor.GoAsync(cancellation);
        await visitor.SubmitAsync(cancellation);
        Assert.Equal("/dates?done=WasCancelled", visitor.Address);
        await visitor.GoAsync("/papers");
        Assert.Contains("Quellbrief", visitor.Page, StringComparison.Ordinal);
        await visitor.GoAsync(PaperPattern().Match(visitor.Source).Value);
        await visitor.GoAsync("/disclosures");
        await visitor.GoAsync("/settings");
        await visitor.SubmitAsync("/settings", ("language", "es"), ("tier", "neutral"));
        await visitor.SubmitAsync("/settings/number", ("mobile", Canary.TwinNewMobile), ("pin", Canary.Pin));
        await visitor.SubmitAsync("/settings/number/code", ("code", await (twin with { Phone = Canary.TwinNewMobile }).TextedCodeAsync()));
        Assert.Equal("/settings?done=PhoneChanged", visitor.Address);
        await visitor.GoAsync("/settings/number");
        twin = twin with { Phone = Canary.TwinNewMobile };
        using var elsewhere = await twin.SignInAsync();
        await visitor.GoAsync("/sessions");
        await visitor.SubmitAsync("/sessions");
        await visitor.GoAsync("/home");
        await visitor.SubmitAsync("/sign-out");

        using var again = await twin.SignInAsync();
        await again.GoAsync("/loss");
        await again.SubmitAsync("/loss", ("reason", "lost"));
        await again.SubmitAsync("/loss/found");
        using var stranger = new PortalVisitor(Host.Address);
        await stranger.BeginAsync(twin.CardNumber, Canary.Pin);
        await stranger.SubmitAsync("/sign-in/code/again");
        await stranger.EnterCodeAsync("000000");
        foreach (var page in (string[])["/desk", "/enroll", "/inbox", "/verify", "/verify/worker.js", "/.well-known/security.txt", "/assets/-/portal/look.css"])
            Assert.Equal(200, (int)(await stranger.GoAsync(page)).Status);
        await Host.SignInsDecidedAsync();
    }

    private async Task<TestCardholder> EnrollTwinAsync()
    {
        var card = await TestPeople.IssueAsync(Host, Canary.Twin());
        var twin = new TestCardholder(Host, card["cardholderId"]!.GetValue<string>(), card["cardNumber"]!.GetValue<string>(), Canary.Pin, Canary.TwinMobile);
        await twin.SetPinAsync(Canary.Pin);
        using var administrator = api.As("Program.Administrator");
        await administrator.PutAsync("/api/v1/courts/ZORV", new JsonObject { ["name"] = "Court", ["address"] = "1 Sample Plaza", ["timeZone"] = "America/Chicago", ["registrars"] = new JsonArray(TestHost.RegistrarId) });
        using var registrar = api.As("Court.Registrar");
        var hearing = new JsonObject
        {
            ["aNumber"] = Canary.TwinANumber,
            ["sourceVersion"] = 1,
            ["courtId"] = "ZORV",
            ["start"] = $"{Host.Clock.GetUtcNow().AddDays(40):yyyy-MM-dd}T09:00",
            ["kind"] = "master",
        };
        Assert.Equal(200, (await registrar.PutAsync("/api/v1/hearings/twin-1", hearing)).Status);
        using var form = TestDocuments.Form(TestPdf.Of(1), title: Canary.Title);
        Assert.Equal(201, (await registrar.PostAsync(TestDocuments.Path(twin.Id), form)).Status);
        return twin;
    }

    private async Task RunTimersAndQueuesAsync()
    {
        foreach (var timer in Host.Services.GetRequiredService<TimerPlan>().Schedules.Keys)
            await Host.RunTimerAsync(timer);
        foreach (var message in Messages())
        {
            await QueueAsync("RecordSmsEvent", message);
            await QueueAsync("RecordPoisonedSmsEvent", message);
        }
    }

    /// <summary>What people text, what becomes of texts to them, and what nobody can read.</summary>
    private IEnumerable<string> Messages()
    {
        var now = $"{Host.Clock.GetUtcNow():O}";
        string Event(string type, JsonObject data) => new JsonObject { ["eventType"] = $"Microsoft.Communication.{type}", ["data"] = data }.ToJsonString();
        foreach (var text in (string[])[Canary.FreeText, "HELP", "1", "2", "3", "STOP", "START"])
            yield return Event("SMSReceived", new() { ["messageId"] = $"Incoming_{text.Length}{text[0]}", ["from"] = Canary.TwinNewMobile, ["to"] = "+18335550100", ["message"] = text, ["receivedTimestamp"] = now });
        foreach (var left in Host.Sms.Left.Where(left => left.Message.WantsReceipt))
        {
            yield return Event("SMSDeliveryReportReceived", new()
            {
                ["messageId"] = $"Outgoing_{Guid.NewGuid():N}",
                ["from"] = "+18335550100",
                ["to"] = left.Message.To,
                ["deliveryStatus"] = "Failed",
                ["deliveryStatusDetails"] = $"No way to {Canary.TwinNewMobile}: 4004",
                ["tag"] = left.Message.Tag.ToString(),
                ["receivedTimestamp"] = now,
            });
        }

        yield return $"{Canary.FreeText} {Canary.Mobile}";
        yield return Event("SMSReceived", new() { ["messageId"] = Canary.FreeText, ["from"] = Canary.Mobile });
        yield return Event(Canary.FreeText, new() { ["from"] = Canary.Mobile });
    }

    private async Task QueueAsync(string function, string message)
    {
        using var client = Host.As(null);
        using var answer = await client.PostAsync($"/admin/functions/{function}", TestHost.Json(new JsonObject { ["input"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(message)) }));
        Assert.Equal(202, (int)answer.StatusCode);
    }

    /// <summary>Every call that went well goes wrong: nobody asks, the body is broken or of other types, the storage is away, and a defect is met.</summary>
    private async Task AskAgainInEveryWrongWayAsync()
    {
        var calls = api.Tripwire.Calls.Where(call => call.Status < 400 && HttpFunction.All.Any(function => function.Name == call.Function)).DistinctBy(call => call.Function).ToList();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Host.Address, Timeout = TimeSpan.FromMinutes(1) };
        Dictionary<int, int> answered = [];
        async Task EachAsync(bool isKnown, Func<SeenCall, byte[]?> body)
        {
            foreach (var call in calls)
            {
                if (body(call) is { } bytes)
                {
                    using var request = Again(call, isKnown, bytes);
                    using var answer = await client.SendAsync(request);
                    answered[(int)answer.StatusCode] = answered.GetValueOrDefault((int)answer.StatusCode) + 1;
                }
            }
        }

        await EachAsync(isKnown: false, call => call.Body.ToArray());
        await EachAsync(isKnown: true, call => call.Body.Length > 0 ? call.Body[..^1].ToArray() : null);
        await EachAsync(isKnown: true, OfOtherTypes);

        api.Tap.Outage = TransportFault.Unavailable;
        await EachAsync(isKnown: true, call => call.Body.ToArray());
        await RunTimersAndQueuesAsync();
        api.Tap.Outage = TransportFault.TimedOut;
        await EachAsync(isKnown: true, call => call.Body.ToArray());
        api.Tap.Outage = null;
        api.Tap.Before = _ => throw new InvalidOperationException("A defect.");
        await EachAsync(isKnown: true, call => call.Body.ToArray());
        await RunTimersAndQueuesAsync();
        api.Tap.Before = null;

        Assert.All([400, 401, 303, 500, 503], status => Assert.True(answered.GetValueOrDefault(status) > 5, $"{status}: {answered.GetValueOrDefault(status)}"));
    }

    private HttpRequestMessage Again(SeenCall call, bool isKnown, byte[] body)
    {
        var request = new HttpRequestMessage(new(call.Method), call.Address);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", call.Headers.GetValueOrDefault("Content-Type"));
        }

        foreach (var (name, value) in call.Headers)
        {
            if (!s_ofTheConnection.Contains(name, StringComparer.OrdinalIgnoreCase) && (isKnown || name != "Cookie"))
                request.Headers.TryAddWithoutValidation(name, name == "Idempotency-Key" ? Guid.NewGuid().ToString() : value);
        }

        // The token of then may have expired since.
        if (isKnown && call.Headers.GetValueOrDefault("Authorization") is { } header)
        {
            var role = new JsonWebToken(header["Bearer ".Length..]).Claims.First(claim => claim.Type == "roles").Value;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Host.Services.GetRequiredService<DevelopmentIssuer>().Mint(role));
        }

        return request;
    }

    /// <summary>The same JSON with every value in a list of its own, and a member that nobody knows; null for any other body.</summary>
    private static byte[]? OfOtherTypes(SeenCall call)
    {
        if (call.Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) != true || JsonNode.Parse(call.Body.Span) is not JsonObject json)
            return null;
        var spoiled = new JsonObject { ["nobodyKnows"] = Canary.ANumber };
        foreach (var (name, value) in json)
            spoiled[name] = new JsonArray(value?.DeepClone());
        return Encoding.UTF8.GetBytes(spoiled.ToJsonString());
    }

    /// <summary>What was texted goes through the real adapter too, and must say nothing of its person.</summary>
    private async Task SendTextsAsync()
    {
        var provider = new FakeSms();
        var sms = new AzureClients(
            new() { SmsConnectionString = provider.ConnectionString }, () => new StaticTokenCredential(), new AzureTransport(provider, 0), new Telemetry()).Sms();
        foreach (var left in Host.Sms.Left)
        {
            api.Tripwire.See("text message", left.Message.Text);
            await sms.SendAsync(left.Message, CancellationToken.None);
        }

        foreach (var request in provider.Requests)
        {
            api.Tripwire.See("request address", request.Uri.AbsoluteUri);
            foreach (var (name, value) in request.Headers)
                api.Tripwire.See("request header", $"{name}: {value}");
        }
    }

    [GeneratedRegex(@"day=\d{4}-\d{2}-\d{2}")]
    private static partial Regex DayPattern();

    [GeneratedRegex("name=\"start\" value=\"([^\"]+)\"")]
    private static partial Regex TimePattern();

    [GeneratedRegex("/check-ins/([0-9a-f]+)/cancellation")]
    private static partial Regex MovePattern();

    [GeneratedRegex("/papers/[0-9a-zA-Z_-]+")]
    private static partial Regex PaperPattern();
}
