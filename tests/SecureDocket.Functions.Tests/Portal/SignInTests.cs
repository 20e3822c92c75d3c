using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Messages;
using SecureDocket.SignIns;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>Signing in to the portal, by every way that leads in and those that must not.</summary>
public sealed class SignInTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private TestHost Host => api.Host;

    [Fact]
    public async Task Number_PIN_and_texted_code_lead_to_the_dates()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);

        await visitor.BeginAsync(person.CardNumber, person.Pin);
        Assert.Equal("/sign-in/code", visitor.Address);
        await visitor.EnterCodeAsync(await person.TextedCodeAsync());

        Assert.Equal("/home", visitor.Address);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData(" {0} ")]
    [InlineData("{1}")]
    public async Task A_number_is_read_however_it_is_typed(string typed)
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);
        var groups = $"{person.CardNumber[..4]}-{person.CardNumber[4..8]} {person.CardNumber[8..].ToLowerInvariant()}";

        await visitor.BeginAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, typed, person.CardNumber, groups), "٧٣٩٢ ٠٥١٨");
        await visitor.EnterCodeAsync(await person.TextedCodeAsync());

        Assert.Equal("/home", visitor.Address);
    }

    [Fact]
    public async Task A_printed_code_leads_in_without_a_phone_once()
    {
        var person = await TestCardholder.CreateAsync(Host, hasPhone: false);
        var codes = await person.PaperCodesAsync();
        Assert.Equal(10, codes.Distinct().Count());
        using var first = new PortalVisitor(Host.Address);
        using var second = new PortalVisitor(Host.Address);

        await (await first.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(codes[3].ToLowerInvariant().Replace("-", " "));
        await (await second.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(codes[3]);

        Assert.Equal("/home", first.Address);
        Assert.Equal("/sign-in/code?done=SignInFailed", second.Address);
        await second.EnterCodeAsync(codes[4]);
        Assert.Equal("/home", second.Address);
    }

    [Fact]
    public async Task A_printed_code_is_used_up_by_a_wrong_PIN_so_that_a_found_sheet_gives_ten_guesses()
    {
        var person = await TestCardholder.CreateAsync(Host);
        var codes = await person.PaperCodesAsync();
        using var thief = new PortalVisitor(Host.Address);
        using var owner = new PortalVisitor(Host.Address);

        await (await thief.BeginAsync(person.CardNumber, "84031627")).EnterCodeAsync(codes[0]);
        await (await owner.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(codes[0]);

        Assert.Equal("/sign-in/code?done=SignInFailed", thief.Address);
        Assert.Equal("/sign-in/code?done=SignInFailed", owner.Address);
    }

    [Fact]
    public async Task New_printed_codes_end_the_old_ones_and_a_repeated_request_gives_the_same()
    {
        var person = await TestCardholder.CreateAsync(Host);
        var old = await person.PaperCodesAsync();
        var codes = await person.PaperCodesAsync(key: "sheet");
        using var visitor = new PortalVisitor(Host.Address);
        await (await visitor.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(old[0]);
        Assert.Equal("/sign-in/code?done=SignInFailed", visitor.Address);
        await visitor.EnterCodeAsync(codes[0]);
        Assert.Equal("/home", visitor.Address);

        Assert.Equal(codes, await person.PaperCodesAsync(key: "sheet"));

        using var again = new PortalVisitor(Host.Address);
        await (await again.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(codes[0]);
        Assert.Equal("/sign-in/code?done=SignInFailed", again.Address);
    }

    [Fact]
    public async Task A_kiosk_code_holds_for_fifteen_minutes()
    {
        var person = await TestCardholder.CreateAsync(Host, hasPhone: false);
        var code = Assert.Single(await person.PaperCodesAsync("kiosk-code"));
        using var visitor = new PortalVisitor(Host.Address);
        Host.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await (await visitor.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(code);
        Assert.Equal("/home", visitor.Address);

        var late = Assert.Single(await person.PaperCodesAsync("kiosk-code"));
        using var second = new PortalVisitor(Host.Address);
        Host.Clock.Advance(TimeSpan.FromMinutes(15));
        await (await second.BeginAsync(person.CardNumber, person.Pin)).EnterCodeAsync(late);
        Assert.Equal("/sign-in/code?done=SignInFailed", second.Address);
    }

    [Fact]
    public async Task A_kiosk_code_that_is_asked_for_again_says_until_when_it_really_holds()
    {
        var person = await TestCardholder.CreateAsync(Host, hasPhone: false);
        using var officer = Host.As("Field.Officer");
        var given = Host.Clock.GetUtcNow();
        for (var minutes = 0; minutes < 3; minutes++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cardholders/{person.Id}/kiosk-code") { Headers = { { "Idempotency-Key", "visit" } } };
            using var answer = await officer.SendAsync(request);
            Assert.Equal(given.AddMinutes(15), JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["expires"]!.GetValue<DateTimeOffset>());
            Host.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_texted_code_works_once_for_ten_minutes_and_in_its_own_sign_in_only()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var first = new PortalVisitor(Host.Address);
        using var second = new PortalVisitor(Host.Address);
        await first.BeginAsync(person.CardNumber, person.Pin);
        var code = await person.TextedCodeAsync();
        await second.BeginAsync(person.CardNumber, person.Pin);
        var other = await person.TextedCodeAsync(2);

        await second.EnterCodeAsync(code == other ? "000000" : code);
        Assert.Equal("/sign-in/code?done=SignInFailed", second.Address);

        var form = first.FieldsOf("/sign-in/code", ("code", code));
        var cookies = new Dictionary<string, string>(first.Cookies);
        await first.EnterCodeAsync(code);
        Assert.Equal("/home", first.Address);

        // The same form once more, as somebody who has seen it all would send it.
        first.Cookies.Clear();
        foreach (var (name, value) in cookies)
            first.Cookies[name] = value;
        using var replayed = await first.PostAsync("/sign-in/code", form);
        Assert.Equal("/sign-in/code?done=SignInFailed", replayed.Headers.Location!.ToString());

        Host.Clock.Advance(TimeSpan.FromMinutes(10));
        await second.EnterCodeAsync(other);
        Assert.Equal("/sign-in/code?done=SignInFailed", second.Address);
    }

    [Fact]
    public async Task Five_wrong_codes_end_a_sign_in_and_another_text_gives_none_back()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        var code = await person.TextedCodeAsync();
        for (var i = 0; i < 4; i++)
            await visitor.EnterCodeAsync(Other(code));

        await visitor.SubmitAsync("/sign-in/code/again");
        var next = await person.TextedCodeAsync(2);
        await visitor.EnterCodeAsync(Other(next));
        await visitor.EnterCodeAsync(next);

        Assert.Equal("/sign-in/code?done=SignInFailed", visitor.Address);
    }

    [Fact]
    public async Task Tries_made_at_once_are_five_all_the_same()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        var code = await person.TextedCodeAsync();
        var form = visitor.FieldsOf("/sign-in/code", ("code", Other(code)));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await visitor.PostAsync("/sign-in/code", form)).Dispose()));
        await visitor.EnterCodeAsync(code);

        Assert.Equal("/sign-in/code?done=SignInFailed", visitor.Address);
    }

    [Fact]
    public async Task Waits_grow_and_a_stranger_cannot_lengthen_them_nor_keep_out_who_has_a_code_on_paper()
    {
        var person = await TestCardholder.CreateAsync(Host);
        var codes = await person.PaperCodesAsync();
        using var stranger = new PortalVisitor(Host.Address);
        for (var i = 0; i < 30; i++)
            await stranger.BeginAsync(person.CardNumber, "00000000");

        // No text while the wait lasts, with the right PIN either.
        using var owner = new PortalVisitor(Host.Address);
        await owner.BeginAsync(person.CardNumber, person.Pin);
        await Host.SignInsDecidedAsync();
        Assert.Equal(0, person.CodesTexted);

        // A code from paper all the same.
        await owner.EnterCodeAsync(codes[0]);
        Assert.Equal("/home", owner.Address);

        // The sign-in that succeeded ends the wait.
        using var next = await person.SignInAsync();
        Assert.Equal(1, person.CodesTexted);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 30)]
    [InlineData(4, 60)]
    [InlineData(9, 1920)]
    [InlineData(10, 3600)]
    [InlineData(1_000_000, 3600)]
    public void The_wait_after_tries_doubles_to_an_hour(int tries, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Challenges.WaitAfter(tries));

    [Fact]
    public async Task After_the_wait_a_text_comes_again()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);
        for (var i = 1; i <= 3; i++)
        {
            await visitor.BeginAsync(person.CardNumber, person.Pin);
            await person.TextedCodeAsync(i);
        }

        await visitor.BeginAsync(person.CardNumber, person.Pin);
        await Host.SignInsDecidedAsync();
        Assert.Equal(3, person.CodesTexted);
        Host.Clock.Advance(TimeSpan.FromSeconds(30));
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        await visitor.EnterCodeAsync(await person.TextedCodeAsync(4));

        Assert.Equal("/home", visitor.Address);
    }

    [Fact]
    public async Task A_revoked_card_a_wrong_PIN_and_a_phone_that_said_stop_are_texted_nothing()
    {
        var revoked = await TestCardholder.CreateAsync(Host);
        using (var officer = api.As("Enrollment.Officer"))
            Assert.Equal(200, (await officer.PostAsync($"/api/v1/cards/{revoked.CardNumber}/revocation", new System.Text.Json.Nodes.JsonObject { ["reason"] = "misused" })).Status);
        var stopped = await TestCardholder.CreateAsync(Host);
        await Host.Services.GetRequiredService<Phones>().ChangeAsync(
            stopped.Phone!, phone => phone.WithOptOut(new(NodaTime.Instant.FromDateTimeOffset(Host.Clock.GetUtcNow()), "test")), default);
        var wrong = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);

        await visitor.BeginAsync(revoked.CardNumber, revoked.Pin);
        await visitor.BeginAsync(stopped.CardNumber, stopped.Pin);
        await visitor.BeginAsync(wrong.CardNumber, "84031627");
        await Host.SignInsDecidedAsync();

        Assert.Equal((0, 0, 0), (revoked.CodesTexted, stopped.CodesTexted, wrong.CodesTexted));
    }

    [Fact]
    public async Task A_phone_is_texted_six_codes_an_hour_at_most()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);

        // Hours are counted by the clock's: the waits of these tries together are within one that begins now.
        Host.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(Host.Clock.GetUtcNow().Ticks % TimeSpan.TicksPerHour));
        for (var i = 1; i <= 8; i++)
        {
            await visitor.BeginAsync(person.CardNumber, person.Pin);
            await Host.SignInsDecidedAsync();
            Host.Clock.Advance(Challenges.WaitAfter(i));
        }

        Assert.Equal(6, person.CodesTexted);
    }

    [Theory]
    [InlineData("72345678", "pin-easy")]
    [InlineData("12345678", "pin-easy")]
    [InlineData("11111111", "pin-easy")]
    [InlineData("13572468", "pin-easy")]
    [InlineData("28021990", "pin-easy")]
    [InlineData("02281990", "pin-easy")]
    [InlineData("19900228", "pin-easy")]
    [InlineData("48124812", "pin-easy")]
    [InlineData("7392051", "invalid")]
    [InlineData("73920518a", "invalid")]
    [InlineData("12345678901234567", "invalid")]
    public async Task A_PIN_that_others_would_guess_is_refused(string pin, string code)
    {
        var person = await TestCardholder.CreateAsync(Host, hasPhone: false);
        using var officer = api.As("Enrollment.Officer");

        // The first one shares five digits with a number that others know.
        if (pin == "72345678")
        {
            var number = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Json["aNumber"]!.GetValue<string>();
            pin = $"9{number[2..7]}03";
        }

        var reply = await officer.PutAsync($"/api/v1/cardholders/{person.Id}/pin", new System.Text.Json.Nodes.JsonObject { ["pin"] = pin });

        Assert.Equal(code, reply.Json["code"]!.GetValue<string>());
    }

    private static string Other(string code) => code == "123456" ? "654321" : "123456";
}
