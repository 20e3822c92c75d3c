using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.Archive;
using SecureDocket.Disclosures;
using SecureDocket.Searches;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Searches;

/// <summary>Officers find a person by one key, and everybody concerned can tell afterwards.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private readonly World _world = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(_world);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("Enrollment.Officer")]
    [InlineData("Field.Officer")]
    [InlineData("Protection.Supervisor")]
    public async Task A_person_is_found_by_each_key_and_shown_by_initials_year_and_photo(string role)
    {
        var person = await TestSearches.PersonAsync(_host);
        using var caller = new Caller(_host.As(role));
        foreach (var key in TestSearches.Keys)
        {
            var reply = (await caller.PostAsync(TestSearches.Path, TestSearches.For(key, person.Values[key]), key: "")).Is(200);

            Assert.False(Reply.HasExactly(reply.Json, "candidates", "more")["more"]!.GetValue<bool>());
            var candidate = Reply.HasExactly(Assert.Single(reply.Json["candidates"]!.AsArray()), "cardholderId", "initials", "birthYear", "href", "photo");
            Assert.Equal(person.Id, candidate["cardholderId"]!.GetValue<string>());
            Assert.Equal($"{person.Name[0]}. S.", candidate["initials"]!.GetValue<string>());
            Assert.Equal(1990, candidate["birthYear"]!.GetValue<int>());
            Assert.Equal($"/api/v1/cardholders/{person.Id}", candidate["href"]!.GetValue<string>());
            Assert.Equal($"/api/v1/cardholders/{person.Id}/photo", candidate["photo"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("aNumber", "A {0}{1}{2} {3}{4}{5} {6}{7}{8}")]
    [InlineData("aNumber", "A{0}{1}{2}-{3}{4}{5}-{6}{7}{8}")]
    [InlineData("aNumber", "A# {0}{1}{2}{3}{4}{5}{6}{7}{8}")]
    [InlineData("aNumber", "{0}{1}{2} {3}{4}{5} {6}{7}{8}")]
    [InlineData("fins", "f{0}{1}{2}-{3}{4}{5} {6}{7}{8}")]
    [InlineData("subjectId", " S {0}{1}{2}{3}{4}{5}{6}{7}{8} ")]
    public async Task A_key_is_found_however_people_type_it(string key, string typed)
    {
        var person = await TestSearches.PersonAsync(_host);
        var digits = person.Values["aNumber"][1..].Select(digit => (object)digit).ToArray();
        using var caller = new Caller(_host.As("Field.Officer"));

        Assert.Equal([person.Id], TestSearches.Found(await caller.PostAsync(TestSearches.Path, TestSearches.For(key, string.Format(null, typed, digits)))));
    }

    [Theory]
    [InlineData("A01234567", "1 234 567")]
    [InlineData("A012345678", "12-345-678")]
    public async Task An_old_A_number_has_fewer_digits(string enrolled, string typed)
    {
        var person = TestPeople.Person();
        person["aNumber"] = enrolled;
        using var officer = _host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer, person);
        using var caller = new Caller(_host.As("Field.Officer"));

        Assert.Equal([id], TestSearches.Found(await caller.PostAsync(TestSearches.Path, TestSearches.For("aNumber", typed))));
    }

    [Fact]
    public async Task Of_many_who_share_a_phone_ten_are_shown_and_it_is_said_that_there_are_more()
    {
        using var officer = _host.As("Enrollment.Officer");
        using var caller = new Caller(_host.As("Field.Officer"));
        var shared = TestPeople.Person()["mobile"]!.GetValue<string>();
        List<string> people = [];
        for (var count = 1; count <= SearchedDockets.Limit + 1; count++)
        {
            var person = TestPeople.Person();
            (person["mobile"], person["birthDate"]) = (shared, TestPeople.BirthDate());
            people.Add(await TestPeople.EnrollAsync(officer, person));
            if (count < SearchedDockets.Limit)
            {
                continue;
            }

            var reply = await caller.PostAsync(TestSearches.Path, TestSearches.For("mobile", shared));
            Assert.Equal(people.Order(StringComparer.Ordinal).Take(SearchedDockets.Limit), TestSearches.Found(reply));
            Assert.Equal(count > SearchedDockets.Limit, reply.Json["more"]!.GetValue<bool>());
        }
    }

    [Fact]
    public async Task A_number_that_the_person_no_longer_has_finds_nobody()
    {
        var person = await TestSearches.PersonAsync(_host);
        using var officer = new Caller(_host.As("Enrollment.Officer"));
        var etag = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Is(200).ETag;
        var contact = new JsonObject { ["language"] = "ru", ["mobile"] = TestPeople.Person()["mobile"]!.GetValue<string>(), ["timeZone"] = "America/Chicago", ["messageTier"] = "neutral" };
        (await officer.PutAsync($"/api/v1/cardholders/{person.Id}/contact", contact, etag)).Is(200);

        Assert.Empty(TestSearches.Found(await officer.PostAsync(TestSearches.Path, TestSearches.For("mobile", person.Values["mobile"]))));
        Assert.Equal([person.Id], TestSearches.Found(await officer.PostAsync(TestSearches.Path, TestSearches.For("mobile", contact["mobile"]!.GetValue<string>()))));
    }

    [Fact]
    public async Task Bad_input_gets_one_complete_answer_and_leaves_nothing()
    {
        var watch = new StorageWatch(_world);
        await using var host = await TestHost.StartAsync(_world, watch.AddTo);
        using var caller = new Caller(host.As("Field.Officer"));
        var before = watch.Writes;
        async Task<Reply> AskAsync(string body) => await caller.PostAsync(TestSearches.Path, Caller.Json(body));

        (await AskAsync("""{"purpose":"enrollment"}""")).IsInvalid("aNumber");
        (await AskAsync("""{}""")).IsInvalid("aNumber", "purpose");
        (await AskAsync("""{"aNumber":"A012345678","mobile":"+12125550123","purpose":"enrollment"}""")).IsInvalid("aNumber");
        (await AskAsync("""{"aNumber":"A012345678","fins":"-","subjectId":"12","purpose":"because"}""")).IsInvalid("aNumber", "fins", "subjectId", "purpose");
        (await AskAsync("""{"aNumber":"A000000000","purpose":"enrollment"}""")).IsInvalid("aNumber");
        (await AskAsync("""{"mobile":"18004","purpose":"enrollment"}""")).IsInvalid("mobile");
        (await AskAsync("""{"cardNumber":"0000-0000-0001","purpose":"enrollment"}""")).IsInvalid("cardNumber");
        (await AskAsync("""{"hearingId":"a|b","purpose":"enrollment"}""")).IsInvalid("hearingId");
        (await AskAsync("""{"fins":"ABCD","purpose":"enrollment"}""")).IsInvalid("fins");
        (await AskAsync("""{"aNumber":"A012345678"}""")).IsInvalid("purpose");
        (await AskAsync("""{"aNumber":"A012345678","purpose":"audit"}""")).IsInvalid("purpose");
        (await AskAsync($$"""{"aNumber":"A012345678","purpose":"{{new string('x', 5000)}}"}""")).IsInvalid("purpose");
        (await AskAsync($$"""{"aNumber":"A012345678","purpose":"{{new string('x', 50_000)}}"}""")).IsInvalid("purpose");
        (await AskAsync("""{"aNumber":"A012345678","who":"Miron","purpose":"enrollment"}""")).IsInvalid("who");
        (await AskAsync("""{"aNumber":"A012345678","name":"Miron","bornFrom":1990,"purpose":"enrollment"}""")).IsInvalid("aNumber");
        (await AskAsync("""{"aNumber":"A012345678","bornFrom":1990,"purpose":"enrollment"}""")).IsInvalid("name");
        (await AskAsync("""{"name":"Miron","purpose":"enrollment"}""")).IsInvalid("bornFrom");
        (await AskAsync("""{"name":"M","bornFrom":1990,"purpose":"enrollment"}""")).IsInvalid("name");
        (await AskAsync("""{"name":"М. З.","bornFrom":1990,"purpose":"enrollment"}""")).IsInvalid("name");
        (await AskAsync("""{"name":"","bornFrom":1990,"purpose":"enrollment"}""")).IsInvalid("name");
        (await AskAsync("""{"name":"1990","bornFrom":1990,"purpose":"enrollment"}""")).IsInvalid("name");
        (await AskAsync("""{"name":"Miron","bornFrom":"1990","purpose":"enrollment"}""")).IsInvalid("bornFrom");
        (await AskAsync("""{"name":"Miron","bornFrom":1899,"purpose":"enrollment"}""")).IsInvalid("bornFrom");
        (await AskAsync("""{"name":"Miron","bornFrom":9990,"purpose":"enrollment"}""")).IsInvalid("bornFrom");
        (await AskAsync("""{"name":"Miron","bornFrom":9007199254740993,"bornTo":9007199254740994,"purpose":"enrollment"}""")).IsInvalid("bornFrom");
        (await AskAsync("""{"name":"Miron","bornFrom":1990,"bornTo":1989,"purpose":"enrollment"}""")).IsInvalid("bornTo");
        (await AskAsync("""{"name":"Miron","bornFrom":1990,"bornTo":1993,"purpose":"enrollment"}""")).IsInvalid("bornTo");
        (await AskAsync("""{"name":"M","bornFrom":1,"bornTo":9,"nationality":"XXY","purpose":"because"}""")).IsInvalid("name", "bornFrom", "bornTo", "nationality", "purpose");
        (await AskAsync($$"""{"name":"{{new string('m', 5000)}}","bornFrom":1990,"purpose":"enrollment"}""")).IsInvalid("name");

        Assert.Equal(before, watch.Writes);
    }

    [Fact]
    public async Task Each_search_is_on_record_without_its_value_and_who_was_shown_is_told()
    {
        var person = await TestSearches.PersonAsync(_host);
        using var caller = new Caller(_host.As("Field.Officer", "2"));
        await caller.PostAsync(TestSearches.Path, TestSearches.For("mobile", person.Values["mobile"], "documentService"));
        await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", "F000000009", "enrollment"));

        var rows = (await _world.Tables.ScanAsync(TableNames.Searches, "", "~", null, default)).Rows;
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal(_host.Clock.GetUtcNow().ToString("yyyyMM", null), row.Partition));
        var (hit, miss) = (Event(rows, 1), Event(rows, 0));
        Reply.HasExactly(hit, "id", "at", "by", "kind", "key", "purpose", "shown");
        Assert.Equal(("Mobile", "DocumentService", "dev-field-officer-2"), (Text(hit, "kind"), Text(hit, "purpose"), hit["by"]!["id"]!.GetValue<string>()));
        Assert.Equal(("Fins", "Enrollment"), (Text(miss, "kind"), Text(miss, "purpose")));
        Assert.Equal(_host.Services.GetRequiredService<SearchLog>().KeyOf(new(SearchKeyKind.Fins, "F000000009")), Text(miss, "key"));
        Assert.All(rows, row => Assert.DoesNotContain(person.Values["mobile"][2..], row.Row.Json, StringComparison.Ordinal));

        using var auditor = new Caller(_host.As("Docket.Auditor"));
        var looks = (await auditor.GetAsync($"/api/v1/cardholders/{person.Id}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        var look = Assert.Single(looks, look => look!["purpose"]!.GetValue<string>() == "search")!;
        Assert.Equal(("Field.Officer", "dev-field-officer-2", Text(hit, "id")), (look["role"]!.GetValue<string>(), look["recipient"]!.GetValue<string>(), look["subject"]!.GetValue<string>()));
        Assert.Equal(["initials", "birthYear", "photo"], look["fields"]!.AsArray().Select(field => field!.GetValue<string>()));
        var own = await _host.Services.GetRequiredService<ViewOwnDisclosures>().ExecuteAsync(Id(person), MonthNow(), null, default);
        Assert.Contains(own.Value!.Items, item => item.Purpose == Purpose.Search);
    }

    [Fact]
    public async Task A_search_is_archived_and_missed_where_somebody_deletes_it()
    {
        var person = await TestSearches.PersonAsync(_host);
        using var caller = new Caller(_host.As("Field.Officer"));
        await caller.PostAsync(TestSearches.Path, TestSearches.For("aNumber", person.Values["aNumber"]));
        await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", "F000000009"));
        await _host.RunTimerAsync("ArchiveJournal");
        var compare = _host.Services.GetRequiredService<CompareTables>();
        Assert.Equal((2, 0), ((await compare.ExecuteAsync(default)).Searches, (await compare.ExecuteAsync(default)).MissingCount));

        var rows = (await _world.Tables.ScanAsync(TableNames.Searches, "", "~", null, default)).Rows;
        var (deleted, changed) = (rows[0], rows[1]);
        await _world.Tables.CommitAsync(TableNames.Searches, deleted.Partition, [RowWrite.Delete(deleted.Row.Key, null)], default);
        await _world.Tables.CommitAsync(
            TableNames.Searches, changed.Partition, [RowWrite.Put(changed.Row.Key, changed.Row.Json.Replace("dev-field-officer-1", "somebody else", StringComparison.Ordinal))], default);

        Assert.Equal(
            new[] { deleted, changed }.Select(row => $"{row.Partition} {row.Row.Key}").Order(),
            (await compare.ExecuteAsync(default)).Missing);
    }

    [Fact]
    public async Task The_sixty_first_search_of_an_hour_waits_for_the_next_and_nobody_elses_does()
    {
        _host.Clock.Advance(TimeSpan.FromMinutes(75 - _host.Clock.GetUtcNow().Minute));
        using var caller = new Caller(_host.As("Field.Officer"));
        using var other = new Caller(_host.As("Field.Officer", "2"));
        for (var count = 0; count < 60; count++)
        {
            (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", $"F{count:0000}"))).Is(200);
        }

        var before = (await _world.Tables.ScanAsync(TableNames.Searches, "", "~", null, default)).Rows.Count;
        var refused = (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", "F0061"))).IsProblem(429, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(44), TimeSpan.FromMinutes(45));
        Assert.Equal(before, (await _world.Tables.ScanAsync(TableNames.Searches, "", "~", null, default)).Rows.Count);
        (await other.PostAsync(TestSearches.Path, TestSearches.For("fins", "F0061"))).Is(200);

        _host.Clock.Advance(refused.Headers.RetryAfter.Delta.Value);
        using var later = new Caller(_host.As("Field.Officer"));
        (await later.PostAsync(TestSearches.Path, TestSearches.For("fins", "F0061"))).Is(200);
    }

    [Fact]
    public async Task The_number_of_searches_is_a_setting()
    {
        await using var host = await TestHost.StartAsync(new World(), settings: new Dictionary<string, string?> { ["SecureDocket:Searches:PerHour"] = "2" });
        using var caller = new Caller(host.As("Field.Officer"));
        (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", "F0001"))).Is(200);
        (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", "F0002"))).Is(200);
        (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", "F0003"))).IsProblem(429, "too-many-requests");
    }

    [Fact]
    public async Task Twenty_misses_within_an_hour_are_told_and_hits_are_not()
    {
        LogLines lines = new();
        await using var host = await TestHost.StartAsync(new World(), services => services.AddSingleton<ILoggerProvider>(lines));
        var person = await TestSearches.PersonAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(60 - host.Clock.GetUtcNow().Minute));
        using var caller = new Caller(host.As("Field.Officer"));
        for (var count = 1; count < FindPeople.UnusualMisses; count++)
        {
            (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", $"F{count:0000}"))).Is(200);
            (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", person.Values["fins"]))).Is(200);
        }

        Assert.Empty(lines.Told);
        (await caller.PostAsync(TestSearches.Path, TestSearches.For("fins", "F9999"))).Is(200);
        Assert.Equal(["87 Warning One person's searches found nobody 20 times or more within an hour."], lines.Told);
    }

    private static JsonObject Event(IReadOnlyList<ScannedRow> rows, int shown) =>
        Assert.Single(rows.Select(row => JsonNode.Parse(row.Row.Json)!.AsObject()), search => search["shown"]!.GetValue<int>() == shown);

    private static string Text(JsonObject json, string member) => json[member]!.GetValue<string>();

    private static CardholderId Id(Searched person) => CardholderId.TryParse(person.Id, out var id) ? id : throw new InvalidOperationException();

    private NodaTime.YearMonth MonthNow() => NodaTime.Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()).InZone(NodaTime.DateTimeZoneProviders.Tzdb["America/Chicago"]).Date.ToYearMonth();

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _told = new();

        public IReadOnlyList<string> Told => [.. _told];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "SearchesMissed")
            {
                _told.Enqueue($"{eventId.Id} {logLevel} {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
