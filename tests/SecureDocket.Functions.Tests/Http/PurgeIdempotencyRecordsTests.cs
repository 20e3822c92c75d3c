using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Azure;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

/// <summary>The nightly run as the host makes it. The tests live in years that no other test's requests are from.</summary>
public sealed class PurgeIdempotencyRecordsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Name = "DropOldRequests";

    private static readonly byte[] s_request = "POST /api/v1/cardholders"u8.ToArray();

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_loses_nothing_and_the_next_run_carries_on(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var clock = host.Host.Clock;
        clock.Advance(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero) - clock.GetUtcNow());
        var requests = host.Host.Services.GetRequiredService<IdempotencyLog>();
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                OperationId[] old = [OperationId.New(), OperationId.New(), OperationId.New()];
                foreach (var operation in old)
                    await requests.BeginAsync(operation, s_request, default);
                clock.Advance(TimeSpan.FromDays(8));
                var young = OperationId.New();
                await requests.BeginAsync(young, s_request, default);
                return (Old: old, Young: young);
            },
            async _ =>
            {
                await host.Host.RunTimerAsync(Name);
                return true;
            },
            async (ready, _, fault) =>
            {
                Assert.True(await IsThereAsync(host, ready.Young));
                if (!FaultProof.IsTold(fault))
                    await AssertGoneAsync(host, ready.Old);

                await host.Host.RunTimerAsync(Name);
                await AssertGoneAsync(host, ready.Old);
                Assert.Equal(AttemptKind.Unfinished, (await requests.BeginAsync(ready.Young, s_request, default)).Kind);
            });

        // At least the scan and three deletions were hit.
        Assert.True(calls.Count >= 4);
    }

    [Fact]
    public async Task A_run_with_nothing_to_do_reads_and_writes_its_mark_and_no_more()
    {
        await using var host = await TappedHost.StartAsync();
        host.Host.Clock.Advance(new DateTimeOffset(1995, 1, 1, 0, 0, 0, TimeSpan.Zero) - host.Host.Clock.GetUtcNow());
        host.Tap.Restart();

        await host.Host.RunTimerAsync(Name);

        Assert.NotEmpty(host.Tap.Requests.SkipLast(1));
        Assert.All(host.Tap.Requests.SkipLast(1), request => Assert.Equal("GET", request.Method));
        Assert.Equal("watermarks", host.Tap.Requests[^1].Target);
    }

    [Fact]
    public async Task It_runs_every_night_at_half_past_four()
    {
        var tap = new StorageTap();
        await using var host = await TestHost.StartAsync(azurite, services => services.AddSingleton(new AzureTransport(tap.Wire, 0)), schedules: true);
        var now = host.Clock.GetUtcNow();
        var first = new DateTimeOffset(now.Date.AddHours(4.5), TimeSpan.Zero);
        first = first > now ? first : first.AddDays(1);
        tap.Restart();

        await host.Clock.WaitedForAsync(first).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(tap.Requests);
        host.Clock.Advance(first - now + TimeSpan.FromMilliseconds(1));
        await host.Clock.WaitedForAsync(first.AddDays(1)).WaitAsync(TimeSpan.FromMinutes(5));

        Assert.NotEmpty(tap.Requests);
    }

    [Theory]
    [InlineData("DropOldRequests", HttpStatusCode.Accepted)]
    [InlineData("dropoldrequests", HttpStatusCode.Accepted)]
    [InlineData("EnrollCardholder", HttpStatusCode.NotFound)]
    [InlineData("DropOldRequest", HttpStatusCode.NotFound)]
    [InlineData("DropOldRequestsFunction", HttpStatusCode.NotFound)]
    public async Task The_local_host_runs_timers_by_name_and_nothing_else(string name, HttpStatusCode status)
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.As(null);

        using var posted = await client.PostAsync($"/admin/functions/{name}", TestHost.Json("""{"input":""}"""));
        using var got = await client.GetAsync(new Uri($"/admin/functions/{name}", UriKind.Relative));

        Assert.Equal(status, posted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, got.StatusCode);
    }

    private static async Task AssertGoneAsync(TappedHost host, OperationId[] operations)
    {
        foreach (var operation in operations)
            Assert.False(await IsThereAsync(host, operation));
    }

    private static async Task<bool> IsThereAsync(TappedHost host, OperationId operation)
    {
        host.Tap.Restart();
        return await host.Host.Services.GetRequiredService<ITables>().FindAsync(TableNames.Idempotency, new(operation.Value, "request"), default) is not null;
    }
}
