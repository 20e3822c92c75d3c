using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

public sealed class ClearanceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("Cleared")]
    [InlineData("Denied")]
    public async Task A_result_is_recorded_with_reference_and_day(string result)
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var put = (await officer.PutAsync(Of(id), Body(result, "BGC-2026/17", "2026-01-31"), "\"1\"")).Is(200).HasSafeHeaders();
        Assert.Equal("\"2\"", put.ETag);
        var clearance = Reply.HasExactly((await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["clearance"], "result", "reference", "date");
        Assert.Equal([result, "BGC-2026/17", "2026-01-31"], clearance.Select(member => member.Value!.GetValue<string>()));
    }

    [Fact]
    public async Task A_check_can_go_back_to_pending()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PutAsync(Of(id), Body("Cleared", "BGC-1", "2026-01-31"), "\"1\"")).Is(200);
        (await officer.PutAsync(Of(id), Body("Pending", null, null), "\"2\"")).Is(200);
        Reply.HasExactly((await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["clearance"], "result");
    }

    [Theory]
    [InlineData(null, null, null, "result")]
    [InlineData("Maybe", "BGC-1", "2026-01-31", "result")]
    [InlineData("cleared", "BGC-1", "2026-01-31", "result")]
    [InlineData("1", "BGC-1", "2026-01-31", "result")]
    [InlineData("Cleared", null, "2026-01-31", "reference")]
    [InlineData("Cleared", "", "2026-01-31", "reference")]
    [InlineData("Cleared", "no spaces", "2026-01-31", "reference")]
    [InlineData("Cleared", "01234567890123456789012345678901234567890", "2026-01-31", "reference")]
    [InlineData("Cleared", "BGC-1", null, "date")]
    [InlineData("Cleared", "BGC-1", "2999-01-01", "date")]
    [InlineData("Cleared", "BGC-1", "2026-02-30", "date")]
    [InlineData("Denied", null, null, "reference,date")]
    [InlineData("Pending", "BGC-1", "2026-01-31", "reference,date")]
    public async Task A_result_that_does_not_fit_is_named_and_not_stored(string? result, string? reference, string? date, string faults)
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var before = api.Storage.Writes;
        (await officer.PutAsync(Of(id), Body(result, reference, date), "\"1\"")).IsInvalid(faults.Split(','));
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task An_unknown_member_and_a_missing_if_match_are_named_together()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var body = Body("Cleared", "BGC-1", "2026-01-31");
        body["by"] = "me";
        (await officer.PutAsync(Of(id), body)).IsProblem(400, "invalid", "version-required");
    }

    [Fact]
    public async Task A_missing_if_match_is_refused_with_428()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PutAsync(Of(id), Body("Pending", null, null))).IsProblem(428, "version-required");
    }

    [Fact]
    public async Task A_stale_if_match_is_refused_with_412()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PutAsync(Of(id), Body("Denied", "BGC-1", "2026-01-31"), "\"1\"")).Is(200);
        (await officer.PutAsync(Of(id), Body("Cleared", "BGC-1", "2026-01-31"), "\"1\"")).IsProblem(412, "version-mismatch");
        Assert.Equal("Denied", (await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["clearance"]!["result"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_several_changes_to_one_version_exactly_one_is_made()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => officer.PutAsync(Of(id), Body("Denied", $"BGC-{n}", "2026-01-31"), "\"1\"")));
        Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies.Where(reply => reply.Status != 200), reply => reply.IsProblem(412, "version-mismatch"));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nobody")]
    public async Task An_unknown_cardholder_is_refused(string id)
    {
        using var officer = api.As("Enrollment.Officer");
        (await officer.PutAsync(Of(id), Body("Pending", null, null), "\"1\"")).IsProblem(404, "no-such-cardholder");
    }

    private static string Of(string id) => $"/api/v1/cardholders/{id}/clearance";

    private static JsonObject Body(string? result, string? reference, string? date) =>
        new() { ["result"] = result, ["reference"] = reference, ["date"] = date };
}
