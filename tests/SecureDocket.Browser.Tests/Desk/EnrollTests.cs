using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecureDocket.Credentials;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>One person at the desk, from the form to card, PIN and codes on paper.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed partial class EnrollTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task A_person_gets_a_card_a_pin_and_codes()
    {
        var host = await browser.HostAsync();
        await using var desk = await OpenAsync(host);
        var page = desk.Page;

        // Every fault at its field first, then the form as it should be.
        await page.GetByLabel("A-number").FillAsync("12");
        await page.GetByLabel("Birth date").FillAsync("2190-01-01");
        await PressAsync(page, "Enroll");
        await Assertions.Expect(page.GetByLabel("A-number")).ToBeFocusedAsync();
        foreach (var field in (string[])["aNumber", "name", "birthDate", "nationality", "language", "timeZone"])
            await Assertions.Expect(page.Locator($"#person-{field}")).ToHaveAttributeAsync("aria-invalid", "true");
        await desk.LooksWellAsync("enroll-faults");

        await FillAsync(page);
        await PressAsync(page, "Enroll");
        await DoneAsync(page, "Enrolled.");

        // Everything that stands against a card is said at once.
        await page.GetByLabel("Site").FillAsync(host.SiteId);
        await PressAsync(page, "Issue the card");
        await Assertions.Expect(page.Locator("#trouble")).ToContainTextAsync("The background check has not cleared. There is no photo.");

        await page.GetByLabel("Photo from a file").SetInputFilesAsync(TestPeople.PhotoPath);
        await page.GetByLabel("Size of the crop").PressAsync("ArrowLeft");
        await page.GetByLabel("Reference").FillAsync("BGC-2026/17");
        await desk.LooksWellAsync("enroll-photo");
        await PressAsync(page, "Keep this photo");
        await DoneAsync(page, "The photo is kept.");
        await Assertions.Expect(page.Locator("#photo-heading")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#done")).ToBeInViewportAsync();
        var face = page.Locator("#small-face");
        Assert.InRange(int.Parse((await face.GetAttributeAsync("data-bytes"))!, CultureInfo.InvariantCulture), 300, 700);
        Assert.Equal("image/webp", await face.GetAttributeAsync("data-type"));

        await page.GetByLabel("Result").SelectOptionAsync("Cleared");
        await Assertions.Expect(page.GetByLabel("Reference")).ToHaveValueAsync("BGC-2026/17");
        await page.Locator("#clearance-date").FillAsync("2026-01-31");
        await PressAsync(page, "Record the result");
        await Assertions.Expect(page.GetByText("On record: Cleared")).ToBeVisibleAsync();

        await page.GetByLabel("Site").FillAsync(host.SiteId);
        await PressAsync(page, "Issue the card");
        await DoneAsync(page, "Issued:");

        await PressAsync(page, "Show front and back");
        await Assertions.Expect(page.GetByAltText("Front of the card").First).ToBeVisibleAsync();
        Assert.All(await page.Locator("#faces img").EvaluateAllAsync<int[]>("images => images.map(image => image.naturalWidth)"), width => Assert.NotEqual(0, width));
        await page.GetByAltText("Front of the card").First.ScrollIntoViewIfNeededAsync();
        await desk.LooksWellAsync("enroll-card");

        await PinAsync(page, "12345678", "12345678");
        await Assertions.Expect(page.Locator("#pin-pin-fault")).ToContainTextAsync("Too easy to guess");
        await PinAsync(page, "73920518", "73920519");
        await Assertions.Expect(page.Locator("#pin-again-fault")).ToContainTextAsync("not the same");
        await PinAsync(page, "73920518", "73920518");
        await DoneAsync(page, "The PIN is set.");

        // The desk is drawn anew while the codes are under way; what the answer brings is shown all the same.
        await page.RouteAsync("**/sign-in-codes", async route =>
        {
            await page.EvaluateAsync("() => { for (let turn = 0; turn < 2; turn++) document.getElementById('language').click(); }");
            await route.ContinueAsync();
        });
        await PressAsync(page, "Make codes to print");
        await Assertions.Expect(page.Locator("#paper li")).ToHaveCountAsync(10);
        await page.UnrouteAsync("**/sign-in-codes");
        await PressAsync(page, "One code for now");
        await Assertions.Expect(page.Locator("#kiosk .code")).ToHaveTextAsync(CodePattern());
        await PressAsync(page, "Español");
        await PressAsync(page, "English");
        await Assertions.Expect(page.Locator("#paper li")).ToHaveCountAsync(10);
        await page.Locator("#paper").ScrollIntoViewIfNeededAsync();
        await desk.LooksWellAsync("enroll-codes");

        // The sheet is for its holder: in their language, with where to use it and whom to call.
        await Assertions.Expect(page.Locator("#paper .paper")).ToHaveAttributeAsync("lang", "ru");
        await Assertions.Expect(page.Locator("#paper .paper")).ToContainTextAsync("Помощь");
        await Assertions.Expect(page.Locator("#paper svg path")).ToHaveAttributeAsync("d", new Regex("^M"));

        // Whoever prints the page without the button gets the page.
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator("#summary")).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Null });
        await page.EvaluateAsync("window.print = () => {}");
        await page.Locator("#print-codes").ClickAsync();
        await Assertions.Expect(page.Locator("#print li")).ToHaveCountAsync(10);
        await Assertions.Expect(page.Locator("#print img")).ToHaveCountAsync(0);

        // A card under the same press of the button prints as a card, whatever was printed before.
        await PressAsync(page, "Show front and back");
        await page.Locator("#print-card").ClickAsync();
        await Assertions.Expect(page.Locator("#print li")).ToHaveCountAsync(0);
        await PrintsOnCardsAsync(page);

        // What the desk did is on record.
        var id = await page.Locator("#summary dd").Nth(4).TextContentAsync();
        using var officer = host.As("Enrollment.Officer");
        var docket = (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cardholders/{id}"))!;
        Assert.Equal(("Мирон Заречный", "Cleared"), (docket["name"]!.GetValue<string>(), docket["clearance"]!["result"]!.GetValue<string>()));
        var card = Assert.Single(docket["cards"]!.AsArray())!["cardNumber"]!.GetValue<string>();
        var signed = (await FaceOfAsync(host, officer, card))!;
        Assert.Equal(FaceFormat.Webp, signed.Format);
        Assert.Equal(await face.GetAttributeAsync("data-bytes"), signed.Bytes.Length.ToString(CultureInfo.InvariantCulture));
    }

    [BrowserFact]
    public async Task A_button_pressed_again_after_an_answer_was_lost_enrolls_nobody_twice()
    {
        var host = await browser.HostAsync();
        await using var desk = await OpenAsync(host);
        var sent = 0;
        desk.Expect("ERR_FAILED");
        await desk.Context.RouteAsync("**/api/v1/cardholders", async route =>
        {
            if (sent++ == 0)
            {
                // It reaches the server, and the answer does not come back.
                await route.FetchAsync();
                await route.AbortAsync();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await FillAsync(desk.Page);

        // A session that ends in the middle, and an officer who signs in again, lose nothing of it.
        await desk.Page.EvaluateAsync("sessionStorage.removeItem('secure-docket-officer')");
        await PressAsync(desk.Page, "Enroll");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Your session has ended");
        await desk.SignInAsync("Priya Raman");
        await Assertions.Expect(desk.Page.GetByLabel("Full name")).ToHaveValueAsync("Мирон Заречный");

        await PressAsync(desk.Page, "Enroll");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("nothing is done twice");
        await PressAsync(desk.Page, "Enroll");

        await DoneAsync(desk.Page, "Enrolled.");
        Assert.Equal(2, sent);
    }

    [BrowserFact]
    public async Task A_person_is_found_by_the_cards_number_with_the_keyboard_alone()
    {
        var host = await browser.HostAsync();
        var card = await TestPeople.IssueAsync(host);
        await using var desk = await OpenAsync(host, new() { ViewportSize = new() { Width = 320, Height = 568 }, Locale = "es-MX", ReducedMotion = ReducedMotion.Reduce }, "Iniciar sesión");
        var page = desk.Page;

        for (var presses = 0; presses < 10 && await page.EvaluateAsync<string>("document.activeElement.id") != "find-find"; presses++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("0000-0000-000");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#find-find-fault")).ToContainTextAsync("12 caracteres");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync(card["cardNumber"]!.GetValue<string>().ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Мирон Заречный" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#small-face")).ToBeVisibleAsync();
        await desk.LooksWellAsync("enroll-docket-es");
        await desk.LooksWellTwiceAsLargeAsync();
    }

    [BrowserFact]
    public async Task A_paper_is_taken_in_and_one_that_is_none_is_refused_at_its_field()
    {
        var host = await browser.HostAsync();
        using var officer = host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer);
        await using var desk = await OpenAsync(host);
        var page = desk.Page;
        await page.GetByLabel("Card number or docket id").FillAsync(id);
        await PressAsync(page, "Open");

        await page.GetByLabel("Title").FillAsync("Aviso de audiencia");
        await page.Locator("#document-date").FillAsync("2026-01-31");
        await page.GetByLabel("Language of the document").FillAsync("es");
        await page.GetByLabel("PDF file").SetInputFilesAsync(new FilePayload { Name = "notice.pdf", MimeType = "application/pdf", Buffer = "no paper"u8.ToArray() });
        await PressAsync(page, "Upload");
        await Assertions.Expect(page.Locator("#document-content-fault")).Not.ToBeEmptyAsync();
        Assert.Equal("Aviso de audiencia", await page.GetByLabel("Title").InputValueAsync());
        var form = TestPdf.WithStreams(TestPdf.Objects(1, "/AcroForm << /XFA [] >> /Names << /JavaScript << >> >>"));
        await page.GetByLabel("PDF file").SetInputFilesAsync(new FilePayload { Name = "form.pdf", MimeType = "application/pdf", Buffer = form });
        await PressAsync(page, "Upload");
        await Assertions.Expect(page.Locator("#document-content-fault")).ToHaveTextAsync(
            "The PDF contains a script and an XFA form. Official forms often do. Print it to a new PDF, which shows the same pages and nothing else.");
        await page.GetByLabel("PDF file").SetInputFilesAsync(new FilePayload { Name = "notice.pdf", MimeType = "application/pdf", Buffer = TestPdf.Of(1) });
        await PressAsync(page, "Upload");

        await DoneAsync(page, "The document is kept.");
        var kept = (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cardholders/{id}/documents"))!["documents"]!.AsArray();
        Assert.Equal("Aviso de audiencia", Assert.Single(kept)!["title"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task Colours_of_another_space_are_converted_before_a_photo_is_kept()
    {
        var host = await browser.HostAsync();
        using var officer = host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer);
        await using var desk = await OpenAsync(host);
        var page = desk.Page;
        await page.GetByLabel("Card number or docket id").FillAsync(id);
        await PressAsync(page, "Open");
        await Assertions.Expect(page.GetByLabel("Photo from a file")).ToBeVisibleAsync();
        async Task<int[]> ShownAsync(byte[] picture, string type)
        {
            // An empty canvas shows when the next picture is drawn.
            await page.EvaluateAsync("() => { const canvas = document.querySelector('canvas[role=img]'); canvas.width = canvas.width; }");
            await page.GetByLabel("Photo from a file").SetInputFilesAsync(new FilePayload { Name = "photo", MimeType = type, Buffer = picture });
            var pixel = await page.WaitForFunctionAsync(
                """
                () => {
                  const canvas = document.querySelector('canvas[role=img]');
                  const point = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
                  point.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
                  const [red, green, blue] = point.getImageData(0, 0, 1, 1).data;
                  return red + green + blue > 0 ? [red, green, blue] : null;
                }
                """);
            return await pixel.JsonValueAsync<int[]>();
        }

        var bare = ColouredPictures.WithoutProfile(await File.ReadAllBytesAsync(TestPeople.PhotoPath));
        foreach (var (picture, type, plain, convert) in new (byte[], string, byte[], Func<int[], int[]>)[]
        {
            (ColouredPictures.DisplayP3, "image/jpeg", ColouredPictures.WithoutProfile(ColouredPictures.DisplayP3), ColouredPictures.FromDisplayP3),
            (ColouredPictures.AdobeRgbByExif(bare), "image/jpeg", bare, ColouredPictures.FromAdobeRgb),
            (ColouredPictures.Png(100_000), "image/png", ColouredPictures.Png(null), ColouredPictures.FromLinear),
        })
        {
            var kept = await ShownAsync(plain, type);
            var shown = await ShownAsync(picture, type);
            Assert.All(convert(kept).Zip(shown), pair => Assert.InRange(pair.Second, pair.First - 4, pair.First + 4));
            Assert.NotEqual(kept, shown);
        }

        await PressAsync(page, "Keep this photo");
        await DoneAsync(page, "The photo is kept.");
    }

    [BrowserFact]
    public async Task A_photo_is_taken_with_the_camera()
    {
        var host = await browser.HostAsync();
        using var officer = host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer);
        await using var desk = await OpenAsync(host);
        var page = desk.Page;
        await page.GetByLabel("Card number or docket id").FillAsync(id);
        await PressAsync(page, "Open");

        await PressAsync(page, "Use the camera");
        await PressAsync(page, "Take the photo");
        await PressAsync(page, "Keep this photo");

        await DoneAsync(page, "The photo is kept.");
        var kept = (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cardholders/{id}"))!["photo"]!;
        Assert.Equal(35d / 45, kept["width"]!.GetValue<double>() / kept["height"]!.GetValue<double>(), 0.01);
    }

    [BrowserFact]
    public async Task A_photo_over_a_card_in_force_takes_a_second_officer()
    {
        var host = await browser.HostAsync();
        using var colleague = host.As("Enrollment.Officer", "2");
        var id = (await TestPeople.IssueAsync(host))["cardholderId"]!.GetValue<string>();
        await using var desk = await OpenAsync(host);
        desk.Expect("the server responded with a status of 403");
        var page = desk.Page;
        await page.GetByLabel("Card number or docket id").FillAsync(id);
        await PressAsync(page, "Open");

        // Who took it in is not the second officer.
        await page.GetByLabel("Photo from a file").SetInputFilesAsync(TestPeople.OtherPhotoPath);
        await PressAsync(page, "Keep this photo");
        await DoneAsync(page, "another officer must approve this photo");
        await PressAsync(page, "It is the same person: approve");
        await Assertions.Expect(page.Locator("#trouble")).ToContainTextAsync("another officer must approve it");

        // What a colleague took in takes its place, and can be approved here.
        await TestPeople.TakeOtherPhotoAsync(colleague, id);
        await PressAsync(page, "Another person");
        await page.GetByLabel("Card number or docket id").FillAsync(id);
        await PressAsync(page, "Open");
        await desk.LooksWellAsync();
        await PressAsync(page, "It is the same person: approve");
        await DoneAsync(page, "The photo is approved.");
        await Assertions.Expect(page.Locator("#summary")).ToContainTextAsync("replace the card");
    }

    [BrowserFact]
    public async Task Somebody_alike_is_shown_before_the_enrollment_and_a_second_officer_says_that_they_are_another()
    {
        var host = await browser.HostAsync();
        using var colleague = host.As("Enrollment.Officer", "2");
        var known = TestPeople.Person();
        await TestPeople.PrepareAsync(colleague, known);
        var person = known.DeepClone().AsObject();
        person["aNumber"] = TestPeople.Person()["aNumber"]!.DeepClone();
        await using var desk = await OpenAsync(host);
        desk.Expect("the server responded with a status of 403");
        var page = desk.Page;
        await FillAsync(page, person);
        await PressAsync(page, "Enroll");
        await Assertions.Expect(page.Locator("#alike")).ToContainTextAsync(known["aNumber"]!.GetValue<string>());
        await Assertions.Expect(page.Locator("#alike img")).ToBeVisibleAsync();
        await desk.LooksWellAsync();
        await PressAsync(page, "Enroll");
        await DoneAsync(page, "Enrolled.");

        // Who enrolled them is not the second officer.
        await PressAsync(page, "Show these people");
        await Assertions.Expect(page.Locator("#alike")).ToContainTextAsync(known["aNumber"]!.GetValue<string>());
        await desk.LooksWellAsync();
        await PressAsync(page, "Record: whoever is not marked is another person");
        await Assertions.Expect(page.Locator("#trouble")).ToContainTextAsync("another officer must approve it");

        // Whom a colleague enrolled can be looked at here.
        person["otherThan"] = new JsonArray([.. (await AlikeAsync(colleague, person)).Select(each => JsonValue.Create(each))]);
        person["aNumber"] = TestPeople.Person()["aNumber"]!.DeepClone();
        var id = await TestPeople.EnrollAsync(colleague, person);
        await PressAsync(page, "Another person");
        await page.GetByLabel("Card number or docket id").FillAsync(id);
        await PressAsync(page, "Open");
        await PressAsync(page, "Show these people");
        await PressAsync(page, "Record: whoever is not marked is another person");
        await DoneAsync(page, "The answer is recorded.");
        await Assertions.Expect(page.GetByText("A second officer has looked at them")).ToBeVisibleAsync();
    }

    private static async Task<IEnumerable<string>> AlikeAsync(HttpClient officer, JsonObject person)
    {
        var asked = person.DeepClone().AsObject();
        asked["aNumber"] = TestPeople.Person()["aNumber"]!.DeepClone();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cardholders") { Content = TestHost.Json(asked), Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } } };
        using var answer = await officer.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray().Select(error => error!["detail"]!.GetValue<string>().Split(' ')[1]);
    }

    /// <summary>The face that a card signs, as whoever holds the published keys reads it.</summary>
    private static async Task<Face?> FaceOfAsync(TestHost host, HttpClient officer, string number)
    {
        using var anyone = host.As(null);
        static byte[] Coordinate(JsonNode key, string name) => Base64Url.DecodeFromChars(key[name]!.GetValue<string>());
        var keys = (await anyone.GetFromJsonAsync<JsonObject>("/api/v1/keys"))!["keys"]!.AsArray();
        var trust = new Trust("https://securedocket.example", keys.Select(key => new VerificationKey(Coordinate(key!, "x"), Coordinate(key!, "y"))));
        var text = (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cards/{number}"))!["credential"]!.GetValue<string>();
        return CredentialVerifier.Authenticate(text, trust, host.Clock.GetUtcNow()).Credential!.Identity.Face;
    }

    /// <param name="host">The host.</param>
    /// <param name="options">The screen; a phone's unless given.</param>
    /// <param name="button">What leads to the issuer, for a test that goes there; the officer has come back from there unless given.</param>
    private async Task<OfficerPage> OpenAsync(TestHost host, BrowserNewContextOptions? options = null, string? button = null)
    {
        var context = await browser.NewContextAsync(options ?? OfficerPage.Phone());
        var desk = button is null ? await OfficerPage.OpenSignedInAsync(context, host, "/enroll", "Enrollment.Officer/1") : await OfficerPage.OpenAsync(context, host, "/enroll");

        // A browser's console tells of every refusal; here they are asked for.
        desk.Expect("the server responded with a status of 400");
        desk.Expect("the server responded with a status of 409");
        desk.Expect("the server responded with a status of 415");
        desk.Expect("the server responded with a status of 422");
        if (button is not null)
        {
            await desk.ReadyAsync();
            await desk.SignInAsync("Priya Raman", button);
        }

        return desk;
    }

    // As people write it: +1 (713) 555-0199.
    private static string Spaced(string mobile) => $"+1 ({mobile[2..5]}) {mobile[5..8]}-{mobile[8..]}";

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static Task DoneAsync(IPage page, string text) => Assertions.Expect(page.Locator("#done")).ToContainTextAsync(text);

    private static async Task PinAsync(IPage page, string first, string second)
    {
        await page.Locator("#pin-pin").FillAsync(first);
        await page.Locator("#pin-again").FillAsync(second);
        await PressAsync(page, "Set the PIN");
    }

    private static async Task FillAsync(IPage page, JsonObject? person = null)
    {
        person ??= TestPeople.Person();
        await page.GetByLabel("A-number").FillAsync(person["aNumber"]!.GetValue<string>());
        await page.GetByLabel("Full name").FillAsync("Мирон Заречный");
        await page.GetByLabel("Name in Latin letters").FillAsync(person["latinName"]!.GetValue<string>());
        await page.GetByLabel("Birth date").FillAsync("1990-02-28");
        await page.GetByLabel("Nationality").FillAsync("ukr");
        await page.Locator("#person-language").SelectOptionAsync("ru");
        await page.GetByLabel("Mobile phone").FillAsync(Spaced(person["mobile"]!.GetValue<string>()));
        await page.GetByLabel("Home time zone").FillAsync("America/Chicago");
        await page.GetByLabel("Where the case stands").SelectOptionAsync("AsylumPending");
        await page.Locator("#person-postureAsOf").FillAsync("2026-01-15");
    }

    /// <summary>Only the two faces come out of the printer, each on a sheet of a card's size.</summary>
    private static async Task PrintsOnCardsAsync(IPage page)
    {
        var pdf = Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true }));
        var sheets = SheetPattern().Matches(pdf);
        Assert.Equal(2, sheets.Count);
        Assert.All(sheets, sheet =>
        {
            // 85.60 x 53.98 mm in points of 1/72 inch.
            Assert.InRange(double.Parse(sheet.Groups[1].Value, CultureInfo.InvariantCulture), 242, 244);
            Assert.InRange(double.Parse(sheet.Groups[2].Value, CultureInfo.InvariantCulture), 152, 154);
        });
    }

    [GeneratedRegex(@"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]")]
    private static partial Regex SheetPattern();

    [GeneratedRegex("^[0-9A-Z]{4}-[0-9A-Z]{4}$")]
    private static partial Regex CodePattern();
}
