using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>Offices and check-ins of invented people.</summary>
internal static class TestCheckIns
{
    private static readonly string[] s_days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    private static int s_office = Random.Shared.Next(1_000_000);

    /// <summary>An office id that nobody else has.</summary>
    public static string NewId() => $"F{Interlocked.Increment(ref s_office) % 10_000_000}";

    /// <summary>An office in Phoenix, whose clock never changes: open from eight to twelve every day, in slots of half an hour.</summary>
    public static JsonObject Office(int seats = 2, bool remote = false, string zone = "America/Phoenix") => new()
    {
        ["name"] = "Field Office",
        ["address"] = "2 Sample Plaza",
        ["phone"] = "1-800-555-0100",
        ["timeZone"] = zone,
        ["openingHours"] = new JsonArray([.. s_days.Select(day => JsonValue.Create($"{day} 08:00-12:00"))]),
        ["slotMinutes"] = 30,
        ["seatsPerSlot"] = seats,
        ["remoteAllowed"] = remote,
    };

    /// <summary>Enters an office under a fresh id, and gives it.</summary>
    public static async Task<string> OpenAsync(TestHost host, JsonObject? office = null)
    {
        var id = NewId();
        using var administrator = host.As("Program.Administrator");
        using var answer = await administrator.PutAsync($"/api/v1/offices/{id}", TestHost.Json(office ?? Office()));
        answer.EnsureSuccessStatusCode();
        return id;
    }

    public static string Path(string cardholderId) => $"/api/v1/cardholders/{cardholderId}/check-ins";

    /// <summary>A request that an officer makes under a key; send it once.</summary>
    public static HttpRequestMessage Request(string path, JsonObject body, string key) => new(HttpMethod.Post, path)
    {
        Content = TestHost.Json(body),
        Headers = { { "Idempotency-Key", key } },
    };

    public static JsonObject Slot(string? office, string start) => office is null ? new() { ["start"] = start } : new() { ["officeId"] = office, ["start"] = start };

    /// <summary>The docket as it is stored.</summary>
    public static async Task<Docket> DocketAsync(TestHost host, string cardholderId) =>
        (await host.Services.GetRequiredService<DocketStore>().LoadAsync(Id(cardholderId), default))!;

    /// <summary>The keys of an office's rows of one day, whatever they say.</summary>
    public static async Task<List<string>> SeatsAsync(TestHost host, string office, string day) =>
        [.. (await host.Services.GetRequiredService<ITables>().RangeAsync(TableNames.Seats, $"{office}|{day.Replace("-", "", StringComparison.Ordinal)}", "", "~", 1000, default)).Select(row => row.Key)];

    /// <summary>Makes an office's row one that cannot be read.</summary>
    public static Task SpoilAsync(TestHost host, string office) => host.Services.GetRequiredService<ITables>()
        .CommitAsync(TableNames.Places, $"office|{office}", [RowWrite.Put("office", "?")], default);

    public static CardholderId Id(string text) => CardholderId.TryParse(text, out var id) ? id : throw new InvalidOperationException("Not an id.");

    /// <summary>Brings the card of one person into dockets of as many others, which is all that booking needs.</summary>
    public static async Task<IReadOnlyList<string>> PeopleAsync(TestHost host, int count) =>
        [.. (await Cards.TestCards.IssueAsync(host, count)).Select(card => card["cardholderId"]!.GetValue<string>())];

    /// <summary>What a docket's journal tells of check-ins, oldest first, after a check of its chain.</summary>
    public static async Task<List<string>> JournalAsync(TestHost host, string cardholderId)
    {
        using var auditor = new Caller(host.As("Docket.Auditor"));
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{cardholderId}/journal")).Is(200).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());
        return [.. journal["events"]!.AsArray().Select(link => link!["kind"]!.GetValue<string>()).Where(kind => kind.StartsWith("check-in-", StringComparison.Ordinal))];
    }
}
