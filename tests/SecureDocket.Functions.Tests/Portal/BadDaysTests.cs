using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>People who go back, leave out a choice, mistype a number or have lost the card.</summary>
public sealed partial class BadDaysTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private TestHost Host => api.Host;

    [Fact]
    public async Task Whoever_goes_back_after_booking_sees_the_date_that_is_booked()
    {
        var (person, office, day) = await PersonWithOpeningsAsync();
        using var visitor = await person.SignInAsync();
        var form = await BookAsync(visitor, office, day);

        await visitor.GoAsync($"/check-ins/booking?office={office}&{day}");
        Assert.Contains("You already have a check-in", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("/cancellation", visitor.Source, StringComparison.Ordinal);

        form["once"] = "ZZZZZZZZZZZZZZZZZZZZZZ";
        using var again = await visitor.PostAsync("/check-ins/booking", form);
        Assert.Equal("/check-ins/booking", again.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whoever_goes_back_after_cancelling_is_told_that_it_is_cancelled()
    {
        var (person, office, day) = await PersonWithOpeningsAsync();
        using var visitor = await person.SignInAsync();
        await BookAsync(visitor, office, day);
        var cancellation = $"/check-ins/{MovePattern().Match(visitor.Source).Groups[1].Value}/cancellation";
        await visitor.GoAsync(cancellation);
        var form = visitor.FieldsOf(cancellation);
        await visitor.SubmitAsync(cancellation);
        Assert.Equal("/dates?done=WasCancelled", visitor.Address);

        await visitor.GoAsync(cancellation);
        Assert.Contains("This check-in is canceled already.", visitor.Page, StringComparison.Ordinal);
        form["once"] = "ZZZZZZZZZZZZZZZZZZZZZZ";
        using var again = await visitor.PostAsync(cancellation, form);
        Assert.Equal("/dates?done=AlreadyCancelled", again.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_page_about_moving_shows_the_date_that_is_moved_and_the_way_to_other_offices()
    {
        var (person, office, day) = await PersonWithOpeningsAsync();
        using var visitor = await person.SignInAsync();
        await BookAsync(visitor, office, day);
        var time = TimeOfDay().Match(visitor.Page).Value;
        await visitor.GoAsync($"/check-ins/booking?move={MovePattern().Match(visitor.Source).Groups[1].Value}");
        Assert.Contains("You are moving this check-in:", visitor.Page, StringComparison.Ordinal);
        Assert.Contains(time, visitor.Page, StringComparison.Ordinal);
        Assert.Contains("offices=all", visitor.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_booking_without_a_time_says_what_to_choose()
    {
        var (person, office, day) = await PersonWithOpeningsAsync();
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync($"/check-ins/booking?office={office}&{day}");
        await visitor.SubmitAsync("/check-ins/booking");
        Assert.StartsWith($"/check-ins/booking?office={office}&{day}", visitor.Address, StringComparison.Ordinal);
        AssertFault(visitor, "start", "Choose a time");
    }

    [Fact]
    public async Task A_lost_card_is_reported_once_and_found_again()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/loss");
        await visitor.SubmitAsync("/loss");
        AssertFault(visitor, "lost", "Choose whether the card is lost or was stolen.");
        var form = visitor.FieldsOf("/loss", ("reason", "lost"));
        await visitor.SubmitAsync("/loss", ("reason", "lost"));
        Assert.Equal("/loss?done=Reported", visitor.Address);
        Assert.Contains("What happens next", visitor.Page, StringComparison.Ordinal);

        Assert.Contains("/loss/found", visitor.Source, StringComparison.Ordinal);

        // Going back and sending the form again shows the same.
        form["once"] = "ZZZZZZZZZZZZZZZZZZZZZZ";
        using var again = await visitor.PostAsync("/loss", form);
        Assert.Equal("/loss", again.Headers.Location!.ToString());

        await visitor.GoAsync("/loss");
        await visitor.SubmitAsync("/loss/found");
        Assert.Equal("/loss?done=FoundTold", visitor.Address);
        Assert.DoesNotContain("Did you find the card?", visitor.Page, StringComparison.Ordinal);
        await visitor.GoAsync("/loss");
        await visitor.SubmitAsync("/loss/found");
        using var officer = api.As("Enrollment.Officer");
        var items = (await officer.GetAsync("/api/v1/inbox")).Json["items"]!.AsArray().Where(item => item!["cardholderId"]!.GetValue<string>() == person.Id);
        Assert.Equal("loss", Assert.Single(items)!["kind"]!.GetValue<string>());
        Assert.Equal("suspended", (await officer.GetAsync($"/api/v1/cards/{person.CardNumber}")).Json["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("7K3M-9QXT", "73920518", "number")]
    [InlineData("7K3M-9QXT-2VB4", "73920518", "number")]
    [InlineData(null, "1234", "pin")]
    [InlineData(null, "not digits", "pin")]
    public async Task A_number_or_a_PIN_of_the_wrong_form_is_told_before_a_code_is_waited_for(string? number, string pin, string field)
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);
        await visitor.BeginAsync(number ?? person.CardNumber, pin);
        Assert.Equal(("/sign-in", HttpStatusCode.UnprocessableEntity), (visitor.Address, visitor.Status));
        AssertFault(visitor, field, field == "pin" ? "Enter your PIN." : "Check the card number.");
        Assert.Contains($"value=\"{number ?? person.CardNumber}\"", visitor.Source, StringComparison.Ordinal);
        Assert.DoesNotContain(pin, visitor.Source, StringComparison.Ordinal);

        // The address of the form's answer leads to the form.
        visitor.Headers["Accept"] = "text/html";
        Assert.Equal("/", (await visitor.GoAsync("/sign-in")).Address);
    }

    [Fact]
    public async Task A_code_of_the_wrong_form_costs_no_try()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        var code = await person.TextedCodeAsync();
        for (var number = 0; number < 7; number++)
        {
            await visitor.EnterCodeAsync("12345");
            AssertFault(visitor, "code", "Enter the code");
        }

        Assert.Equal("/home", (await visitor.EnterCodeAsync(code)).Address);
    }

    [Fact]
    public async Task Who_lost_the_card_signs_in_with_the_A_number_as_paper_prints_it()
    {
        var (person, aNumber) = await PersonWithANumberAsync();
        using var visitor = new PortalVisitor(Host.Address);
        await visitor.GoAsync("/");
        Assert.Contains("/?way=lost", visitor.Source, StringComparison.Ordinal);
        await visitor.GoAsync("/?way=lost");
        Assert.Contains("1-800-555-0100", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("/sign-in", ("number", $"A {aNumber[1..4]} {aNumber[4..7]} {aNumber[7..]} "), ("pin", person.Pin));
        await visitor.EnterCodeAsync(await person.TextedCodeAsync());
        Assert.Equal("/home", visitor.Address);
        await visitor.GoAsync("/loss");
        Assert.Equal("/loss?done=Reported", (await visitor.SubmitAsync("/loss", ("reason", "stolen"))).Address);
    }

    [Fact]
    public async Task Tries_with_the_A_number_and_with_the_card_number_count_together()
    {
        var (person, aNumber) = await PersonWithANumberAsync();
        using var visitor = new PortalVisitor(Host.Address);
        for (var number = 0; number < 3; number++)
        {
            await visitor.GoAsync("/?way=lost");
            await visitor.SubmitAsync("/sign-in", ("number", aNumber), ("pin", "84031627"));
        }

        await visitor.BeginAsync(person.CardNumber, person.Pin);
        Assert.Equal("/sign-in/code", visitor.Address);
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        await person.TextedCodeAsync();
        Assert.Equal(1, person.CodesTexted);
    }

    [Fact]
    public async Task A_known_an_unknown_and_an_unreadable_person_s_A_number_get_the_same_page()
    {
        var (_, aNumber) = await PersonWithANumberAsync();
        var (unreadable, itsNumber) = await PersonWithANumberAsync();
        var tables = Host.Services.GetRequiredService<ITables>();
        var profile = (await tables.FindAsync(TableNames.Dockets, new(unreadable.Id, "profile"), default))!;
        await tables.CommitAsync(
            TableNames.Dockets, unreadable.Id, [new(RowWriteKind.Put, "profile", "", null) { Sealed = profile.Sealed[..^1], WrappedKey = profile.WrappedKey }], default);
        using var visitor = new PortalVisitor(Host.Address);
        List<(HttpStatusCode, string?, int)> answers = [];
        foreach (var number in new[] { aNumber, "A999999998", itsNumber })
        {
            await visitor.GoAsync("/?way=lost");
            using var answer = await visitor.PostAsync("/sign-in", visitor.FieldsOf("/sign-in", ("number", number), ("pin", "84031627")));
            answers.Add((answer.StatusCode, answer.Headers.Location?.ToString(), visitor.Cookies["__Host-sign-in"].Length));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.SeeOther, answers[0].Item1);
    }

    [Fact]
    public async Task Nothing_that_a_browser_keeps_tells_that_an_A_number_and_a_card_are_one_persons()
    {
        var (person, aNumber) = await PersonWithANumberAsync();
        List<string> cookies = [];
        foreach (var (page, number) in new[] { ("/", person.CardNumber), ("/?way=lost", aNumber), ("/", person.CardNumber) })
        {
            using var visitor = new PortalVisitor(Host.Address);
            await visitor.GoAsync(page);
            await visitor.SubmitAsync("/sign-in", ("number", number), ("pin", "84031627"));
            cookies.Add(visitor.Cookies["__Host-sign-in"]);
        }

        Assert.Equal(3, cookies.SelectMany(cookie => cookie.Split('.')[..1]).Select(part => part[..8]).Distinct().Count());
    }

    [Fact]
    public async Task After_signing_in_again_the_person_is_where_they_were()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        Host.Clock.Advance(TimeSpan.FromMinutes(16));
        await visitor.GoAsync("/settings");
        Assert.Equal("/?done=SignInFirst", visitor.Address);
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        await visitor.EnterCodeAsync(await person.TextedCodeAsync(2));
        Assert.Equal("/settings?again=yes", visitor.Address);
    }

    [Fact]
    public async Task The_settings_show_the_very_text_of_each_choice_and_keep_what_was_typed()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/settings");
        Assert.Equal(3, TextPattern().Count(visitor.Source));
        Assert.Contains("Sample Immigration Court", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("/settings/number", ("mobile", "+1 833 555 0100"), ("pin", "12"));
        AssertFault(visitor, "mobile", "Check the phone number.");
        AssertFault(visitor, "pin", "Enter your PIN.");
        Assert.Contains("value=\"+1 833 555 0100\"", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_without_a_choice_say_what_to_choose_and_a_code_for_a_new_phone_what_it_looks_like()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/settings");
        await visitor.SubmitAsync("/settings", ("language", "xx"), ("word", ""));
        AssertFault(visitor, "language", "The language of our texts");
        AssertFault(visitor, "tier", "How much a text may say");
        await visitor.GoAsync("/settings/number");
        await visitor.SubmitAsync("/settings/number/code", ("code", "12"));
        AssertFault(visitor, "code", "Enter the code");
    }

    [Fact]
    public async Task What_was_booked_is_named_though_another_date_comes_first()
    {
        var (person, office, day) = await PersonWithOpeningsAsync();
        using var visitor = await person.SignInAsync();
        await BookAsync(visitor, office, day);
        Assert.Matches(@"(?s)It is booked\..*?\d+:\d\d [AP]M.*?Your next date", visitor.Page);
        await visitor.GoAsync("/dates");
        Assert.Contains("openstreetmap", visitor.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_chosen_beside_a_refused_form_stays()
    {
        using var visitor = new PortalVisitor(Host.Address) { Headers = { ["Accept"] = "text/html" } };
        await visitor.BeginAsync("1", "2");
        await visitor.GoAsync("/sign-in?lang=es");
        Assert.Equal("/", visitor.Address);
        Assert.Contains("lang=\"es\"", visitor.Source[..200], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_says_until_when_the_card_works_and_whether_to_report()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        Assert.Contains("Your card works until", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("No regular check-in is asked of you now.", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("<svg", visitor.Source, StringComparison.Ordinal);
    }

    private static void AssertFault(PortalVisitor visitor, string field, string text)
    {
        Assert.Contains("There is a problem", visitor.Page, StringComparison.Ordinal);
        Assert.Matches($"""<li><a href="#{field}">{text}""", visitor.Page);
        Assert.Matches($"""id="{field}-fault">{text}""", visitor.Page);
        Assert.Contains($"id=\"{field}\"", visitor.Source, StringComparison.Ordinal);
    }

    private async Task<(TestCardholder Person, string Office, string Day)> PersonWithOpeningsAsync()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var person = await TestCardholder.CreateAsync(Host);
        return (person, office, $"day={Host.Clock.GetUtcNow().AddDays(3):yyyy-MM-dd}");
    }

    private static async Task<Dictionary<string, string>> BookAsync(PortalVisitor visitor, string office, string day)
    {
        await visitor.GoAsync($"/check-ins/booking?office={office}&{day}");
        var form = visitor.FieldsOf("/check-ins/booking", ("start", TimePattern().Match(visitor.Source).Groups[1].Value));
        await visitor.SubmitAsync("/check-ins/booking", ("start", form["start"]));
        Assert.Equal("/home?done=Booked", visitor.Address);
        return form;
    }

    private async Task<(TestCardholder Person, string ANumber)> PersonWithANumberAsync()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var officer = api.As("Enrollment.Officer");
        JsonNode docket = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Json;
        return (person, docket["aNumber"]!.GetValue<string>());
    }

    [GeneratedRegex("""name="start" value="([^"]+)" """)]
    private static partial Regex TimePattern();

    [GeneratedRegex("""move=([A-Za-z0-9_-]+)""")]
    private static partial Regex MovePattern();

    [GeneratedRegex("""\d+:\d\d [AP]M""")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex("""<q lang="en" dir="auto">[^<]+</q>""")]
    private static partial Regex TextPattern();
}
