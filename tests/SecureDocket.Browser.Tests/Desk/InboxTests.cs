using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using SecureDocket.Conversations;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>A person texts what no machine understands; an officer finds it in the inbox, and answers or closes it.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class InboxTests(BrowserFixture browser)
{
    private const string Words = "estoy en el hospital";

    private static int s_texts;

    [BrowserFact]
    public async Task A_text_is_read_and_answered()
    {
        var host = await browser.HostAsync();
        await TextAsync(host, Words);
        await using var desk = await OpenAsync(host, "Enrollment.Officer/1");
        var page = desk.Page;
        await desk.LooksWellAsync("inbox");

        await ReadAsync(page, "Urgent: Somebody in need", Words);
        await Assertions.Expect(page.Locator("#item-heading")).ToBeFocusedAsync();
        await PressAsync(page, "Take it");
        await Assertions.Expect(page.Locator("#done")).ToHaveTextAsync("You have it now.");

        // What may not be said is told while it is written, and refused when it is sent.
        await page.GetByLabel("Your answer").FillAsync("Please call the court.");
        await Assertions.Expect(page.Locator("#answer-faults")).ToContainTextAsync("At character 17");
        await Assertions.Expect(page.Locator("#answer-length")).ToContainTextAsync("1 of at most 4 messages");
        await PressAsync(page, "Send");
        await Assertions.Expect(page.GetByLabel("Your answer")).ToBeFocusedAsync();
        await desk.LooksWellAsync("inbox-answer");

        await page.GetByLabel("Text", new() { Exact = true }).SelectOptionAsync("answer-call");
        await Assertions.Expect(page.Locator("#answer-shown")).Not.ToBeEmptyAsync();
        await page.GetByLabel("Text", new() { Exact = true }).SelectOptionAsync("");
        await page.GetByLabel("Your answer").FillAsync("Que se mejore.");
        await PressAsync(page, "Send");
        await Assertions.Expect(page.Locator("#done")).ToHaveTextAsync("The answer is on its way.");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Que se mejore.");
        await desk.LooksWellAsync();
        await desk.LooksWellTwiceAsLargeAsync();
    }

    [BrowserFact]
    public async Task A_colleague_who_comes_later_is_told_so_and_an_item_is_closed_with_a_note()
    {
        var host = await browser.HostAsync();
        var first = await TextAsync(host, "mi abuela viene con las fotos");
        await using var desk = await OpenAsync(host, "Enrollment.Officer/1");
        await using var other = await OpenAsync(host, "Field.Officer/1");
        foreach (var officer in new[] { desk, other })
            await ReadAsync(officer.Page, "Free text", first);

        await PressAsync(desk.Page, "Close");
        await Assertions.Expect(desk.Page.GetByLabel("Note")).ToBeFocusedAsync();
        await desk.LooksWellAsync();
        await desk.Page.GetByLabel("Note").FillAsync("Called.");
        await PressAsync(desk.Page, "Close");
        await Assertions.Expect(desk.Page.Locator("#done")).ToHaveTextAsync("The item is closed.");

        await other.Page.GetByLabel("Your answer").FillAsync("Gracias.");
        await PressAsync(other.Page, "Send");
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing more was sent");
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Called.");

        await PressAsync(other.Page, "Español");
        await PressAsync(other.Page, "Volver a la lista");
        await Assertions.Expect(other.Page.GetByText("Nada por leer aquí.")).ToBeVisibleAsync();
        await other.Page.GetByLabel("Mostrar").SelectOptionAsync("done");
        await PressAsync(other.Page, "Mostrar");
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Listitem).Last).ToContainTextAsync("cerrado");
        await other.LooksWellAsync(inEnglishToo: true);
    }

    [BrowserFact]
    public async Task Every_kind_of_item_has_its_words()
    {
        var host = await browser.HostAsync();
        var card = await TestPeople.IssueAsync(host);
        Assert.True(CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id));
        foreach (var kind in Enum.GetValues<InboxKind>())
        {
            var item = new InboxItem(id, kind, Instant.FromDateTimeOffset(host.Clock.GetUtcNow().AddSeconds((int)kind - 60)), "en", $"{kind}") { Office = "KINDS" };
            await host.Services.GetRequiredService<InboxItems>().RaiseAsync($"kind-{kind}", item, default);
        }

        await using var desk = await OpenAsync(host, "Enrollment.Officer/1");
        await desk.Page.GetByLabel("Office", new() { Exact = true }).FillAsync("KINDS");
        await PressAsync(desk.Page, "Show");
        await Assertions.Expect(desk.Page.Locator(".urgent").First).ToContainTextAsync("Urgent: Somebody in need");
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Call this person" })).ToHaveCountAsync(1);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Read: Urgent: Call this person" }).ClickAsync();
        await Assertions.Expect(desk.Page.Locator("#item-heading")).ToHaveTextAsync("What to tell the person");
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    // The host is shared: of this kind and without an office, no other test has an item.
    private static async Task ReadAsync(IPage page, string kind, string words)
    {
        await page.GetByLabel("Office", new() { Exact = true }).FillAsync("NONE");
        await PressAsync(page, "Show");
        await Assertions.Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "KINDS" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Read: {kind}" }).ClickAsync();
        await Assertions.Expect(page.Locator("#words")).ToHaveTextAsync(words);
    }

    private async Task<OfficerPage> OpenAsync(TestHost host, string officer)
    {
        var opened = await OfficerPage.OpenSignedInAsync(await browser.NewContextAsync(OfficerPage.Phone()), host, "/inbox", officer);

        // A browser's console tells of every refusal; here they are asked for.
        opened.Expect("the server responded with a status of 400");
        opened.Expect("the server responded with a status of 409");
        return opened;
    }

    /// <summary>A person with a phone texts something, and it is read as the queue's function reads it.</summary>
    private static async Task<string> TextAsync(TestHost host, string words)
    {
        var card = await TestPeople.IssueAsync(host);
        Assert.True(CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id));
        var docket = (await host.Services.GetRequiredService<DocketStore>().LoadAsync(id, default))!;
        var now = Instant.FromDateTimeOffset(host.Clock.GetUtcNow());
        var sender = host.Services.GetRequiredService<SmsOptions>().SenderFor(id).Number;
        Assert.Single(await host.Services.GetRequiredService<RecordInboundText>().ExecuteAsync(
            new($"Incoming_Inbox{Interlocked.Increment(ref s_texts)}", docket.Cardholder.Details.Mobile!, sender, words, now), default));
        return words;
    }
}
