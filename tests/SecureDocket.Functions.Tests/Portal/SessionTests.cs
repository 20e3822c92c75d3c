using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>How long a session lasts, and what ends it.</summary>
public sealed class SessionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Out = "/?done=SignInFirst";

    private TestHost Host => api.Host;

    [Fact]
    public async Task A_cookie_stolen_before_the_sign_out_is_worth_nothing_after_it()
    {
        using var visitor = await (await TestCardholder.CreateAsync(Host)).SignInAsync();
        using var thief = new PortalVisitor(Host.Address);
        foreach (var (name, value) in visitor.Cookies)
            thief.Cookies[name] = value;
        Assert.Equal("/home", (await thief.GoAsync("/home")).Address);

        await visitor.SubmitAsync("/sign-out");

        Assert.Equal("/?done=SignedOut", visitor.Address);
        Assert.Equal(Out, (await thief.GoAsync("/home")).Address);
        Assert.Equal(Out, (await visitor.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task A_session_lasts_fifteen_minutes_unused_and_as_long_again_after_every_use()
    {
        using var visitor = await (await TestCardholder.CreateAsync(Host)).SignInAsync();
        for (var i = 0; i < 5; i++)
        {
            Host.Clock.Advance(TimeSpan.FromMinutes(14));
            Assert.Equal("/home", (await visitor.GoAsync("/home")).Address);
        }

        Host.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        Assert.Equal(Out, (await visitor.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task A_session_lasts_twelve_hours_at_most()
    {
        using var visitor = await (await TestCardholder.CreateAsync(Host)).SignInAsync();
        for (var i = 0; i < 71; i++)
        {
            Host.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal("/home", (await visitor.GoAsync("/home")).Address);
        }

        Host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(Out, (await visitor.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task A_cookie_that_says_it_was_used_just_now_is_believed_only_from_us()
    {
        using var visitor = await (await TestCardholder.CreateAsync(Host)).SignInAsync();
        var cookie = visitor.Cookies["__Host-session"].Split('.');
        Host.Clock.Advance(TimeSpan.FromMinutes(20));
        visitor.Cookies["__Host-session"] = string.Join('.', cookie[0], cookie[1], Host.Clock.GetUtcNow().ToUnixTimeSeconds(), cookie[3]);

        Assert.Equal(Out, (await visitor.GoAsync("/home")).Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("....")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.99999999999999999999.x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.1.x")]
    public async Task A_cookie_that_is_none_leads_to_the_sign_in(string cookie)
    {
        using var visitor = new PortalVisitor(Host.Address);
        visitor.Cookies["__Host-session"] = cookie;

        Assert.Equal(Out, (await visitor.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task Two_sessions_are_listed_and_either_can_end_the_other()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var phone = await person.SignInAsync();
        using var desk = await person.SignInAsync();
        await desk.GoAsync("/sessions");
        Assert.Contains("Another device", desk.Page, StringComparison.Ordinal);

        await desk.SubmitAsync("/sessions");

        Assert.Equal("/sessions", desk.Address);
        Assert.DoesNotContain("Another device", desk.Page, StringComparison.Ordinal);
        Assert.Equal(Out, (await phone.GoAsync("/home")).Address);
        Assert.Equal("/home", (await desk.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task A_new_PIN_and_a_revoked_card_end_every_session()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var first = await person.SignInAsync();
        await person.SetPinAsync("50817294");
        Assert.Equal(Out, (await first.GoAsync("/home")).Address);

        using var second = await (person with { Pin = "50817294" }).SignInAsync();
        using var officer = api.As("Enrollment.Officer");
        Assert.Equal(200, (await officer.PostAsync($"/api/v1/cards/{person.CardNumber}/revocation", new JsonObject { ["reason"] = "misused" })).Status);
        Assert.Equal(Out, (await second.GoAsync("/home")).Address);
    }

    [Fact]
    public async Task Cookies_are_for_this_host_over_TLS_and_for_no_script_and_no_other_site()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = new PortalVisitor(Host.Address);
        await visitor.BeginAsync(person.CardNumber, person.Pin);
        using var answer = await visitor.PostAsync("/sign-in/code", visitor.FieldsOf("/sign-in/code", ("code", await person.TextedCodeAsync())));

        var set = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-session=", StringComparison.Ordinal)).ToLowerInvariant();
        foreach (var attribute in (string[])["path=/", "secure", "httponly", "samesite=strict"])
            Assert.Contains(attribute, set, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", set, StringComparison.Ordinal);
        Assert.DoesNotContain("expires", set, StringComparison.Ordinal);
        Assert.DoesNotContain("max-age", set, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_our_proof_or_from_another_site_does_nothing()
    {
        var person = await TestCardholder.CreateAsync(Host);
        using var visitor = await person.SignInAsync();
        await visitor.GoAsync("/loss");
        var form = visitor.FieldsOf("/loss", ("reason", "lost"));
        foreach (var (change, headers) in new (Action<Dictionary<string, string>>, (string, string)?)[]
        {
            (fields => fields.Remove("proof"), null),
            (fields => fields["proof"] = "AAAA", null),
            (_ => { }, ("Sec-Fetch-Site", "cross-site")),
            (_ => { }, ("Sec-Fetch-Site", "same-site")),
        })
        {
            var forged = new Dictionary<string, string>(form);
            change(forged);
            visitor.Headers.Clear();
            if (headers is var (name, value))
                visitor.Headers[name] = value;
            using var answer = await visitor.PostAsync("/loss", forged);
            Assert.Equal("/loss?done=Expired", answer.Headers.Location!.ToString());
        }

        visitor.Headers.Clear();
        using var officer = api.As("Enrollment.Officer");
        Assert.Equal("active", (await officer.GetAsync($"/api/v1/cards/{person.CardNumber}")).Json["status"]!.GetValue<string>());

        // And the same form from our own page does.
        using var own = await visitor.PostAsync("/loss", form);
        Assert.Equal("/loss?done=Reported", own.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Every_page_says_that_it_is_to_be_kept_by_nobody_and_runs_nothing_of_others()
    {
        using var visitor = await (await TestCardholder.CreateAsync(Host)).SignInAsync();
        foreach (var function in HttpFunction.All.Where(function => function is { Method: "GET", Access.Cardholder: true } && !function.Path.Contains('{', StringComparison.Ordinal)))
        {
            using var answer = await visitor.SendAsync(HttpMethod.Get, function.Path, null);
            if (answer.StatusCode == HttpStatusCode.SeeOther)
                continue;

            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        }
    }
}
