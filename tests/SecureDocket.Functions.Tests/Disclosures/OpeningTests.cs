using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.Documents;
using SecureDocket.Functions.Tests.Inbox;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Disclosures;

/// <summary>Whoever pages through many people comes to an end.</summary>
public sealed class OpeningTests(OpeningTests.Fixture api) : IClassFixture<OpeningTests.Fixture>
{
    // These name dockets by opaque ids, cards by their numbers, or nothing of anybody; a docket is opened with what they give. The lists of an office's day record each person, and are
    // bounded by who comes.
    private static readonly string[] s_showNobody =
    [
        "GetApproval", "GetApprovals", "GetClearanceReviews", "GetCourt", "GetCourtClosureDates", "GetCourtClosurePreview", "GetCourtClosures",
        "GetCourtHearings", "GetCourts", "GetDownloadReport", "GetErasure", "GetInbox", "GetKeyCards", "GetMissed", "GetOffice", "GetOfficeClosureDates", "GetOfficeClosurePreview",
        "GetOfficeClosures", "GetOfficeDay", "GetOffices", "GetOfficeSlots", "GetOfficeWork", "GetPartner", "GetPartners", "GetPartnerUsage", "GetQuarantine", "GetReminderReport", "GetRetentionReport",
        "GetRetentionReports", "GetRetentionRules", "GetScanners",
        "GetSealReport", "GetSeals", "GetSites", "GetTextPreview",
    ];

    private static int s_people;

    [Fact]
    public void A_function_that_reads_for_people_opens_a_docket_or_shows_nobody()
    {
        var reading = HttpFunction.All.Where(function => function.Method == "GET" && function.Access is { Public: false, Cardholder: false } access && access.Roles.Count > 0);
        Assert.Equal(s_showNobody, reading.Where(function => !OpensDocket(function)).Select(function => function.Name).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Every_function_that_opens_a_docket_is_bound_by_the_same_count()
    {
        var (known, other) = (await PersonAsync(), await PersonAsync());
        var officer = NewOfficer();
        await OpenManyAsync(officer, Openings.Limit - 1);
        var functions = HttpFunction.All.Where(function => function.Method == "GET" && OpensDocket(function)).ToList();
        Assert.InRange(functions.Count, 13, 100);
        foreach (var function in functions)
        {
            // The first of them opens the docket; for the others it is open.
            foreach (var role in function.Access!.Roles)
            {
                using var caller = api.As(officer, role);
                (await caller.GetAsync(known.Of(function))).Is(200);
            }
        }

        var before = await LooksAsync(other);
        foreach (var function in functions)
        {
            foreach (var role in function.Access!.Roles)
            {
                using var caller = api.As(officer, role);
                var refused = (await caller.GetAsync(other.Of(function))).IsProblem(429, "too-many-people");
                Assert.Equal("3600", refused.Headers.GetValues("Retry-After").Single());
                (await caller.GetAsync(known.Of(function))).Is(200);
            }
        }

        Assert.Equal(before + 1, await LooksAsync(other));
        api.Host.Clock.Advance(Openings.CountsFor);
        using var later = api.As(officer, "Enrollment.Officer");
        (await later.GetAsync($"/api/v1/cardholders/{other.Id}")).Is(200);
    }

    [Fact]
    public async Task A_card_that_is_presented_is_not_counted_and_a_typed_number_is()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var another = await TestPeople.IssueAsync(api.Host);
        var officer = NewOfficer();
        await OpenManyAsync(officer, Openings.Limit - 1);
        using var caller = api.As(officer, "Field.Officer");
        (await caller.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsValid();
        (await caller.VerifyAsync(Verifying.Number(another["cardNumber"]!.GetValue<string>()))).IsValid();
        (await caller.VerifyAsync(Verifying.Number(another["cardNumber"]!.GetValue<string>()))).IsValid();
        var refused = (await caller.PostAsync(Verifying.Path, Verifying.Number(card["cardNumber"]!.GetValue<string>()), key: "")).IsProblem(429, "too-many-people");
        Assert.DoesNotContain("Miron", refused.Text, StringComparison.Ordinal);
        var valid = (await caller.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()))).IsValid();
        (await caller.GetAsync(valid["card"]!["photo"]!["href"]!.GetValue<string>())).Is(200);
    }

    [Fact]
    public async Task Two_hundred_at_once_open_no_more_than_one_after_another()
    {
        var officer = NewOfficer();
        var dockets = await DocketsAsync(200);
        using var caller = api.As(officer, "Enrollment.Officer");
        ConcurrentBag<string> opened = [];
        await Parallel.ForEachAsync(dockets, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (docket, _) =>
        {
            var reply = await caller.GetAsync(docket);
            if (reply.Status == 200)
            {
                opened.Add(docket);
                return;
            }

            reply.IsProblem(429, "too-many-people");
        });
        Assert.InRange(opened.Count, 1, Openings.Limit);

        // Lost races leave some; the rest of them, and not one more, are opened one after another.
        var rest = 0;
        foreach (var docket in dockets.Except(opened))
        {
            rest += (await caller.GetAsync(docket)).Status == 200 ? 1 : 0;
        }

        Assert.Equal(Openings.Limit, opened.Count + rest);
    }

    [Fact]
    public async Task People_are_told_from_80_on_and_of_whom_no_word()
    {
        var officer = NewOfficer();
        var before = api.Told.Count;
        await OpenManyAsync(officer, Openings.UnusualFrom - 1);
        Assert.Equal(before, api.Told.Count);
        await OpenManyAsync(officer, 1);
        Assert.Equal([Line(Openings.UnusualFrom)], api.Told.Skip(before));
        await OpenManyAsync(officer, Openings.Limit - Openings.UnusualFrom);
        using var caller = api.As(officer, "Enrollment.Officer");
        (await caller.GetAsync((await DocketsAsync(1))[0])).IsProblem(429, "too-many-people");
        Assert.Equal([.. Enumerable.Range(Openings.UnusualFrom, Openings.Limit - Openings.UnusualFrom + 1).Append(Openings.Limit).Select(Line)], api.Told.Skip(before));
    }

    [Fact]
    public async Task Each_opening_counts_for_an_hour_of_its_own()
    {
        var officer = NewOfficer();
        await OpenManyAsync(officer, 1);
        api.Host.Clock.Advance(TimeSpan.FromMinutes(40));
        await OpenManyAsync(officer, Openings.Limit - 1);
        var dockets = await DocketsAsync(2);
        using (var caller = api.As(officer, "Enrollment.Officer"))
        {
            var refused = (await caller.GetAsync(dockets[0])).IsProblem(429, "too-many-people");
            Assert.Equal(20 * 60, int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture));
        }

        api.Host.Clock.Advance(TimeSpan.FromMinutes(20));
        using var later = api.As(officer, "Enrollment.Officer");
        (await later.GetAsync(dockets[0])).Is(200);
        (await later.GetAsync(dockets[1])).IsProblem(429, "too-many-people");
    }

    [Fact]
    public async Task One_person_s_count_is_nobody_else_s()
    {
        var officer = NewOfficer();
        await OpenManyAsync(officer, Openings.Limit);
        using var colleague = api.As(NewOfficer(), "Enrollment.Officer");
        (await colleague.GetAsync((await DocketsAsync(1))[0])).Is(200);
    }

    private static bool OpensDocket(HttpFunction function) =>
        function.Path.Contains("{cardholderId}", StringComparison.Ordinal) || function.Path.Contains("{cardNumber}", StringComparison.Ordinal)
        || function.Path.Contains("{itemId}", StringComparison.Ordinal);

    private static string Line(int dockets) => $"86 Warning One person has opened {dockets} different dockets within an hour.";

    private static string NewOfficer() => $"officer-of-many-{Interlocked.Increment(ref s_people)}";

    /// <summary>A person with a card, a document, and a photo that waits for a second officer.</summary>
    private async Task<Person> PersonAsync()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var id = card["cardholderId"]!.GetValue<string>();
        using var keeper = api.As(NewOfficer(), "Enrollment.Officer");
        var path = $"/api/v1/cardholders/{id}";
        (await keeper.PutAsync($"{path}/photo", Caller.Bytes(await File.ReadAllBytesAsync(TestPeople.OtherPhotoPath), "image/jpeg"), (await keeper.GetAsync(path)).ETag)).Is(202);
        return new(id, card["cardNumber"]!.GetValue<string>(), await TestDocuments.AddAsync(keeper, id, TestPdf.Of(1)), await TestInbox.RaiseAsync(api.Host, id));
    }

    private async Task<int> LooksAsync(Person person)
    {
        using var auditor = api.As("Docket.Auditor");
        return (await auditor.GetAsync($"/api/v1/cardholders/{person.Id}/disclosures")).Is(200).Json["disclosures"]!.AsArray().Count;
    }

    private async Task OpenManyAsync(string officer, int count)
    {
        using var caller = api.As(officer, "Enrollment.Officer");
        foreach (var docket in await DocketsAsync(count))
        {
            (await caller.GetAsync(docket)).Is(200);
        }
    }

    /// <summary>The addresses of fresh dockets.</summary>
    private async Task<IReadOnlyList<string>> DocketsAsync(int count)
    {
        using var enrolling = api.As("Enrollment.Officer");
        List<string> paths = [];
        for (var number = 0; number < count; number++)
        {
            paths.Add((await enrolling.PostAsync("/api/v1/cardholders", TestPeople.Person())).Is(201).Headers.Location!.ToString());
        }

        return paths;
    }

    private sealed record Person(string Id, string CardNumber, string Document, string Item)
    {
        public string Of(HttpFunction function) => function.Path
            .Replace("{cardholderId}", Id, StringComparison.Ordinal)
            .Replace("{cardNumber}", CardNumber, StringComparison.Ordinal)
            .Replace("{documentId}", Document, StringComparison.Ordinal)
            .Replace("{itemId}", Item, StringComparison.Ordinal);
    }

    /// <summary>A host that keeps what it tells people.</summary>
    public sealed class Fixture : ApiFixture
    {
        private readonly ConcurrentQueue<string> _told = [];

        /// <summary>What it told, in order.</summary>
        public IReadOnlyList<string> Told => [.. _told];

        protected override Task<TestHost> StartAsync() => TestHost.StartAsync(
            Storage.World,
            services =>
            {
                Storage.AddTo(services);
                Tokens.AddTo(services);
                services.AddSingleton<ILoggerProvider>(new Lines(_told));
            });

        private sealed class Lines(ConcurrentQueue<string> told) : ILoggerProvider, ILogger
        {
            public ILogger CreateLogger(string categoryName) => this;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (eventId.Name == "OpeningsUnusual")
                {
                    told.Enqueue($"{eventId.Id} {logLevel} {formatter(state, exception)}");
                }
            }

            public void Dispose()
            {
            }
        }
    }
}
