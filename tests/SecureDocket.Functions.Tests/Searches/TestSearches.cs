using System.Text.Json.Nodes;
using SecureDocket.Cards;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Searches;

/// <summary>People who can be searched by every key, and searches for them.</summary>
internal static class TestSearches
{
    public const string Path = "/api/v1/searches";

    /// <summary>The keys by which a person can be searched.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["aNumber", "mobile", "cardNumber", "hearingId", "fins", "subjectId"];

    /// <summary>A person with all of them.</summary>
    public static async Task<Searched> PersonAsync(TestHost host)
    {
        var person = TestPeople.Person();
        var number = person["aNumber"]!.GetValue<string>()[1..];
        (person["fins"], person["subjectId"]) = ($"F{number}", $"S{number}");
        var card = await TestPeople.IssueAsync(host, person);
        await TestHearings.CourtAsync(host, "NYC", "America/New_York");
        using var registrar = new Caller(host.As("Court.Registrar"));
        var hearing = TestHearings.NewId();
        (await registrar.PutAsync(TestHearings.Path(hearing), TestHearings.Hearing($"A{number}"))).Is(200);
        return new(
            card["cardholderId"]!.GetValue<string>(),
            person["latinName"]!.GetValue<string>(),
            card["credential"]!.GetValue<string>(),
            new Dictionary<string, string>
            {
                ["aNumber"] = $"A{number}",
                ["mobile"] = person["mobile"]!.GetValue<string>(),
                ["cardNumber"] = card["cardNumber"]!.GetValue<string>(),
                ["hearingId"] = hearing,
                ["fins"] = $"F{number}",
                ["subjectId"] = $"S{number}",
            });
    }

    /// <summary>A search.</summary>
    public static JsonObject For(string key, string value, string purpose = "checkInService") => new() { [key] = value, ["purpose"] = purpose };

    /// <summary>Protects a person.</summary>
    public static async Task ProtectAsync(TestHost host, string id)
    {
        using var supervisor = new Caller(host.As("Protection.Supervisor"));
        (await supervisor.PutAsync($"/api/v1/cardholders/{id}/protection", (HttpContent?)null)).Is(200);
    }

    /// <summary>The dockets found.</summary>
    public static IReadOnlyList<string> Found(Reply reply) => [.. reply.Is(200).Json["candidates"]!.AsArray().Select(candidate => candidate!["cardholderId"]!.GetValue<string>())];
}

/// <summary>A person who can be searched by every key.</summary>
internal sealed record Searched(string Id, string Name, string Credential, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The same keys of somebody who does not exist.</summary>
    public static IReadOnlyDictionary<string, string> Nobody { get; } = new Dictionary<string, string>
    {
        ["aNumber"] = "A099999998",
        ["mobile"] = "+12125550187",
        ["cardNumber"] = CardNumber.FromBytes([9, 8, 7, 6, 5, 4, 3]).ToString(),
        ["hearingId"] = "H-of-nobody",
        ["fins"] = "F099999998",
        ["subjectId"] = "S099999998",
    };
}
