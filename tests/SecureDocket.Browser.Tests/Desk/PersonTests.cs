using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NodaTime;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>One person at the desk: everything of the docket on one page, and what an officer does about it.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class PersonTests(BrowserFixture browser)
{
    private static readonly string[] s_sections = ["card", "dates", "contact", "check", "texts", "papers"];

    [BrowserFact]
    public async Task A_lost_card_is_reported_and_replaced_by_the_keyboard_alone()
    {
        var host = await browser.HostAsync();
        var card = await TestPeople.IssueAsync(host);
        var number = NumberOf(card);
        await using var desk = await OpenAsync(host, card);
        var page = desk.Page;
        foreach (var section in s_sections)
            await Assertions.Expect(page.Locator($"#person-{section}-heading")).ToBeVisibleAsync();
        await Assertions.Expect(Section(page, "card")).ToContainTextAsync("active");
        await Assertions.Expect(Act(page, "card", "reinstatement")).ToHaveCountAsync(0);
        await Assertions.Expect(Act(page, "card", "renewal")).ToHaveCountAsync(0);
        await desk.LooksWellAsync("desk-person-page");

        await Act(page, "card", "loss").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("The person gets a text that it was reported lost.");
        await Assertions.Expect(page.Locator("#reason")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#reason-fault")).ToHaveTextAsync("Choose a reason.");
        await Assertions.Expect(page.Locator("#reason")).ToBeFocusedAsync();
        Assert.Equal("active", await StatusAsync(host, number));
        await page.Keyboard.TypeAsync("lost");
        await Assertions.Expect(page.Locator("#reason")).ToHaveValueAsync("lost");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await desk.LooksWellAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Done(page)).ToContainTextAsync($"The card {number} is suspended as lost or stolen.");
        await Assertions.Expect(page.Locator("#person-card-heading")).ToBeFocusedAsync();
        await Assertions.Expect(Section(page, "card")).ToContainTextAsync("suspended: lost");
        await Assertions.Expect(Section(page, "texts")).ToContainTextAsync("Card: news");
        await Assertions.Expect(Act(page, "card", "loss")).ToHaveCountAsync(0);
        Assert.Equal("suspended", await StatusAsync(host, number));

        // The reason is the one that was reported; the site is chosen from the list.
        await Act(page, "card", "replacement").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#reason")).ToHaveValueAsync("lost");
        await Assertions.Expect(page.Locator("#lasts")).ToContainTextAsync("This cannot be undone");
        await Assertions.Expect(page.Locator("#site")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Test site");
        await Assertions.Expect(page.Locator("#site")).ToHaveValueAsync(host.SiteId);
        await desk.LooksWellAsync("desk-person-replace");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Done(page)).ToContainTextAsync("The new card is ");
        await Assertions.Expect(page.Locator("#person-card-heading")).ToBeFocusedAsync();
        await Assertions.Expect(Section(page, "card")).ToContainTextAsync($"{number}: replaced");
        Assert.Equal("replaced", await StatusAsync(host, number));
        var replacement = (await PersonAsync(host, card))["cards"]![1]!;
        Assert.Equal("active", replacement["status"]!.GetValue<string>());
        await Assertions.Expect(Section(page, "card").Locator("dl")).ToContainTextAsync(replacement["cardNumber"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task Contact_is_changed_and_what_another_officer_changed_meanwhile_is_not_undone()
    {
        var host = await browser.HostAsync();
        var card = await TestPeople.IssueAsync(host);
        await using var desk = await OpenAsync(host, card);
        var page = desk.Page;
        await Assertions.Expect(Section(page, "contact")).ToContainTextAsync("Central (Chicago)");
        await Assertions.Expect(Section(page, "contact").Locator("dl")).ToContainTextAsync(new Regex(@"\(\d{3}\) \d{3}-\d{4}"));
        await Act(page, "contact", "contact").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Mobile number")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByLabel("Code word")).ToBeHiddenAsync();
        Assert.DoesNotMatch("BCP|E\\.164|IANA|America/", await page.GetByRole(AriaRole.Main).InnerTextAsync());
        await desk.LooksWellAsync("desk-person-contact");

        desk.Expect("status of 400");
        await page.GetByLabel("Mobile number").FillAsync("12");
        await SaveAsync(page, "Save the contact", "Change contact");
        await Assertions.Expect(page.Locator("#contact-mobile-fault")).ToContainTextAsync("This is not a number that gets texts.");
        await Assertions.Expect(page.GetByLabel("Mobile number")).ToBeFocusedAsync();

        // A colleague sets the time zone while the number and the language are typed here, which are called off once first.
        var number = TestPeople.Person()["mobile"]!.GetValue<string>();
        await page.GetByLabel("Mobile number").FillAsync($"({number[2..5]}) {number[5..8]}-{number[8..]}");
        await page.GetByLabel("Language").SelectOptionAsync(new SelectOptionValue { Label = "español" });
        await ChangeZoneAsync(host, card, "America/Denver");
        await Assertions.Expect(page.Locator("#contact").GetByRole(AriaRole.Button, new() { Name = "Save the contact" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the contact" }).ClickAsync();
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("The new number gets a text of welcome, and the old one a text that it was changed.");
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("ru", (await PersonAsync(host, card))["language"]!.GetValue<string>());
        desk.Expect("status of 412");
        await SaveAsync(page, "Save the contact", "Change contact");
        await Assertions.Expect(page.Locator("#person-contact-refused")).ToContainTextAsync("somebody else changed the record meanwhile");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save the contact" })).ToBeFocusedAsync();
        await Assertions.Expect(Section(page, "contact").Locator("dl")).ToContainTextAsync("Mountain (Denver)");
        await Assertions.Expect(page.GetByLabel("Mobile number")).ToHaveValueAsync($"({number[2..5]}) {number[5..8]}-{number[8..]}");
        await Assertions.Expect(page.GetByLabel("Language")).ToHaveValueAsync("es");
        await desk.LooksWellAsync("desk-person-refused");
        await SaveAsync(page, "Save the contact", "Change contact");
        await Assertions.Expect(Done(page)).ToHaveTextAsync("The contact is saved.");
        await Assertions.Expect(page.Locator("#person-contact-heading")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#contact")).ToHaveCountAsync(0);
        var person = await PersonAsync(host, card);
        Assert.Equal((number, "es", "America/Denver"), (person["mobile"]!.GetValue<string>(), person["language"]!.GetValue<string>(), person["timeZone"]!.GetValue<string>()));
    }

    [BrowserFact]
    public async Task A_check_in_is_booked_moved_and_cancelled_and_a_schedule_set_and_ended()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var card = await TestPeople.IssueAsync(host);
        await using var desk = await OpenAsync(host, card);
        var page = desk.Page;
        var (first, second) = (office.Today.PlusDays(3), office.Today.PlusDays(4));
        await Assertions.Expect(Section(page, "dates")).ToContainTextAsync("No date is to come.");
        await Act(page, "dates", "booking").ClickAsync();
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Book a check-in" }).ClickAsync();
        await Assertions.Expect(page.Locator("#booking-office-fault")).ToHaveTextAsync("Choose an office.");
        await page.GetByLabel("Office").SelectOptionAsync(office.Id);
        await page.GetByLabel("Day", new() { Exact = true }).SelectOptionAsync($"{first:uuuu-MM-dd}");
        await page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync($"{first:uuuu-MM-dd}T09:30");
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("The person gets a text with the date");
        await desk.LooksWellAsync("desk-person-book");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Book a check-in" }).ClickAsync();
        await Assertions.Expect(Done(page)).ToContainTextAsync("Booked: ");
        await Assertions.Expect(page.Locator("#person-dates-heading")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#to-come")).ToContainTextAsync("9:30 AM");
        await Assertions.Expect(Act(page, "dates", "booking")).ToHaveCountAsync(0);
        await Assertions.Expect(Section(page, "texts")).ToContainTextAsync("Check-in: one day before");
        Assert.Equal($"{first:uuuu-MM-dd}T09:30", (await CheckInAsync(host, card))["start"]!.GetValue<string>());

        await Act(page, "dates", "move").ClickAsync();
        await page.GetByLabel("Day", new() { Exact = true }).SelectOptionAsync($"{second:uuuu-MM-dd}");
        await page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync($"{second:uuuu-MM-dd}T14:00");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Move" }).ClickAsync();
        await Assertions.Expect(page.Locator("#to-come")).ToContainTextAsync("2:00 PM");
        Assert.Equal($"{second:uuuu-MM-dd}T14:00", (await CheckInAsync(host, card))["start"]!.GetValue<string>());

        await Act(page, "dates", "cancellation").ClickAsync();
        await page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync("person-asked");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Cancel the check-in" }).ClickAsync();
        await Assertions.Expect(page.Locator("#past")).ToContainTextAsync("cancelled: the person asked for it");
        await Assertions.Expect(page.Locator("#to-come")).ToHaveCountAsync(0);
        await Assertions.Expect(Act(page, "dates", "booking")).ToBeVisibleAsync();
        Assert.Equal("cancelled", (await CheckInAsync(host, card))["status"]!.GetValue<string>());

        // A service that does not answer is said at the section; what was typed stays.
        await Act(page, "dates", "schedule").ClickAsync();
        await page.Locator("#schedule-officeId").SelectOptionAsync(office.Id);
        await page.GetByLabel("Every how many days").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the schedule" }).ClickAsync();
        await Assertions.Expect(page.Locator("#schedule-everyDays-fault")).ToHaveTextAsync("Type a number of days, 7 to 365.");
        await page.GetByLabel("Every how many days").FillAsync("30");
        desk.Expect("status of 503");
        await page.RouteAsync("**/check-in-schedule", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"code":"unavailable","title":"t"}""" }));
        await SaveAsync(page, "Save the schedule", "Set the schedule");
        await Assertions.Expect(page.Locator("#person-dates-refused")).ToContainTextAsync("A service did not answer.");
        await Assertions.Expect(page.GetByLabel("Every how many days")).ToHaveValueAsync("30");
        await page.UnrouteAsync("**/check-in-schedule");
        await SaveAsync(page, "Save the schedule", "Set the schedule");
        await Assertions.Expect(page.Locator("#schedule-is")).ToContainTextAsync($"Every 30 days at Field Office {office.Id}.");
        await Assertions.Expect(page.Locator("#person-dates-refused")).ToHaveCountAsync(0);
        await Act(page, "dates", "schedule-end").ClickAsync();
        await Assertions.Expect(page.Locator("#lasts")).ToContainTextAsync("Booked check-ins stay booked");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "End the schedule" }).ClickAsync();
        await Assertions.Expect(page.Locator("#schedule-is")).ToHaveTextAsync("No schedule.");
    }

    [BrowserFact]
    public async Task A_card_is_revoked_only_with_a_reason_and_a_confirmation()
    {
        var host = await browser.HostAsync();
        var card = await TestPeople.IssueAsync(host);
        var number = NumberOf(card);
        await using var desk = await OpenAsync(host, card, "Enrollment.Officer/2");
        var page = desk.Page;
        await Act(page, "card", "revocation").ClickAsync();
        await Assertions.Expect(page.Locator("#lasts")).ToHaveTextAsync("This cannot be undone: the card never works again.");
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("no longer valid");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(page.Locator("#reason-fault")).ToHaveTextAsync("Choose a reason.");
        await page.Locator("#reason").SelectOptionAsync("misused");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Do nothing" }).ClickAsync();
        await Assertions.Expect(Act(page, "card", "revocation")).ToBeFocusedAsync();
        Assert.Equal("active", await StatusAsync(host, number));

        // A colleague has suspended it meanwhile, and the page is behind: it can still be revoked, and cannot be suspended again.
        await PostAsync(host, number, "suspension", new() { ["reason"] = "under-review" });
        desk.Expect("status of 409");
        await Act(page, "card", "suspension").ClickAsync();
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Assertions.Expect(page.Locator("#person-card-refused")).ToContainTextAsync("the card is not in a state that allows it");
        await Assertions.Expect(Section(page, "card")).ToContainTextAsync("suspended: under review");
        await Act(page, "card", "revocation").ClickAsync();
        await page.Locator("#reason").SelectOptionAsync("misused");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(Section(page, "card")).ToContainTextAsync("revoked: it was misused");
        await Assertions.Expect(page.Locator("#person-card-refused")).ToHaveCountAsync(0);
        await Assertions.Expect(Section(page, "card").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Equal("revoked", await StatusAsync(host, number));
    }

    [BrowserFact]
    public async Task A_denied_check_stops_the_card_which_a_cleared_one_lets_reinstate_with_a_reason()
    {
        var host = await browser.HostAsync();
        var card = await TestPeople.IssueAsync(host);
        var number = NumberOf(card);
        await using var desk = await OpenAsync(host, card);
        var page = desk.Page;
        await Act(page, "check", "check").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the result" }).ClickAsync();
        await Assertions.Expect(page.Locator("#check-result-fault")).ToHaveTextAsync("Choose a result.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close without saving" }).ClickAsync();
        await RecordAsync("Denied");
        await Assertions.Expect(page.Locator("#stops")).ToContainTextAsync("The card stops working at once");
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("The person gets a text");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Record a result" }).ClickAsync();
        await Assertions.Expect(page.Locator("#person-check-heading")).ToBeFocusedAsync();
        await Assertions.Expect(Section(page, "card")).ToContainTextAsync("the card awaits a decision");
        await Assertions.Expect(Act(page, "card", "reinstatement")).ToHaveCountAsync(0);
        await Assertions.Expect(Act(page, "card", "replacement")).ToHaveCountAsync(0);
        Assert.Equal("suspended", await StatusAsync(host, number));
        await RecordAsync("Cleared");
        await Assertions.Expect(page.Locator("#stops")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#told")).ToHaveTextAsync("Nothing is texted to the person.");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Record a result" }).ClickAsync();
        await Act(page, "card", "reinstatement").ClickAsync();
        await page.Locator("#reason").SelectOptionAsync("cleared-again");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Reinstate" }).ClickAsync();
        await Assertions.Expect(Done(page)).ToContainTextAsync("works again");
        Assert.Equal("active", await StatusAsync(host, number));

        async Task RecordAsync(string result)
        {
            await Act(page, "check", "check").ClickAsync();
            await Assertions.Expect(page.GetByLabel("Result", new() { Exact = true })).ToBeFocusedAsync();
            await page.GetByLabel("Result", new() { Exact = true }).SelectOptionAsync(result);
            await page.GetByLabel("Reference").FillAsync($"BGC-{result}");
            await page.GetByLabel("Day of the result").FillAsync("2026-02-03");
            await page.GetByRole(AriaRole.Button, new() { Name = "Record the result" }).ClickAsync();
        }
    }

    [BrowserFact]
    public async Task A_field_officer_serves_dates_and_sees_no_acts_of_enrollment_officers()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var card = await TestPeople.IssueAsync(host);
        await office.BookAsync(card, new LocalTime(9, 0));
        var person = await PersonAsync(host, card);
        await using var desk = await OpenAsync(host, card, "Field.Officer/1");
        var page = desk.Page;
        await Assertions.Expect(Section(page, "dates")).ToContainTextAsync("9:00 AM");
        foreach (var section in (string[])["card", "contact", "check"])
            await Assertions.Expect(page.Locator($"#person-{section}-heading")).ToHaveCountAsync(0);
        var acts = await page.Locator("[data-act]").EvaluateAllAsync<string[]>("buttons => buttons.map(button => button.dataset.act)");
        Assert.All(acts, act => Assert.Contains(act, (string[])["arrival", "call", "attendance", "sent-home", "move", "cancellation", "booking", "schedule"]));
        Assert.Contains("move", acts);
        Assert.DoesNotContain(person["mobile"]!.GetValue<string>()[^4..], await Section(page, "dates").InnerTextAsync(), StringComparison.Ordinal);
        await desk.LooksWellAsync("desk-person-field");
        await Act(page, "dates", "cancellation").ClickAsync();
        await Assertions.Expect(Dialog(page)).ToContainTextAsync("Cancel the check-in of this person?");
        await page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync("booked-in-error");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Cancel the check-in" }).ClickAsync();
        await Assertions.Expect(page.Locator("#past")).ToContainTextAsync("cancelled: booked by mistake");
    }

    [BrowserFact]
    public async Task The_page_is_in_Spanish_on_a_phone_and_keeps_what_is_typed_when_the_language_changes()
    {
        var host = await browser.HostAsync();
        var card = await TestPeople.IssueAsync(host);
        await using var desk = await OpenAsync(host, card, "Enrollment.Officer/1", OfficerPage.Phone("es-US"));
        var page = desk.Page;
        await Assertions.Expect(page.Locator("#person-dates-heading")).ToHaveTextAsync("Fechas");
        await Assertions.Expect(Section(page, "contact")).ToContainTextAsync("Centro (Chicago)");
        await desk.LooksWellAsync("desk-person-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cambiar contacto" }).ClickAsync();
        await page.GetByLabel("Número de móvil").FillAsync("713 555");
        await page.GetByLabel("Zona horaria").SelectOptionAsync("Pacific/Honolulu");
        await page.GetByLabel("Cuánto pueden decir los mensajes").SelectOptionAsync("codeWord");
        await Assertions.Expect(page.GetByLabel("Palabra clave", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Mobile number")).ToHaveValueAsync("713 555");
        await Assertions.Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("Pacific/Honolulu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Español" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar el contacto" }).ClickAsync();
        await Assertions.Expect(page.Locator("#contact-codeWord-fault")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cerrar sin guardar" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cambiar contacto" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revocar" }).ClickAsync();
        await Assertions.Expect(page.Locator("#lasts")).ToContainTextAsync("nunca volverá a valer");
        await desk.LooksWellAsync();
        await page.Keyboard.PressAsync("Escape");
        await desk.LooksWellTwiceAsLargeAsync();
    }

    private async Task<OfficerPage> OpenAsync(TestHost host, JsonObject card, string officer = "Enrollment.Officer/1", BrowserNewContextOptions? screen = null)
    {
        var desk = await OfficerPage.OpenSignedInAsync(await browser.NewContextAsync(screen ?? Screen()), host, "/desk", officer);
        await desk.Page.Locator("#key").SelectOptionAsync("cardNumber");
        await desk.Page.Locator("#value").FillAsync(NumberOf(card));
        await desk.Page.Locator("#purpose").SelectOptionAsync("cardService");
        await desk.Page.Locator("#value").PressAsync("Enter");
        await desk.Page.Locator($"[data-docket='{IdOf(card)}'] button").ClickAsync();
        await Assertions.Expect(desk.Page.Locator("#person-heading")).ToBeFocusedAsync();
        return desk;
    }

    private static BrowserNewContextOptions Screen() => new()
    {
        ViewportSize = new() { Width = 1280, Height = 800 },
        Locale = "en-US",
        TimezoneId = "America/Chicago",
        ReducedMotion = ReducedMotion.Reduce,
    };

    private static string IdOf(JsonObject card) => card["cardholderId"]!.GetValue<string>();

    private static string NumberOf(JsonObject card) => card["cardNumber"]!.GetValue<string>();

    private static ILocator Section(IPage page, string name) => page.Locator($"section[aria-labelledby=person-{name}-heading]");

    private static ILocator Act(IPage page, string section, string act) => Section(page, section).Locator($"[data-act='{act}']");

    private static ILocator Dialog(IPage page) => page.GetByRole(AriaRole.Dialog);

    private static ILocator Done(IPage page) => page.Locator("#done");

    /// <summary>Sends a form, and confirms it.</summary>
    private static async Task SaveAsync(IPage page, string save, string confirm)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = save }).ClickAsync();
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = confirm }).ClickAsync();
    }

    private static async Task<JsonObject> PersonAsync(TestHost host, JsonObject card)
    {
        using var officer = host.As("Enrollment.Officer", "2");
        return (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cardholders/{IdOf(card)}"))!;
    }

    private static async Task<JsonNode> CheckInAsync(TestHost host, JsonObject card)
    {
        using var officer = host.As("Enrollment.Officer", "2");
        return (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cardholders/{IdOf(card)}/check-ins"))!["checkIns"]!.AsArray().Single()!;
    }

    private static async Task<string> StatusAsync(TestHost host, string number)
    {
        using var officer = host.As("Enrollment.Officer", "2");
        return (await officer.GetFromJsonAsync<JsonObject>($"/api/v1/cards/{number.Replace("-", "", StringComparison.Ordinal)}"))!["status"]!.GetValue<string>();
    }

    /// <summary>What a colleague does to a card over the API.</summary>
    private static async Task PostAsync(TestHost host, string number, string act, JsonObject body)
    {
        using var colleague = host.As("Enrollment.Officer", "1");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{number}/{act}")
        {
            Content = TestHost.Json(body),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        using var answer = await colleague.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A colleague changes the time zone over the API.</summary>
    private static async Task ChangeZoneAsync(TestHost host, JsonObject card, string zone)
    {
        var person = await PersonAsync(host, card);
        using var colleague = host.As("Enrollment.Officer", "2");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{IdOf(card)}/contact")
        {
            Content = TestHost.Json(new JsonObject
            {
                ["mobile"] = person["mobile"]!.GetValue<string>(),
                ["language"] = person["language"]!.GetValue<string>(),
                ["timeZone"] = zone,
                ["messageTier"] = person["messageTier"]!.GetValue<string>(),
            }),
            Headers = { { "If-Match", $"\"{person["version"]}\"" } },
        };
        using var answer = await colleague.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
