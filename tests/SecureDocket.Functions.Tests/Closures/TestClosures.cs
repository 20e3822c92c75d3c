using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Closures;

/// <summary>Closures of offices and courts, and places with many dates.</summary>
internal static class TestClosures
{
    /// <summary>One date more than an administrator may close alone.</summary>
    public const int Many = 51;

    private static int s_court = Random.Shared.Next(1_000_000);

    /// <summary>A court's id that nobody else has.</summary>
    public static string NewCourt() => $"C{Interlocked.Increment(ref s_court) % 10_000_000}";

    /// <summary>A day some weeks ahead, the same for a while.</summary>
    public static string DayOf(TestHost host) => host.Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What closes a place, to be sent to it.</summary>
    public static JsonObject Body(string day, int dates, string? then = "rebook", string reason = "weather") =>
        new() { ["day"] = day, ["reason"] = reason, ["then"] = then, ["dates"] = dates };

    /// <summary>An office and a court with so many dates on <see cref="DayOf"/>, whose dockets do not exist.</summary>
    public static async Task<(string Office, string Court)> CrowdAsync(TestHost host, int count)
    {
        var (office, court, day) = (await TestCheckIns.OpenAsync(host), NewCourt(), DayOf(host).Replace("-", "", StringComparison.Ordinal));
        await TestHearings.CourtAsync(host, court, "America/Phoenix");
        var tables = host.Services.GetRequiredService<ITables>();
        var people = Enumerable.Range(1, count).Select(number => (Number: number, Id: CardholderId.New())).ToList();
        await tables.CommitAsync(
            TableNames.Seats,
            $"{office}|{day}",
            [.. people.Select(each => RowWrite.Put($"0830|{each.Number:00000}", new JsonObject
            {
                ["cardholderId"] = $"{each.Id}",
                ["checkInId"] = $"{Guid.NewGuid():N}",
                ["docketVersion"] = 1,
                ["at"] = "2027-03-04T09:15:30Z",
            }.ToJsonString()))],
            default);
        await tables.CommitAsync(
            TableNames.CourtDays,
            $"{court}|{day}",
            [.. people.Select(each => RowWrite.Put($"0900|H-{each.Number}", new JsonObject { ["cardholderId"] = $"{each.Id}", ["hearingId"] = $"H-{each.Number}" }.ToJsonString()))],
            default);
        return (office, court);
    }
}
