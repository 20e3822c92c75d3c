using System.Text;
using System.Text.Json.Nodes;

using SecureDocket.Cardholders;
namespace SecureDocket.Testing;

/// <summary>Invented people and their way to a card, through the API.</summary>
public static class TestPeople
{
    // A PIN must not share five digits with a number that others know: no invented number does with one of these.
    private static readonly string[] s_pins = [TestCardholder.GoodPin, "73920519", "50817294", "84031627", "58203917", "72345678"];

    private static int s_aNumber = Random.Shared.Next(100_000_000, 800_000_000);
    private static int s_year;

    // Numbers 555-0100 to 555-0199 of every area are kept for people in stories.
    private static readonly IReadOnlyList<int> s_areas = [.. Enumerable.Range(200, 800).Where(area => !Mobile.Read($"+1{area}5550100", null).IsRefused)];

    private static int s_photo = Random.Shared.Next(60_000);

    /// <summary>A well-formed person with an A-number, a name and a phone that nobody else has, so that nobody is alike to them.</summary>
    public static JsonObject Person()
    {
        var number = NextNumber(ref s_aNumber);
        return new()
        {
            ["aNumber"] = $"A{number}",
            ["name"] = "Мирон Заречный",
            ["latinName"] = NameOf(number),
            ["birthDate"] = "1990-02-28",
            ["nationality"] = "UKR",
            ["language"] = "ru",
            ["mobile"] = $"+1{s_areas[number / 100 % s_areas.Count]}55501{number % 100:00}",
            ["timeZone"] = "America/Chicago",
        };
    }

    /// <summary>The next number that shares no five digits with a PIN of the tests.</summary>
    internal static int NextNumber(ref int last)
    {
        int number;
        do
        {
            number = Interlocked.Increment(ref last);
        }
        while (s_pins.Any(pin => Enumerable.Range(0, pin.Length - 4).Any(start => $"{number}".Contains(pin.Substring(start, 5), StringComparison.Ordinal))));

        return number;
    }

    /// <summary>A name that sounds like no other number's.</summary>
    public static string NameOf(int number) => $"T{Word(number)} S{Word(number)}";

    /// <summary>A birth date in a year of its own, for people who share a name.</summary>
    public static string BirthDate() => $"{1901 + (Interlocked.Increment(ref s_year) % 100)}-02-28";

    /// <summary>A portrait that photo intake accepts, and that nobody else has: its last quantisation steps are another's.</summary>
    public static byte[] Photo()
    {
        var bytes = File.ReadAllBytes(PhotoPath);
        var number = Interlocked.Increment(ref s_photo);
        var table = bytes.AsSpan().IndexOf([(byte)0xFF, (byte)0xDB]) + 5;
        (bytes[table + 62], bytes[table + 63]) = ((byte)(1 + (number / 255 % 255)), (byte)(1 + (number % 255)));
        return bytes;
    }

    /// <summary>The path of a sample portrait that photo intake accepts.</summary>
    public static string PhotoPath { get; } = Path.Combine(Repository.Root, "samples", "pilot-roster", "photos", "01.jpg");

    /// <summary>The path of another such portrait.</summary>
    public static string OtherPhotoPath { get; } = Path.Combine(Repository.Root, "samples", "pilot-roster", "photos", "02.jpg");

    /// <summary>The path of a WEBP thumbnail that a card takes.</summary>
    public static string ThumbnailPath { get; } = Path.Combine(Repository.Root, "tests", "SecureDocket.Tests", "Photos", "fixtures", "face.webp");

    /// <summary>Enrolls a person and gives the docket's id.</summary>
    public static async Task<string> EnrollAsync(HttpClient officer, JsonObject? person = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cardholders")
        {
            Content = TestHost.Json(person ?? Person()),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        return (await SendAsync(officer, request))["id"]!.GetValue<string>();
    }

    /// <summary>Enrolls a person, attaches a photo and records a cleared check, so that only the card is missing.</summary>
    public static async Task<string> PrepareAsync(HttpClient officer, JsonObject? person = null)
    {
        var id = await EnrollAsync(officer, person);
        using var photo = new ByteArrayContent(Photo()) { Headers = { ContentType = new("image/jpeg") } };
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/photo") { Content = photo, Headers = { { "If-Match", "\"1\"" } } };
        await SendAsync(officer, put);
        using var clear = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/clearance")
        {
            Content = TestHost.Json("""{"result":"Cleared","reference":"BGC-1","date":"2026-01-02"}"""),
            Headers = { { "If-Match", "\"2\"" } },
        };
        await SendAsync(officer, clear);
        return id;
    }

    /// <summary>The request that issues a card; send it once.</summary>
    public static HttpRequestMessage IssueRequest(string cardholderId, string siteId, string idempotencyKey) => new(HttpMethod.Post, "/api/v1/cards")
    {
        Content = TestHost.Json(new JsonObject { ["cardholderId"] = cardholderId, ["siteId"] = siteId }),
        Headers = { { "Idempotency-Key", idempotencyKey } },
    };

    /// <summary>Prepares a person and issues the card; gives the card as <c>GET /cards/{number}</c> shows it, credential included.</summary>
    public static async Task<JsonObject> IssueAsync(TestHost host, JsonObject? person = null)
    {
        using var officer = host.As("Enrollment.Officer");
        var id = await PrepareAsync(officer, person);
        using var issue = IssueRequest(id, host.SiteId, Guid.NewGuid().ToString());
        var number = (await SendAsync(officer, issue))["cardNumber"]!.GetValue<string>();
        using var get = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cards/{number}");
        return await SendAsync(officer, get);
    }

    /// <summary>Takes another photo of a person with a card in force in, which a second officer has yet to approve; gives its hash.</summary>
    public static async Task<string> TakeOtherPhotoAsync(HttpClient officer, string id)
    {
        using var read = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{id}");
        var version = (await SendAsync(officer, read))["version"]!.GetValue<long>();
        using var photo = new ByteArrayContent(Photo()) { Headers = { ContentType = new("image/jpeg") } };
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/photo") { Content = photo, Headers = { { "If-Match", $"\"{version}\"" } } };
        await SendAsync(officer, put);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{id}");
        return (await SendAsync(officer, again))["photoChange"]!["hash"]!.GetValue<string>();
    }

    /// <summary>Changes the photo of a person with a card in force, by two officers.</summary>
    public static async Task ChangePhotoAsync(TestHost host, string id)
    {
        using var first = host.As("Enrollment.Officer", "2");
        using var second = host.As("Enrollment.Officer", "3");
        var hash = await TakeOtherPhotoAsync(first, id);
        using var approve = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/photo/change/approval")
        {
            Content = TestHost.Json(new JsonObject { ["hash"] = hash }),
        };
        await SendAsync(second, approve);
    }

    // No two numbers give words that sound alike: a consonant is never followed by itself.
    private static string Word(int number)
    {
        const string Consonants = "bdfgklmnpr";
        var (word, last) = (new StringBuilder(), 0);
        for (var place = 0; place < 6; place++, number /= 9)
        {
            last = (last + 1 + (number % 9)) % Consonants.Length;
            word.Append('a').Append(Consonants[last]);
        }

        return word.Append('a').ToString();
    }

    private static async Task<JsonObject> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new InvalidOperationException($"{request.Method} {request.RequestUri} answered {(int)answer.StatusCode}: {text}");
    }
}
