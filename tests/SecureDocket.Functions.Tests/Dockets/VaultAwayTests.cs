using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Encryption;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Health;
using SecureDocket.Signing;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Dockets;

/// <summary>The vault is stopped: who has opened a docket of each shard goes on, and who has not says so.</summary>
public sealed class VaultAwayTests : IAsyncLifetime
{
    private readonly World _world = new();
    private readonly InMemoryShardKeyVault _vault = new();
    private readonly List<TestHost> _started = [];
    private readonly List<JsonObject> _cards = [];
    private TestHost _warm = null!;

    public async Task InitializeAsync()
    {
        _warm = await StartAsync(_vault);
        Assert.Equal("ok", await CheckAsync(_warm));
        for (var person = 0; person < 3; person++)
        {
            _cards.Add(await TestPeople.IssueAsync(_warm));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_started))
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_warm_instance_goes_on_and_a_cold_one_says_so()
    {
        _vault.Stop();
        foreach (var role in (string?[])["Field.Officer", "Partner.Verifier", null])
        {
            Assert.Equal("valid", await VerifyAsync(_warm, role, _cards[0]));
        }

        Assert.Equal("ok", await CheckAsync(_warm));
        var away = new InMemoryShardKeyVault();
        away.Stop();
        var cold = await StartAsync(away);
        Assert.Equal("unavailable", await CheckAsync(cold));
        using (var anyone = new Caller(cold.As(null)))
        {
            var ready = (await anyone.GetAsync("/health/ready")).Is(503).Json;
            Assert.Contains(ready["checks"]!.AsArray(), check => check!["name"]!.GetValue<string>() == "docket-keys" && check["status"]!.GetValue<string>() == "failed");
        }

        Assert.Equal("undetermined status-unavailable", await VerifyAsync(cold, "Field.Officer", _cards[0]));
        Assert.Equal("undetermined status-unavailable", await VerifyAsync(cold, "Partner.Verifier", _cards[0]));

        // It asks again after half a minute.
        away.Start();
        cold.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("ok", await CheckAsync(cold));
        Assert.Equal("valid", await VerifyAsync(cold, "Field.Officer", _cards[0]));
    }

    [Fact]
    public async Task A_stopped_vault_is_asked_once_in_half_a_minute_for_each_shard()
    {
        var counting = new CountingVault();
        var cold = await StartAsync(counting);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => VerifyAsync(cold, "Field.Officer", _cards[0])));
        Assert.Equal(1, counting.Calls);
    }

    [Fact]
    public async Task However_many_requests_come_at_once_each_shard_is_unwrapped_once()
    {
        var vault = new InMemoryShardKeyVault();
        var cold = await StartAsync(vault);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 60).Select(at => VerifyAsync(cold, at % 2 == 0 ? "Field.Officer" : "Partner.Verifier", _cards[at % _cards.Count])));
        Assert.All(verdicts, verdict => Assert.Equal("valid", verdict));
        var shards = _cards.Select(card => CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id) ? ShardKeys.ShardOf(id) : throw new InvalidOperationException("Not an id."));
        Assert.Equal(shards.Distinct().Count(), vault.Unwraps(vault.Newest));
    }

    [Fact]
    public async Task People_are_enrolled_although_every_shard_key_is_lost()
    {
        var vault = new InMemoryShardKeyVault();
        vault.Rotate();
        vault.Lose("docket-shards/1");
        var host = await StartAsync(vault);
        Assert.Equal("unavailable", await CheckAsync(host));

        // New dockets of the same shards: one person after another until a lost one's shard is met.
        var keys = host.Services.GetRequiredService<DocketKeys>();
        Assert.True(CardholderId.TryParse(_cards[0]["cardholderId"]!.GetValue<string>(), out var lost));
        byte[] bytes = [.. lost.ToBytes()];
        bytes[^1] ^= 1;
        var key = await keys.NewAsync(CardholderId.FromBytes(bytes), default);
        var opened = await keys.OpenAsync(key.Docket, key.Wrapped, default);
        Assert.Equal([1, 2], opened.Open("table", "row", key.Seal("table", "row", [1, 2])));
        var generations = await host.Services.GetRequiredService<ITables>().RangeAsync(TableNames.ShardKeys, "shards", $"{bytes[0]:x2}|", $"{bytes[0]:x2}|~", 9, default);
        Assert.Equal(2, generations.Count);
        Assert.EndsWith($"|{BinaryPrimitives.ReadUInt16BigEndian(key.Wrapped.Span[2..]):D5}", generations[^1].Key, StringComparison.Ordinal);
        Assert.Equal("undetermined status-unavailable", await VerifyAsync(host, "Field.Officer", _cards[0]));
        Assert.Equal("ok", await CheckAsync(host));
    }

    private static async Task<string> VerifyAsync(TestHost host, string? role, JsonObject card)
    {
        using var caller = new Caller(host.As(role));
        var answer = await caller.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()));
        return string.Join(' ', [answer["verdict"]!.GetValue<string>(), .. answer["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>())]);
    }

    private static async Task<string> CheckAsync(TestHost host)
    {
        var found = await host.Services.GetRequiredService<CheckReadiness>().ExecuteAsync(default);
        return found.Checks.Single(check => check.Name == "docket-keys") is { Status: not HealthStatus.Ok, Code: var code } ? code! : "ok";
    }

    private async Task<TestHost> StartAsync(IShardKeyVault vault)
    {
        var host = await TestHost.StartAsync(
            _world,
            services =>
            {
                services.AddSingleton(vault);
                if (_started is [var first, ..])
                {
                    services.AddSingleton(first.Services.GetRequiredService<ISigningKeys>());
                }
            },
            new Dictionary<string, string?> { ["SecureDocket:LookupSecret"] = Convert.ToBase64String(new byte[32]) });
        _started.Add(host);
        return host;
    }

    /// <summary>A vault that does not answer, and counts who asks.</summary>
    private sealed class CountingVault : IShardKeyVault
    {
        private int _calls;

        public int Calls => _calls;

        public Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => throw new DependencyUnavailableException("docket-keys");

        public async Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            await Task.Yield();
            throw new DependencyUnavailableException("docket-keys");
        }
    }
}
