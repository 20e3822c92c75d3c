using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cardholders;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Functions.Tests.Cardholders;

/// <summary>A whole pilot's roster in one import, cut short and repeated. Everything is real but the store.</summary>
public sealed class ImportAtScaleTests(ITestOutputHelper output)
{
    private const int Lines = ImportCardholders.LineLimit;
    private const int CutAfter = 4_000;

    [Fact]
    public async Task An_import_that_was_cut_short_is_finished_by_the_next_and_the_third_changes_nothing()
    {
        var clean = new InMemoryTables();
        await using (var host = await StartAsync(clean))
            AssertSummary(await Roster.ImportAsync(host, new Roster(Roster.People(Lines))), enrolled: Lines, unchanged: 0);

        var cut = new InMemoryTables();
        using var kill = new CancellationTokenSource();
        var dying = new DyingTables(cut, CutAfter, kill.Cancel);
        await using var second = await StartAsync(dying);
        await Assert.ThrowsAnyAsync<Exception>(() => Roster.ImportAsync(second, new Roster(Roster.People(Lines)), cancellationToken: kill.Token));
        Assert.True(kill.IsCancellationRequested);
        dying.Revive();

        // The server may hear a little later than we that its caller is gone, and go on until then.
        var finished = (await Roster.ImportAsync(second, new Roster(Roster.People(Lines))))[^1];
        Assert.InRange(finished["unchanged"]!.GetValue<int>(), CutAfter, Lines - 1);
        AssertCounts(finished, enrolled: Lines - finished["unchanged"]!.GetValue<int>(), unchanged: finished["unchanged"]!.GetValue<int>());
        var state = StateOf(cut);
        Assert.Equal(StateOf(clean), state);

        var third = await Roster.ImportAsync(second, new Roster(Roster.People(Lines)));
        AssertSummary(third, enrolled: 0, unchanged: Lines);
        Assert.Equal("Nothing changed: everyone was already enrolled.", third[^1]["message"]!.GetValue<string>());
        Assert.Equal(state, StateOf(cut));
    }

    [Fact]
    public async Task Of_a_roster_of_80_megabytes_a_quarter_is_under_way_at_most()
    {
        // The sockets and the server take some lines ahead of the import. A body that was read to its end first would be sent as a whole.
        const int LineLength = 8_000;
        var tables = new DyingTables(new InMemoryTables(), count: 0, kill: () => { });
        await using var host = await StartAsync(tables);
        var (sent, ahead) = (0, 0);
        var results = await Roster.ImportAsync(
            host,
            new Roster(Roster.People(Lines).Select(line =>
            {
                ahead = Math.Max(ahead, ++sent - tables.Opened);
                return line.PadRight(LineLength);
            })));

        AssertSummary(results, enrolled: Lines, unchanged: 0);
        output.WriteLine($"{ahead} of {Lines} lines were under way at once.");
        Assert.InRange(ahead, 1, Lines / 4);
    }

    [Fact]
    public async Task An_import_reads_no_further_ahead_than_its_window()
    {
        await using var host = await StartAsync(new InMemoryTables());
        var (read, answered, ahead) = (0, 0, 0);
        async IAsyncEnumerable<Result<EnrollmentForm>> ReadAsync()
        {
            for (var number = 0; number < 500; number++)
            {
                await Task.Yield();
                read++;
                ahead = Math.Max(ahead, read - answered);
                yield return new EnrollmentForm(new CardholderForm
                {
                    ANumber = $"A{100_000_000 + number}",
                    Name = TestPeople.NameOf(number),
                    BirthDate = "1990",
                    Nationality = "SEN",
                    Language = "wo",
                    TimeZone = "America/Chicago",
                }.Check(new(2026, 1, 1)).Value!, []);
            }
        }

        var import = host.Services.GetRequiredService<ImportCardholders>();
        await foreach (var line in import.ExecuteAsync(ReadAsync(), new Actor("Enrollment.Officer", "test"), default))
            Assert.Equal(++answered, line.Number);

        Assert.Equal(500, answered);
        Assert.InRange(ahead, 2, 32);
    }

    private static Task<TestHost> StartAsync(ITables tables) =>
        TestHost.StartAsync(configure: services => services.AddSingleton(tables));

    private static void AssertSummary(List<JsonNode> results, int enrolled, int unchanged)
    {
        Assert.Equal(Lines + 1, results.Count);
        Assert.Equal(Enumerable.Range(1, Lines), results.SkipLast(1).Select(result => result["line"]!.GetValue<int>()));
        Assert.Equal(enrolled, results.SkipLast(1).Count(result => result["outcome"]!.GetValue<string>() == "enrolled"));
        AssertCounts(results[^1], enrolled, unchanged);
    }

    private static void AssertCounts(JsonNode summary, int enrolled, int unchanged) => Assert.Equal(
        (Lines, enrolled, unchanged, 0),
        (summary["lines"]!.GetValue<int>(), summary["enrolled"]!.GetValue<int>(), summary["unchanged"]!.GetValue<int>(), summary["refused"]!.GetValue<int>()));

    /// <summary>All that the store holds, without what differs from run to run: ids, hashes, times.</summary>
    private static List<string> StateOf(InMemoryTables tables)
    {
        var dockets = tables.OpenRows().GroupBy(row => row.Partition).Select(docket =>
        {
            var rows = string.Join(' ', docket.Select(row => row.Row.Key.Split('|')[0]));
            var profile = JsonNode.Parse(docket.Single(row => row.Row.Key == "profile").Row.Json)!;
            var person = profile["cardholder"]!.AsObject();
            person.Remove("id");
            person.Remove("mobileSince");
            person.Remove("enrolledBy");
            return $"{rows} {profile["sequence"]} {person.ToJsonString()}";
        });
        return [.. dockets.Order(StringComparer.Ordinal), $"lookups {tables.RowsOf(TableNames.Lookups).Count}"];
    }

    /// <summary>Counts the dockets that are opened, and kills a request in the moment after so many of them.</summary>
    private sealed class DyingTables(InMemoryTables inner, int count, Action kill) : ITables
    {
        private readonly Lock _gate = new();
        private bool _killed;
        private int _opened;

        /// <summary>The dockets that were opened.</summary>
        public int Opened
        {
            get
            {
                lock (_gate)
                    return _opened;
            }
        }

        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => inner.FindAsync(table, key, cancellationToken);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            inner.RangeAsync(table, partition, from, to, take, cancellationToken);

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            inner.ScanAsync(table, from, to, continuation, cancellationToken);

        public async Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
        {
            if (IsKilled())
                await Task.Delay(Timeout.Infinite, cancellationToken);
            var versions = await inner.CommitAsync(table, partition, writes, cancellationToken);
            if (table == TableNames.Dockets && IsLast())
                kill();
            return versions;
        }

        /// <summary>Takes writes again.</summary>
        public void Revive()
        {
            lock (_gate)
                _killed = false;
        }

        private bool IsKilled()
        {
            lock (_gate)
                return _killed;
        }

        private bool IsLast()
        {
            lock (_gate)
            {
                _killed |= ++_opened == count;
                return _opened == count;
            }
        }
    }
}
