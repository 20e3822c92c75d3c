using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Functions.Portal;
using SecureDocket.SignIns;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>What the sign-in tells of a card to whoever does not have its code: nothing. Neither statuses, headers, cookies and bytes, nor the time that an answer takes.</summary>
/// <remarks>
/// Times are compared as distributions, never with a clock's limit: those of each kind of person with those of all others together,
/// by the two-sample Kolmogorov–Smirnov test, both sides in one random order, so that a busy machine slows all alike. The level is
/// 0.001 for the whole test, shared among its comparisons (Bonferroni): one run in a thousand fails by chance at most.
/// </remarks>
public sealed class EnumerationTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private const double Level = 0.001;
    private const int CardsOfAKind = 2;
    private const int SamplesOfACard = 2;

    // Browsers come at once, yet fewer than would queue for two cores: each costs a tenth of a second of hashing.
    private const int AtOnce = 5;

    private static readonly TimeSpan s_answerAfter = TimeSpan.FromMilliseconds(600);

    private static readonly Dictionary<string, string?> s_settings = new()
    {
        ["SecureDocket:SignIn:AnswerAfterMilliseconds"] = $"{s_answerAfter.TotalMilliseconds}",
    };

    [Fact]
    public async Task Every_answer_to_known_unknown_wrong_revoked_and_phoneless_has_one_shape_and_waits_for_one_moment()
    {
        await using var host = await TestHost.StartAsync(
            configure: services => services.AddSingleton(provider =>
                new ConstantTimeResponses(provider.GetRequiredService<SignInOptions>(), provider.GetRequiredService<TimeProvider>())),
            settings: s_settings);
        List<Sample> samples = [];
        foreach (var (kind, cards) in await KindsAsync(host))
            samples.Add(await SignInAsync(host, kind, cards[0], isOnClock: true));

        Assert.Equal(5, samples.Count);
        Assert.Single(samples.Select(sample => sample.Begin.Shape).Distinct());
        Assert.Single(samples.Select(sample => sample.Finish.Shape).Distinct());
    }

    [Fact]
    public async Task An_answer_whose_work_takes_longer_waits_for_the_next_moment()
    {
        var began = DateTimeOffset.UnixEpoch;
        var clock = new ManualClock(began);
        var answers = new ConstantTimeResponses(new() { AnswerAfter = s_answerAfter }, clock);
        var answering = answers.AnswerAsync(
            () =>
            {
                clock.Advance(s_answerAfter + TimeSpan.FromMilliseconds(1));
                return Task.FromResult(true);
            },
            default);
        await clock.WaitedForAsync(began + (2 * s_answerAfter)).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.False(answering.IsCompleted);

        clock.Advance(s_answerAfter);
        Assert.True(await answering);
    }

    [LongFact]
    public async Task Status_headers_bytes_and_times_do_not_tell_known_unknown_wrong_revoked_and_phoneless_apart_by_Kolmogorov_Smirnov_at_0_001()
    {
        await using var host = await TestHost.StartAsync(azurite, services => services.AddSingleton<PinHasher>(), s_settings);
        var samples = await SampleAsync(host, await KindsAsync(host), rounds: 5);

        Assert.Single(samples.Select(sample => sample.Begin.Shape).Distinct());
        Assert.Single(samples.Select(sample => sample.Finish.Shape).Distinct());
        Assert.All(Compare("number and PIN", samples, sample => sample.Begin.Milliseconds), found => Assert.False(found.Differs));
        Assert.All(Compare("wrong code", samples, sample => sample.Finish.Milliseconds), found => Assert.False(found.Differs));
    }

    [LongFact]
    public async Task A_host_that_kept_one_kind_waiting_is_found_out()
    {
        await using var host = await TestHost.StartAsync(azurite, services => services.AddSingleton<PinHasher>().AddSingleton<IStartupFilter, Late>());
        var kinds = await KindsAsync(host);
        kinds["wrong PIN"] = [.. kinds["wrong PIN"].Select(card => card with { IsLate = true })];
        var samples = await SampleAsync(host, kinds, rounds: 3);

        Assert.True(Compare("number and PIN", samples, sample => sample.Begin.Milliseconds).Single(found => found.Kind == "wrong PIN").Differs);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.2, false)]
    [InlineData(1.5, true)]
    [InlineData(-1.5, true)]
    public void The_comparison_finds_a_shift_of_one_and_a_half_standard_deviations_in_what_is_sampled(double shift, bool differs)
    {
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var one = Enumerable.Range(0, 32).Select(_ => 600 + Normal() + shift).ToList();
        var others = Enumerable.Range(0, 128).Select(_ => 600 + Normal()).ToList();

        Assert.Equal(differs, Difference(one, others).P < Level / 10);
    }

    [Fact]
    public void The_statistic_is_that_of_the_books()
    {
        // Complete separation; identical samples; and the 5 % point of Kolmogorov's distribution, 1.3581.
        Assert.Equal(1, Difference([1, 2, 3], [4, 5, 6]).D);
        Assert.Equal((0, 1), Difference([1, 2, 3], [1, 2, 3]));
        Assert.Equal(0.05, Kolmogorov(1.3581), 4);
        Assert.Equal(0.001, Kolmogorov(1.9495), 4);
    }

    private static async Task<Dictionary<string, List<Card>>> KindsAsync(TestHost host)
    {
        async Task<List<Card>> CardsAsync(Func<Task<TestCardholder>> create, string pin)
        {
            var cards = new List<Card>();
            for (var i = 0; i < CardsOfAKind; i++)
                cards.Add(new((await create()).CardNumber, pin));
            return cards;
        }

        async Task<TestCardholder> RevokedAsync()
        {
            var person = await TestCardholder.CreateAsync(host);
            using var officer = new Caller(host.As("Enrollment.Officer"));
            Assert.Equal(200, (await officer.PostAsync($"/api/v1/cards/{person.CardNumber}/revocation", new System.Text.Json.Nodes.JsonObject { ["reason"] = "misused" })).Status);
            return person;
        }

        return new()
        {
            ["known"] = await CardsAsync(() => TestCardholder.CreateAsync(host), TestCardholder.GoodPin),
            ["wrong PIN"] = await CardsAsync(() => TestCardholder.CreateAsync(host), "84031627"),
            ["unknown"] = [.. Enumerable.Range(0, CardsOfAKind).Select(_ => new Card(CardNumber.FromBytes(RandomNumberGenerator.GetBytes(7)).ToString(), TestCardholder.GoodPin))],
            ["revoked"] = await CardsAsync(RevokedAsync, TestCardholder.GoodPin),
            ["no phone"] = await CardsAsync(() => TestCardholder.CreateAsync(host, hasPhone: false), TestCardholder.GoodPin),
        };
    }

    private static async Task<List<Sample>> SampleAsync(TestHost host, Dictionary<string, List<Card>> kinds, int rounds)
    {
        var samples = new List<Sample>();
        for (var round = 0; round <= rounds; round++)
        {
            var order = kinds.SelectMany(kind => kind.Value.SelectMany(card => Enumerable.Repeat((kind.Key, card), SamplesOfACard))).ToArray();
            Random.Shared.Shuffle(order);
            var found = new List<Sample>();
            await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (each, _) =>
            {
                var sample = await SignInAsync(host, each.Key, each.card);
                lock (found)
                    found.Add(sample);
            });

            // The first round compiles; later ones find no waits, and no allowance used up, of earlier ones.
            if (round > 0)
                samples.AddRange(found);
            host.Clock.Advance(TimeSpan.FromHours(2));
        }

        return samples;
    }

    private static async Task<Sample> SignInAsync(TestHost host, string kind, Card card, bool isOnClock = false)
    {
        using var visitor = new PortalVisitor(host.Address);
        await visitor.GoAsync("/");
        if (card.IsLate)
            visitor.Headers[Late.Header] = "yes";
        var begin = await TimeAsync(visitor, isOnClock ? host.Clock : null, "/sign-in", visitor.FieldsOf("/sign-in", ("number", card.Number), ("pin", card.Pin)));
        await visitor.GoAsync("/sign-in/code");
        begin = begin with { Shape = $"{begin.Shape}\nThen {visitor.Status}, {visitor.Source.Length} letters" };

        // No text says this: one in a million would.
        var finish = await TimeAsync(visitor, isOnClock ? host.Clock : null, "/sign-in/code", visitor.FieldsOf("/sign-in/code", ("code", "000000")));
        await visitor.GoAsync("/sign-in/code?done=SignInFailed");
        return new(kind, begin, finish with { Shape = $"{finish.Shape}\nThen {visitor.Status}, {visitor.Source.Length} letters" });
    }

    private static async Task<Answered> TimeAsync(PortalVisitor visitor, ManualClock? clock, string address, Dictionary<string, string> form)
    {
        var began = Stopwatch.GetTimestamp();
        var answering = visitor.PostAsync(address, form);
        if (clock is not null)
        {
            // On this clock no work takes time, so that the moment is the same for all.
            await clock.WaitedForAsync(clock.GetUtcNow() + s_answerAfter).WaitAsync(TimeSpan.FromMinutes(5));
            Assert.False(answering.IsCompleted);
            clock.Advance(s_answerAfter);
        }

        using var answer = await answering;
        var body = await answer.Content.ReadAsByteArrayAsync();
        var taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .SelectMany(header => header.Value.Select(value => header.Key switch
            {
                "Date" => "Date",
                "Set-Cookie" => $"Set-Cookie: {CookieOf(value)}",
                _ => $"{header.Key}: {value}",
            }));
        return new($"{(int)answer.StatusCode}\n{string.Join("\n", headers)}\n{body.Length} bytes", taken);
    }

    // A cookie's name, how long its value is, and what it says of itself.
    private static string CookieOf(string cookie)
    {
        var (name, rest) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var value = rest.Split(';')[0];
        return $"{name} of {value.Length}{rest[value.Length..]}";
    }

    private List<(string Kind, bool Differs)> Compare(string step, List<Sample> samples, Func<Sample, double> time)
    {
        var kinds = samples.Select(sample => sample.Kind).Distinct().Order(StringComparer.Ordinal).ToList();
        var comparisons = 2 * kinds.Count;
        return [.. kinds.Select(kind =>
        {
            var (one, others) = (samples.Where(sample => sample.Kind == kind).Select(time).ToList(), samples.Where(sample => sample.Kind != kind).Select(time).ToList());
            var (d, p) = Difference(one, others);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{step}, {kind}: n = {one.Count} against {others.Count}, medians {Median(one):F1} and {Median(others):F1} ms, D = {d:F3}, p = {p:G3} (level {Level / comparisons:G2})"));
            return (kind, p < Level / comparisons);
        })];
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    // D: the most by which the two empirical distributions are apart. p: Stephens' form of its limit, good from samples of about four on.
    private static (double D, double P) Difference(List<double> one, List<double> other)
    {
        double Share(List<double> times, double limit) => times.Count(time => time <= limit) / (double)times.Count;
        var d = one.Concat(other).Max(limit => Math.Abs(Share(one, limit) - Share(other, limit)));
        var root = Math.Sqrt((double)one.Count * other.Count / (one.Count + other.Count));
        return (d, Kolmogorov((root + 0.12 + (0.11 / root)) * d));
    }

    // The chance that Kolmogorov's variable exceeds x.
    private static double Kolmogorov(double x) => x < 0.2 ? 1 : Math.Clamp(2 * Enumerable.Range(1, 100).Sum(k => (k % 2 == 1 ? 1 : -1) * Math.Exp(-2 * k * k * x * x)), 0, 1);

    private sealed record Card(string Number, string Pin, bool IsLate = false);

    private sealed record Answered(string Shape, double Milliseconds);

    private sealed record Sample(string Kind, Answered Begin, Answered Finish);

    /// <summary>Keeps waiting who asks for it.</summary>
    private sealed class Late : IStartupFilter
    {
        public const string Header = "Test-Late";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, after) =>
            {
                if (http.Request.Headers.ContainsKey(Header))
                    await Task.Delay(TimeSpan.FromMilliseconds(3000), http.RequestAborted);
                await after(http);
            });
            next(app);
        };
    }
}
