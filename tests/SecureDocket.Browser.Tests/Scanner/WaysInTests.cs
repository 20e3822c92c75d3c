using Microsoft.Playwright;
using QRCoder;
using Xunit;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>Where the camera does not do as it is, another lens, zoom, focus, a picture or a text does.</summary>
[Collection(ScannerCollectionDefinition.Name)]
public sealed class WaysInTests(BrowserFixture browsers)
{
    private const string AbleCamera = """
        globalThis.applied = [];
        MediaStreamTrack.prototype.getCapabilities = () => ({
          torch: true, zoom: { min: 1, max: 8, step: 0.5 }, focusMode: ['continuous', 'manual'], focusDistance: { min: 0.1, max: 1, step: 0.1 },
        });
        MediaStreamTrack.prototype.applyConstraints = async given => { applied.push(given.advanced[0]); };
        """;

    // Where there is nothing to be found, a page has more time the less there is to look through.
    private const string SmallPictures = """
        {
          const sound = MediaDevices.prototype.getUserMedia;
          MediaDevices.prototype.getUserMedia = function ({ video, ...others }) {
            return sound.call(this, { ...others, video: { ...video, width: { ideal: 320 }, height: { ideal: 240 } } });
          };
        }
        """;

    [BrowserFact]
    public async Task The_print_is_read_from_a_picture()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        var (page, picture, fault) = (scanning.Page, scanning.Page.Locator("#picture"), scanning.Page.Locator("#picture-fault"));
        await page.Locator("#without-camera summary").ClickAsync();

        await picture.SetInputFilesAsync(new FilePayload { Name = "notes.jpg", MimeType = "image/jpeg", Buffer = "no picture"u8.ToArray() });
        await Assertions.Expect(fault).ToContainTextAsync("not a picture");
        await picture.SetInputFilesAsync(new FilePayload { Name = "empty.png", MimeType = "image/png", Buffer = await page.ScreenshotAsync() });
        await Assertions.Expect(fault).ToContainTextAsync("No code was found");
        await scanning.Officer.LooksWellAsync("verify-without-camera");

        await picture.SetInputFilesAsync(new FilePayload { Name = "front.png", MimeType = "image/png", Buffer = await PrintAsync(scanning) });

        await Assertions.Expect(page.Locator("#verdict[data-live=yes]")).ToHaveAttributeAsync("data-verdict", "valid");
        await Assertions.Expect(fault).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_picture_and_a_text_are_judged_without_a_network_too()
    {
        await using var scanning = await Scanning.StartAsync(browsers);
        scanning.Officer.Expect("ERR_INTERNET_DISCONNECTED");
        await scanning.GoOfflineAsync();
        var (page, text) = (scanning.Page, scanning.Card["credential"]!.GetValue<string>());
        await page.Locator("#without-camera summary").ClickAsync();

        await page.Locator("#check-text").ClickAsync();
        await Assertions.Expect(page.Locator("#text-fault")).ToContainTextAsync("Paste the text");
        await page.Locator("#text").FillAsync($"{text[..100]}\r\n{text[100..]}\n");
        await page.Locator("#check-text").ClickAsync();
        await Assertions.Expect(scanning.Verdict).ToHaveAttributeAsync("data-verdict", "valid");
        await page.Locator("#next").ClickAsync();
        await Assertions.Expect(page.Locator("#text")).ToHaveValueAsync("");

        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        await page.Locator("#picture").SetInputFilesAsync(new FilePayload { Name = "code.png", MimeType = "image/png", Buffer = png.GetGraphic(20) });
        await Assertions.Expect(scanning.Verdict).ToHaveAttributeAsync("data-verdict", "valid");
        await Assertions.Expect(page.Locator("#waiting")).ToHaveAttributeAsync("data-count", "2");
    }

    [BrowserFact]
    public async Task A_camera_is_zoomed_focused_and_lit_as_far_as_it_can_be()
    {
        await using var scanning = await Scanning.StartAsync(browsers, before: AbleCamera + SmallPictures, text: "");
        var page = scanning.Page;

        await page.Locator("#start").ClickAsync();
        await page.Locator("#zoom").FillAsync("2.5");
        await page.Locator("#torch").ClickAsync();
        await page.Locator("#focus").FillAsync("0.3");

        await Assertions.Expect(page.Locator("#autofocus")).ToHaveAttributeAsync("aria-pressed", "false");
        await scanning.Officer.LooksWellAsync();
        await page.Locator("#autofocus").ClickAsync();
        Assert.Equal(
            """[{"focusMode":"continuous"},{"zoom":2.5},{"torch":true},{"focusMode":"manual","focusDistance":0.3},{"focusMode":"continuous"}]""",
            await page.EvaluateAsync<string>("JSON.stringify(applied)"));

        await page.Locator("#stop").ClickAsync();
        foreach (var control in new[] { "#zoom", "#focus", "#torch", "#autofocus" })
            await Assertions.Expect(page.Locator(control)).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Of_several_lenses_the_chosen_one_is_used_from_then_on()
    {
        var host = await browsers.HostAsync();
        await host.RunTimerAsync("PublishStatusLists");
        await using var browser = await browsers.LaunchAsync("--use-fake-device-for-media-stream=device-count=3", "--use-fake-ui-for-media-stream");
        var context = await browser.NewContextAsync(OfficerPage.Phone());
        await context.AddInitScriptAsync(SmallPictures);
        await using var officer = await OfficerPage.OpenSignedInAsync(context, host, "/verify", "Field.Officer/1");
        var (page, lens) = (officer.Page, officer.Page.Locator("#lens"));
        Task<string> UsedAsync() => page.EvaluateAsync<string>("document.getElementById('video').srcObject.getVideoTracks()[0].getSettings().deviceId");

        await page.Locator("#start").ClickAsync();
        await Assertions.Expect(lens.Locator("option")).ToHaveCountAsync(3);
        Assert.Equal(await lens.InputValueAsync(), await UsedAsync());
        await officer.LooksWellAsync();
        await lens.SelectOptionAsync(new SelectOptionValue { Index = 2 });
        var label = await lens.Locator("option").Nth(2).TextContentAsync();
        await page.WaitForFunctionAsync("label => document.getElementById('video').srcObject?.getVideoTracks()[0].label === label", label);

        await page.ReloadAsync();
        await officer.ReadyAsync();
        await page.Locator("#start").ClickAsync();
        await Assertions.Expect(lens.Locator("option:checked")).ToHaveTextAsync(label!);
        Assert.Equal(await lens.InputValueAsync(), await UsedAsync());

        // The device is another one meanwhile: the lens that was chosen is gone, and the camera starts all the same.
        await page.Locator("#stop").ClickAsync();
        await page.EvaluateAsync("localStorage.setItem('secure-docket-lens', JSON.stringify({ id: 'gone', label: 'gone' }))");
        await page.Locator("#start").ClickAsync();
        await Assertions.Expect(lens).ToBeVisibleAsync();
    }

    /// <summary>The front of the card, as a good scanner would take it.</summary>
    private static async Task<byte[]> PrintAsync(Scanning scanning)
    {
        using var officer = scanning.Host.As("Enrollment.Officer");
        var svg = await officer.GetStringAsync($"/api/v1/cards/{scanning.Number}/front.svg");
        var page = await scanning.Officer.Context.Browser!.NewPageAsync(new() { ViewportSize = new() { Width = 1600, Height = 1000 } });
        await page.SetContentAsync($"<body style='margin:0'><img style='width:1600px' src='data:image/svg+xml;base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg))}'>");
        await page.EvaluateAsync("document.querySelector('img').decode()");
        var print = await page.ScreenshotAsync();
        await page.CloseAsync();
        return print;
    }
}
