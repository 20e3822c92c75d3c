using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Cardholders;
using SecureDocket.Searches;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Tests.Searches;

/// <summary>How many are found by a name that is misspelt, or written down by somebody else, among a hundred thousand people.</summary>
public sealed class NameRecallTests(NameRecallTests.People people, ITestOutputHelper output) : IClassFixture<NameRecallTests.People>
{
    private const int Shown = 10;
    private const int Asked = 1000;

    [Fact]
    public async Task A_name_with_one_misspelling_finds_its_person_among_ten()
    {
        Random random = new(11);
        var found = await RecallAsync(person => Misspell(person.Name, random), 1);
        Assert.InRange(found, 0.97, 1);
    }

    [Fact]
    public async Task A_name_in_another_spelling_finds_its_person_among_ten()
    {
        Random random = new(12);
        var found = await RecallAsync(person => Respell(person, random), 1);
        Assert.InRange(found, 0.9, 1);
    }

    private async Task<double> RecallAsync(Func<InventedPerson, string?> type, int span)
    {
        Random random = new(13);
        var (asked, found, shown) = (0, 0, 0);
        List<string> lost = [];
        while (asked < Asked)
        {
            var (id, person) = people.All[random.Next(people.All.Count)];
            if (people.Namesakes(person, span) >= 20 || type(person) is not { } typed || NameWord.Of(typed).Count == 0)
                continue;
            var year = person.Details.BirthDate.Year;
            NameQuery query = new(NameWord.Of(typed), year - span, year + span, null);
            Assert.InRange(query.Reads.Count, 1, NameQuery.ReadLimit);
            var (ids, _) = await people.Index.FindAsync(query, Shown, default);
            var candidates = ids.Where(candidate => query.LikenessOf(people.Details[candidate]) is not null).ToList();
            asked++;
            shown += candidates.Count;
            if (candidates.Contains(id))
                found++;
            else
                lost.Add($"{typed} for {person.Name}, {(ids.Contains(id) ? "unlike" : "not read")}");
        }

        output.WriteLine($"{(double)found / asked:F3} of {asked}, {(double)shown / asked:F1} shown; {string.Join("; ", lost.Take(60))}");
        return (double)found / asked;
    }

    /// <summary>One letter left out, doubled by another, put in another's place or exchanged with the next.</summary>
    private static string Misspell(string name, Random random)
    {
        while (true)
        {
            StringBuilder typed = new(name);
            var at = random.Next(name.Length - 1);
            var letter = (char)('a' + random.Next(26));
            if (!char.IsLetter(name[at]) || !char.IsLetter(name[at + 1]))
                continue;
            var misspelt = (random.Next(4) switch
            {
                0 => typed.Remove(at, 1),
                1 => typed.Insert(at + 1, letter),
                2 => typed.Replace(name[at], letter, at, 1),
                _ => typed.Remove(at, 1).Insert(at + 1, name[at]),
            }).ToString();
            if (misspelt != name)
                return misspelt;
        }
    }

    /// <summary>Every word that has another spelling in one of those; null if none has.</summary>
    private static string? Respell(InventedPerson person, Random random)
    {
        var left = person.Name;
        List<string> typed = [];
        foreach (var spellings in person.Words)
        {
            var now = spellings.Where(spelling => left.StartsWith(spelling, StringComparison.Ordinal)).MaxBy(spelling => spelling.Length)!;
            left = left[now.Length..].TrimStart();
            var others = spellings.Where(spelling => spelling != now).ToList();
            typed.Add(others.Count == 0 ? now : others[random.Next(others.Count)]);
        }

        var name = string.Join(' ', typed);
        return name == person.Name ? null : name;
    }

    /// <summary>The people and their index.</summary>
    public sealed class People : IAsyncLifetime
    {
        private const int Count = 100_000;
        private const int FirstYear = 1985;
        private const int LastYear = 1989;

        private readonly Dictionary<(string Name, int Year), int> _namesakes = [];

        /// <summary>Those who are asked for.</summary>
        internal List<(CardholderId Id, InventedPerson Person)> All { get; } = [];

        internal Dictionary<CardholderId, CardholderDetails> Details { get; } = [];

        internal NameIndex Index { get; } = new(new InMemoryTables(), new KeyedHash(new byte[32]));

        public async Task InitializeAsync()
        {
            foreach (var person in new InventedPeople(1).Take(Count))
            {
                // Every hint is bound to the year of birth: no search in other years ever reads those of the others.
                var year = person.Details.BirthDate.Year;
                if (year is < FirstYear or > LastYear)
                    continue;
                var id = CardholderId.TryParse(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(person.Details.ANumber)).AsSpan(0, 16)), out var made) ? made : throw new InvalidOperationException();
                Details.Add(id, person.Details);
                _namesakes[(person.TrueName, year)] = _namesakes.GetValueOrDefault((person.TrueName, year)) + 1;
                await Index.AddAsync(id, person.Details, default);
                if (year is > FirstYear and < LastYear)
                    All.Add((id, person));
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        /// <summary>How many others have the name, in whatever spelling, and were born in the years that are searched.</summary>
        internal int Namesakes(InventedPerson person, int span) =>
            Enumerable.Range(person.Details.BirthDate.Year - span, (2 * span) + 1).Sum(year => _namesakes.GetValueOrDefault((person.TrueName, year))) - 1;
    }
}
