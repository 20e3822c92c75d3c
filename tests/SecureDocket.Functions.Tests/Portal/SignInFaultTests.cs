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

    public static TheoryData<TransportFault> Faults => [TransportFault.NotSent, TransportFault.AnswerLost];

    public async Task InitializeAsync()
    {
        _host = await TappedHost.StartAsync();
        _person = await TestCardholder.CreateAsync(_host.Host);
        using var warm = await _person.SignInAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_code_from_paper_opens_one_session_at_most_and_the_next_one_opens_another(TransportFault fault)
    {
        var calls = await CountAsync(async () => (await TryAsync((await _person.PaperCodesAsync())[0])).Dispose());
        for (var call = 0; call < calls; call++)
        {
            await _host.Host.SignInsDecidedAsync();
            var codes = await _person.PaperCodesAsync();
            var before = await SessionsAsync();
            _host.Tap.Restart();
            _host.Tap.FailAt(call, fault);
            using var first = await TryAsync(codes[0]);
            await _host.Host.SignInsDecidedAsync();
            _host.Tap.Restart();
            using var again = await TryAsync(codes[0]);
            Assert.InRange(await SessionsAsync() - before, 0, 1);

            if (first.Address != "/home" && again.Address != "/home")
            {
                using var next = await TryAsync(codes[1]);
                Assert.Equal((call, "/home"), (call, next.Address));
            }
        }
    }

    [Theory]
    [InlineData(TransportFault.AnswerLost)]
    public async Task A_person_whose_sign_in_failed_is_texted_and_let_in_the_next_time(TransportFault fault)
    {
        var calls = await CountAsync(async () => (await _person.SignInAsync()).Dispose());
        for (var call = 0; call < calls; call++)
        {
            await _host.Host.SignInsDecidedAsync();
            _host.Host.Clock.Advance(TimeSpan.FromHours(2));
            var texted = _person.CodesTexted;
            _host.Tap.Restart();
            _host.Tap.FailAt(call, fault);
            using (var first = new PortalVisitor(_host.Host.Address))
            {
                await first.BeginAsync(_person.CardNumber, _person.Pin);
                await _host.Host.SignInsDecidedAsync();
                if (first.Address == "/sign-in/code" && _person.CodesTexted > texted)
                {
                    await first.EnterCodeAsync(await _person.TextedCodeAsync(texted + 1));
                }
            }

            _host.Tap.Restart();
            Assert.InRange(_person.CodesTexted - texted, 0, 1);
            using var next = await _person.SignInAsync();
            Assert.Equal((call, "/home"), (call, next.Address));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_PIN_and_codes_that_were_set_in_the_second_try_are_the_ones_that_hold(TransportFault fault)
    {
        using var officer = _host.Host.As("Enrollment.Officer");
        var pins = new[] { "73920518", "50817294" };
        var calls = await CountAsync(() => SetAsync(officer, pins[0], "dry"));
        for (var call = 0; call < calls; call++)
        {
            var (pin, key) = (pins[(call + 1) % 2], Guid.NewGuid().ToString());
            _host.Tap.Restart();
            _host.Tap.FailAt(call, fault);
            await SetAsync(officer, pin, key);
            _host.Tap.Restart();
            var codes = await SetAsync(officer, pin, key);

            using var visitor = new PortalVisitor(_host.Host.Address);
            await (await visitor.BeginAsync(_person.CardNumber, pin)).EnterCodeAsync(codes![0]);
            Assert.Equal((call, "/home"), (call, visitor.Address));
            await _host.Host.SignInsDecidedAsync();
        }
    }

    [Theory]
    [InlineData("sign-in-codes", "sign-in-codes-printed", "printed|", TransportFault.NotSent)]
    [InlineData("sign-in-codes", "sign-in-codes-printed", "printed|", TransportFault.AnswerLost)]
    [InlineData("kiosk-code", "kiosk-code-given", "kiosk|", TransportFault.NotSent)]
    [InlineData("kiosk-code", "kiosk-code-given", "kiosk|", TransportFault.AnswerLost)]
    public async Task No_code_on_paper_is_without_its_one_event(string path, string kind, string prefix, TransportFault fault)
    {
        var tables = _host.Host.Services.GetRequiredService<ITables>();
        async Task<string> UsableAsync() => string.Join(' ', (await tables.RangeAsync(TableNames.SignIns, _person.Id, prefix, prefix + "~", 100, default)).Select(row => row.Key));
        async Task<int> EventsAsync() => (await tables.RangeAsync(TableNames.Dockets, _person.Id, "~event|", "~event}", 1000, default))
            .Count(row => JsonNode.Parse(row.Json)!["kind"]!.GetValue<string>() == kind);

        var calls = await CountAsync(() => _person.PaperCodesAsync(path));
        for (var call = 0; call < calls; call++)
        {
            var (events, usable, key) = (await EventsAsync(), await UsableAsync(), Guid.NewGuid().ToString());
            _host.Tap.Restart();
            _host.Tap.FailAt(call, fault);
            await Record.ExceptionAsync(() => _person.PaperCodesAsync(path, key));
            _host.Tap.Restart();
            Assert.True(await UsableAsync() == usable || await EventsAsync() == events + 1, $"Call {call} left codes without an event.");

            var codes = await _person.PaperCodesAsync(path, key);
            Assert.Equal(codes, await _person.PaperCodesAsync(path, key));
            Assert.Equal((call, events + 1), (call, await EventsAsync()));
            using var visitor = await TryAsync(codes[0]);
            Assert.Equal((call, "/home"), (call, visitor.Address));
            await _host.Host.SignInsDecidedAsync();
        }
    }

    [Theory]
    [InlineData(TransportFault.AnswerLost)]
    public async Task A_number_whose_change_failed_is_changed_by_the_same_code_and_the_old_one_told(TransportFault fault)
    {
        var calls = 40;
        for (var call = 0; call < calls; call++)
        {
            await _host.Host.SignInsDecidedAsync();
            _host.Host.Clock.Advance(TimeSpan.FromHours(2));
            var person = await TestCardholder.CreateAsync(_host.Host);
            using var visitor = await person.SignInAsync();
            var fresh = person with { Phone = $"+1770{Random.Shared.Next(2_000_000, 9_999_999)}" };
            await visitor.GoAsync("/settings");
            await visitor.SubmitAsync("/settings/number", ("mobile", fresh.Phone!), ("pin", person.Pin));
            var form = visitor.FieldsOf("/settings/number/code", ("code", await fresh.TextedCodeAsync()));
            await _host.Host.SignInsDecidedAsync();
            _host.Tap.Restart();
            if (call > 0)
            {
                _host.Tap.FailAt(call - 1, fault);
            }

            using var first = await visitor.PostAsync("/settings/number/code", form);
            calls = call == 0 ? _host.Tap.Requests.Count + 1 : calls;
            _host.Tap.Restart();
            if (first.StatusCode != HttpStatusCode.SeeOther)
            {
                using var second = await visitor.PostAsync("/settings/number/code", form);
                Assert.StartsWith("/settings", second.Headers.Location!.ToString(), StringComparison.Ordinal);
            }

            using var officer = _host.Host.As("Enrollment.Officer");
            Assert.Equal((call, fresh.Phone), (call, JsonNode.Parse(await officer.GetStringAsync($"/api/v1/cardholders/{person.Id}"))!["mobile"]!.GetValue<string>()));
            Assert.Contains(_host.Host.Sms.Left, left => left.Message.To == person.Phone && left.Message.Text.Contains("another number", StringComparison.Ordinal));
        }
    }

    private async Task<PortalVisitor> TryAsync(string code)
    {
        var visitor = new PortalVisitor(_host.Host.Address);
        await visitor.BeginAsync(_person.CardNumber, _person.Pin);
        if (visitor.Address == "/sign-in/code")
        {
            await visitor.EnterCodeAsync(code);
        }

        return visitor;
    }

    private async Task<IReadOnlyList<string>?> SetAsync(HttpClient officer, string pin, string key)
    {
        using var set = await officer.PutAsync($"/api/v1/cardholders/{_person.Id}/pin", TestHost.Json(new JsonObject { ["pin"] = pin }));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cardholders/{_person.Id}/sign-in-codes") { Headers = { { "Idempotency-Key", key } } };
        using var printed = await officer.SendAsync(request);
        return printed.IsSuccessStatusCode ? [.. JsonNode.Parse(await printed.Content.ReadAsStringAsync())!["codes"]!.AsArray().Select(code => code!.GetValue<string>())] : null;
    }

    private async Task<int> CountAsync(Func<Task> work)
    {
        await _host.Host.SignInsDecidedAsync();
        _host.Tap.Restart();
        await work();
        await _host.Host.SignInsDecidedAsync();
        return _host.Tap.Requests.Count;
    }

    private async Task<int> SessionsAsync() =>
        (await _host.Host.Services.GetRequiredService<Sessions>().ListAsync(CardholderId.TryParse(_person.Id, out var id) ? id : default, default)).Count;
}
