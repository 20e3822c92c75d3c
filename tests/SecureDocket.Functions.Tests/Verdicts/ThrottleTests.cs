using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>The pace of callers without a token. The host is this class's own, because its budget is used up.</summary>
public sealed class ThrottleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_public_is_held_to_thirty_a_minute_and_officers_are_not()
    {
        using var nobody = api.As(null);
        for (var call = 0; call < 30; call++)
        {
            (await nobody.VerifyAsync(Verifying.Credential("X"))).IsInvalid("malformed", "bad-base45");
        }

        var refused = (await nobody.PostAsync(Verifying.Path, Verifying.Credential("X"))).IsProblem(429, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        using var officer = api.As("Field.Officer");
        (await officer.VerifyAsync(Verifying.Credential("X"))).IsInvalid("malformed", "bad-base45");
        (await nobody.GetAsync("/api/v1/keys")).Is(200);
    }

    [Fact]
    public async Task A_flood_from_many_addresses_costs_nobody_else_a_verdict()
    {
        await using var host = await StartAsync();
        var card = Verifying.Credential((await TestPeople.IssueAsync(host))["credential"]!.GetValue<string>());
        await FloodAsync(host, Verifying.Credential("X"), networks: 45);
        using var nobody = From(host, 1, 1);
        (await nobody.VerifyAsync(card)).IsValid();
    }

    [Fact]
    public async Task Who_repeats_one_card_from_many_addresses_costs_others_nothing_and_what_the_signature_tells_is_told_all_the_same()
    {
        await using var host = await StartAsync();
        var (mine, theirs) = (await TestPeople.IssueAsync(host), await TestPeople.IssueAsync(host));
        var credential = mine["credential"]!.GetValue<string>();
        var answers = await FloodAsync(host, Verifying.Credential(credential), networks: 6);
        Assert.All(answers, answer => Assert.Contains(
            $"{answer["verdict"]} {string.Join(',', answer["reasons"]!.AsArray())}", (string[])["valid ", "undetermined status-unavailable"]));
        Assert.Contains(answers, answer => answer["verdict"]!.GetValue<string>() == "valid");
        Assert.Contains(answers, answer => answer["verdict"]!.GetValue<string>() == "undetermined");

        using var nobody = From(host, 2, 1);
        var forged = credential[..^1] + (credential[^1] == '0' ? '1' : '0');
        Assert.Equal("invalid", (await nobody.VerifyAsync(Verifying.Credential(forged)))["verdict"]!.GetValue<string>());
        (await nobody.VerifyAsync(Verifying.Credential(theirs["credential"]!.GetValue<string>()))).IsValid();
        using var officer = new Caller(host.As("Field.Officer"));
        (await officer.VerifyAsync(Verifying.Credential(credential))).IsValid();
    }

    [Fact]
    public void Records_are_read_so_often_for_all_and_no_more()
    {
        using var throttle = new PublicThrottle(new(new()));
        Assert.All(Enumerable.Range(0, PublicThrottle.ReadsPerMinute), _ => Assert.True(throttle.AdmitsRead(CardholderId.New())));

        // Two seconds give forty more, should the machine have been so slow.
        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => throttle.AdmitsRead(CardholderId.New())), 0, 900);
    }

    private static Task<TestHost> StartAsync() =>
        TestHost.StartAsync(settings: new Dictionary<string, string?> { ["SecureDocket:Gateway:Proxies"] = "127.0.0.1,::1" });

    /// <summary>As often as each of so many networks may ask.</summary>
    private static async Task<IReadOnlyCollection<JsonObject>> FloodAsync(TestHost host, JsonObject question, int networks)
    {
        ConcurrentBag<JsonObject> answers = [];
        await Parallel.ForAsync(0, networks, async (network, _) =>
        {
            using var stranger = From(host, network, 200);
            for (var call = 0; call < 30; call++)
                answers.Add(await stranger.VerifyAsync(question.DeepClone().AsObject()));
        });
        return answers;
    }

    private static Caller From(TestHost host, int third, int fourth)
    {
        var client = host.As(null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.{third}.{fourth}");
        return new(client);
    }
}
