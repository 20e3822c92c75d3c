using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Closures;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Health;
using SecureDocket.Signing;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Dockets;

/// <summary>What goes wrong with the first two people of a <see cref="BrokenWorld"/>.</summary>
public enum Break
{
    /// <summary>A bit of a live row is another one.</summary>
    Damage,

    /// <summary>The vault has lost the key that wraps the keys of their shards.</summary>
    LostShard,

    /// <summary>The vault is stopped, and only the other people's shards were met before.</summary>
    VaultAway,
}

/// <summary>
/// A world with four people of the same kind: each has a card, a check-in, a hearing and reminders; of the second and the fourth the cards are to be
/// revoked. Something goes wrong with the first two, and the others must not notice.
/// </summary>
internal sealed class BrokenWorld : IAsyncDisposable
{
    public const string Day = "2030-06-12";


    private readonly World _world = new();
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["SecureDocket:LookupSecret"] = Convert.ToBase64String(new byte[32]),
    };

    private TestHost _first = null!;
    private IReadOnlyList<(string Partition, Row Row)> _whole = [];
    private IReadOnlyList<(string Partition, Row Row)> _lost = [];

    public TestHost Host { get; private set; } = null!;

    public Tripwire Tripwire { get; private set; } = null!;

    public InMemoryShardKeyVault Vault { get; private set; } = new();

    public InMemoryTables Tables => _world.Tables;

    public IReadOnlyList<TestCardholder> People { get; private set; } = [];

    public string Office { get; private set; } = "";

    public string Court { get; private set; } = "";

    public string Approval { get; private set; } = "";

    public static async Task<BrokenWorld> StartAsync()
    {
        var world = new BrokenWorld();
        world.Host = world._first = await world.StartHostAsync(null);
        TestHearings.SetNow(world.Host, "2030-06-10T17:00:00Z");
        await world.PopulateAsync();
        return world;
    }

    /// <summary>The docket of one of the people, as the product reads it.</summary>
    public async Task<Docket> DocketAsync(int person) =>
        (await Host.Services.GetRequiredService<DocketStore>().LoadAsync(IdOf(person), default))!;

    public CardholderId IdOf(int person) => TestCheckIns.Id(People[person].Id);

    /// <summary>Every row of a person's docket, ciphertext and versions included.</summary>
    public IReadOnlyList<string> BytesOf(int person) => [.. RowsOf(person).Select(row => string.Join(
        ' ', row.Key, row.Version, row.Json, Convert.ToBase64String(row.Sealed.Span), Convert.ToBase64String(row.WrappedKey.Span)))];

    /// <summary>The hints of every kind that lead to a person.</summary>
    public IReadOnlyList<string> HintsOf(int person, string table) =>
        [.. Tables.RowsOf(table).Where(row => $"{row.Partition} {row.Row.Key} {row.Row.Json}".Contains(People[person].Id, StringComparison.Ordinal)).Select(row => $"{row.Partition} {row.Row.Key}")];

    /// <summary>Breaks the dockets of the first two. The process is another one then, which has opened nothing but what is said.</summary>
    public async Task BreakAsync(Break how)
    {
        _whole = [.. Tables.RowsOf(TableNames.Dockets)];
        Vault = Rotated();
        Host = await StartHostAsync(_first);
        switch (how)
        {
            case Break.Damage:
                await DamageAsync(0, "profile");
                await DamageAsync(1, RowsOf(1).First(row => row.Key.StartsWith("card|", StringComparison.Ordinal)).Key);
                break;
            case Break.LostShard:
                _lost = LostShards();
                foreach (var (partition, row) in _lost)
                {
                    await Tables.CommitAsync(TableNames.ShardKeys, partition, [RowWrite.Delete(row.Key, row.Version)], default);
                }

                break;
            default:
                await DocketAsync(2);
                await DocketAsync(3);
                Vault.Stop();
                break;
        }
    }

    /// <summary>Makes whole what was broken.</summary>
    public async Task MendAsync(Break how)
    {
        switch (how)
        {
            case Break.Damage:
                foreach (var (partition, row) in _whole.Where(each => each.Partition == People[0].Id || each.Partition == People[1].Id))
                {
                    await PutBackAsync(partition, row);
                }

                break;
            case Break.LostShard:
                foreach (var (partition, row) in _lost)
                {
                    await Tables.CommitAsync(TableNames.ShardKeys, partition, [RowWrite.Put(row.Key, row.Json)], default);
                }

                Host = await StartHostAsync(_first);
                break;
            default:
                Vault.Start();
                Host.Clock.Advance(TimeSpan.FromMinutes(1));
                break;
        }
    }

    /// <summary>Runs every timer function that there is.</summary>
    /// <returns>Those that failed.</returns>
    public async Task<IReadOnlyList<string>> RunTimersAsync()
    {
        var timers = Host.Services.GetRequiredService<TimerPlan>().Schedules.Keys.Order(StringComparer.Ordinal).ToList();
        var before = timers.ToDictionary(timer => timer, RunsOf);
        foreach (var timer in timers)
        {
            await Host.RunTimerAsync(timer);
        }

        return [.. timers.Where(timer => RunsOf(timer) != before[timer] + 1)];
    }

    /// <summary>Lets time pass, and runs all timers at its end and each hour of the sender.</summary>
    public async Task<IReadOnlyList<string>> PassAsync(TimeSpan time)
    {
        Host.Clock.Advance(time);
        return await RunTimersAsync();
    }

    public int TextsTo(int person) => Host.Sms.Left.Count(left => left.Message.To == People[person].Phone);

    public async ValueTask DisposeAsync()
    {
        if (Host != _first)
        {
            await Host.DisposeAsync();
        }

        await _first.DisposeAsync();
        Tripwire.Dispose();
    }

    private IReadOnlyList<Row> RowsOf(int person) =>
        [.. Tables.RowsOf(TableNames.Dockets).Where(row => row.Partition == People[person].Id).Select(row => row.Row)];

    private double RunsOf(string timer) => Tripwire.Count("securedocket.timers.runs", ("function", timer), ("outcome", "ok"));

    private async Task DamageAsync(int person, string key)
    {
        var row = RowsOf(person).Single(row => row.Key == key);
        var content = row.Sealed.ToArray();
        content[^1] ^= 1;
        await PutBackAsync(People[person].Id, row with { Sealed = content });
    }

    private Task<IReadOnlyList<string>?> PutBackAsync(string partition, Row row) => Tables.CommitAsync(
        TableNames.Dockets, partition, [new(RowWriteKind.Put, row.Key, row.Json, null) { Sealed = row.Sealed, WrappedKey = row.WrappedKey }], default);

    private async Task<TestHost> StartHostAsync(TestHost? shared)
    {
        Tripwire?.Dispose();
        Tripwire = new();
        return await TestHost.StartAsync(
            _world,
            services =>
            {
                Tripwire.AddTo(services);
                services.AddSingleton<ITables>(_world.Tables).AddSingleton<IBlobs>(_world.Blobs).AddSingleton<IShardKeyVault>(Vault);
                if (shared is not null)
                {
                    services.AddSingleton(shared.Services.GetRequiredService<ISigningKeys>());
                }
            },
            _settings);
    }

    private static InMemoryShardKeyVault Rotated()
    {
        InMemoryShardKeyVault vault = new();
        vault.Rotate();
        return vault;
    }

    private async Task PopulateAsync()
    {
        List<TestCardholder> people = [await TestCardholder.CreateAsync(Host), await TestCardholder.CreateAsync(Host)];
        Vault.Rotate();
        while (people.Count < 4)
        {
            var person = await TestCardholder.CreateAsync(Host);
            if (people.Take(2).All(broken => ShardOf(broken) != ShardOf(person)))
            {
                people.Add(person);
            }
        }

        People = people;
        (Office, Court) = (await TestCheckIns.OpenAsync(Host, TestCheckIns.Office(seats: 6)), TestClosures.NewCourt());
        await TestHearings.CourtAsync(Host, Court, "America/Phoenix");
        using var officer = new Caller(Host.As("Enrollment.Officer"));
        using var registrar = new Caller(Host.As("Court.Registrar"));
        foreach (var person in people)
        {
            using var booked = TestCheckIns.Request(TestCheckIns.Path(person.Id), TestCheckIns.Slot(Office, "2030-06-11T08:30"), Guid.NewGuid().ToString());
            (await officer.SendAsync(booked)).Is(201);
            var aNumber = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Is(200).Json["aNumber"]!.GetValue<string>();
            (await registrar.PutAsync(TestHearings.Path(TestHearings.NewId()), TestHearings.Hearing(aNumber, court: Court, start: $"{Day}T09:00"))).Is(200);
        }

        await RunTimersAsync();
        using var administrator = new Caller(Host.As("Program.Administrator"));
        (await administrator.PostAsync($"/api/v1/courts/{Court}/closures", TestClosures.Body(Day, people.Count, then: null))).Is(201);
        var approval = await Host.Services.GetRequiredService<RequestApproval>().ForCardsAsync(
            ApprovalKinds.BulkRevocation, "issued-in-error", [NumberOf(people[1]), NumberOf(people[3])], new("Program.Administrator", "one"), OperationId.New(), default);
        Approval = approval.Id;
    }

    private List<(string Partition, Row Row)> LostShards() =>
        [.. Tables.RowsOf(TableNames.ShardKeys).Where(row => People.Take(2).Any(person => row.Row.Key.StartsWith($"{ShardOf(person):x2}|", StringComparison.Ordinal)))];

    private static byte ShardOf(TestCardholder person) => ShardKeys.ShardOf(TestCheckIns.Id(person.Id));

    private static CardNumber NumberOf(TestCardholder person) =>
        CardNumber.TryParse(person.CardNumber, out var number) ? number : throw new InvalidOperationException("Not a number.");
}
