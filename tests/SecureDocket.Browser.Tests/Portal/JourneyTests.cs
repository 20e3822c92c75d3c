using Microsoft.Playwright;
using SecureDocket.Functions.Portal;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Portal;

/// <summary>From the back of the card to everything that a cardholder does in the portal. Every page on the way, in every state, is held to WCAG 2.2 AA and to narrow screens.</summary>
[Collection(PortalCollectionDefinition.Name)]
public sealed class JourneyTests(BrowserFixture browser)
{
    [BrowserTheory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("ar")]
    public async Task A_person_signs_in_and_books_moves_confirms_and_cancels_a_check_in(string language)
    {
        var host = await browser.HostAsync();
        await PortalWorld.OpenOfficeAsync(host, "CHI", "Chicago Field Office");
        await PortalWorld.OpenOfficeAsync(host, "ROC", "Rockford Field Office");
        var person = await TestCardholder.CreateAsync(host, language);

        // The back of the card may carry the number behind a #, which no server sees.
        await using var screen = await PortalScreen.OpenAsync(browser, host, language, $"/#{person.CardNumber}");
        await screen.IsAtAsync(PortalText.SignIn);
        await Assertions.Expect(screen.Field(PortalText.CardNumber)).ToHaveValueAsync(person.CardNumber);
        await Assertions.Expect(screen.Field(PortalText.Pin)).ToBeFocusedAsync();
        Assert.Equal(new Uri(host.Address, "/").AbsoluteUri, screen.Page.Url);
        Assert.DoesNotContain(screen.Answers, answer => answer.Url.Contains(person.CardNumber, StringComparison.Ordinal));

        // Without it, the number is typed.
        await screen.GoAsync("/");
        await Assertions.Expect(screen.Field(PortalText.CardNumber)).ToHaveValueAsync("");
        await screen.LooksWellAsync("sign-in", inEach: true);
        await screen.BeginAsync(person);
        await screen.LooksWellAsync("code");
        var code = await person.TextedCodeAsync();
        await screen.EnterCodeAsync(code == "000000" ? "111111" : "000000");
        await screen.RefusesAsync(PortalText.SignInFailed, "code");
        await screen.LooksWellAsync("code-wrong");
        await screen.EnterCodeAsync(code);
        await screen.IsAtAsync(PortalText.Home);
        await screen.SaysAsync(PortalText.NoDates);
        await screen.LooksWellAsync();

        // A hearing comes first, on the court's clock, with one's own small below it.
        await PortalWorld.SetHearingAsync(person);
        await screen.Page.ReloadAsync();
        await screen.SaysAsync(PortalText.Hearing);
        await screen.SaysAsync("New York Sample Immigration Court");
        await screen.HasOwnClockSmallAsync();
        await screen.LooksWellAsync("home", inEach: true);

        await screen.FollowAsync(PortalText.BookCheckIn);
        await screen.SaysAsync(PortalText.ChooseOffice);
        await screen.LooksWellAsync("booking-office");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Chicago Field Office" }).ClickAsync();
        await screen.SaysAsync(PortalText.ChooseDay);
        await screen.LooksWellAsync("booking-day");
        await Days(screen).Nth(1).ClickAsync();
        await screen.LooksWellAsync("booking-time");
        await screen.Page.GetByRole(AriaRole.Radio).First.CheckAsync();
        await screen.PressAsync(PortalText.BookThis);
        await screen.TellsAsync(PortalText.Booked);
        await screen.SaysAsync("Chicago Field Office");
        await screen.LooksWellAsync("booked", inEach: true);
        var first = await StartAsync(person);

        await screen.FollowAsync(PortalText.Move);
        await screen.IsAtAsync(PortalText.MoveCheckIn);
        await Days(screen).Nth(2).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Radio).Nth(3).CheckAsync();
        await screen.LooksWellAsync();
        await screen.PressAsync(PortalText.MoveToThis);
        await screen.TellsAsync(PortalText.Moved);
        Assert.NotEqual(first, await StartAsync(person));

        await screen.PressAsync(PortalText.WillCome);
        await screen.SaysAsync(PortalText.SaidWillCome);
        await screen.LooksWellAsync();

        await screen.FollowAsync(PortalText.AllDates);
        await screen.IsAtAsync(PortalText.AllDates);
        await screen.LooksWellAsync("dates", inEach: true);
        await screen.FollowAsync(PortalText.Cancel);
        await screen.IsAtAsync(PortalText.CancelQuestion);
        await screen.LooksWellAsync("cancel");
        await screen.PressAsync(PortalText.CancelYes);
        await screen.TellsAsync(PortalText.WasCancelled);
        await screen.SaysAsync(PortalText.Cancelled);
        await screen.LooksWellAsync("cancelled");
    }

    [BrowserTheory]
    [InlineData("en", "42")]
    [InlineData("es", "43")]
    [InlineData("ar", "44")]
    public async Task A_person_changes_settings_and_number_reads_papers_and_who_looked_and_signs_out(string language, string lastTwo)
    {
        const string Title = "Notice of hearing, courtroom 3";
        var host = await browser.HostAsync();
        var person = await TestCardholder.CreateAsync(host, language);
        using var elsewhere = await person.SignInAsync();
        await using var screen = await PortalScreen.OpenAsync(browser, host, language);

        // Who chooses a language keeps it, whatever that of the texts is.
        await screen.Page.GetByText(screen.T[PortalText.Language]).First.ClickAsync();
        await screen.LooksWellAsync("languages");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = screen.T.Name, Exact = true }).ClickAsync();
        await screen.SignInAsync(person);

        await screen.FollowAsync(PortalText.Settings);
        await screen.LooksWellAsync("settings", inEach: true);
        await screen.Field(PortalText.TierCodeWord).CheckAsync();
        await screen.Field(PortalText.CodeWord).FillAsync("stop");
        await screen.PressAsync(PortalText.Save);
        await screen.RefusesAsync(PortalText.CodeWordBad, "word");
        await screen.LooksWellAsync();
        await screen.Field(PortalText.TextLanguage).SelectOptionAsync("fr");
        await screen.Field(PortalText.TierDetailed).CheckAsync();
        await screen.PressAsync(PortalText.Save);
        await screen.TellsAsync(PortalText.Saved);
        await screen.LooksWellAsync();
        var record = await PortalWorld.SendAsync(host, "Enrollment.Officer", HttpMethod.Get, $"/api/v1/cardholders/{person.Id}");
        Assert.Equal(("fr", "detailed"), (record["language"]!.GetValue<string>(), record["messageTier"]!.GetValue<string>()));

        await NumberAsync(screen, "no phone", person.Pin);
        await screen.RefusesAsync(PortalText.PhoneBad, "mobile");
        await Assertions.Expect(screen.Field(PortalText.NewPhone)).ToHaveValueAsync("no phone");
        await screen.LooksWellAsync("number-wrong");
        await NumberAsync(screen, $"404 555 01{lastTwo}", "84031627");
        await screen.RefusesAsync(PortalText.PinWrong, "pin");
        await NumberAsync(screen, $"404 555 01{lastTwo}", person.Pin);
        await screen.LooksWellAsync("number");
        var moved = person with { Phone = $"+140455501{lastTwo}" };
        var code = await moved.TextedCodeAsync();
        await screen.Field(PortalText.Code).FillAsync(code == "000000" ? "111111" : "000000");
        await screen.PressAsync(PortalText.ChangePhone);
        await screen.RefusesAsync(PortalText.CodeWrong, "code");
        await screen.LooksWellAsync();
        await screen.Field(PortalText.Code).FillAsync(code);
        await screen.PressAsync(PortalText.ChangePhone);
        await screen.TellsAsync(PortalText.PhoneChanged);
        await screen.SaysAsync(lastTwo);
        await screen.LooksWellAsync();
        Assert.Equal(person.Phone, host.Sms.Left[^1].Message.To);

        await screen.FollowAsync(PortalText.Papers);
        await screen.SaysAsync(PortalText.NoPapers);
        await screen.LooksWellAsync();
        var pdf = TestPdf.Of(2);
        await PortalWorld.AddPaperAsync(person, Title, pdf);
        await screen.Page.ReloadAsync();
        await screen.SaysAsync(Title);
        await screen.LooksWellAsync("papers");
        var download = await screen.Page.RunAndWaitForDownloadAsync(() =>
            screen.Page.GetByRole(AriaRole.Link, new() { Name = screen.T[PortalText.Download] }).ClickAsync());
        Assert.Equal("hearing-notice-2026-01-05.pdf", download.SuggestedFilename);
        Assert.Equal(pdf, await File.ReadAllBytesAsync(await download.PathAsync()));
        using (var same = new PortalVisitor(host.Address))
        {
            // The browser tells nothing of the answer to a download: the same request once more.
            foreach (var cookie in await screen.Page.Context.CookiesAsync())
                same.Cookies[cookie.Name] = cookie.Value;
            using var answer = await same.SendAsync(HttpMethod.Get, new Uri(download.Url).PathAndQuery, null);
            Assert.Equal(
                ("no-store", "application/pdf", "attachment"),
                (answer.Headers.CacheControl!.ToString(), answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentDisposition!.DispositionType));
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        }

        var looks = (await PortalWorld.SendAsync(host, "Docket.Auditor", HttpMethod.Get, $"/api/v1/cardholders/{person.Id}/disclosures"))["disclosures"]!.AsArray();
        Assert.Contains(looks, look => (look!["role"]!.GetValue<string>(), look["purpose"]!.GetValue<string>()) == ("Cardholder", "documentService")
            && look["fields"]!.AsArray().Any(field => field!.GetValue<string>() == "document"));

        await screen.FollowAsync(PortalText.WhoLooked);
        await screen.SaysAsync(PortalText.WhyEnrollment);
        await PortalWorld.ScanAsync(person);
        await screen.Page.ReloadAsync();
        await screen.SaysAsync(PortalText.WhyVerification);
        await screen.SaysAsync(PortalText.SawPhoto);
        await screen.LooksWellAsync("who-looked", inEach: true);
        await screen.FollowAsync(PortalText.EarlierMonth);
        await screen.SaysAsync(PortalText.NobodyLooked);
        await screen.LooksWellAsync();

        // The change of number ended the other one; somebody signs in anew elsewhere, and is sent away.
        Assert.Equal("/?done=SignInFirst", (await elsewhere.GoAsync("/home")).Address);
        await using (var tablet = await PortalScreen.OpenAsync(browser, host, language, $"/?lang={language}"))
        {
            await tablet.SignInAsync(moved);
            await screen.FollowAsync(PortalText.Sessions);
            await screen.SaysAsync(PortalText.OtherDevice);
            await screen.LooksWellAsync("sessions");
            await screen.PressAsync(PortalText.EndSession);
            await Assertions.Expect(screen.Page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync(screen.T[PortalText.OtherDevice]);
            await tablet.Page.ReloadAsync();
            await tablet.TellsAsync(PortalText.SignInFirst);
            await tablet.LooksWellAsync();
        }

        await screen.FollowAsync(PortalText.LostCard);
        await screen.LooksWellAsync("lost");
        await screen.Field(PortalText.ItIsStolen).CheckAsync();
        await screen.PressAsync(PortalText.ReportIt);
        await screen.TellsAsync(PortalText.Reported);
        await screen.LooksWellAsync("reported");
        Assert.Equal("suspended", (await PortalWorld.SendAsync(host, "Enrollment.Officer", HttpMethod.Get, $"/api/v1/cards/{person.CardNumber}"))["status"]!.GetValue<string>());

        await screen.PressAsync(PortalText.SignOut);
        await screen.TellsAsync(PortalText.SignedOut);
        await screen.LooksWellAsync("signed-out");

        // Whoever takes the phone next and goes back finds the sign-in.
        for (var back = 0; back < 3; back++)
        {
            await screen.Page.GoBackAsync();
            await screen.IsAtAsync(PortalText.SignIn);
        }
    }

    private static ILocator Days(PortalScreen screen) => screen.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link);

    private static async Task NumberAsync(PortalScreen screen, string phone, string pin)
    {
        await screen.Field(PortalText.NewPhone).FillAsync(phone);
        await screen.Field(PortalText.PinAgain).FillAsync(pin);
        await screen.PressAsync(PortalText.ChangePhone);
    }

    private static async Task<string> StartAsync(TestCardholder person) =>
        (await PortalWorld.SendAsync(person.Host, "Enrollment.Officer", HttpMethod.Get, $"/api/v1/cardholders/{person.Id}/check-ins"))["checkIns"]!.AsArray().Single()!["start"]!.GetValue<string>();
}
