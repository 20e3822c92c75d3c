using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Scanners;

/// <summary>Devices report, administrators see them, and end the leave of a lost one.</summary>
public sealed class ScannerTests(ApiFixture api, AzuriteFixture azurite) : IClassFixture<ApiFixture>, IClassFixture<AzuriteFixture>
{
    private readonly string _id = Guid.NewGuid().ToString();

    private string Path => $"/api/v1/scanners/{_id}";

    [Fact]
    public async Task A_device_is_seen_as_it_last_reported_and_nothing_more_is_kept_of_it()
    {
        using var officer = api.As("Field.Officer");
        using var administrator = api.As("Program.Administrator");
        var hear = Reply.HasExactly((await officer.PutAsync(Path, Report(waiting: 3))).Is(200).HasSafeHeaders().Json, "ended");
        Assert.False(hear["ended"]!.GetValue<bool>());
        await officer.PutAsync(Path, Report(waiting: 1));

        var page = (await administrator.GetAsync("/api/v1/scanners")).Is(200).HasSafeHeaders().Json;
        var seen = Reply.HasExactly(
            Assert.Single(page["scanners"]!.AsArray(), one => one!["id"]!.GetValue<string>() == _id)!, "id", "officer", "release", "packIssuedAt", "waiting", "lastSeen");
        Assert.Equal(("dev-field-officer-1", 1), (seen["officer"]!.GetValue<string>(), seen["waiting"]!.GetValue<int>()));
        (await administrator.GetAsync("/api/v1/scanners?page=x")).IsInvalid("page");
    }

    [Fact]
    public async Task A_leave_that_is_ended_stays_ended_and_the_device_hears_of_it_with_an_officer_and_without()
    {
        using var officer = api.As("Field.Officer");
        using var administrator = api.As("Program.Administrator");
        using var anyone = api.As(null);
        await officer.PutAsync(Path, Report());
        Assert.False((await anyone.GetAsync($"{Path}/leave")).Is(200).Json["ended"]!.GetValue<bool>());

        var ended = (await administrator.DeleteAsync($"{Path}/leave")).Is(200).Json;
        Assert.Equal("dev-program-administrator-1", ended["endedBy"]!.GetValue<string>());
        Assert.Equal(ended.ToJsonString(), (await administrator.DeleteAsync($"{Path}/leave")).Is(200).Json.ToJsonString());

        Assert.True((await anyone.GetAsync($"{Path}/leave")).Is(200).Json["ended"]!.GetValue<bool>());
        Assert.True((await officer.PutAsync(Path, Report())).Is(200).Json["ended"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_unknown_device_is_nobodys_and_a_report_at_fault_writes_nothing()
    {
        using var officer = api.As("Field.Officer");
        using var administrator = api.As("Program.Administrator");
        using var anyone = api.As(null);
        var before = api.Storage.Writes;
        (await administrator.DeleteAsync($"{Path}/leave")).IsProblem(404, "no-such-scanner");
        (await administrator.DeleteAsync("/api/v1/scanners/x/leave")).IsProblem(404, "no-such-scanner");
        Assert.False((await anyone.GetAsync("/api/v1/scanners/x/leave")).Is(200).Json["ended"]!.GetValue<bool>());
        (await officer.PutAsync("/api/v1/scanners/x", new JsonObject { ["release"] = "NEW", ["packIssuedAt"] = "now", ["waiting"] = -1 }))
            .IsInvalid("scannerId", "release", "packIssuedAt", "waiting");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Theory]
    [InlineData("report", Store.Memory)]
    [InlineData("report", Store.Azurite)]
    [InlineData("end", Store.Memory)]
    [InlineData("end", Store.Azurite)]
    public async Task Whatever_fails_on_the_way_a_report_is_taken_and_a_leave_ended_once_it_is_said_again(string command, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        Task<TestAnswer> SayAsync(string path) => command == "report" ? ReportAsync(host, path, 2) : host.SendAsync("Program.Administrator", new(HttpMethod.Delete, $"{path}/leave"));

        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var path = $"/api/v1/scanners/{Guid.NewGuid()}";
                await ReportAsync(host, path, 1);
                return path;
            },
            SayAsync,
            async (path, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault), (int)first.Status == 503);
                Assert.Equal(200, (int)(await SayAsync(path)).Status);
                var all = (await host.SendAsync("Program.Administrator", new(HttpMethod.Get, "/api/v1/scanners"))).Json["scanners"]!.AsArray();
                var scanner = Assert.Single(all, one => path.EndsWith(one!["id"]!.GetValue<string>(), StringComparison.Ordinal))!;
                Assert.Equal((command == "report" ? 2 : 1, command == "end"), (scanner["waiting"]!.GetValue<int>(), scanner["endedAt"] is not null));
            });
        Assert.Equal(2, calls.Count);
    }

    private static async Task<TestAnswer> ReportAsync(TappedHost host, string path, int waiting)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = TestHost.Json(Report(waiting)) };
        return await host.SendAsync("Field.Officer", request);
    }

    private static JsonObject Report(int waiting = 0) => new() { ["release"] = "0123456789ab", ["packIssuedAt"] = "2026-11-20T15:10:00Z", ["waiting"] = waiting };
}
