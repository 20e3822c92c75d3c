using System.Text.Json.Nodes;
using SecureDocket.Hearings;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>What a feed says of one person beyond what people need not look at, over HTTP.</summary>
public sealed class QuarantineTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Path = "/api/v1/quarantined-hearings";

    [Fact]
    public async Task What_is_too_much_of_one_person_is_put_aside_listed_and_released()
    {
        TestHearings.SetNow(api.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(api.Host, "NYC", "America/New_York");
        var (aNumber, cardholder) = await TestHearings.PersonAsync(api.Host);
        using var registrar = api.As("Court.Registrar");
        using var administrator = api.As("Program.Administrator");
        for (var hearing = 0; hearing < SetHearing.NewsLimit; hearing++)
            (await registrar.PutAsync(TestHearings.Path(TestHearings.NewId()), TestHearings.Hearing(aNumber))).Is(200);

        var id = TestHearings.NewId();
        (await registrar.PutAsync(TestHearings.Path(id), TestHearings.Hearing(aNumber))).IsProblem(409, "hearing-quarantined");
        var journal = await TestHearings.JournalAsync(api.Host, cardholder);
        Assert.Equal(SetHearing.NewsLimit, journal.Count);

        var listed = (await administrator.GetAsync(Path)).Is(200).HasSafeHeaders();
        var waiting = Reply.HasExactly(Assert.Single(listed.Json["hearings"]!.AsArray()), "cardholderId", "hearing", "feed", "putAsideAt");
        Assert.Equal((cardholder, id), (waiting["cardholderId"]!.GetValue<string>(), waiting["hearing"]!["hearingId"]!.GetValue<string>()));
        Assert.DoesNotContain(aNumber, listed.Text, StringComparison.Ordinal);
        (await administrator.GetAsync($"{Path}?page=*")).IsInvalid("page");

        (await administrator.PutAsync($"{Path}/H-none/release", new JsonObject())).IsProblem(404, "no-such-hearing");
        (await administrator.PutAsync($"{Path}/no%7Cne/release", new JsonObject())).IsProblem(404, "no-such-hearing");
        Assert.Equal("created", (await administrator.PutAsync($"{Path}/{id}/release", new JsonObject())).Is(200).Json["outcome"]!.GetValue<string>());
        Assert.Equal("unchanged", (await administrator.PutAsync($"{Path}/{id}/release", new JsonObject())).Is(200).Json["outcome"]!.GetValue<string>());
        Assert.Empty((await administrator.GetAsync(Path)).Is(200).Json["hearings"]!.AsArray());
        Assert.Equal(SetHearing.NewsLimit + 1, (await TestHearings.JournalAsync(api.Host, cardholder)).Count);
    }
}
