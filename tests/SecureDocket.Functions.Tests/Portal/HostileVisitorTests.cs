using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Messages;
using SecureDocket.SignIns;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>What others try to a person's sign-in and session, and what the person notices of it.</summary>
public sealed class HostileVisitorTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Failed = "/sign-in/code?done=SignInFailed";

    private TestHost Host => api.Host;

    [Fact]
    public async Task A_stranger_who_keeps_trying_delays_no_text_to_a_browser_that_the_card_was_signed_in_with_before()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var owner = await person.SignInAsync();
        await owner.SubmitAsync("/sign-out");
        using var stranger = new PortalVisitor(Host.Address);
        for (var i = 0; i < 12; i++)
        {
            await stranger.BeginAsync(person.CardNumber, "84031627");
            Host.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        await stranger.BeginAsync(person.CardNumber, "84031627");
        await owner.BeginAsync(person.CardNumber, person.Pin);
        await owner.EnterCodeAsync(await person.TextedCodeAsync(2));

        Assert.Equal("/home", owner.Address);
    }

    [Fact]
    public async Task A_browser_known_for_one_card_is_a_stranger_to_another()
    {
        var (mine, other) = (await TestCardholder.CreateAsync(Host), await TestCardholder.CreateAsync(Host));
        using var visitor = await mine.SignInAsync();
        for (var i = 0; i < 4; i++)
            await visitor.BeginFromAsync(other.CardNumber, "84031627");
        await Host.SignInsDecidedAsync();

        using var owner = new PortalVisitor(Host.Address);
        await owner.BeginAsync(other.CardNumber, other.Pin);
        await Host.SignInsDecidedAsync();

        // The tries of that browser counted for the card as anybody's do.
        Assert.Equal(0, other.CodesTexted);
    }

    [Fact]
    public async Task What_was_begun_with_the_old_PIN_ends_with_it()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var thief = new PortalVisitor(Host.Address);
        await thief.BeginAsync(person.CardNumber, person.Pin);
        var code = await person.TextedCodeAsync();
        var paper = await person.PaperCodesAsync();
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await person.SetPinAsync("50817294");

        Assert.Equal(Failed, (await thief.EnterCodeAsync(code)).Address);
        Assert.Equal(Failed, (await thief.EnterCodeAsync(paper[0])).Address);
    }

    [Fact]
    public async Task A_code_that_the_old_phone_got_is_worth_nothing_once_the_number_is_another()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var thief = new PortalVisitor(Host.Address);
        await thief.BeginAsync(person.CardNumber, person.Pin);
        var code = await person.TextedCodeAsync();
        using var officer = api.As("officer-9", "Enrollment.Officer");
        var version = (await officer.GetAsync($"/api/v1/cardholders/{person.Id}")).Json["version"]!.GetValue<long>();
        var contact = new JsonObject { ["mobile"] = "+17705550177", ["language"] = "en", ["timeZone"] = "America/Chicago", ["messageTier"] = "neutral" };
        Assert.Equal(200, (await officer.PutAsync($"/api/v1/cardholders/{person.Id}/contact", contact, $"\"{version}\"")).Status);

        Assert.Equal(Failed, (await thief.EnterCodeAsync(code)).Address);
    }

    [Fact]
    public async Task A_session_whose_card_is_revoked_does_nothing_more()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/settings");
        var number = visitor.FieldsOf("/settings/number", ("mobile", "+17705550188"), ("pin", person.Pin));
        using var officer = api.As("Enrollment.Officer");
        Assert.Equal(200, (await officer.PostAsync($"/api/v1/cards/{person.CardNumber}/revocation", new JsonObject { ["reason"] = "misused" })).Status);

        using var answer = await visitor.PostAsync("/settings/number", number);

        Assert.Equal("/?done=SignInFirst", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Of_two_changes_of_number_each_tells_the_number_that_it_replaces()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var first = await person.SignInAsync();
        var (b, c) = (person with { Phone = "+17705550191" }, person with { Phone = "+17705550192" });
        await first.GoAsync("/settings");
        await first.SubmitAsync("/settings/number", ("mobile", b.Phone!), ("pin", person.Pin));
        var toB = first.FieldsOf("/settings/number/code", ("code", await b.TextedCodeAsync()));
        var cookie = first.Cookies["__Host-number"];
        await first.GoAsync("/settings");
        await first.SubmitAsync("/settings/number", ("mobile", c.Phone!), ("pin", person.Pin));
        var toC = first.FieldsOf("/settings/number/code", ("code", await c.TextedCodeAsync()));
        var other = first.Cookies["__Host-number"];

        first.Cookies["__Host-number"] = cookie;
        using var one = await first.PostAsync("/settings/number/code", toB);
        first.Cookies["__Host-number"] = other;
        using var two = await first.PostAsync("/settings/number/code", toC);

        Assert.All(new[] { one, two }, answer => Assert.Equal("/settings?done=PhoneChanged", answer.Headers.Location!.ToString()));
        foreach (var told in new[] { person.Phone, b.Phone })
            Assert.Single(Host.Sms.Left, left => left.Message.To == told && left.Message.Text.Contains("another number", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_takes_nothing_uses_up_none_of_the_phones_texts()
    {
        var person = await TestCardholder.CreateAsync(Host);
        Host.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(Host.Clock.GetUtcNow().Ticks % TimeSpan.TicksPerHour));
        Host.Sms.Answer = message => message.To == person.Phone ? new(SmsResult.NotSent, Reason: "http-429") : RecordingSms.Accepted();
        using var visitor = new PortalVisitor(Host.Address);
        for (var i = 1; i <= 7; i++)
        {
            await visitor.BeginAsync(person.CardNumber, person.Pin);
            await Host.SignInsDecidedAsync();
            Host.Clock.Advance(Challenges.WaitAfter(i));
        }

        Host.Sms.Answer = _ => RecordingSms.Accepted();
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        await visitor.EnterCodeAsync(await person.TextedCodeAsync());

        Assert.Equal("/home", visitor.Address);
    }

    [Fact]
    public async Task Forty_who_sign_in_at_once_from_one_network_are_all_let_through()
    {
        var visitors = Enumerable.Range(0, 40).Select(_ => new PortalVisitor(Host.Address)).ToList();
        Host.Clock.Advance(TimeSpan.FromMinutes(30));
        await Task.WhenAll(visitors.Select(visitor => visitor.BeginAsync("7K3M9QXT2VB4", "84031627")));

        // One card number is everybody's here, so that some lose the race for its count; none is told of the network.
        Assert.DoesNotContain(visitors, visitor => visitor.Address.Contains("TooMany", StringComparison.Ordinal));
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Fact]
    public async Task A_new_sign_in_ends_the_session_that_the_browser_had()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        using var thief = new PortalVisitor(Host.Address);
        foreach (var (name, value) in visitor.Cookies)
            thief.Cookies[name] = value;
        var (proof, cookies) = (await new PortalVisitor(Host.Address).BeginFromAsync(person.CardNumber, person.Pin), visitor.Cookies);
        cookies["__Host-sign-in"] = proof.Cookies["__Host-sign-in"];
        cookies["__Host-form"] = proof.Cookies["__Host-form"];
        using var answer = await visitor.PostAsync("/sign-in/code", proof.FieldsOf("/sign-in/code", ("code", await person.TextedCodeAsync(2))));

        Assert.Equal("/home", answer.Headers.Location!.ToString());
        Assert.Equal("/?done=SignInFirst", (await thief.GoAsync("/home")).Address);
        Assert.Equal("/home", (await visitor.GoAsync("/home")).Address);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"pin\"\r\n\r\n1")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "number=1")]
    [InlineData("application/x-www-form-urlencoded; charset=nonsense", "number=1")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "number=1")]
    public async Task A_form_that_is_none_leads_back_to_the_start(string type, string body)
    {
        using var visitor = new PortalVisitor(Host.Address);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await visitor.SendAsync(HttpMethod.Post, "/sign-in", content);

        Assert.Equal((HttpStatusCode.SeeOther, "/?done=Expired"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task A_date_stays_first_until_its_day_is_over_and_cannot_be_changed_once_it_has_begun()
    {
        var office = await TestCheckIns.OpenAsync(Host);
        var person = await TestCardholder.CreateAsync(Host);
        using var officer = api.As("Enrollment.Officer");
        var day = Host.Clock.GetUtcNow().AddDays(5);
        var start = $"{day:yyyy-MM-dd}T09:00";
        Assert.Equal(201, (await officer.PostAsync($"/api/v1/cardholders/{person.Id}/check-ins", TestCheckIns.Slot(office, start))).Status);
        var before = Host.Clock.GetUtcNow();

        // 9:00 in Phoenix is 16:00 UTC.
        Host.Clock.Advance(new DateTimeOffset(day.Year, day.Month, day.Day, 16, 11, 0, TimeSpan.Zero) - before);
        using var visitor = await person.SignInAsync();
        Assert.Contains("Field Office", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("2 Sample Plaza", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/cancellation", visitor.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("/dates/confirmation", visitor.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_an_expired_card_sees_their_dates_and_is_told_why_none_can_be_booked()
    {
        var person = await TestCardholder.CreateAsync(Host);
        Host.Clock.Advance(TimeSpan.FromDays(366));
        using var visitor = await person.SignInAsync();

        Assert.Contains("Your card expired on", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/check-ins/booking", visitor.Source, StringComparison.Ordinal);
    }
}
