using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Searches;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Searches;

/// <summary>An officer who knows a name, more or less, and about when somebody was born, finds them.</summary>
public sealed class NameSearchTests(NameSearchTests.People people) : IClassFixture<NameSearchTests.People>
{
    [Theory]
    [InlineData("Mohamad Alhasan", "محمد الحسن")]
    [InlineData("Muhammed Al-Hassan", "محمد الحسن")]
    [InlineData("El Hassan, Mohammad", "محمد الحسن")]
    [InlineData("محمد الحسن", "محمد الحسن")]
    [InlineData("Mohamad", "محمد الحسن")]
    [InlineData("Iryna Shevchenko", "Ірина Шевченко")]
    [InlineData("IRINA CHEVTCHENKO", "Ірина Шевченко")]
    [InlineData("Ірина Шевченко", "Ірина Шевченко")]
    [InlineData("Josefina Ernandes", "Josefina Hernández de la Cruz")]
    [InlineData("Delacruz Hernandez Josefina", "Josefina Hernández de la Cruz")]
    [InlineData("Zhang Xiao Ming", "张小明")]
    [InlineData("Xiaoming Zhang", "张小明")]
    [InlineData("张小明", "张小明")]
    [InlineData("Abdul Rahman Al Sayyid", "Abdurrahman El-Sayed")]
    [InlineData("Jan Batis Pyer", "Jean-Baptiste Pierre")]
    public async Task A_name_is_found_in_other_spellings_scripts_and_orders(string typed, string name) =>
        Assert.Equal(people.Ids[name], (await people.FindAsync(typed, 1989, 1991))[0]);

    [Theory]
    [InlineData(1990, null, true)]
    [InlineData(1988, 1990, true)]
    [InlineData(1990, 1992, true)]
    [InlineData(1991, 1993, false)]
    [InlineData(1989, null, false)]
    public async Task Only_the_years_that_are_asked_for_are_searched(int from, int? to, bool found) =>
        Assert.Equal(found, (await people.FindAsync("Mohamad Alhasan", from, to)).Contains(people.Ids["محمد الحسن"]));

    [Fact]
    public async Task A_nationality_narrows_the_search()
    {
        Assert.Contains(people.Ids["محمد الحسن"], await people.FindAsync("Mohamad Alhasan", 1990, null, "SYR"));
        Assert.DoesNotContain(people.Ids["محمد الحسن"], await people.FindAsync("Mohamad Alhasan", 1990, null, "EGY"));
    }

    [Fact]
    public async Task Who_only_shares_a_word_is_not_shown()
    {
        Assert.Empty(await people.FindAsync("Wilhelmina Grootveld", 1990, null));
        Assert.Empty(await people.FindAsync("Mohamad Grootveld", 1990, null));
    }

    [Fact]
    public async Task Of_more_than_ten_namesakes_ten_are_shown_and_it_is_said_that_there_are_more()
    {
        List<string> others = [];
        for (var count = 1; count <= SearchedDockets.Limit + 1; count++)
        {
            var person = Person("Rosa Quintanilla", "Rosa Quintanilla", "GTM");
            (person["birthDate"], person["mobile"], person["otherThan"]) = ($"1971-{count:00}-01", null, new JsonArray([.. others]));
            others.Add(await people.EnrollAsync(person));
            if (count < SearchedDockets.Limit)
                continue;
            var json = (await people.AskAsync("Roza Quintanila", 1971, null)).Is(200).Json;
            Assert.Equal(SearchedDockets.Limit, json["candidates"]!.AsArray().Count);
            Assert.Equal(count > SearchedDockets.Limit, json["more"]!.GetValue<bool>());
        }
    }

    [Fact]
    public async Task A_protected_person_is_missed_by_name_as_somebody_who_is_not_there()
    {
        var person = Person("Zdenka Prochazkova", "Zdenka Prochazkova", "CZE");
        var id = await people.EnrollAsync(person);
        await TestSearches.ProtectAsync(people.Host.Host, id);
        await people.AskAsync("Zdenka Prochazkova", 1970, null);

        var (miss, missed) = await TracedAsync(1970);
        var (hit, asked) = await TracedAsync(1990);

        Assert.Equal("""{"candidates":[],"more":false}""", hit.Text);
        Assert.Equal(miss.Bytes, hit.Bytes);
        Assert.Equal(missed.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
        using var supervisor = new Caller(people.Host.Host.As("Protection.Supervisor"));
        Assert.Equal([id], TestSearches.Found(await supervisor.PostAsync(TestSearches.Path, People.Search("Zdenka Prochazkova", 1990, null), key: "")));

        async Task<(Reply Reply, IReadOnlyList<string> Requests)> TracedAsync(int year)
        {
            people.Host.Tap.Restart();
            var reply = (await people.AskAsync("Zdenka Prochazkova", year, null)).Is(200);
            return (reply, [.. people.Host.Tap.Requests.Select(request => $"{request.Method} {request.Target}")]);
        }
    }

    [Fact]
    public async Task A_search_reads_at_most_forty_keys_and_ten_dockets_whatever_is_asked()
    {
        foreach (var (name, from, to) in ((string, int, int?)[])[("Maria Guadalupe Concepcion Jimenez Xicotencatl Chavez de la Torre", 1980, 1982), ("Aung", 1990, null), ("Li Na", 1990, 1992)])
        {
            people.Host.Tap.Restart();
            await people.FindAsync(name, from, to);

            Assert.InRange(people.Host.Tap.Requests.Count(request => request.Target == TableNames.Lookups), 1, NameQuery.ReadLimit);
            Assert.Equal(SearchedDockets.Limit, people.Host.Tap.Requests.Count(request => request is { Target: TableNames.Dockets, IsRead: true }));
        }
    }

    [Fact]
    public async Task A_person_is_found_by_name_once_the_enrollment_went_through_whatever_failed_before()
    {
        var number = 0;
        await FaultProof.AtEveryCallAsync(
            people.Host,
            () =>
            {
                var (syllable, other) = ((char)('b' + (number % 20)), (char)('a' + (number++ / 20)));
                var name = $"{char.ToUpperInvariant(syllable)}olimbar{other}n {char.ToUpperInvariant(syllable)}erestin{other}th";
                var person = Person(name, name, "XXA");
                return Task.FromResult((Person: person, Name: name, Key: Guid.NewGuid().ToString()));
            },
            ready => people.PostAsync(ready.Person, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.True(first.Status == 201 || (first.Status == 503 && FaultProof.IsTold(fault)), $"{first.Status}");
                var id = (await people.PostAsync(ready.Person, ready.Key)).Is(201).Json["id"]!.GetValue<string>();
                people.Host.Host.Clock.Advance(TimeSpan.FromHours(1));
                Assert.Contains(id, await people.FindAsync(ready.Name, 1990, null));
            });
    }

    [Fact]
    public async Task Neither_key_nor_hint_holds_the_name()
    {
        var rows = (await people.Host.Host.Services.GetRequiredService<ITables>().ScanAsync(TableNames.Lookups, "", "~", null, default)).Rows.Where(row => row.Partition.StartsWith("name|", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches("^name\\|[A-Za-z0-9_-]{22}$", row.Partition));
        Assert.All(rows, row => Assert.Matches("""^\{"marks":"[A-Za-z0-9_-]+"\}$""", row.Row.Json));
    }

    private static JsonObject Person(string name, string latinName, string nationality)
    {
        var person = TestPeople.Person();
        (person["name"], person["latinName"], person["nationality"], person["birthDate"]) = (name, latinName, nationality, "1990-05-17");
        return person;
    }

    /// <summary>A host with some people.</summary>
    public sealed class People : IAsyncLifetime
    {
        private readonly Dictionary<string, string> _ids = [];

        internal TappedHost Host { get; private set; } = null!;

        internal IReadOnlyDictionary<string, string> Ids => _ids;

        public async Task InitializeAsync()
        {
            Host = await TappedHost.StartAsync();
            foreach (var (name, latinName, nationality) in ((string, string, string)[])
            [
                ("محمد الحسن", "Mohamed Al-Hassan", "SYR"), ("Ірина Шевченко", "Iryna Shevchenko", "UKR"), ("Josefina Hernández de la Cruz", "Josefina Hernandez de la Cruz", "GTM"),
                ("张小明", "Zhang Xiaoming", "CHN"), ("Abdurrahman El-Sayed", "Abdurrahman El-Sayed", "EGY"), ("Jean-Baptiste Pierre", "Jean-Baptiste Pierre", "HTI"),
                ("Mahmoud Alhosni", "Mahmoud Alhosni", "SYR"), ("Josefina Martinez Cruz", "Josefina Martinez Cruz", "GTM"), ("Ivan Shevchuk", "Ivan Shevchuk", "UKR"),
            ])
            {
                _ids[name] = await EnrollAsync(Person(name, latinName, nationality));
            }
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        internal static JsonObject Search(string name, int from, int? to, string? nationality = null) =>
            new() { ["name"] = name, ["bornFrom"] = from, ["bornTo"] = to, ["nationality"] = nationality, ["purpose"] = "checkInService" };

        internal async Task<string> EnrollAsync(JsonObject person)
        {
            using var officer = Host.Host.As("Enrollment.Officer");
            return await TestPeople.EnrollAsync(officer, person);
        }

        internal async Task<Reply> PostAsync(JsonObject person, string key)
        {
            using var officer = new Caller(Host.Host.As("Enrollment.Officer"));
            return await officer.PostAsync("/api/v1/cardholders", person.DeepClone().AsObject(), key);
        }

        internal async Task<Reply> AskAsync(string name, int from, int? to, string? nationality = null)
        {
            // An hour of its own, so that no count is used up.
            Host.Host.Clock.Advance(TimeSpan.FromHours(1));
            using var caller = new Caller(Host.Host.As("Field.Officer"));
            return await caller.PostAsync(TestSearches.Path, Search(name, from, to, nationality), key: "");
        }

        internal async Task<IReadOnlyList<string>> FindAsync(string name, int from, int? to, string? nationality = null) =>
            TestSearches.Found(await AskAsync(name, from, to, nationality));
    }
}
