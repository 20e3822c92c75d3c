using System.Security.Cryptography;
using SecureDocket.Encryption;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>Every call that an adapter makes, against every way in which a service can be away.</summary>
public sealed class AdapterFaultTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime, IDisposable
{
    private const string Table = TableNames.Dockets;
    private const string KeyName = "card-signing";

    private readonly FakeKeyVault _vault = new();

    private readonly string _name = AzuriteFixture.UniqueName();

    private Call[] Calls =>
    [
        new("tables", "find", ports => ports.Tables.FindAsync(Table, new(_name, "there"), ports.Cancellation)),
        new("tables", "range", ports => ports.Tables.RangeAsync(Table, _name, "", "~", 10, ports.Cancellation)),
        new("tables", "scan", ports => ports.Tables.ScanAsync(Table, _name, _name + "~", null, ports.Cancellation)),
        new("tables", "insert", ports => ports.Tables.CommitAsync(Table, _name, [RowWrite.Insert(AzuriteFixture.UniqueName(), "{}")], ports.Cancellation)),
        new("tables", "put", ports => ports.Tables.CommitAsync(Table, _name, [RowWrite.Put("put", "{}")], ports.Cancellation)),
        new("tables", "replace", ports => ports.Tables.CommitAsync(Table, _name, [RowWrite.Replace("there", "{}", "W/\"stale\"")], ports.Cancellation)),
        new("tables", "delete", ports => ports.Tables.CommitAsync(Table, _name, [RowWrite.Delete("there", "W/\"stale\"")], ports.Cancellation)),
        new("tables", "transaction", ports => ports.Tables.CommitAsync(
            Table, _name, [RowWrite.Insert(AzuriteFixture.UniqueName(), "{}"), RowWrite.Put("put", "{}")], ports.Cancellation)),
        new("blobs", "add", ports => ports.Blobs.AddAsync(ContainerNames.Photos, AzuriteFixture.UniqueName(), new Blob(new byte[10], "image/png"), ports.Cancellation)),
        new("blobs", "write first", ports => ports.Blobs.ReplaceAsync(
            ContainerNames.StatusLists, AzuriteFixture.UniqueName(), new Blob(new byte[10], "image/png"), null, ports.Cancellation)),
        new("blobs", "replace", ports => ports.Blobs.ReplaceAsync(
            ContainerNames.Photos, _name, new Blob(new byte[10], "image/png"), "0x1", ports.Cancellation)),
        new("blobs", "find", ports => ports.Blobs.FindAsync(ContainerNames.Photos, _name, ports.Cancellation)),
        new("keys", "list", ports => ports.Keys.ListAsync(ports.Cancellation)),
        new("keys", "sign", ports => ports.Keys.SignAsync(ports.KeyVersion, SHA256.HashData("a card"u8), ports.Cancellation)),
        new("docket-keys", "wrap", ports => ports.ShardKeys.WrapAsync(new byte[32], ports.Cancellation)),
        new("docket-keys", "unwrap", ports => ports.ShardKeys.UnwrapAsync(ports.ShardKey, ports.Cancellation)),
    ];

    /// <summary>What a caller may be told of: not what a client makes good by itself.</summary>
    public static TheoryData<TransportFault> Faults => [.. Enum.GetValues<TransportFault>().Except([TransportFault.Repeated])];

    public async Task InitializeAsync()
    {
        _vault.CreateKey(KeyName);
        _vault.CreateKey("list-signing");
        _vault.CreateWrappingKey("docket-shards");
        var clients = TappedAzure.Clients(azurite, new StorageTap());
        await clients.CreateStorageAsync(default);
        await clients.Tables().CommitAsync(Table, _name, [RowWrite.Insert("there", "{}")], default);
        await clients.Blobs().AddAsync(ContainerNames.Photos, _name, new Blob(new byte[10], "image/png"), default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _vault.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_call_tells_that_its_service_is_unavailable(TransportFault fault)
    {
        foreach (var call in Calls)
        {
            var ports = await PortsAsync(retries: 0);
            await call.Run(ports);
            var requests = ports.Tap.Requests.Count;
            Assert.True(requests > 0, call.Name);
            for (var index = 0; index < requests; index++)
            {
                // Afresh, because a client asks some things only once.
                ports = await PortsAsync(retries: 0);
                ports.Tap.FailAt(index, fault);
                var failure = await Record.ExceptionAsync(() => call.Run(ports));

                var unavailable = Assert.IsType<DependencyUnavailableException>(failure);
                Assert.Equal(call.Dependency, unavailable.Dependency);
                Assert.NotNull(unavailable.InnerException);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_call_survives_one_fault_when_the_client_tries_again(TransportFault fault)
    {
        // Side by side, because each waits before it tries again.
        await Task.WhenAll(Calls.Select(async call =>
        {
            var ports = await PortsAsync(retries: 1);
            ports.Tap.FailAt(0, fault);
            await call.Run(ports);

            Assert.True(ports.Tap.Requests.Count >= 2, call.Name);
        }));
    }

    [Fact]
    public async Task A_commit_that_meets_its_own_first_try_is_refused_and_stands()
    {
        var ports = await PortsAsync(retries: 1);
        ports.Tap.FailAt(0, TransportFault.AnswerLost);

        Assert.Null(await ports.Tables.CommitAsync(Table, _name, [RowWrite.Insert("twice", "{}"), RowWrite.Put("put", "{}")], default));
        Assert.NotNull(await ports.Tables.FindAsync(Table, new(_name, "twice"), default));
    }

    [Fact]
    public async Task A_replacement_that_meets_its_own_first_try_is_refused_and_stands()
    {
        var ports = await PortsAsync(retries: 1);
        var version = (await ports.Blobs.FindAsync(ContainerNames.Photos, _name, default))!.Version;
        ports.Tap.FailAt(0, TransportFault.AnswerLost);

        Assert.Null(await ports.Blobs.ReplaceAsync(ContainerNames.Photos, _name, new Blob("mine"u8.ToArray(), "image/png"), version, default));
        Assert.Equal("mine"u8.ToArray(), (await ports.Blobs.FindAsync(ContainerNames.Photos, _name, default))!.Content.ToArray());
    }

    [Fact]
    public async Task A_scan_costs_one_request_a_page()
    {
        var ports = await PortsAsync(retries: 0);
        foreach (var chunk in Enumerable.Range(0, 1100).Chunk(100))
            await ports.Tables.CommitAsync(Table, $"{_name}|{chunk[0]:D4}", [.. chunk.Select(number => RowWrite.Insert($"{_name}|{number:D4}", "{}"))], default);
        ports.Tap.Restart();

        var first = await ports.Tables.ScanAsync(Table, _name + "|", _name + "~", null, default);
        var second = await ports.Tables.ScanAsync(Table, _name + "|", _name + "~", first.Next, default);

        Assert.Equal((1000, 100, null), (first.Rows.Count, second.Rows.Count, second.Next));
        Assert.Equal(2, ports.Tap.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_caller_who_gives_up_while_the_client_tries_again_gets_a_cancellation(TransportFault fault)
    {
        await Task.WhenAll(Calls.Select(async call =>
        {
            using var gone = new CancellationTokenSource();
            var ports = await PortsAsync(retries: 3);
            ports.Tap.FailAt(0, fault);
            ports.Tap.Before = index => CancelAt(1, index, gone);

            var failure = await Record.ExceptionAsync(() => call.Run(ports with { Cancellation = gone.Token }));

            Assert.True(failure is OperationCanceledException, $"{call.Name}: {failure}");
        }));
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_a_request_is_out_gets_a_cancellation()
    {
        foreach (var call in Calls)
        {
            using var gone = new CancellationTokenSource();
            var ports = await PortsAsync(retries: 3);
            ports.Tap.Before = index => CancelAt(0, index, gone);

            var failure = await Record.ExceptionAsync(() => call.Run(ports with { Cancellation = gone.Token }));

            Assert.True(failure is OperationCanceledException, $"{call.Name}: {failure}");
        }
    }

    [Fact]
    public async Task Reading_a_row_a_thousand_rows_or_a_blob_and_any_commit_is_one_request()
    {
        var ports = await PortsAsync(retries: 0);
        foreach (var call in Calls.Where(call => call.Dependency is "tables" or "blobs"))
        {
            ports.Tap.Restart();
            await call.Run(ports);

            Assert.True(ports.Tap.Requests.Count == 1, $"{call.Name}: {string.Join(", ", ports.Tap.Requests)}");
        }
    }

    [Fact]
    public async Task A_range_costs_one_request_for_a_thousand_rows()
    {
        var ports = await PortsAsync(retries: 0);
        var partition = _name + "|long";
        foreach (var chunk in Enumerable.Range(0, 1500).Chunk(100))
            await ports.Tables.CommitAsync(Table, partition, [.. chunk.Select(number => RowWrite.Insert($"{number:D4}", "{}"))], default);

        foreach (var (take, requests) in ((int, int)[])[(1, 1), (1000, 1), (1001, 2), (1500, 2)])
        {
            ports.Tap.Restart();
            Assert.Equal(take, (await ports.Tables.RangeAsync(Table, partition, "", "~", take, default)).Count);
            Assert.Equal(requests, ports.Tap.Requests.Count);
        }
    }

    private static Task CancelAt(int wanted, int index, CancellationTokenSource source) => index == wanted ? source.CancelAsync() : Task.CompletedTask;

    private async Task<Ports> PortsAsync(int retries)
    {
        var tap = new StorageTap(_vault);
        var clients = TappedAzure.Clients(azurite, tap, retries);
        var keys = TappedAzure.Keys(_vault, tap, retries);
        var version = (await keys.ListAsync(default))[0].Version;
        var wrapped = await TappedAzure.ShardKeys(_vault, tap).WrapAsync(new byte[32], default);
        tap.Restart();
        return new(tap, clients.Tables(), clients.Blobs(), keys, version, TappedAzure.ShardKeys(_vault, tap, retries), wrapped, default);
    }

    private sealed record Ports(
        StorageTap Tap, AzureTables Tables, AzureBlobs Blobs, VaultSigningKeys Keys, string KeyVersion, VaultShardKeys ShardKeys, VaultWrapped ShardKey,
        CancellationToken Cancellation);

    private sealed record Call(string Dependency, string Verb, Func<Ports, Task> Run)
    {
        public string Name => $"{Dependency}.{Verb}";
    }
}
