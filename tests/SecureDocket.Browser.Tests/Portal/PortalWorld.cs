using System.Text.Json.Nodes;
using SecureDocket.Testing;

namespace SecureDocket.Browser.Tests.Portal;

/// <summary>What officers and courts enter, through the API, for people to find in the portal.</summary>
internal static class PortalWorld
{
    private static readonly string[] s_days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    /// <summary>An office in Chicago, where the people live.</summary>
    public static Task OpenOfficeAsync(TestHost host, string id, string name) => SendAsync(host, "Program.Administrator", HttpMethod.Put, $"/api/v1/offices/{id}", TestHost.Json(new JsonObject
    {
        ["name"] = name,
        ["address"] = "2 Sample Plaza, Chicago, IL 60605",
        ["phone"] = "1-800-555-0100",
        ["timeZone"] = "America/Chicago",
        ["openingHours"] = new JsonArray([.. s_days.Select(day => JsonValue.Create($"{day} 08:00-12:00"))]),
        ["slotMinutes"] = 30,
        ["seatsPerSlot"] = 2,
        ["remoteAllowed"] = false,
    }));

    /// <summary>A hearing in New York, an hour ahead of the person's clock.</summary>
    public static async Task SetHearingAsync(TestCardholder person, int days = 40)
    {
        await SendAsync(person.Host, "Program.Administrator", HttpMethod.Put, "/api/v1/courts/NYC", TestHost.Json(new JsonObject
        {
            ["name"] = "New York Sample Immigration Court",
            ["address"] = "1 Sample Plaza, New York, NY 10278",
            ["timeZone"] = "America/New_York",
            ["registrars"] = new JsonArray(TestHost.RegistrarId),
        }));
        var aNumber = (await SendAsync(person.Host, "Enrollment.Officer", HttpMethod.Get, $"/api/v1/cardholders/{person.Id}"))["aNumber"]!.GetValue<string>();
        await SendAsync(person.Host, "Court.Registrar", HttpMethod.Put, $"/api/v1/hearings/{Guid.NewGuid():N}", TestHost.Json(new JsonObject
        {
            ["aNumber"] = aNumber,
            ["sourceVersion"] = 1,
            ["courtId"] = "NYC",
            ["room"] = "12B",
            ["start"] = $"{person.Host.Clock.GetUtcNow().AddDays(days):yyyy-MM-dd}T09:00",
            ["kind"] = "master",
        }));
    }

    /// <summary>A paper that an officer uploads.</summary>
    public static async Task AddPaperAsync(TestCardholder person, string title, byte[] content)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("hearing-notice"), "type" },
            { new StringContent(title), "title" },
            { new StringContent("2026-01-05"), "date" },
            { new StringContent("en"), "language" },
            { new ByteArrayContent(content) { Headers = { ContentType = new("application/pdf") } }, "content", "scan.pdf" },
        };
        await SendAsync(person.Host, "Enrollment.Officer", HttpMethod.Post, $"/api/v1/cardholders/{person.Id}/documents", form);
    }

    /// <summary>Scans a person's card as an officer does.</summary>
    public static Task ScanAsync(TestCardholder person) =>
        SendAsync(person.Host, "Field.Officer", HttpMethod.Post, "/api/v1/verifications", TestHost.Json(new JsonObject { ["cardNumber"] = person.CardNumber }));

    /// <summary>A call of the API.</summary>
    public static async Task<JsonNode> SendAsync(TestHost host, string role, HttpMethod method, string path, HttpContent? content = null)
    {
        using var client = host.As(role);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }
}
