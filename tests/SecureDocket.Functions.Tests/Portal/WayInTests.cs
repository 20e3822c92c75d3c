using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>An officer who gives a person a way into the portal could be the one who uses it: the person hears of it, and sees it.</summary>
public sealed class WayInTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string WayIn = "SDC: A new PIN or sign-in code was set up for you at an office. If you did not ask for this, call ";

    [Theory]
    [InlineData("pin")]
    [InlineData("sign-in-codes")]
    [InlineData("kiosk-code")]
    public async Task A_way_in_is_told_by_text_ends_the_sessions_and_stands_under_who_looked(string kind)
    {
        SetNoon();
        var person = await TestCardholder.CreateAsync(api.Host);
        await SendAsync();
        using var visitor = await person.SignInAsync();
        var before = Told(person.Phone!, WayIn);
        await GiveAsync(person, kind);
        Assert.Equal("/?done=SignInFirst", (await visitor.GoAsync("/home")).Address);
        await SendAsync();
        Assert.Equal(before + 1, Told(person.Phone!, WayIn));

        using var again = await person.SignInAsync();
        var page = (await again.GoAsync("/disclosures")).Page;
        Assert.Matches("""set your PIN or gave you codes to sign in</p>\s*<ul class="saw"></ul>""", page);
    }

    [Fact]
    public async Task A_sign_in_with_an_officers_code_says_so_in_the_sessions_and_under_who_looked()
    {
        SetNoon();
        var person = await TestCardholder.CreateAsync(api.Host);
        using var own = await person.SignInAsync();
        Assert.DoesNotContain("With a code from an officer", (await own.GoAsync("/sessions")).Page, StringComparison.Ordinal);
        Assert.DoesNotContain("signed in here with a code", (await own.GoAsync("/disclosures")).Page, StringComparison.Ordinal);

        var code = (await person.PaperCodesAsync("kiosk-code"))[0];
        using var kiosk = new PortalVisitor(api.Host.Address);
        await (await kiosk.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(code);
        Assert.Equal("/home", kiosk.Address);
        using var later = await person.SignInAsync();
        Assert.Contains("With a code from an officer", (await later.GoAsync("/sessions")).Page, StringComparison.Ordinal);
        Assert.Contains("signed in here with a code from an officer", (await later.GoAsync("/disclosures")).Page, StringComparison.Ordinal);

        using var auditor = api.As("Docket.Auditor");
        var looks = (await auditor.GetAsync($"/api/v1/cardholders/{person.Id}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        Assert.Single(looks, look => look!["fields"]!.AsArray().Any(field => field!.GetValue<string>() == "paperCode"));
    }

    [Fact]
    public async Task Repeating_a_request_for_codes_tells_nobody_twice_and_ends_no_session_that_they_opened()
    {
        SetNoon();
        var person = await TestCardholder.CreateAsync(api.Host);
        var codes = await person.PaperCodesAsync(key: "sheet");
        using var visitor = new PortalVisitor(api.Host.Address);
        api.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await (await visitor.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(codes[0]);
        await SendAsync();
        var before = Told(person.Phone!, WayIn);

        Assert.Equal(codes, await person.PaperCodesAsync(key: "sheet"));
        await SendAsync();
        Assert.Equal(before, Told(person.Phone!, WayIn));
        Assert.Equal("/home", (await visitor.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task A_way_in_is_told_to_the_number_of_its_moment_and_five_times_a_day_at_most()
    {
        SetNoon();
        var person = await TestCardholder.CreateAsync(api.Host);
        var next = TestPeople.Person()["mobile"]!.GetValue<string>();
        await ChangeNumberAsync(person.Id, next);
        await SendAsync();
        Assert.Equal(1, Told(person.Phone!, WayIn));
        for (var again = 0; again < 8; again++)
        {
            await SetPinAsync(person.Id);
            await SendAsync();
        }

        Assert.Equal(4, Told(next, WayIn));
    }

    [Fact]
    public async Task An_officers_change_of_the_number_is_told_to_the_old_phone()
    {
        SetNoon();
        var person = await TestCardholder.CreateAsync(api.Host);
        await SendAsync();
        var next = TestPeople.Person()["mobile"]!.GetValue<string>();
        await ChangeNumberAsync(person.Id, next);
        await SendAsync();
        Assert.Equal(1, Told(person.Phone!, "SDC: From now on, your texts go to another number."));
        Assert.Equal(0, Told(next, "SDC: From now on, your texts go to another number"));

        // Where the person has no phone any more, the old one hears of it too.
        await ChangeNumberAsync(person.Id, null);
        await SendAsync();
        Assert.Equal(1, Told(next, "SDC: From now on, your texts go to another number."));

        // The reminder forgets the number once it has left.
        using var officer = api.As("Enrollment.Officer");
        var reminders = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}/reminders")).Is(200).Text;
        Assert.DoesNotContain(person.Phone!, reminders, StringComparison.Ordinal);
    }

    private static async Task GiveAsync(TestCardholder person, string kind)
    {
        if (kind == "pin")
        {
            await person.SetPinAsync(person.Pin);
        }
        else
        {
            await person.PaperCodesAsync(kind);
        }
    }

    // Noon in Chicago, where everybody lives: texts may leave.
    private void SetNoon() => TestHearings.SetNow(api.Host, "2030-06-03T17:00:00Z");

    private async Task ChangeNumberAsync(string id, string? mobile)
    {
        using var officer = api.As("officer-8", "Enrollment.Officer");
        var contact = new JsonObject { ["language"] = "en", ["timeZone"] = "America/Chicago", ["messageTier"] = "neutral" };
        if (mobile is not null)
        {
            contact["mobile"] = mobile;
        }

        (await officer.PutAsync($"/api/v1/cardholders/{id}/contact", contact, (await officer.GetAsync($"/api/v1/cardholders/{id}")).ETag)).Is(200);
    }

    private async Task SetPinAsync(string id)
    {
        using var officer = api.As("officer-9", "Enrollment.Officer");
        Assert.Equal(204, (await officer.PutAsync($"/api/v1/cardholders/{id}/pin", new JsonObject { ["pin"] = TestCardholder.GoodPin })).Status);
    }

    private async Task SendAsync()
    {
        await api.Host.RunTimerAsync("SendDueReminders");
        await api.Host.RunTimerAsync("SendDueReminders");
    }

    private int Told(string phone, string text) =>
        api.Host.Sms.Left.Count(left => left.Message.To == phone && left.Message.Text.StartsWith(text, StringComparison.Ordinal));
}
