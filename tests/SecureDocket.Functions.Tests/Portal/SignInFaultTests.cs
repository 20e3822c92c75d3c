using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.SignIns;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Portal;

/// <summary>Signing in while storage fails at every request, before and after the request took effect.</summary>
public sealed class SignInFaultTests : IAsyncLifetime
{
    private TappedHost _host = null!;
    private TestCardholder _person = null!;

    public async Task InitializeAsync()
    {
        _host = await TappedHost.StartAsync();
        _person = await TestCardholder.CreateAsync(_host.Host);
        using var warm = await _person.SignInAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public Task A_code_from_paper_opens_one_session_at_most_and_the_next_one_opens_another() => FaultProof.AtEveryCallAsync(
        _host,
        async () => (Codes: await _person.PaperCodesAsync(), Sessions: await SessionsAsync()),
        ready => TryAsync(_person.Pin, ready.Codes[0]),
        async (ready, first, _) =>
        {
            var again = await TryAsync(_person.Pin, ready.Codes[0]);
            Assert.InRange(await SessionsAsync() - ready.Sessions, 0, 1);
            if (first != "/home" && again != "/home")
            {
                Assert.Equal("/home", await TryAsync(_person.Pin, ready.Codes[1]));
            }
        });

    [Fact]
    public Task A_person_whose_sign_in_failed_is_texted_and_let_in_the_next_time() => FaultProof.AtEveryCallAsync(
        _host,
        () =>
        {
            _host.Host.Clock.Advance(TimeSpan.FromHours(2));
            return Task.FromResult(true);
        },
        async _ =>
        {
            var texted = _person.CodesTexted;
            using var first = new PortalVisitor(_host.Host.Address);
            await first.BeginAsync(_person.CardNumber, _person.Pin);
            await _host.Host.SignInsDecidedAsync();
            if (first.Address == "/sign-in/code" && _person.CodesTexted > texted)
            {
                await first.EnterCodeAsync(await _person.TextedCodeAsync(texted + 1));
            }

            return texted;
        },
        async (_, texted, _) =>
        {
            Assert.InRange(_person.CodesTexted - texted, 0, 1);
            using var next = await _person.SignInAsync();
            Assert.Equal("/home", next.Address);
            await _host.Host.SignInsDecidedAsync();
        });

    [Fact]
    public async Task A_PIN_and_codes_that_were_set_in_the_second_try_are_the_ones_that_hold()
    {
        const string Pin = "50817294";
        using var officer = _host.Host.As("Enrollment.Officer");
        await FaultProof.AtEveryCallAsync(
            _host,
            () => Task.FromResult(Guid.NewGuid().ToString()),
            key => SetAsync(officer, Pin, key),
            async (key, _, _) =>
            {
                var codes = await SetAsync(officer, Pin, key);
                Assert.Equal("/home", await TryAsync(Pin, codes![0]));
            });
    }

    [Fact]
    public async Task No_PIN_holds_without_its_event()
    {
        using var officer = _host.Host.As("Enrollment.Officer");
        var tables = _host.Host.Services.GetRequiredService<ITables>();
        async Task<string?> PinAsync() => (await tables.FindAsync(TableNames.SignIns, new(_person.Id, "pin"), default))?.Version;

        await FaultProof.AtEveryCallAsync(
            _host,
            async () => (Events: await EventsAsync(tables, "pin-set"), Pin: await PinAsync()),
            _ => officer.PutAsync($"/api/v1/cardholders/{_person.Id}/pin", TestHost.Json(new JsonObject { ["pin"] = _person.Pin })),
            async (ready, _, _) => Assert.True(await PinAsync() == ready.Pin || await EventsAsync(tables, "pin-set") > ready.Events, "There is a PIN without an event."));
    }

    [Fact]
    public async Task An_officer_who_changes_the_number_before_any_call_of_setting_the_PIN_has_no_PIN_set()
    {
        var tables = _host.Host.Services.GetRequiredService<ITables>();
        async Task<string?> PinAsync() => (await tables.FindAsync(TableNames.SignIns, new(_person.Id, "pin"), default))?.Version;
        var (reached, changed) = (true, 0);
        for (var call = 0; reached; call++)
        {
            // Whoever set the last PIN may change the number again.
            _host.Host.Clock.Advance(TimeSpan.FromDays(2));
            using var officer = _host.Host.As("Enrollment.Officer");
            var pin = await PinAsync();
            var number = HttpStatusCode.Unused;
            reached = false;
            _host.Tap.Restart();
            _host.Tap.Before = async index =>
            {
                if (index == call && !reached)
                {
                    reached = true;
                    number = await ChangeNumberAsync(officer);
                }
            };
            using var set = await officer.PutAsync($"/api/v1/cardholders/{_person.Id}/pin", TestHost.Json(new JsonObject { ["pin"] = _person.Pin }));
            _host.Tap.Before = null;

            Assert.False(number == HttpStatusCode.OK && await PinAsync() != pin, $"Before call {call} one officer's number and PIN both hold; the PIN was answered with {set.StatusCode}.");
            changed += number == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.InRange(changed, 2, 20);
    }

    [Theory]
    [InlineData("sign-in-codes", "sign-in-codes-printed", "printed|")]
    [InlineData("kiosk-code", "kiosk-code-given", "kiosk|")]
    public async Task No_code_on_paper_is_without_its_one_event(string path, string kind, string prefix)
    {
        var tables = _host.Host.Services.GetRequiredService<ITables>();
        async Task<string> UsableAsync() => string.Join(' ', (await tables.RangeAsync(TableNames.SignIns, _person.Id, prefix, prefix + "~", 100, default)).Select(row => row.Key));

        await FaultProof.AtEveryCallAsync(
            _host,
            async () => (Events: await EventsAsync(tables, kind), Usable: await UsableAsync(), Key: Guid.NewGuid().ToString()),
            ready => Record.ExceptionAsync(() => _person.PaperCodesAsync(path, ready.Key)),
            async (ready, _, _) =>
            {
                Assert.True(await UsableAsync() == ready.Usable || await EventsAsync(tables, kind) == ready.Events + 1, "There are codes without an event.");
                var codes = await _person.PaperCodesAsync(path, ready.Key);
                Assert.Equal(codes, await _person.PaperCodesAsync(path, ready.Key));
                Assert.Equal(ready.Events + 1, await EventsAsync(tables, kind));
                Assert.Equal("/home", await TryAsync(_person.Pin, codes[0]));
            });
    }

    [Fact]
    public async Task A_number_whose_change_failed_is_changed_by_the_same_code_and_the_old_one_told()
    {
        using var officer = _host.Host.As("Enrollment.Officer");
        var person = await TestCardholder.CreateAsync(_host.Host);
        using var visitor = await person.SignInAsync();
        var fresh = person with { Phone = $"+1770{Random.Shared.Next(2_000_000, 9_999_999)}" };
        int Told() => _host.Host.Sms.Left.Count(left => left.Message.To == person.Phone && left.Message.Text.Contains("another number", StringComparison.Ordinal));
        await FaultProof.AtEveryCallAsync(
            _host,
            async () =>
            {
                await visitor.GoAsync("/settings");
                await visitor.SubmitAsync("/settings/number", ("mobile", fresh.Phone!), ("pin", person.Pin));
                var form = visitor.FieldsOf("/settings/number/code", ("code", await fresh.TextedCodeAsync()));
                await _host.Host.SignInsDecidedAsync();
                return (Form: form, Cookies: visitor.Cookies.ToList());
            },
            async ready =>
            {
                // A browser that comes back to the same world has its cookies of then.
                visitor.Cookies.Clear();
                ready.Cookies.ForEach(cookie => visitor.Cookies.Add(cookie.Key, cookie.Value));
                var told = Told();
                using var first = await visitor.PostAsync("/settings/number/code", ready.Form);
                return (first.StatusCode, Told: told);
            },
            async (ready, first, _) =>
            {
                if (first.StatusCode != HttpStatusCode.SeeOther)
                {
                    using var second = await visitor.PostAsync("/settings/number/code", ready.Form);
                    Assert.StartsWith("/settings", second.Headers.Location!.ToString(), StringComparison.Ordinal);
                }

                Assert.Equal(fresh.Phone, JsonNode.Parse(await officer.GetStringAsync($"/api/v1/cardholders/{person.Id}"))!["mobile"]!.GetValue<string>());
                Assert.True(Told() > first.Told);
            });
    }

    /// <summary>Signs in with a code; gives the address that this leads to, once it is decided whether a code is texted.</summary>
    private async Task<string> TryAsync(string pin, string code)
    {
        using var visitor = new PortalVisitor(_host.Host.Address);
        await visitor.BeginAsync(_person.CardNumber, pin);
        if (visitor.Address == "/sign-in/code")
        {
            await visitor.EnterCodeAsync(code);
        }

        await _host.Host.SignInsDecidedAsync();
        return visitor.Address;
    }

    private async Task<IReadOnlyList<string>?> SetAsync(HttpClient officer, string pin, string key)
    {
        using var set = await officer.PutAsync($"/api/v1/cardholders/{_person.Id}/pin", TestHost.Json(new JsonObject { ["pin"] = pin }));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cardholders/{_person.Id}/sign-in-codes") { Headers = { { "Idempotency-Key", key } } };
        using var printed = await officer.SendAsync(request);
        return printed.IsSuccessStatusCode ? [.. JsonNode.Parse(await printed.Content.ReadAsStringAsync())!["codes"]!.AsArray().Select(code => code!.GetValue<string>())] : null;
    }

    private async Task<HttpStatusCode> ChangeNumberAsync(HttpClient officer)
    {
        var address = $"/api/v1/cardholders/{_person.Id}";
        using var shown = await officer.GetAsync(address);
        var contact = new JsonObject
        {
            ["language"] = "en",
            ["timeZone"] = "America/Chicago",
            ["messageTier"] = "neutral",
            ["mobile"] = TestPeople.Person()["mobile"]!.GetValue<string>(),
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{address}/contact") { Content = TestHost.Json(contact), Headers = { { "If-Match", shown.Headers.ETag!.ToString() } } };
        using var answer = await officer.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<int> EventsAsync(ITables tables, string kind) =>
        (await tables.RowsAsync(_person.Id, "~event|", "~event}")).Count(row => JsonNode.Parse(row.Json)!["kind"]!.GetValue<string>() == kind);

    private async Task<int> SessionsAsync() =>
        (await _host.Host.Services.GetRequiredService<Sessions>().ListAsync(CardholderId.TryParse(_person.Id, out var id) ? id : default, default)).Count;
}
