using Microsoft.Playwright;
using NodaTime;
using SecureDocket.CheckIns;
using Xunit;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>What an office has to do, at the desk: it leads to the people, and goes once it is done.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class WorkTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task What_is_to_do_leads_to_the_person_and_goes_once_it_is_done()
    {
        var host = await browser.HostAsync();
        var office = await DeskOffice.OpenAsync(host);
        var people = await office.PeopleAsync(2, at => office.Today.PlusDays(-3 + at) + new LocalTime(8, 0), CheckInStatus.Missed);
        await office.JudgeAsync(people[1], new() { ["finding"] = "excused", ["reason"] = "medical", ["evidence"] = "awaited" });
        await using var desk = await OfficerPage.OpenSignedInAsync(await browser.NewContextAsync(OfficerPage.Phone()), host, "/desk", "Enrollment.Officer/1");
        var page = desk.Page;
        await page.EvaluateAsync($"localStorage.setItem('secure-docket-desk-office', '{office.Id}')");
        await page.GetByRole(AriaRole.Link, new() { Name = "Work" }).ClickAsync();
        var rows = page.Locator("#work-list tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#work-heading")).ToBeFocusedAsync();
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("3 days");
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("Missed, and nobody has judged it");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("Excused, and the evidence has not come");
        await desk.LooksWellAsync("desk-work");

        // Whoever comes back from a person finds the list as it is now.
        desk.Expect("status of 503");
        await rows.Nth(0).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(people[0].Name);
        await office.JudgeAsync(people[0], new() { ["finding"] = "unexcused" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the list" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#work-heading")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Español" }).ClickAsync();
        await Assertions.Expect(page.Locator("#work-heading")).ToHaveTextAsync("Pendientes de la oficina");
        await office.JudgeAsync(people[1], new() { ["finding"] = "excused", ["reason"] = "medical", ["evidence"] = "seen" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Leer de nuevo" }).ClickAsync();
        await Assertions.Expect(page.Locator("#work-left")).ToHaveTextAsync("No queda nada pendiente.");
        await desk.LooksWellAsync();
    }
}
