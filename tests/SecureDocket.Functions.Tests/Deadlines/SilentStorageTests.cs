using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Tests.Cards;
using SecureDocket.Functions.Tests.Keys;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Deadlines;

/// <summary>Storage or vault take every call and answer none: whoever asks is answered when the request's time is up, and told the truth.</summary>
public sealed class SilentStorageTests(SilentStorageTests.Prepared prepared) : IClassFixture<SilentStorageTests.Prepared>
{
    // Files of ours, forms that are judged before storage is asked, and the one probe that asks nobody.
    private static readonly string[] s_needNoStorage =
    [
        "AskForCode", "GetCodePage", "GetContract", "GetContractPage", "GetDeskPage", "GetEnrollPage", "GetInboxPage", "GetLiveness", "GetSandboxCards", "GetSandboxPack", "GetSignInPage",
        "GetSecurity", "GetStatusLists", "GetTextPreview", "GetVerifyPage", "GetVerifyWorker", "GetWebFile", "SubmitCode",
    ];

    private TappedHost Host => prepared.Host;

    // Imports and verifications answer otherwise, and have tests of their own below.
    public static TheoryData<string> Functions() => [.. HttpFunction.All.Where(function => !function.Name.StartsWith("Import", StringComparison.Ordinal) && function.Name != "VerifyCard").Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Every_route_ends_at_its_deadline(string name)
    {
        var function = HttpFunction.All.Single(each => each.Name == name);
        var role = function.Access!.Roles is [var first, ..] ? first : null;
        await prepared.Requests.StaySignedInAsync();
        Host.Tap.Restart();
        Host.Tap.Silent = _ => true;
        using var client = Host.Host.As(role);
        var sending = client.SendAsync(prepared.Requests.For(function));
        var passed = await Host.PassAsync(sending, role == "Partner.Verifier" ? Deadline.OfPartners : Deadline.OfRequests);
        Host.Tap.Silent = null;
        using var answer = await sending;

        Assert.Equal(!s_needNoStorage.Contains(name), Host.Tap.Requests.Count > 0);
        if (Host.Tap.Requests.Count == 0)
        {
            Assert.True((int)answer.StatusCode < 500, $"{name} answered {(int)answer.StatusCode}.");
            Assert.Equal(TimeSpan.Zero, passed);
            return;
        }

        Assert.True((int)answer.StatusCode == 503, $"{name} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        if (name != "GetReadiness")
        {
            Assert.Equal(role == "Partner.Verifier" ? Deadline.OfPartners : Deadline.OfRequests, passed);
            Assert.Equal("5", Assert.Single(answer.Headers.GetValues("Retry-After")));
        }

        Assert.Equal(function.Path.StartsWith("/api/", StringComparison.Ordinal) ? "application/problem+json" : name == "GetReadiness" ? "application/json" : "text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("Field.Officer", 10)]
    [InlineData("Partner.Verifier", 2)]
    [InlineData(null, 10)]
    public async Task A_verification_in_silence_is_undetermined_within_the_time_of_its_caller(string? role, int seconds)
    {
        var card = await TestPeople.IssueAsync(Host.Host);
        var question = Verifying.Credential(card["credential"]!.GetValue<string>());
        Host.Host.Clock.Advance(TimeSpan.FromSeconds(62 - (Host.Host.Clock.GetUtcNow().Second % 60)));
        using var caller = Host.Role(role);
        (await caller.VerifyAsync(question)).IsValid();

        Host.Tap.Silent = _ => true;
        var asking = caller.VerifyAsync(question);
        var passed = await Host.PassAsync(asking, TimeSpan.FromSeconds(seconds));
        Host.Tap.Silent = null;

        var verdict = await asking;
        Assert.Equal("undetermined", verdict["verdict"]!.GetValue<string>());
        Assert.Equal(["status-unavailable"], verdict["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()));
        Assert.Equal(TimeSpan.FromSeconds(seconds), passed);
        (await caller.VerifyAsync(question)).IsValid();
    }

    [Fact]
    public async Task A_partner_whose_lease_the_store_keeps_waiting_still_hears_within_two_seconds()
    {
        var card = await TestPeople.IssueAsync(Host.Host);
        var question = Verifying.Credential(card["credential"]!.GetValue<string>());
        using var partner = Host.Role("Partner.Verifier");
        Host.Host.Clock.Advance(TimeSpan.FromSeconds(118 - Host.Host.Clock.GetUtcNow().Second));
        (await partner.VerifyAsync(question)).IsValid();

        // What was taken in advance was for the minute before.
        Host.Host.Clock.Advance(TimeSpan.FromSeconds(3));
        Host.Tap.Silent = _ => true;
        var asking = partner.PostAsync(Verifying.Path, question, key: "");
        var passed = await Host.PassAsync(asking, Deadline.OfPartners);
        Host.Tap.Silent = null;

        Assert.Equal("undetermined", (await asking).Is(200).Json["verdict"]!.GetValue<string>());
        Assert.Equal(Deadline.OfPartners, passed);
    }

    [Theory]
    [InlineData("issue")]
    [InlineData("replace")]
    public async Task A_signature_that_does_not_come_costs_no_card(string what)
    {
        var traces = new IssuingTraces(Host);
        var (person, card) = (await traces.PrepareAsync(), what == "replace" ? await TestPeople.IssueAsync(Host.Host) : null);
        var key = Guid.NewGuid().ToString();
        HttpRequestMessage Request() => card is null
            ? IssuingTraces.Request(Host, person, key)
            : new(HttpMethod.Post, $"/api/v1/cards/{card["cardNumber"]}/replacement") { Content = TestHost.Json(new JsonObject { ["reason"] = "damaged", ["siteId"] = Host.Host.SiteId }), Headers = { { "Idempotency-Key", key } } };

        using var officer = Host.Role("Enrollment.Officer");
        Host.Tap.Silent = request => request.Service == TappedService.Vault;
        var asking = officer.SendAsync(Request());
        var passed = await Host.PassAsync(asking, Deadline.OfRequests);
        Host.Tap.Silent = null;
        (await asking).IsProblem(503, "unavailable");
        Assert.Equal(Deadline.OfRequests, passed);

        // The same request, when the vault speaks again, gets the one card that was intended.
        var again = (await officer.SendAsync(Request())).Is(201);
        Assert.Equal(again.Text, (await officer.SendAsync(Request())).Is(201).Text);
        if (card is null)
        {
            await traces.AssertOneAsync(person, new((HttpStatusCode)again.Status, again.Text, again.Headers.Location?.OriginalString, again.ETag), key);
        }
    }

    [Fact]
    public async Task Lines_of_an_import_wait_ten_seconds_each_and_the_import_four_minutes_in_all()
    {
        using var client = Host.Host.As("Enrollment.Officer");
        var roster = string.Join('\n', Enumerable.Range(0, 600).Select(_ => TestPeople.Person().ToJsonString()));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cardholders/import") { Content = Caller.Bytes(Encoding.UTF8.GetBytes(roster), "application/x-ndjson") };
        Host.Tap.Silent = _ => true;
        var sending = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var passed = await Host.PassAsync(sending, ImportLine.MayTake);
        using var answer = await sending;
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = JsonNode.Parse((await lines.ReadLineAsync())!)!;
        Assert.Equal((1, "unavailable"), (first["line"]!.GetValue<int>(), first["errors"]![0]!["code"]!.GetValue<string>()));
        Assert.Equal(ImportLine.MayTake, passed);

        // Cut off after the lines of its time, without the sum.
        var reading = lines.ReadToEndAsync();
        passed += await Host.PassAsync(Assert.ThrowsAnyAsync<IOException>(() => reading), Deadline.OfImports - passed);
        Host.Tap.Silent = null;
        Assert.Equal(Deadline.OfImports, passed);
    }

    [Fact]
    public async Task A_feed_whose_court_cannot_be_read_is_told_so_line_by_line()
    {
        using var registrar = Host.Role("Court.Registrar");
        var function = HttpFunction.All.Single(each => each.Name == "ImportHearings");
        Host.Tap.Silent = _ => true;
        var asking = registrar.SendAsync(prepared.Requests.For(function));
        var passed = await Host.PassAsync(asking, Deadline.OfImports);
        Host.Tap.Silent = null;

        Assert.Contains("unavailable", (await asking).Is(200).Text, StringComparison.Ordinal);
        Assert.Equal(ImportLine.MayTake, passed);
    }

    /// <summary>A host, and requests for all of its routes.</summary>
    public sealed class Prepared : IAsyncLifetime
    {
        public TappedHost Host { get; private set; } = null!;

        internal RouteRequests Requests { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await TappedHost.StartAsync();
            Requests = await RouteRequests.PrepareAsync(Host);
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
