using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecureDocket.Testing;

/// <summary>An invented person with a card and a PIN, made through the API, who can sign in to the portal.</summary>
public sealed partial record TestCardholder(TestHost Host, string Id, string CardNumber, string Pin, string? Phone)
{
    private static int s_phone = Random.Shared.Next(2_000_000, 9_000_000);

    /// <summary>A PIN that nobody would guess, as good as any other.</summary>
    public const string GoodPin = "73920518";

    /// <summary>Makes one, by default with a phone that nobody else has and texts in English, who lives in Chicago.</summary>
    public static async Task<TestCardholder> CreateAsync(TestHost host, string language = "en", bool hasPhone = true, string pin = GoodPin, string timeZone = "America/Chicago")
    {
        var person = TestPeople.Person();
        var phone = hasPhone ? $"+1404{TestPeople.NextNumber(ref s_phone)}" : null;
        (person["language"], person["mobile"], person["timeZone"]) = (language, phone, timeZone);
        var card = await TestPeople.IssueAsync(host, person);
        var cardholder = new TestCardholder(host, card["cardholderId"]!.GetValue<string>(), card["cardNumber"]!.GetValue<string>(), pin, phone);
        await cardholder.SetPinAsync(pin);
        return cardholder;
    }

    public async Task SetPinAsync(string pin)
    {
        using var officer = Host.As("Enrollment.Officer");
        using var answer = await officer.PutAsync($"/api/v1/cardholders/{Id}/pin", TestHost.Json(new JsonObject { ["pin"] = pin }));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Codes on paper: ten printed ones, or one for a kiosk.</summary>
    public async Task<IReadOnlyList<string>> PaperCodesAsync(string kind = "sign-in-codes", string? key = null)
    {
        using var officer = Host.As("Enrollment.Officer");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cardholders/{Id}/{kind}") { Headers = { { "Idempotency-Key", key ?? Guid.NewGuid().ToString() } } };
        using var answer = await officer.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return [.. JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["codes"]!.AsArray().Select(code => code!.GetValue<string>())];
    }

    /// <summary>How many codes were texted to the person's phone.</summary>
    public int CodesTexted => Host.Sms.Left.Count(left => left.Message.To == Phone && CodePattern().IsMatch(left.Message.Text));

    /// <summary>The code in the <paramref name="count"/>th text to the person's phone, once it has left.</summary>
    public async Task<string> TextedCodeAsync(int count = 1)
    {
        for (var all = 1; ; all++)
        {
            var left = await Host.Sms.LeftAsync(all);
            if (left.Where(each => each.Message.To == Phone).Select(each => CodePattern().Match(each.Message.Text)).Where(match => match.Success).ElementAtOrDefault(count - 1) is { } match)
                return match.Value;
            all = Math.Max(all, left.Count);
        }
    }

    /// <summary>Signs in with a texted code.</summary>
    public async Task<PortalVisitor> SignInAsync(string language = "en")
    {
        var visitor = new PortalVisitor(Host.Address, language);
        var before = CodesTexted;
        await visitor.BeginAsync(CardNumber, Pin);
        await visitor.EnterCodeAsync(await TextedCodeAsync(before + 1));
        return visitor.Address == "/home" ? visitor : throw new InvalidOperationException($"Signed in to {visitor.Address}:\n{visitor.Page}");
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex CodePattern();
}
