using Microsoft.Playwright;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>Those who missed a check-in, judged at the desk one after the other.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class MissedTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Forty_are_judged_by_the_keyboard_alone_and_each_leads_to_the_next()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await MissedAsync(office, 40);
        await using var desk = await OpenAsync(host, office);
        var page = desk.Page;
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(40);
        await Assertions.Expect(page.Locator("#left")).ToHaveTextAsync("40 on this list");
        await desk.LooksWellAsync("desk-missed");
        await Row(page, people[0]).Locator("[data-act=excused]").FocusAsync();
        for (var at = 0; at < people.Count; at++)
        {
            await Assertions.Expect(Row(page, people[at]).Locator(":focus")).ToHaveCountAsync(1);
            if (at % 4 == 0)
            {
                await page.Keyboard.PressAsync("1");
                await Assertions.Expect(page.Locator("#excuse-reason")).ToBeFocusedAsync();
                await page.Keyboard.TypeAsync("med");
                await page.Keyboard.PressAsync("Tab");
                await page.Keyboard.TypeAsync("seen");
                await page.Keyboard.PressAsync("Tab");
                await page.Keyboard.PressAsync("Enter");
            }
            else
            {
                await page.Keyboard.PressAsync(at % 4 == 3 ? "3" : "2");
            }

            await Assertions.Expect(Row(page, people[at])).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator("#done")).ToContainTextAsync($"{39 - at} left.");
        }

        await Assertions.Expect(page.Locator("#left")).ToHaveTextAsync("Nobody is left on this list.");
        await Assertions.Expect(page.Locator("#missed-heading")).ToBeFocusedAsync();
        for (var at = 0; at < 4; at++)
        {
            var judgement = (await office.CheckInAsync(people[at])).Judgement!;
            Assert.Equal(at switch { 0 => MissFinding.Excused, 3 => MissFinding.OurFault, _ => MissFinding.Unexcused }, judgement.Finding);
            Assert.Equal(at == 0 ? ("medical", "seen") : (null, null), (judgement.Reason, judgement.Evidence));
        }

        // What was found can be looked at, and judged again.
        await page.GetByLabel("Show", new() { Exact = true }).SelectOptionAsync("excused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(10);
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("excused: medical, seen");
        await Row(page, people[0]).Locator("[data-act=unexcused]").PressAsync("Enter");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(9);
        Assert.Equal(MissFinding.Unexcused, (await office.CheckInAsync(people[0])).Judgement!.Finding);
    }

    [BrowserFact]
    public async Task Whoever_judges_second_is_shown_what_the_first_found()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await MissedAsync(office, 3);
        await using var desk = await OpenAsync(host, office, OfficerPage.Phone());
        var page = desk.Page;
        desk.Expect("status of 412");
        desk.Expect("status of 409");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(3);
        await office.JudgeAsync(people[0], new() { ["finding"] = "excused", ["reason"] = "transport", ["evidence"] = "awaited" });
        await Row(page, people[0]).Locator("[data-act=unexcused]").ClickAsync();
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync("Somebody else has judged this meanwhile");
        await Assertions.Expect(Row(page, people[0])).ToContainTextAsync($"excused: transport, awaited ({office.Today:MMM d, uuuu}, 6:");
        await Assertions.Expect(Row(page, people[0]).Locator(":focus")).ToHaveCountAsync(1);
        Assert.Equal(MissFinding.Excused, (await office.CheckInAsync(people[0])).Judgement!.Finding);
        await desk.LooksWellAsync("desk-missed-phone");

        // The row has the version that it is now, so that the officer may still say otherwise.
        await Row(page, people[0]).Locator("[data-act=our-fault]").ClickAsync();
        await Assertions.Expect(Row(page, people[0])).ToHaveCountAsync(0);
        Assert.Equal(MissFinding.OurFault, (await office.CheckInAsync(people[0])).Judgement!.Finding);

        // Somebody who came after all is judged no more.
        await office.ActAsync(people[1], "attendance", new() { ["manner"] = "in-person" });
        await Row(page, people[1]).Locator("[data-act=our-fault]").ClickAsync();
        await Assertions.Expect(Row(page, people[1])).ToContainTextAsync("came after all");
        await Assertions.Expect(Row(page, people[1]).Locator("button")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task An_excuse_needs_reason_and_evidence_and_days_an_order()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await MissedAsync(office, 2);
        await using var desk = await OpenAsync(host, office, OfficerPage.Phone("es-US"));
        var page = desk.Page;
        await Row(page, people[0]).Locator("[data-act=excused]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Justificar" }).ClickAsync();
        await Assertions.Expect(page.Locator("#excuse-reason-fault")).ToHaveTextAsync("Elija un motivo.");
        await Assertions.Expect(page.Locator("#excuse-evidence-fault")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#excuse-reason")).ToBeFocusedAsync();
        await desk.LooksWellAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#excuse-reason")).ToHaveCountAsync(0);
        await Assertions.Expect(Row(page, people[0]).Locator("[data-act=excused]")).ToBeFocusedAsync();
        Assert.Null((await office.CheckInAsync(people[0])).Judgement);

        await page.GetByLabel("Desde").FillAsync($"{office.Today:uuuu-MM-dd}");
        await page.GetByLabel("Hasta").FillAsync($"{office.Today.PlusDays(-1):uuuu-MM-dd}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mostrar", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#days-fault")).ToContainTextAsync("Elija dos días en orden");
        await page.GetByLabel("Hasta").FillAsync($"{office.Today:uuuu-MM-dd}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mostrar", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#left")).ToHaveTextAsync("No queda nadie en esta lista.");
        await desk.LooksWellAsync();
        await desk.LooksWellTwiceAsLargeAsync();
    }

    // Before the end of the month that is shown unless another is asked for.
    private static Task<IReadOnlyList<Visitor>> MissedAsync(DeskOffice office, int count) =>
        office.PeopleAsync(count, at => office.Today.PlusDays(-20 + (at / 20)) + new LocalTime(8, 0).PlusMinutes(at % 20 * 30), CheckInStatus.Missed);

    private static ILocator Rows(IPage page) => page.Locator("#missed-list tbody tr");

    private static ILocator Row(IPage page, Visitor visitor) => page.Locator($"#missed-list tr[data-key='{visitor.CheckInId}']");

    private async Task<OfficerPage> OpenAsync(TestHost host, DeskOffice office, BrowserNewContextOptions? screen = null)
    {
        screen ??= new() { ViewportSize = new() { Width = 1280, Height = 800 }, Locale = "en-US", TimezoneId = "America/Chicago", ReducedMotion = ReducedMotion.Reduce };
        var desk = await OfficerPage.OpenSignedInAsync(await browser.NewContextAsync(screen), host, "/desk", "Field.Officer/1");
        await desk.Page.Locator("nav a[href='#missed']").ClickAsync();
        await Assertions.Expect(desk.Page.Locator("#missed-heading")).ToBeFocusedAsync();
        await desk.Page.Locator("#office").SelectOptionAsync(office.Id);
        return desk;
    }
}
