using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

public sealed class ContactTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly Actor s_actor = new("System", "Test");

    [Fact]
    public async Task A_contact_replaces_the_one_before()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var body = Body(("mobile", "+17135550142"), ("language", "es"), ("timeZone", "America/Denver"), ("messageTier", "codeWord"), ("codeWord", "Luna7"));

        var put = (await officer.PutAsync(Of(id), body, "\"1\"")).Is(200).HasSafeHeaders();

        Assert.Equal("\"2\"", put.ETag);
        var view = (await officer.GetAsync($"/api/v1/cardholders/{id}")).Json;
        foreach (var (name, value) in body)
            Assert.Equal(value!.GetValue<string>(), view[name]!.GetValue<string>());

        (await officer.PutAsync(Of(id), Body(("mobile", null)), "\"2\"")).Is(200);
        view = (await officer.GetAsync($"/api/v1/cardholders/{id}")).Json;
        Assert.Equal((null, null, "neutral"), ((string?)view["mobile"], (string?)view["codeWord"], (string?)view["messageTier"]));
    }

    [Theory]
    [InlineData("mobile", "call me")]
    [InlineData("language", null)]
    [InlineData("language", "Spanish")]
    [InlineData("timeZone", null)]
    [InlineData("timeZone", "Houston")]
    [InlineData("messageTier", null)]
    [InlineData("messageTier", "loud")]
    [InlineData("codeWord", "Luna7")]
    [InlineData("aNumber", "A200000017")]
    public async Task A_member_that_does_not_fit_is_named_and_nothing_is_stored(string member, string? value)
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var before = api.Storage.Writes;

        (await officer.PutAsync(Of(id), Body((member, value)), "\"1\"")).IsInvalid(member);

        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task The_tier_of_code_words_needs_one()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PutAsync(Of(id), Body(("messageTier", "codeWord")), "\"1\"")).IsInvalid("codeWord");
        (await officer.PutAsync(Of(id), Body(("messageTier", "codeWord"), ("codeWord", "stop")), "\"1\"")).IsInvalid("codeWord");
    }

    [Fact]
    public async Task The_version_that_was_read_is_needed_and_must_be_the_present_one()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PutAsync(Of(id), Body())).IsProblem(428, "version-required");
        (await officer.PutAsync(Of(id), Body(), "\"1\"")).Is(200);
        (await officer.PutAsync(Of(id), Body(), "\"1\"")).Is(200);
        (await officer.PutAsync(Of(id), Body(("mobile", "+17135550144")), "\"1\"")).IsProblem(412, "version-mismatch");
    }

    [Fact]
    public async Task What_the_system_did_since_is_in_nobodys_way()
    {
        // Texts leave by day, whenever this runs.
        var now = api.Host.Clock.GetUtcNow();
        api.Host.Clock.Advance(now.UtcDateTime.Date.AddDays(1).AddHours(17) - now.UtcDateTime);
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        await api.Host.RunTimerAsync("SendDueReminders");
        Assert.NotEqual("\"1\"", (await officer.GetAsync($"/api/v1/cardholders/{id}")).ETag);

        var changed = (await officer.PutAsync(Of(id), Body(), "\"1\"")).Is(200);
        (await officer.PutAsync(Of(id), Body(("mobile", "+17135550147")), "\"1\"")).IsProblem(412, "version-mismatch");
        (await officer.PutAsync(Of(id), Body(("mobile", "+17135550147")), changed.ETag)).Is(200);
    }

    [Fact]
    public async Task Who_gives_a_number_is_told_whether_texts_reach_it_and_how_they_do_again()
    {
        using var officer = api.As("Enrollment.Officer");
        const string Mobile = "+17135550148";
        var phones = api.Host.Services.GetRequiredService<Phones>();
        await phones.ChangeAsync(Mobile, phone => phone.WithOptOut(new(NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0), "m-1", OptOut.Stop)), default);
        var id = await TestPeople.EnrollAsync(officer.Client);

        var texting = Reply.HasExactly((await officer.PutAsync(Of(id), Body(("mobile", Mobile)), "*")).Is(200).Json["texting"], "state", "restartWord", "restartNumber");

        Assert.Equal(("opted-out", "START"), (texting["state"]!.GetValue<string>(), texting["restartWord"]!.GetValue<string>()));
        Assert.Contains(texting["restartNumber"]!.GetValue<string>(), api.Host.Services.GetRequiredService<SmsOptions>().Senders.Select(sender => sender.Number));
        Assert.Equal(texting.ToJsonString(), (await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["texting"]!.ToJsonString());
        Assert.Null((await officer.PutAsync(Of(id), Body(("mobile", null)), "*")).Is(200).Json["texting"]);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nobody")]
    public async Task An_unknown_cardholder_is_refused_and_leaves_no_hint(string id)
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        (await officer.PutAsync(Of(id), Body(), "\"1\"")).IsProblem(404, "no-such-cardholder");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Theory]
    [InlineData("+17135550143", false)]
    [InlineData("the same", true)]
    [InlineData(null, false)]
    public async Task Another_number_clears_the_fault_of_the_last_one(string? mobile, bool isFault)
    {
        using var officer = api.As("Enrollment.Officer");
        var person = TestPeople.Person();
        mobile = isFault ? person["mobile"]!.GetValue<string>() : mobile;
        var id = await TestPeople.EnrollAsync(officer.Client, person);
        var dockets = api.Host.Services.GetRequiredService<DocketStore>();
        Assert.True(CardholderId.TryParse(id, out var key));
        await dockets.ChangeAsync(
            key,
            docket => new DocketChange("reminder-failed") { Cardholder = docket.Cardholder with { PhoneFault = new(NodaTime.Instant.FromUtc(2027, 3, 4, 16, 0), "sms-4004") } },
            s_actor,
            OperationId.New(),
            default);

        (await officer.PutAsync(Of(id), Body(("mobile", mobile)), "\"2\"")).Is(200);

        Assert.Equal(isFault, (await dockets.LoadAsync(key, default))!.Cardholder.PhoneFault is not null);
    }

    [Fact]
    public async Task Whoever_changed_the_number_gives_the_person_no_way_in_for_a_day()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var path = $"/api/v1/cardholders/{id}";
        var pin = new JsonObject { ["pin"] = "73920518" };
        using var third = api.As("officer-9", "Enrollment.Officer");
        Assert.Equal(204, (await third.PutAsync($"{path}/pin", pin.DeepClone())).Status);

        // Nor the other way round: whoever knows the PIN and has the phone is the person.
        (await third.PutAsync(Of(id), Body(("mobile", "+17135550161")), (await third.GetAsync(path)).ETag)).IsProblem(409, "number-just-changed");
        var version = (await officer.GetAsync(path)).ETag;
        (await officer.PutAsync(Of(id), Body(("mobile", "+17135550161")), version)).Is(200);
        (await officer.PutAsync($"{path}/pin", pin.DeepClone())).IsProblem(409, "number-just-changed");
        (await officer.PostAsync($"{path}/sign-in-codes", new JsonObject())).IsProblem(409, "number-just-changed");
        (await officer.PostAsync($"{path}/kiosk-code", new JsonObject())).IsProblem(409, "number-just-changed");

        // Another officer may, and nothing else of the contact counts.
        using var second = api.As("officer-8", "Enrollment.Officer");
        Assert.Equal(204, (await second.PutAsync($"{path}/pin", pin.DeepClone())).Status);
        (await second.PutAsync(Of(id), Body(("mobile", "+17135550161"), ("language", "es")), (await second.GetAsync(path)).ETag)).Is(200);
        (await second.PostAsync($"{path}/kiosk-code", new JsonObject())).Is(201);

        api.Host.Clock.Advance(TimeSpan.FromDays(1));
        using var nextDay = api.As("Enrollment.Officer");
        Assert.Equal(204, (await nextDay.PutAsync($"{path}/pin", pin.DeepClone())).Status);
    }

    private static string Of(string id) => $"/api/v1/cardholders/{id}/contact";

    private static JsonObject Body(params (string Name, string? Value)[] members)
    {
        var body = new JsonObject { ["mobile"] = "+17135550143", ["language"] = "uk", ["timeZone"] = "America/Chicago", ["messageTier"] = "neutral" };
        foreach (var (name, value) in members)
            body[name] = value;
        return body;
    }
}

/// <summary>A change of contact dies at every request to storage, before and after the request took effect.</summary>
public sealed class ContactCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_one_change_and_its_hint_once_it_is_repeated(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        using var officer = host.Host.As("Enrollment.Officer");
        var people = 0;
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Id: await TestPeople.EnrollAsync(officer), Mobile: $"+1713556{people++:D4}"),
            ready => PutAsync(host, ready.Id, ready.Mobile),
            async (ready, _, _) =>
            {
                Assert.Equal(200, (int)(await PutAsync(host, ready.Id, ready.Mobile)).Status);
                Assert.True(CardholderId.TryParse(ready.Id, out var key));
                var docket = await host.Host.Services.GetRequiredService<DocketStore>().LoadAsync(key, default);
                Assert.Equal((ready.Mobile, 2L), (docket!.Cardholder.Details.Mobile, docket.Version));
                Assert.Equal([key], await host.Host.Services.GetRequiredService<Lookups>().OwnersAsync(LookupKind.Mobile, ready.Mobile, 10, default));
            });
    }

    private static async Task<TestAnswer> PutAsync(TappedHost host, string id, string mobile)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/contact")
        {
            Content = TestHost.Json(new JsonObject { ["mobile"] = mobile, ["language"] = "uk", ["timeZone"] = "America/Chicago", ["messageTier"] = "neutral" }),
            Headers = { { "If-Match", "\"1\"" } },
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }
}
