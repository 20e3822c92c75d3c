using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>An office's day at the desk: who comes, who is here, who was seen, and what an officer does about each.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class TodayTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task People_arrive_by_card_are_called_and_seen_by_the_keyboard_alone()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await office.PeopleAsync(2, at => office.Today + new LocalTime(8 + at, 0));
        var card = await TestPeople.IssueAsync(host);
        var scanned = await office.BookAsync(card, new LocalTime(9, 30));
        await using var desk = await OpenAsync(host, office);
        var page = desk.Page;
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(3);
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("8:00 AM");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("active");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("not here yet");
        await desk.LooksWellAsync("desk-today");

        // A number that is typed, in small letters, and a code that a hand scanner types; the field takes the next one at once.
        await page.Keyboard.PressAsync("F2");
        await Assertions.Expect(page.Locator("#card")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(people[0].CardNumber.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Done(page)).ToContainTextAsync($"{people[0].Name} arrived at 6:");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("arrived 6:");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("waiting for");
        await Assertions.Expect(page.Locator("#card")).ToBeFocusedAsync();
        await page.Locator("#card").FillAsync(card["credential"]!.GetValue<string>());
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, scanned)).ToContainTextAsync("arrived 6:");
        Assert.Equal("", await page.Locator("#card").InputValueAsync());
        Assert.NotNull((await office.CheckInAsync(people[0])).ArrivedAt);
        Assert.NotNull((await office.CheckInAsync(scanned)).ArrivedAt);
        Assert.Null((await office.CheckInAsync(people[1])).ArrivedAt);
        await page.Locator("#card").FillAsync(people[0].CardNumber);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Done(page)).ToContainTextAsync($"{people[0].Name} had arrived at 6:");

        // From the row: the usual next act, which is asked for, and then the one after it.
        await Row(page, people[0]).Locator("[data-act=next]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Nothing is texted to the person.");
        await desk.LooksWellAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Row(page, people[0]).Locator("[data-act=next]")).ToBeFocusedAsync();
        Assert.Null((await office.CheckInAsync(people[0])).CalledAt);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("called 6:");
        await Assertions.Expect(Row(page, people[0]).Locator("[data-act=next]")).ToHaveTextAsync("Seen");
        await Assertions.Expect(Row(page, people[0]).Locator("[data-act=next]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("If the schedule books the next date");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("seen 6:");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("waited");
        await IsFocusedAsync(page, people[0]);
        Assert.Equal(CheckInStatus.Attended, (await office.CheckInAsync(people[0])).Status);

        // The arrows go from row to row.
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(Row(page, people[1]).Locator("[data-act=next]")).ToBeFocusedAsync();
        await ChooseMoreAsync(page, people[1], "Sent home");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sent home" }).ClickAsync();
        await Assertions.Expect(page.Locator("#reason-fault")).ToHaveTextAsync("Choose a reason.");
        await page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync("no-interpreter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sent home" }).ClickAsync();
        await Assertions.Expect(Row(page, people[1])).ToContainTextAsync("sent home: no interpreter");
        Assert.Equal(CheckInStatus.SentHome, (await office.CheckInAsync(people[1])).Status);
        await Assertions.Expect(page.Locator("#list-of")).ToContainTextAsync("3 on the list, 1 here and not yet done, 1 seen");

        // On paper there are no buttons; the list is there.
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation)).ToBeHiddenAsync();
        await Assertions.Expect(Row(page, people[1]).Locator("[data-act=more]")).ToBeHiddenAsync();
        await Assertions.Expect(Row(page, people[1])).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_card_of_somebody_who_is_not_awaited_marks_nobody_and_one_that_does_not_hold_is_asked_about()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var elsewhere = await (await DeskOffice.OpenAsync(host)).PeopleAsync(1);
        var people = await office.PeopleAsync(1);
        await using var desk = await OpenAsync(host, office);
        var page = desk.Page;
        await EnterAsync(page, elsewhere[0].CardNumber);
        await Assertions.Expect(page.Locator("#card-fault")).ToContainTextAsync($"{elsewhere[0].Name} is not on the list");
        desk.Expect("status of 400");
        await EnterAsync(page, "0000-0000-0001");
        await Assertions.Expect(page.Locator("#card-fault")).ToContainTextAsync("not a card’s number");
        await EnterAsync(page, "WHAT EVER THIS IS");
        await Assertions.Expect(page.Locator("#card-fault")).ToContainTextAsync("opens nobody here");
        await desk.LooksWellAsync();

        using var officer = host.As("Enrollment.Officer");
        using var suspend = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cards/{people[0].CardNumber}/suspension")
        {
            Content = TestHost.Json(new JsonObject { ["reason"] = "lost" }),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        using var suspended = await officer.SendAsync(suspend);
        suspended.EnsureSuccessStatusCode();
        await EnterAsync(page, people[0].CardNumber);
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The card is suspended.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Do nothing" }).ClickAsync();
        await Assertions.Expect(page.Locator("#card")).ToBeFocusedAsync();
        Assert.Null((await office.CheckInAsync(people[0])).ArrivedAt);
        await EnterAsync(page, people[0].CardNumber);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Arrived" }).ClickAsync();
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("arrived 6:");
    }

    [BrowserFact]
    public async Task Of_two_officers_on_one_row_the_second_is_told_and_shown_what_the_first_did()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        Visitor[] people = [await office.BookAsync(await TestPeople.IssueAsync(host), new LocalTime(8, 0)), .. await office.PeopleAsync(1)];
        await using var first = await OpenAsync(host, office);
        await using var second = await OpenAsync(host, office, "Enrollment.Officer/2");
        second.Expect("status of 409");
        foreach (var page in new[] { first.Page, second.Page })
            await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        await ChooseMoreAsync(first.Page, people[0], "Cancel the check-in");
        await first.Page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync("person-asked");
        await Assertions.Expect(first.Page.Locator("#told")).ToContainTextAsync("they get a text that it is cancelled");
        await first.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel the check-in" }).ClickAsync();
        await Assertions.Expect(Row(first.Page, people[0])).ToContainTextAsync("cancelled: the person asked for it");

        await Row(second.Page, people[0]).Locator("[data-act=next]").ClickAsync();
        await second.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Arrived" }).ClickAsync();
        await Assertions.Expect(Row(second.Page, people[0]).Locator(".fault")).ToContainTextAsync("Somebody else acted first");
        await Assertions.Expect(Row(second.Page, people[0])).ToContainTextAsync("cancelled: the person asked for it");
        await Assertions.Expect(Done(second.Page)).ToContainTextAsync($"{people[0].Name}: not done.");
        await IsFocusedAsync(second.Page, people[0]);
        await second.LooksWellAsync();

        // A field officer opens nobody, and is offered nothing else that is not possible.
        await Assertions.Expect(Row(first.Page, people[0]).Locator("button")).ToHaveCountAsync(0);
        await ChooseMoreAsync(second.Page, people[0], "Open the person");
        await Assertions.Expect(second.Page.Locator("#person-heading")).ToBeFocusedAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(people[0].Name);
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Back to the day" }).ClickAsync();
        await Assertions.Expect(Row(second.Page, people[0]).Locator("[data-act=more]")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task What_a_service_did_not_answer_is_said_at_the_row_and_is_done_once_when_tried_again()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await office.PeopleAsync(1);
        await using var desk = await OpenAsync(host, office);
        var page = desk.Page;
        desk.Expect("status of 503");
        List<string> keys = [];
        page.Request += (_, request) => keys.AddRange(request.Url.EndsWith("/arrival", StringComparison.Ordinal) ? [request.Headers["idempotency-key"]] : []);

        // It was done; only the answer is another one.
        await page.RouteAsync("**/arrival", async route =>
        {
            await route.FetchAsync();
            await route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"code":"unavailable","title":"A required service is unavailable.","status":503}""" });
        });
        await ArriveAsync();
        await Assertions.Expect(Row(page, people[0]).Locator(".fault")).ToContainTextAsync("A service did not answer. Try again; nothing is done twice.");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("arrived 6:");
        await IsFocusedAsync(page, people[0]);
        await page.UnrouteAsync("**/arrival");
        await page.ReloadAsync();
        await desk.ReadyAsync();
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("arrived 6:");
        Assert.Single(keys);

        // The list did not show it either: the same request again, and the first answer.
        await page.RouteAsync("**/days/**", async route =>
        {
            var answer = await route.FetchAsync();
            var body = JsonNode.Parse(await answer.TextAsync())!;
            body["checkIns"]![0]!["checkIn"]!.AsObject().Remove("arrivedAt");
            await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
        });
        await page.ReloadAsync();
        await desk.ReadyAsync();
        await ArriveAsync();
        await Assertions.Expect(Done(page)).ToContainTextAsync($"{people[0].Name} arrived at 6:");
        Assert.Equal(2, keys.Count);
        Assert.Equal(keys[0], keys[1]);

        async Task ArriveAsync()
        {
            await Row(page, people[0]).Locator("[data-act=next]").ClickAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Arrived" }).ClickAsync();
        }
    }

    [BrowserFact]
    public async Task What_a_colleague_does_comes_by_itself_and_takes_neither_focus_nor_what_was_typed()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await office.PeopleAsync(3);
        var context = await browser.NewContextAsync(Screen());
        await context.Clock.InstallAsync();
        await using var desk = await OpenAsync(host, office, context: context);
        var page = desk.Page;
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(3);
        Assert.Equal(304, await PollAsync(page));

        await page.Locator("#card").FillAsync("half a num");
        await office.ActAsync(people[0], "arrival", new() { ["officeId"] = office.Id });
        Assert.Equal(200, await PollAsync(page));
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("arrived 6:");
        await Assertions.Expect(page.Locator("#card")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#card")).ToHaveValueAsync("half a num");

        // In the row that changes, the same control keeps the focus; what others show is not drawn again.
        await page.EvaluateAsync("for (const row of document.querySelectorAll('#day-list tbody tr')) row.seenBefore = true");
        await Row(page, people[0]).Locator("[data-act=more]").FocusAsync();
        await Row(page, people[1]).Locator("[data-act=choose]").CheckAsync();
        await Row(page, people[0]).Locator("[data-act=more]").FocusAsync();
        await office.ActAsync(people[0], "call", []);
        await PollAsync(page);
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("called 6:");
        await Assertions.Expect(Row(page, people[0]).Locator("[data-act=more]")).ToBeFocusedAsync();
        await Assertions.Expect(Row(page, people[1]).Locator("[data-act=choose]")).ToBeCheckedAsync();
        Assert.Equal(2, await page.EvaluateAsync<int>("[...document.querySelectorAll('#day-list tbody tr')].filter(row => row.seenBefore).length"));

        // A row that goes away leaves the focus to the one in its place.
        await office.ActAsync(people[0], "move", new() { ["start"] = $"{office.Today.PlusDays(3):uuuu-MM-dd}T08:00" });
        await PollAsync(page);
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        await Assertions.Expect(Rows(page).Locator("[data-act=next]:focus")).ToHaveCountAsync(1);

        // While a question is open, and while nobody looks, nothing is asked for.
        var asked = 0;
        page.Request += (_, request) => asked += request.Url.Contains("/days/", StringComparison.Ordinal) ? 1 : 0;
        await Row(page, people[1]).Locator("[data-act=next]").ClickAsync();
        await page.Clock.FastForwardAsync(60_000);
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await page.Keyboard.PressAsync("Escape");
        await page.EvaluateAsync("Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))");
        await page.Clock.FastForwardAsync(60_000);
        Assert.Equal(0, asked);
        await page.EvaluateAsync("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        await page.WaitForFunctionAsync("!document.hidden");

        // Without an answer the list stays, and says of when it is.
        await page.RouteAsync("**/days/**", route => route.AbortAsync());
        desk.Expect("net::ERR_FAILED");
        await page.Clock.FastForwardAsync(15_000);
        await Assertions.Expect(page.Locator("#stale")).ToContainTextAsync("This list is as of 6:");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        await page.UnrouteAsync("**/days/**");
        await PollAsync(page);
        await Assertions.Expect(page.Locator("#stale")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Several_are_cancelled_or_moved_and_a_summary_tells_what_went_through()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await office.PeopleAsync(4);
        await using var desk = await OpenAsync(host, office);
        var page = desk.Page;
        desk.Expect("status of 409");
        await Row(page, people[0]).Locator("[data-act=choose]").CheckAsync();
        await Row(page, people[1]).Locator("[data-act=choose]").CheckAsync();
        await Assertions.Expect(page.Locator("#chosen")).ToHaveTextAsync("2 chosen");
        await desk.LooksWellAsync();
        await office.ActAsync(people[1], "attendance", new() { ["manner"] = "in-person" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all chosen" }).ClickAsync();
        await page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync("office-closed");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel all chosen" }).ClickAsync();
        await Assertions.Expect(page.Locator("#summary-heading")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#summary")).ToContainTextAsync("1 of 2 were cancelled.");
        await Assertions.Expect(page.Locator("#summary")).ToContainTextAsync($"{people[1].Name}: not done. Somebody else acted first");
        await Assertions.Expect(Row(page, people[1]).Locator(".fault")).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, people[1])).ToContainTextAsync("seen 6:");
        Assert.Equal(CheckInStatus.Cancelled, (await office.CheckInAsync(people[0])).Status);
        Assert.Equal(CheckInStatus.Attended, (await office.CheckInAsync(people[1])).Status);

        // All four are chosen; two are booked, and keep their time on the other day.
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose all" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move all chosen" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("2 of those chosen are not booked any more");
        await page.GetByLabel("Day", new() { Exact = true }).SelectOptionAsync($"{office.Today.PlusDays(2):uuuu-MM-dd}");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Move all chosen" }).ClickAsync();
        await Assertions.Expect(page.Locator("#summary")).ToContainTextAsync("2 of 2 were moved.");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        foreach (var person in people.Skip(2))
            Assert.Equal(office.Today.PlusDays(2) + new LocalTime(8, 30), (await office.CheckInAsync(person)).Start);

        // The other day, and one of them back on another slot of it.
        await page.GetByLabel("Another day").FillAsync($"{office.Today.PlusDays(2):uuuu-MM-dd}");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#card")).ToHaveCountAsync(0);
        await ChooseMoreAsync(page, people[2], "Move");
        await page.GetByLabel("Day", new() { Exact = true }).SelectOptionAsync($"{office.Today.PlusDays(2):uuuu-MM-dd}");
        await page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync($"{office.Today.PlusDays(2):uuuu-MM-dd}T10:00");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Move" }).ClickAsync();
        await Assertions.Expect(Row(page, people[2])).ToContainTextAsync("10:00 AM");
        await Assertions.Expect(Rows(page).Last).ToHaveAttributeAsync("data-key", people[2].CheckInId);
        await IsFocusedAsync(page, people[2]);
    }

    [BrowserFact]
    public async Task Of_a_protected_person_time_and_initials_are_shown_and_the_card_that_they_show_marks_them()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var card = await TestPeople.IssueAsync(host);
        var visitor = await office.BookAsync(card, new LocalTime(8, 30));
        using var supervisor = host.As("Protection.Supervisor");
        using var set = await supervisor.PutAsync($"/api/v1/cardholders/{visitor.Id}/protection", null);
        set.EnsureSuccessStatusCode();
        await using var desk = await OpenAsync(host, office, "Field.Officer/2", context: await browser.NewContextAsync(OfficerPage.Phone("es-US")));
        var page = desk.Page;
        var row = Row(page, visitor);
        await Assertions.Expect(row).ToContainTextAsync("8:30");
        await Assertions.Expect(row).ToContainTextAsync(string.Join(' ', visitor.Name.Split(' ').Select(word => $"{word[0]}.")));
        Assert.DoesNotContain(visitor.Name.Split(' ')[1], await page.GetByRole(AriaRole.Main).InnerTextAsync(), StringComparison.Ordinal);
        await desk.LooksWellAsync("desk-today-phone");

        // The number alone, which others may know, opens nobody; nor does the row.
        desk.Expect("status of 404");
        await EnterAsync(page, visitor.CardNumber);
        await Assertions.Expect(page.Locator("#card-fault")).ToContainTextAsync("no abre a nadie");
        await row.Locator("[data-act=next]").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Llegó" }).ClickAsync();
        await Assertions.Expect(row.Locator(".fault")).ToContainTextAsync("Escanee la tarjeta que muestre");
        Assert.Null((await office.CheckInAsync(visitor)).ArrivedAt);
        await EnterAsync(page, card["credential"]!.GetValue<string>());
        await Assertions.Expect(row).ToContainTextAsync("llegó 6:");
        await desk.LooksWellAsync();
        await desk.LooksWellTwiceAsLargeAsync();
    }

    [BrowserFact]
    public async Task Sixty_people_are_drawn_in_under_a_second_and_office_place_and_language_survive_a_reload()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        await office.PeopleAsync(60);
        await using var desk = await OpenAsync(host, office);
        var page = desk.Page;
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(60);
        var starts = await page.Locator("#day-list tbody .cell-time strong").AllInnerTextsAsync();
        Assert.Equal(starts.OrderBy(text => DateTime.Parse(text, System.Globalization.CultureInfo.GetCultureInfo("en-US"))), starts);
        await desk.LooksWellAsync("desk-today-full");

        // Another language draws every row anew, at once; reading the layout includes it.
        var milliseconds = await page.EvaluateAsync<double>(
            "() => { const began = performance.now(); document.getElementById('language').click(); document.body.offsetHeight; return performance.now() - began; }");
        await Assertions.Expect(Rows(page).First).ToContainTextAsync("aún no llega");
        Assert.InRange(milliseconds, 0, 1000);
        await page.ReloadAsync();
        await desk.ReadyAsync();
        await Assertions.Expect(page.Locator("#today-heading")).ToHaveTextAsync("Hoy");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(60);
        Assert.EndsWith("/desk#today", page.Url, StringComparison.Ordinal);
        await desk.LooksWellAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cerrar sesión" }).ClickAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation)).ToBeHiddenAsync();
    }

    private static ILocator Rows(IPage page) => page.Locator("#day-list tbody tr");

    private static ILocator Row(IPage page, Visitor visitor) => page.Locator($"#day-list tr[data-key='{visitor.CheckInId}']");

    private static Task IsFocusedAsync(IPage page, Visitor visitor) =>
        Assertions.Expect(page.Locator($"#day-list tr[data-key='{visitor.CheckInId}']:focus-within")).ToHaveCountAsync(1);

    private static ILocator Done(IPage page) => page.Locator("#done");

    private static async Task EnterAsync(IPage page, string card)
    {
        await page.Locator("#card").FillAsync(card);
        await page.Locator("#card").PressAsync("Enter");
    }

    private static async Task ChooseMoreAsync(IPage page, Visitor visitor, string act)
    {
        await Row(page, visitor).Locator("[data-act=more]").PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).PressAsync("Enter");
    }

    /// <summary>Lets the time pass after which the page reads the list again; gives the answer's status.</summary>
    private static async Task<int> PollAsync(IPage page) => (await page.RunAndWaitForResponseAsync(
        () => page.Clock.FastForwardAsync(15_000), answer => answer.Url.Contains("/days/", StringComparison.Ordinal))).Status;

    private static BrowserNewContextOptions Screen() => new()
    {
        ViewportSize = new() { Width = 1280, Height = 800 },
        Locale = "en-US",
        TimezoneId = "America/Chicago",
        ReducedMotion = ReducedMotion.Reduce,
    };

    private async Task<OfficerPage> OpenAsync(TestHost host, DeskOffice office, string officer = "Field.Officer/1", IBrowserContext? context = null)
    {
        var desk = await OfficerPage.OpenSignedInAsync(context ?? await browser.NewContextAsync(Screen()), host, "/desk", officer);
        await desk.Page.Locator("nav a[href='#today']").ClickAsync();
        await Assertions.Expect(desk.Page.Locator("#today-heading")).ToBeFocusedAsync();
        await desk.Page.Locator("#office").SelectOptionAsync(office.Id);
        return desk;
    }
}
