using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Cardholders;

/// <summary>A roster that is made while it is sent, so that a test holds no more of it than the product may.</summary>
internal sealed class Roster(IEnumerable<string> lines, bool endLastLine = true) : HttpContent
{
    /// <summary>Invented people with A-numbers from A100000000 on.</summary>
    public static IEnumerable<string> People(int count) => Enumerable.Range(0, count).Select(Person);

    /// <summary>One invented person a number.</summary>
    public static string Person(int number) => Line(number).ToJsonString();

    public static JsonObject Line(int number)
    {
        var person = TestPeople.Person();
        (person["aNumber"], person["latinName"]) = ($"A{100_000_000 + number}", TestPeople.NameOf(number));
        person["mobile"] = $"+1713555{number % 10_000:D4}";
        person["birthDate"] = $"{1930 + (number % 80)}-{1 + (number % 12):D2}";
        return person;
    }

    /// <summary>Imports lines and gives the answer's lines, the summary last.</summary>
    public static async Task<List<JsonNode>> ImportAsync(TestHost host, HttpContent roster, Action<int>? onLine = null, CancellationToken cancellationToken = default)
    {
        roster.Headers.ContentType = new("application/x-ndjson");
        using var officer = host.As("Enrollment.Officer");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cardholders/import") { Content = roster };
        using var answer = await officer.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        List<JsonNode> results = [];
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            results.Add(JsonNode.Parse(line)!);
            onLine?.Invoke(results.Count);
        }

        return results;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var first = true;
        foreach (var line in lines)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(first ? line : "\n" + line), cancellationToken);
            first = false;
        }

        if (endLastLine)
            await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
