using System.Text.Json.Nodes;
using Microsoft.Playwright;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>An officer who knows one number of a person finds and opens them at the desk, with the keyboard.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class FindTests(BrowserFixture browser)
{
    private static readonly string[] s_keys = ["aNumber", "mobile", "cardNumber", "hearingId", "fins", "subjectId"];

    [BrowserFact]
    public async Task A_person_is_found_by_each_key_and_opened_by_the_keyboard_alone()
    {
        var host = await browser.HostAsync();
        var (id, values, name) = await PersonAsync(host);
        await using var desk = await OpenAsync(host, "Enrollment.Officer/1");
        var page = desk.Page;
        await Assertions.Expect(page.GetByLabel("As it is written")).ToBeFocusedAsync();
        await desk.LooksWellAsync("desk-find");
        foreach (var key in s_keys)
        {
            await page.GetByLabel("Search by").SelectOptionAsync(key);
            await page.GetByLabel("As it is written").FillAsync(values[key]);
            await page.GetByLabel("What for").SelectOptionAsync("checkInService");
            await page.GetByLabel("As it is written").PressAsync("Enter");
            await Assertions.Expect(page.Locator("#people-heading")).ToBeFocusedAsync();
            await Assertions.Expect(page.Locator($"[data-docket='{id}']")).ToContainTextAsync("born 1990");
            Assert.DoesNotContain(values[key], page.Url, StringComparison.Ordinal);
            Assert.DoesNotContain(name, await page.GetByRole(AriaRole.Main).InnerTextAsync(), StringComparison.Ordinal);
        }

        await Assertions.Expect(page.Locator("img")).ToHaveJSPropertyAsync("complete", true);
        await desk.LooksWellAsync("desk-found");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#person-heading")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(name);
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(values["cardNumber"]);
        await desk.LooksWellAsync("desk-person");
        await page.GetByRole(AriaRole.Button, new() { Name = "Español" }).ClickAsync();
        await Assertions.Expect(page.Locator("#person-heading")).ToHaveTextAsync("La persona");
        await page.GetByRole(AriaRole.Button, new() { Name = "Volver a la búsqueda" }).ClickAsync();
        await Assertions.Expect(page.Locator("#people-heading")).ToBeFocusedAsync();
        await desk.LooksWellAsync();
        await desk.LooksWellTwiceAsLargeAsync();
    }

    [BrowserFact]
    public async Task Somebody_is_found_by_a_name_as_it_was_said_and_about_when_they_were_born()
    {
        var host = await browser.HostAsync();
        var person = TestPeople.Person();
        (person["name"], person["latinName"], person["nationality"], person["birthDate"]) = ("محمد الحسن", "Mohamed Al-Hassan", "SYR", "1989");
        using var enrolling = host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(enrolling, person);
        await using var desk = await OpenAsync(host, "Enrollment.Officer/2");
        var page = desk.Page;
        await page.GetByLabel("Search by").SelectOptionAsync("name");
        await page.GetByLabel("As it is written").FillAsync("Mohamad Alhasan");
        await page.GetByLabel("What for").SelectOptionAsync("checkInService");
        await page.GetByLabel("Year of birth").FillAsync("90");
        await page.GetByLabel("Year of birth").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#born-fault")).ToHaveTextAsync("Type a year of four digits, from 1900 to now.");
        await Assertions.Expect(page.GetByLabel("Year of birth")).ToBeFocusedAsync();
        await desk.LooksWellAsync("desk-find-name");
        desk.Expect("status of 400");
        await page.GetByLabel("Year of birth").FillAsync("9990");
        await page.GetByLabel("Year of birth").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#born-fault")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#value-fault")).ToBeHiddenAsync();

        await page.GetByLabel("Year of birth").FillAsync("1990");
        await page.GetByLabel("Year of birth").PressAsync("Enter");

        await Assertions.Expect(page.Locator("#people-heading")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator($"[data-docket='{id}']")).ToContainTextAsync("M. A. H. · born 1989");
        await page.GetByRole(AriaRole.Button, new() { Name = "Español" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Año de nacimiento", new() { Exact = true })).ToHaveValueAsync("1990");
        await page.Locator($"[data-docket='{id}']").GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("محمد الحسن");
    }

    [BrowserFact]
    public async Task Nobody_and_a_protected_person_look_the_same_and_bad_input_is_said_where_it_is()
    {
        var host = await browser.HostAsync();
        var (id, values, _) = await PersonAsync(host);
        using var supervisor = host.As("Protection.Supervisor");
        using var set = await supervisor.PutAsync($"/api/v1/cardholders/{id}/protection", null);
        set.EnsureSuccessStatusCode();
        await using var desk = await OpenAsync(host, "Field.Officer/2");
        var page = desk.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Find", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#value-fault")).ToHaveTextAsync("Check what you typed.");
        await Assertions.Expect(page.Locator("#purpose-fault")).ToHaveTextAsync("Choose what you need the person for.");
        await Assertions.Expect(page.GetByLabel("As it is written")).ToBeFocusedAsync();
        await desk.LooksWellAsync();

        desk.Expect("status of 400");
        await FindAsync(page, "12");
        await Assertions.Expect(page.Locator("#value-fault")).ToBeVisibleAsync();
        await FindAsync(page, "A099999998");
        await Assertions.Expect(page.Locator("#results")).ToHaveTextAsync("People foundNobody was found.");
        var nobody = await page.Locator("#results").InnerHTMLAsync();
        await FindAsync(page, values["aNumber"]);
        await Assertions.Expect(page.Locator("#people-heading")).ToBeFocusedAsync();
        Assert.Equal(nobody, await page.Locator("#results").InnerHTMLAsync());
    }

    private static async Task FindAsync(IPage page, string aNumber)
    {
        await page.GetByLabel("As it is written").FillAsync(aNumber);
        await page.GetByLabel("What for").SelectOptionAsync("hearingService");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find", Exact = true }).ClickAsync();
    }

    private async Task<OfficerPage> OpenAsync(TestHost host, string officer) =>
        await OfficerPage.OpenSignedInAsync(await browser.NewContextAsync(OfficerPage.Phone()), host, "/desk", officer);

    private static async Task<(string Id, Dictionary<string, string> Values, string Name)> PersonAsync(TestHost host)
    {
        var person = TestPeople.Person();
        var number = person["aNumber"]!.GetValue<string>();
        (person["fins"], person["subjectId"]) = ($"F{number[1..]}", $"S{number[1..]}");
        var card = await TestPeople.IssueAsync(host, person);
        using var administrator = host.As("Program.Administrator");
        using var court = await administrator.PutAsync("/api/v1/courts/FIND", TestHost.Json(new JsonObject
        {
            ["name"] = "Immigration Court",
            ["address"] = "1 Sample Plaza",
            ["timeZone"] = "America/New_York",
            ["registrars"] = new JsonArray(TestHost.RegistrarId),
        }));
        court.EnsureSuccessStatusCode();
        using var registrar = host.As("Court.Registrar");
        using var hearing = await registrar.PutAsync($"/api/v1/hearings/FIND-{number}", TestHost.Json(new JsonObject
        {
            ["aNumber"] = number,
            ["sourceVersion"] = 1,
            ["courtId"] = "FIND",
            ["start"] = "2031-03-04T09:00",
            ["kind"] = "master",
        }));
        hearing.EnsureSuccessStatusCode();
        return (
            card["cardholderId"]!.GetValue<string>(),
            new()
            {
                ["aNumber"] = number,
                ["mobile"] = person["mobile"]!.GetValue<string>(),
                ["cardNumber"] = card["cardNumber"]!.GetValue<string>(),
                ["hearingId"] = $"FIND-{number}",
                ["fins"] = $"F{number[1..]}",
                ["subjectId"] = $"S{number[1..]}",
            },
            person["latinName"]!.GetValue<string>());
    }
}
