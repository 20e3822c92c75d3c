using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>From the start page to a verdict through pixels: the card is drawn, scanned, and its text posted.</summary>
public sealed class ScannedCardTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly string _data = ProgramRun.DataFolder();

    [ScanFact]
    public async Task A_scanned_card_is_valid_and_with_one_character_changed_invalid()
    {
        await using var run = ProgramRun.Start(_data, ["--storage", azurite.ConnectionString]);
        await run.ReadyAsync();
        var page = await run.Client.GetStringAsync("/dev");
        var front = Regex.Match(page, "/dev/cards/[0-9A-Z-]+/front\\.svg").Value;

        var text = await ScanAsync(await run.Client.GetStringAsync(front));

        Assert.Equal(("valid", ""), await VerifyAsync(run.Client, text));
        for (var at = 0; at < text.Length; at += text.Length / 8)
        {
            var changed = text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
            var (verdict, reasons) = await VerifyAsync(run.Client, changed);
            Assert.Equal("invalid", verdict);
            Assert.Contains(reasons.Split(' ')[0], (string[])["malformed", "unknown-key", "bad-signature"]);
        }
    }

    [ScanFact]
    public async Task The_back_of_a_card_leads_to_the_portal_in_its_persons_language_with_the_number_where_no_server_sees_it()
    {
        await using var host = await TestHost.StartAsync(azurite);
        var card = await TestPeople.IssueAsync(host);
        using var officer = host.As("Enrollment.Officer");
        var number = card["cardNumber"]!.GetValue<string>();

        var text = await ScanAsync(await officer.GetStringAsync(card["back"]!.GetValue<string>()));

        Assert.Equal($"https://securedocket.example/?lang=ru#{number}", text);
    }

    [ScanFact]
    public async Task A_printed_code_that_carries_the_largest_face_is_read()
    {
        await using var host = await TestHost.StartAsync(azurite);
        using var officer = host.As("Enrollment.Officer");

        // Noise packs worst: a lossless WEBP of the most bytes that a thumbnail may have.
        var thumbnail = new byte[700];
        new Random(7).NextBytes(thumbnail);
        byte[] header = [.. "RIFF"u8, 0xB4, 2, 0, 0, .. "WEBPVP8L"u8, 0xA8, 2, 0, 0, 0x2F, 31, 0xC0, 7, 0];
        header.CopyTo(thumbnail.AsSpan());
        var id = await TestPeople.PrepareAsync(officer);
        using var order = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cards")
        {
            Content = TestHost.Json(new JsonObject { ["cardholderId"] = id, ["siteId"] = host.SiteId, ["thumbnail"] = Convert.ToBase64String(thumbnail) }),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        using var issued = await officer.SendAsync(order);
        var location = issued.EnsureSuccessStatusCode().Headers.Location!;
        var card = JsonNode.Parse(await officer.GetStringAsync(location))!;

        var text = await ScanAsync(await officer.GetStringAsync($"{location}/front.svg"));

        Assert.InRange(text.Length, 1500, 1637);
        Assert.Equal((string?)card["credential"], text);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<string> ScanAsync(string svg)
    {
        var (page, picture) = (Path.Combine(_data, "card.html"), Path.Combine(_data, "card.png"));
        await File.WriteAllTextAsync(page, $"<!doctype html><style>body{{margin:20px}}svg{{width:1284px;height:810px}}</style>{svg}");
        await ToolAsync("chromium", [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1324,850", $"--user-data-dir={Path.Combine(_data, "browser")}",
            $"--screenshot={picture}", new Uri(page).AbsoluteUri,
        ]);
        return (await ToolAsync("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture])).TrimEnd('\n');
    }

    private static async Task<string> ToolAsync(string tool, string[] arguments)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{tool} ended with {process.ExitCode}: {await error}");
    }

    private static async Task<(string Verdict, string Reasons)> VerifyAsync(HttpClient anyone, string text)
    {
        using var answer = await anyone.PostAsync("/api/v1/verifications", TestHost.Json(new JsonObject { ["credential"] = text }));
        answer.EnsureSuccessStatusCode();
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (body["verdict"]!.GetValue<string>(), string.Join(' ', body["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>())));
    }
}
