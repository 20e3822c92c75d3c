using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>A feed that ran ahead of itself, and the administrator who sets its version back.</summary>
public sealed class ResetHearingVersionTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private const long Largest = 9_007_199_254_740_991;

    private readonly string _hearing = TestHearings.NewId();
    private string _aNumber = "";
    private string _cardholder = "";

    private string Path => $"{TestHearings.Path(_hearing)}/source-version";

    public async Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(api.Host, "NYC", "America/New_York");
        (_aNumber, _cardholder) = await TestHearings.PersonAsync(api.Host);
        await FeedAsync(7, 200);
        await FeedAsync(Largest, 200, "2031-03-05T09:00");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_feed_goes_on_after_the_version_is_set_back_and_the_journal_says_why()
    {
        await FeedAsync(8, 409, "2031-03-06T09:00");
        using var administrator = api.As("Program.Administrator");
        var answer = (await administrator.PutAsync(Path, Body(7), $"\"{Largest}\"")).Is(200);
        Assert.Equal((7, "2031-03-05T09:00"), (answer.Json["sourceVersion"]!.GetValue<long>(), answer.Json["start"]!.GetValue<string>()));
        Assert.Equal("\"7\"", answer.ETag);

        // A repeat changes nothing.
        (await administrator.PutAsync(Path, Body(7), $"\"{Largest}\"")).Is(200);
        await FeedAsync(8, 200, "2031-03-06T09:00");
        Assert.Equal(["hearing-set", "hearing-moved", "hearing-set-back", "hearing-moved"], await TestHearings.JournalAsync(api.Host, _cardholder));
        var rows = await api.Host.Services.GetRequiredService<ITables>().RowsAsync(_cardholder, "~event|", "~event}");
        Assert.Contains("A test value", Assert.Single(rows, row => row.Json.Contains("hearing-set-back", StringComparison.Ordinal)).Json, StringComparison.Ordinal);
        Assert.DoesNotContain("A test value", rows[^1].Json, StringComparison.Ordinal);

        // The person is told of the new date as of any.
        using var officer = api.As("Field.Officer");
        var reminders = (await officer.GetAsync($"/api/v1/cardholders/{_cardholder}/reminders")).Is(200).Text;
        Assert.Contains("planned", reminders, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_and_changes_nothing()
    {
        using var administrator = api.As("Program.Administrator");
        (await administrator.PutAsync(Path, Body(7))).IsProblem(428, "version-required");
        (await administrator.PutAsync(Path, Body(7), "\"7\"")).IsProblem(412, "version-mismatch");
        (await administrator.PutAsync(Path, Body(Largest), $"\"{Largest}\"")).IsInvalid("sourceVersion");
        (await administrator.PutAsync(Path, Body(6), $"\"{Largest}\"")).IsInvalid("sourceVersion");
        (await administrator.PutAsync(Path, new JsonObject { ["sourceVersion"] = 0, ["reason"] = " " }, $"\"{Largest}\"")).IsInvalid("reason", "sourceVersion");
        (await administrator.PutAsync("/api/v1/hearings/H-none/source-version", Body(7), $"\"{Largest}\"")).IsProblem(404, "no-such-hearing");
        Assert.Equal(["hearing-set", "hearing-moved"], await TestHearings.JournalAsync(api.Host, _cardholder));
    }

    private static JsonObject Body(long version) => new() { ["sourceVersion"] = version, ["reason"] = "A test value of the court's system" };

    private async Task FeedAsync(long version, int status, string? start = null)
    {
        using var registrar = api.As("Court.Registrar");
        (await registrar.PutAsync(TestHearings.Path(_hearing), TestHearings.Hearing(_aNumber, version, start: start))).Is(status);
    }
}
