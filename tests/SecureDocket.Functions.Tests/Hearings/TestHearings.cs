using System.Globalization;
using System.Text.Json.Nodes;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>Courts and hearings of invented people.</summary>
internal static class TestHearings
{
    private static int s_id = Random.Shared.Next(1_000_000_000);

    /// <summary>A hearing's id that nobody else has.</summary>
    public static string NewId() => $"H-{Interlocked.Increment(ref s_id)}";

    public static string Path(string id) => $"/api/v1/hearings/{id}";

    /// <summary>A hearing, on the fourth of March 2031 at nine unless said.</summary>
    public static JsonObject Hearing(string aNumber, long version = 1, string court = "NYC", string? start = null) => new()
    {
        ["aNumber"] = aNumber,
        ["sourceVersion"] = version,
        ["courtId"] = court,
        ["start"] = start ?? "2031-03-04T09:00",
        ["kind"] = "master",
    };

    /// <summary>Enters a court; unless said it hears from who calls as a registrar.</summary>
    public static async Task CourtAsync(TestHost host, string id, string zone, params string[] registrars)
    {
        using var administrator = host.As("Program.Administrator");
        using var answer = await administrator.PutAsync($"/api/v1/courts/{id}", TestHost.Json(new JsonObject
        {
            ["name"] = $"Immigration Court {id}",
            ["address"] = "1 Sample Plaza",
            ["timeZone"] = zone,
            ["registrars"] = new JsonArray([.. (registrars.Length > 0 ? registrars : [TestHost.RegistrarId]).Select(registrar => (JsonNode)registrar)]),
        }));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Enrolls a person; gives the A-number and the docket's id.</summary>
    public static async Task<(string ANumber, string Id)> PersonAsync(TestHost host)
    {
        using var officer = host.As("Enrollment.Officer");
        var person = TestPeople.Person();
        return (person["aNumber"]!.GetValue<string>(), await TestPeople.EnrollAsync(officer, person));
    }

    /// <summary>Moves the host's clock, forwards or back, so that a test's dates are to come whenever it runs. Callers need new tokens then.</summary>
    public static void SetNow(TestHost host, string now) =>
        host.Clock.Advance(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture) - host.Clock.GetUtcNow());

    /// <summary>The hearings' kinds in a docket's journal, oldest first, after a check of its chain.</summary>
    public static async Task<List<string>> JournalAsync(TestHost host, string cardholderId)
    {
        using var auditor = new Caller(host.As("Docket.Auditor"));
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{cardholderId}/journal")).Is(200).Json;
        return !journal["chain"]!["unbroken"]!.GetValue<bool>()
            ? throw new InvalidOperationException("The chain is broken.")
            : [.. journal["events"]!.AsArray().Select(link => link!["kind"]!.GetValue<string>()).Where(kind => kind.StartsWith("hearing-", StringComparison.Ordinal))];
    }
}
