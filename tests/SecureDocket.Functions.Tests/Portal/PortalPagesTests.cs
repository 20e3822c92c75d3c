using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Portal;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>What a cardholder sees and does in the portal.</summary>
public sealed partial class PortalPagesTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private TestHost Host => api.Host;

    [Fact]
    public void Every_language_says_everything_with_the_same_placeholders()
    {
        var languages = new PortalLanguages();
        var english = languages.Find("en")!;
        Assert.Equal(SecureDocket.Texts.TextCatalogue.Default.Languages.Order(StringComparer.Ordinal), languages.All.Select(language => language.Tag).Order(StringComparer.Ordinal));
        Assert.Contains("Friday, January 1", english.Day(new(2027, 1, 1), new(2027, 1, 1)), StringComparison.Ordinal);
        foreach (var language in languages.All)
        {
            Assert.Contains(language.Comma, language.Day(new(2027, 1, 1), new(2027, 1, 1)), StringComparison.Ordinal);
            Assert.NotEmpty(language.Comma);
            foreach (var text in Enum.GetValues<PortalText>())
            {
                Assert.False(string.IsNullOrWhiteSpace(language[text]), $"{language.Tag} lacks {text}.");
                Assert.True(PlaceholdersOf(english[text]).SequenceEqual(PlaceholdersOf(language[text])), $"{language.Tag} has other placeholders in {text}.");
                Assert.True(language[text].IsNormalized(), $"{language.Tag} {text} is not in NFC.");
            }

            // PIN is PIN, a code is a code in French; more would have been forgotten.
            Assert.True(language.Tag == "en" || Enum.GetValues<PortalText>().Count(text => language[text] == english[text]) <= 5, $"{language.Tag} leaves texts in English.");
        }
    }

    [Fact]
    public async Task The_next_date_is_told_with_the_place()
    {
        var person = await TestCardholder.CreateAsync(Host);
        await SetHearingAsync(person, "America/New_York", "09:00");
        using var visitor = await person.SignInAsync();

        // The person lives in Chicago.
        Assert.Contains("8:00 AM", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("9:00 AM E", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Immigration Court Test", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("1 Sample Plaza", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("https://www.openstreetmap.org/search?query=1%20Sample%20Plaza", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("If you do not come", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_whose_photo_was_changed_is_told_to_ask_for_a_new_card()
    {
        var person = await TestCardholder.CreateAsync(Host);
        await TestPeople.ChangePhotoAsync(Host, person.Id);
        using var visitor = await person.SignInAsync();
        Assert.Contains("The photo on your record was changed", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Who looked", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_is_confirmed_until_it_is_moved()
    {
        var person = await TestCardholder.CreateAsync(Host);
        await SetHearingAsync(person, "America/Chicago", "09:00", id: "confirmed-1");
        using var visitor = await person.SignInAsync();
        await visitor.SubmitAsync("/dates/confirmation");
        Assert.Contains("You said that you will be there.", visitor.Page, StringComparison.Ordinal);
        using var officer = api.As("Enrollment.Officer");
        Assert.Contains("willCome", (await officer.GetAsync($"/api/v1/cardholders/{person.Id}/reminders")).Json.ToJsonString(), StringComparison.Ordinal);

        await SetHearingAsync(person, "America/Chicago", "10:30", version: 2, id: "confirmed-1");
        await visitor.GoAsync("/home");
        Assert.DoesNotContain("You said that you will be there.", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("10:30 AM", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_in_is_booked_moved_and_cancelled()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        Assert.Contains("You have no dates coming up.", visitor.Page, StringComparison.Ordinal);
        await visitor.GoAsync($"/check-ins/booking?office={office}");
        var days = DayPattern().Matches(visitor.Source).Select(match => match.Value).ToList();
        Assert.Equal(8, days.Distinct().Count());
        await visitor.GoAsync($"/check-ins/booking?office={office}&{days[1]}");
        var times = TimePattern().Matches(visitor.Source).Select(match => match.Groups[1].Value).ToList();

        await visitor.SubmitAsync("/check-ins/booking", ("start", times[0]));
        Assert.Equal("/home?done=Booked", visitor.Address);
        Assert.Contains("It is booked.", visitor.Page, StringComparison.Ordinal);

        var move = MovePattern().Match(visitor.Source).Value;
        await visitor.GoAsync($"/check-ins/booking?{move}&office={office}&{days[1]}");
        await visitor.SubmitAsync("/check-ins/booking", ("start", times[2]));
        Assert.Equal("/home?done=Moved", visitor.Address);
        using var officer = api.As("Enrollment.Officer");
        var booked = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}/check-ins")).Json["checkIns"]!.AsArray().Single()!;
        Assert.Equal((times[2], "cardholder"), (booked["start"]!.GetValue<string>(), booked["bookedBy"]!.GetValue<string>()));

        var cancellation = $"/check-ins/{move["move=".Length..]}/cancellation";
        await visitor.GoAsync(cancellation);
        await visitor.SubmitAsync(cancellation);
        Assert.Equal("/dates?done=WasCancelled", visitor.Address);
        Assert.Equal("cancelled", (await officer.GetAsync($"/api/v1/cardholders/{person.Id}/check-ins")).Json["checkIns"]!.AsArray().Single()!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_booking_sent_twice_books_once()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync($"/check-ins/booking?office={office}");
        await visitor.GoAsync($"/check-ins/booking?office={office}&{DayPattern().Matches(visitor.Source)[0].Value}");
        var form = visitor.FieldsOf("/check-ins/booking", ("start", TimePattern().Match(visitor.Source).Groups[1].Value));

        var answers = await Task.WhenAll(visitor.PostAsync("/check-ins/booking", form), visitor.PostAsync("/check-ins/booking", form));

        Assert.All(answers, answer => Assert.Equal("/home?done=Booked", answer.Headers.Location!.ToString()));
        using var officer = api.As("Enrollment.Officer");
        Assert.Single((await officer.GetAsync($"/api/v1/cardholders/{person.Id}/check-ins")).Json["checkIns"]!.AsArray());
    }

    [Fact]
    public async Task Another_persons_check_in_and_paper_are_not_there()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var other = await TestCardholder.CreateAsync(Host);
        using var officer = api.As("Enrollment.Officer");
        var day = Host.Clock.GetUtcNow().AddDays(3);
        var slot = (await officer.GetAsync($"/api/v1/offices/{office}/slots?from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}")).Json["slots"]![0]!["start"]!.GetValue<string>();
        var checkIn = (await officer.PostAsync($"/api/v1/cardholders/{other.Id}/check-ins", TestCheckIns.Slot(office, slot))).Json["checkInId"]!.GetValue<string>();
        using var visitor = await (await TestCardholder.CreateAsync(Host)).SignInAsync();

        Assert.Equal("/dates?done=NotPossible", (await visitor.GoAsync($"/check-ins/{checkIn}/cancellation")).Address);
        Assert.Equal("/dates?done=NotPossible", (await visitor.GoAsync($"/check-ins/booking?move={checkIn}")).Address);
        Assert.Equal("/papers?done=NotPossible", (await visitor.GoAsync($"/papers/{new string('a', 32)}")).Address);
    }

    [Fact]
    public async Task Settings_are_kept_and_a_bad_word_is_told()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/settings");
        await visitor.SubmitAsync("/settings", ("language", "es"), ("tier", "codeWord"), ("word", "stop"));
        Assert.Contains("You cannot use this word.", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("/settings", ("language", "es"), ("tier", "codeWord"), ("word", "Luna7"));

        Assert.Equal("/settings?done=Saved", visitor.Address);
        using var officer = api.As("Enrollment.Officer");
        var json = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Json;
        Assert.Equal(("es", "codeWord", "Luna7"), (json["language"]!.GetValue<string>(), json["messageTier"]!.GetValue<string>(), json["codeWord"]!.GetValue<string>()));
        Assert.DoesNotContain(person.Phone!, visitor.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_number_needs_the_PIN_and_a_code_from_the_new_phone_and_the_old_one_is_told()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var elsewhere = await person.SignInAsync();
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/settings");
        await visitor.SubmitAsync("/settings/number", ("mobile", "not a phone"), ("pin", person.Pin));
        Assert.Contains("Check the phone number.", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("/settings/number", ("mobile", "(770) 555-0101"), ("pin", "84031627"));
        Assert.Contains("That is not the PIN.", visitor.Page, StringComparison.Ordinal);
        await visitor.SubmitAsync("/settings/number", ("mobile", "(770) 555-0101"), ("pin", person.Pin));
        Assert.Equal("/settings/number", visitor.Address);
        var code = await (person with { Phone = "+17705550101" }).TextedCodeAsync();
        await visitor.SubmitAsync("/settings/number/code", ("code", code == "000000" ? "111111" : "000000"));
        Assert.Equal("/settings/number?done=CodeWrong", visitor.Address);

        await visitor.SubmitAsync("/settings/number/code", ("code", code));

        Assert.Equal("/settings?done=PhoneChanged", visitor.Address);
        Assert.Contains(Host.Sms.Left, left => left.Message.To == person.Phone && left.Message.Text.Contains("another number", StringComparison.Ordinal));
        using var officer = api.As("Enrollment.Officer");
        Assert.Equal("+17705550101", (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Json["mobile"]!.GetValue<string>());
        Assert.Equal("/?done=SignInFirst", (await elsewhere.GoAsync("/home")).Address);
        Assert.Equal("/home", (await visitor.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task Wrong_PINs_in_a_stolen_session_come_to_an_end()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var thief = await person.SignInAsync();
        await thief.GoAsync("/settings");
        for (var i = 0; i < 3; i++)
            await thief.SubmitAsync("/settings/number", ("mobile", "+17705550102"), ("pin", "84031627"));
        await thief.SubmitAsync("/settings/number", ("mobile", "+17705550102"), ("pin", person.Pin));

        Assert.Contains("There were too many tries.", thief.Page, StringComparison.Ordinal);
        using var owner = await person.SignInAsync();
        Assert.Equal("/home", owner.Address);
    }

    [Fact]
    public async Task Who_looked_is_told_in_plain_words_and_by_no_name()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var officer = api.As("Field.Officer");
        Assert.Equal(200, (await officer.PostAsync("/api/v1/verifications", new JsonObject { ["cardNumber"] = person.CardNumber }, key: "")).Status);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/disclosures");

        Assert.Contains("checked your card", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("An officer", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("your photo", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("dev-field-officer", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_an_officer_tells_of_later_is_shown_as_their_word_and_when_it_came()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var officer = api.As("Field.Officer");
        var at = Host.Clock.GetUtcNow().AddDays(-3);
        var scan = new JsonObject { ["scanId"] = $"{Guid.NewGuid()}", ["cardNumber"] = person.CardNumber, ["at"] = $"{at:O}", ["verdict"] = "valid", ["reasons"] = new JsonArray() };
        Assert.Equal(200, (await officer.PostAsync("/api/v1/scans", new JsonObject { ["scans"] = new JsonArray(scan) }, key: "")).Status);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync($"/disclosures?month={at:yyyy-MM}");
        Assert.Contains("says they checked your card without a network", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Reported on", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_with_more_looks_than_a_page_holds_says_so_and_leads_to_the_others()
    {
        var person = await TestCardholder.CreateAsync(Host);
        _ = CardholderId.TryParse(person.Id, out var id);
        var log = Host.Services.GetRequiredService<DisclosureLog>();
        var at = new DateTimeOffset(2023, 5, 10, 0, 0, 0, TimeSpan.Zero);
        await Parallel.ForAsync(0, 201, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, token) => await log.RecordAsync(
            id,
            new Disclosure { Id = OperationId.New().Value, At = at.AddMinutes(number), Recipient = new("Partner.Verifier", "app"), Purpose = Purpose.Verification, Fields = [number == 0 ? "photo" : "verdict"] },
            token));
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/disclosures?month=2023-05");
        Assert.Contains("May 1, 2023 – May 31, 2023", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("more looks in this month", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("your photo", visitor.Page, StringComparison.Ordinal);

        const string Rest = "/disclosures?month=2023-05&amp;until=2023-05-10T00:00:00Z";
        Assert.Contains(Rest, visitor.Source, StringComparison.Ordinal);
        await visitor.GoAsync(Rest.Replace("&amp;", "&", StringComparison.Ordinal));
        Assert.Contains("your photo", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("more looks in this month", visitor.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("es", "ltr")]
    [InlineData("ar", "rtl")]
    [InlineData("pa-IN,pa;q=0.9", "ltr")]
    [InlineData("ht", "ltr")]
    public async Task The_first_page_speaks_the_browsers_language_and_any_other_on_demand(string accepted, string direction)
    {
        using var visitor = new PortalVisitor(Host.Address, accepted);
        await visitor.GoAsync("/");
        Assert.Contains($"<html lang=\"{accepted[..2]}\" dir=\"{direction}\">", visitor.Source, StringComparison.Ordinal);

        await visitor.GoAsync("/?lang=zh-Hans");
        await visitor.GoAsync("/sign-in/code");
        Assert.Contains("<html lang=\"zh-Hans\" dir=\"ltr\">", visitor.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persons_own_language_is_the_pages_until_another_is_chosen()
    {
        var person = await TestCardholder.CreateAsync(Host, language: "ar");
        using var visitor = await person.SignInAsync(language: "fr");
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", visitor.Source, StringComparison.Ordinal);

        await visitor.GoAsync("/home?lang=ru");
        await visitor.GoAsync("/dates");
        Assert.Contains("<html lang=\"ru\" dir=\"ltr\">", visitor.Source, StringComparison.Ordinal);
    }

    private async Task SetHearingAsync(TestCardholder person, string zone, string time, int version = 1, string? id = null)
    {
        using var administrator = api.As("Program.Administrator");
        var court = TestCheckIns.NewId();
        await administrator.PutAsync($"/api/v1/courts/{court}", new JsonObject { ["name"] = "Immigration Court Test", ["address"] = "1 Sample Plaza", ["timeZone"] = zone, ["registrars"] = new JsonArray(TestHost.RegistrarId) });
        using var officer = api.As("Enrollment.Officer");
        var number = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Json["aNumber"]!.GetValue<string>();
        using var registrar = api.As("Court.Registrar");
        var reply = await registrar.PutAsync($"/api/v1/hearings/{id ?? Guid.NewGuid().ToString("N")}", new JsonObject
        {
            ["aNumber"] = number,
            ["sourceVersion"] = version,
            ["courtId"] = court,
            ["start"] = $"{Host.Clock.GetUtcNow().AddDays(40):yyyy-MM-dd}T{time}",
            ["kind"] = "master",
        });
        Assert.True(reply.Status is 200 or 201, reply.Json.ToJsonString());
    }

    private static List<string> PlaceholdersOf(string text) => [.. PlaceholderPattern().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"day=\d{4}-\d{2}-\d{2}")]
    private static partial Regex DayPattern();

    [GeneratedRegex("name=\"start\" value=\"([^\"]+)\"")]
    private static partial Regex TimePattern();

    [GeneratedRegex("move=[0-9a-f]+")]
    private static partial Regex MovePattern();
}
