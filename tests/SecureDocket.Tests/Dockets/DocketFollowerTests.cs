using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Tests.Reminders;
using Xunit;

namespace SecureDocket.Tests.Dockets;

/// <summary>No change of a docket passes without its followers, and they are asked in one order.</summary>
public sealed class DocketFollowerTests
{
    private static readonly Actor s_actor = new("System", "Test");

    [Theory]
    [InlineData("Hearing has no follower", DocketWord.Cardholder, DocketWord.Card, DocketWord.CheckIn, DocketWord.Reminder)]
    [InlineData("Cardholder has no follower; Card has no follower; Hearing has no follower; CheckIn has no follower; Reminder has no follower")]
    [InlineData("Hearing has 2 followers (Recorder, Recorder)", DocketWord.Cardholder, DocketWord.Card, DocketWord.Hearing, DocketWord.Hearing, DocketWord.CheckIn, DocketWord.Reminder)]
    [InlineData("Recorder follows Document, which must not have a follower", DocketWord.Cardholder, DocketWord.Card, DocketWord.Hearing, DocketWord.CheckIn, DocketWord.Document, DocketWord.Reminder)]
    [InlineData("Recorder follows 99, which must not have a follower", DocketWord.Cardholder, DocketWord.Card, DocketWord.Hearing, DocketWord.CheckIn, DocketWord.Reminder, (DocketWord)99)]
    public void A_store_without_exactly_one_follower_a_word_is_not_made(string fault, params DocketWord[] words) =>
        Assert.Equal($"The docket's followers are incomplete: {fault}.", Assert.Throws<InvalidOperationException>(() => Store(new InMemoryTables(), [], words)).Message);

    [Fact]
    public void The_worker_registers_one_follower_for_each_word_that_must_be_followed() =>
        Assert.NotNull(Core.Over(new InMemoryTables(), new ManualClock(DateTimeOffset.UnixEpoch)).Get<DocketStore>());

    [Fact]
    public async Task Followers_are_asked_in_order_of_their_words_whatever_order_they_were_registered_in()
    {
        List<string> log = [];
        var store = Store(new InMemoryTables(), log, DocketWord.Reminder, DocketWord.CheckIn, DocketWord.Hearing, DocketWord.Card, DocketWord.Cardholder);
        var opened = await store.OpenAsync(Dates.Person(), [], s_actor, OperationId.New(), default);
        string[] each =
        [
            "complete Cardholder", "complete Card", "complete Hearing", "complete CheckIn", "complete Reminder",
            "hint Cardholder", "hint Card", "hint Hearing", "hint CheckIn", "hint Reminder", "committed Cardholder", "committed Card", "committed Hearing", "committed CheckIn", "committed Reminder",
        ];
        Assert.Equal(each, log);

        log.Clear();
        Assert.NotNull(await store.CommitAsync(opened!, new("contact-changed") { Cardholder = opened!.Cardholder }, s_actor, OperationId.New(), default));
        Assert.Equal(each, log);
    }

    [Fact]
    public async Task A_commit_that_lost_its_race_is_not_told_as_committed()
    {
        List<string> log = [];
        var store = Store(new InMemoryTables(), log, DocketWord.Cardholder, DocketWord.Card, DocketWord.Hearing, DocketWord.CheckIn, DocketWord.Reminder);
        var opened = (await store.OpenAsync(Dates.Person(), [], s_actor, OperationId.New(), default))!;
        Assert.NotNull(await store.CommitAsync(opened, new("first") { Cardholder = opened.Cardholder }, s_actor, OperationId.New(), default));

        log.Clear();
        Assert.Null(await store.CommitAsync(opened, new("second") { Cardholder = opened.Cardholder }, s_actor, OperationId.New(), default));
        Assert.Equal(10, log.Count);
        Assert.DoesNotContain(log, line => line.StartsWith("committed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_one_follower_adds_the_next_sees_and_the_commit_has()
    {
        var tables = new InMemoryTables();
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);
        DocketChange? seen = null;
        var adds = new Recorder(DocketWord.Card, []) { Completes = change => change with { Kind = "completed" } };
        var sees = new Recorder(DocketWord.Reminder, []) { Completes = change => seen = change };
        var store = Store(tables, clock, [sees, new Recorder(DocketWord.CheckIn, []), new Recorder(DocketWord.Hearing, []), adds, new Recorder(DocketWord.Cardholder, [])]);

        var person = Dates.Person();
        await store.OpenAsync(person, [], s_actor, OperationId.New(), default);
        Assert.Equal("completed", seen!.Kind);
        Assert.Equal("completed", Assert.Single(await tables.JournalAsync(person.Id)).Kind);
    }

    private static DocketStore Store(ITables tables, List<string> log, params DocketWord[] words) =>
        Store(tables, new ManualClock(DateTimeOffset.UnixEpoch), words.Select(word => new Recorder(word, log)));

    private static DocketStore Store(ITables tables, ManualClock clock, IEnumerable<IDocketFollower> followers)
    {
        var core = Core.Over(tables, clock);
        return new(core.Get<DocketTable>(), core.Get<DocketKeys>(), followers, core.Get<IPresentedCards>(), new KeyedHash(new byte[32]), clock);
    }

    private sealed class Recorder(DocketWord word, List<string> log) : IDocketFollower
    {
        public Func<DocketChange, DocketChange> Completes { get; init; } = change => change;

        public DocketWord Follows => word;

        public DocketChange Complete(DocketCommit commit)
        {
            log.Add($"complete {word}");
            return Completes(commit.Change);
        }

        public Task HintAsync(DocketCommit commit, CancellationToken cancellationToken)
        {
            log.Add($"hint {word}");
            return Task.CompletedTask;
        }

        public void Committed(DocketCommit commit) => log.Add($"committed {word}");
    }
}
