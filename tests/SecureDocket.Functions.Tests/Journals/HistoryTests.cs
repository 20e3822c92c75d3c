using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Journals;

public sealed class HistoryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int PageSize = 100;

    [Fact]
    public async Task The_journal_tells_every_command_in_an_unbroken_chain()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var auditor = api.As("Docket.Auditor");
        var reply = (await auditor.GetAsync(JournalOf(card))).Is(200).HasSafeHeaders();
        var journal = Reply.HasExactly(reply.Json, "chain", "events");
        Assert.True(Reply.HasExactly(journal["chain"], "unbroken")["unbroken"]!.GetValue<bool>());
        var events = journal["events"]!.AsArray();
        Assert.Equal(
            ["cardholder-enrolled", "photo-attached", "clearance-recorded", "card-intended", "card-issued"],
            events.Select(link => link!["kind"]!.GetValue<string>()));
        Assert.Equal([1, 2, 3, 4, 5], events.Select(link => link!["sequence"]!.GetValue<int>()));
        Assert.All(events, link =>
        {
            Reply.HasExactly(link, "sequence", "at", "kind", "role", "actor", "operation", "changed", "hash");
            Assert.Equal("Enrollment.Officer", link!["role"]!.GetValue<string>());
            Assert.Matches("^[0-9a-f]{64}$", link["hash"]!.GetValue<string>());
            Assert.NotEmpty(link["changed"]!.AsArray());
        });
        Assert.DoesNotContain("Zarechny", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1990", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(5, 5)]
    public async Task A_changed_event_breaks_the_chain_where_the_next_one_or_the_docket_s_head_does_not_follow(int changed, int brokenAt)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var row = await EventAsync(card, changed);
        var content = row.Sealed.ToArray();
        content[^20] ^= 1;
        await CommitAsync(card, new(RowWriteKind.Put, row.Key, "", null) { Sealed = content });

        Assert.Equal(brokenAt, await BrokenAtAsync(card));

        // The others can still be audited.
        using var auditor = api.As("Docket.Auditor");
        var events = (await auditor.GetAsync(JournalOf(card))).Is(200).Json["events"]!.AsArray();
        Assert.Equal([.. Enumerable.Range(1, 5).Where(sequence => sequence != changed)], events.Select(link => link!["sequence"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_missing_last_event_breaks_the_chain()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var row = await EventAsync(card, 5);
        await CommitAsync(card, RowWrite.Delete(row.Key, row.Version));
        Assert.Equal(5, await BrokenAtAsync(card));
    }

    [Fact]
    public async Task A_missing_event_in_the_middle_breaks_the_chain()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var row = await EventAsync(card, 2);
        await CommitAsync(card, RowWrite.Delete(row.Key, row.Version));
        Assert.Equal(2, await BrokenAtAsync(card));
    }

    [Fact]
    public async Task A_journal_is_read_page_by_page()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        for (var version = 1; version < PageSize + 30; version++)
        {
            var check = new JsonObject { ["result"] = "Denied", ["reference"] = $"BGC-{version}", ["date"] = "2026-01-31" };
            (await officer.PutAsync($"/api/v1/cardholders/{id}/clearance", check, $"\"{version}\"")).Is(200);
        }

        var (pages, tokens) = await PagesAsync($"/api/v1/cardholders/{id}/journal", "events");
        Assert.Equal([PageSize, 30], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(1, PageSize + 30), pages.SelectMany(page => page).Select(link => link!["sequence"]!.GetValue<int>()));
        Assert.DoesNotContain('|', tokens.Single());
    }

    [Fact]
    public async Task Disclosures_are_read_page_by_page()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        for (var look = 0; look < PageSize + 10; look++)
        {
            api.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            (await officer.GetAsync($"/api/v1/cardholders/{id}")).Is(200);
        }

        // Each page that is read is a disclosure itself, and stands at the end of the list.
        var (pages, _) = await PagesAsync($"/api/v1/cardholders/{id}/disclosures", "disclosures");
        Assert.Equal([PageSize, 12], pages.Select(page => page.Count));
        var all = pages.SelectMany(page => page).ToList();
        Assert.Equal(all.Count, all.Select(found => found!["id"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(["Docket.Auditor", "Docket.Auditor"], all.TakeLast(2).Select(found => found!["role"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_audit_is_a_disclosure_itself()
    {
        using var officer = api.As("Enrollment.Officer");
        using var auditor = api.As("Docket.Auditor");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await auditor.GetAsync($"/api/v1/cardholders/{id}/journal")).Is(200);
        api.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var reply = (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures")).Is(200).HasSafeHeaders();
        var found = Reply.HasExactly(reply.Json, "disclosures")["disclosures"]!.AsArray();
        Assert.Equal(["journal", "disclosures"], found.Select(one => one!["fields"]!.AsArray().Single()!.GetValue<string>()));
        Assert.All(found, one => Assert.Equal("audit", one!["purpose"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("not*base64")]
    [InlineData("cHJvZmlsZQ")]
    [InlineData("~event|0000000001")]
    public async Task A_page_token_that_is_none_is_refused(string token)
    {
        using var officer = api.As("Enrollment.Officer");
        using var auditor = api.As("Docket.Auditor");
        var id = await TestPeople.EnrollAsync(officer.Client);
        foreach (var list in new[] { "journal", "disclosures" })
        {
            (await auditor.GetAsync($"/api/v1/cardholders/{id}/{list}?page={Uri.EscapeDataString(token)}")).IsInvalid("page");
        }
    }

    [Fact]
    public async Task A_page_token_of_the_other_list_is_refused()
    {
        using var officer = api.As("Enrollment.Officer");
        using var auditor = api.As("Docket.Auditor");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await auditor.GetAsync($"/api/v1/cardholders/{id}/journal?page={Token("~disclosure|2026")}")).IsInvalid("page");
        (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures?page={Token("~event|0000000001")}")).IsInvalid("page");
        (await auditor.GetAsync($"/api/v1/cardholders/{id}/journal?page={Token("~event|" + new string('0', 300))}")).IsInvalid("page");
    }

    [Fact]
    public async Task A_forged_page_token_reaches_nothing_but_the_list()
    {
        using var officer = api.As("Enrollment.Officer");
        using var auditor = api.As("Docket.Auditor");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var reply = await auditor.GetAsync($"/api/v1/cardholders/{id}/journal?page={Token("~event|' or PartitionKey ne '")}");
        Assert.All(reply.Is(200).Json["events"]!.AsArray(), link => Assert.Equal(1, link!["sequence"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nobody")]
    public async Task The_history_of_an_unknown_cardholder_is_not_found(string id)
    {
        using var auditor = api.As("Docket.Auditor");
        var before = api.Storage.Writes;
        (await auditor.GetAsync($"/api/v1/cardholders/{id}/journal")).IsProblem(404, "no-such-cardholder");
        (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures")).IsProblem(404, "no-such-cardholder");
        Assert.Equal(before, api.Storage.Writes);
    }

    private static string Token(string key) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private static string JournalOf(JsonObject card) => $"/api/v1/cardholders/{card["cardholderId"]}/journal";

    private async Task<(List<JsonArray> Pages, List<string> Tokens)> PagesAsync(string path, string member)
    {
        using var auditor = api.As("Docket.Auditor");
        List<JsonArray> pages = [];
        List<string> tokens = [];
        for (string? next = null; ;)
        {
            // Histories are in the order of time, so time must pass.
            api.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var json = (await auditor.GetAsync(next is null ? path : $"{path}?page={Uri.EscapeDataString(next)}")).Is(200).Json;
            pages.Add(json[member]!.AsArray());
            next = json["next"]?.GetValue<string>();
            if (next is null)
            {
                return (pages, tokens);
            }

            tokens.Add(next);
        }
    }

    private async Task<int?> BrokenAtAsync(JsonObject card)
    {
        using var auditor = api.As("Docket.Auditor");
        var chain = Reply.HasExactly((await auditor.GetAsync(JournalOf(card))).Is(200).Json["chain"], "unbroken", "brokenAt");
        Assert.False(chain["unbroken"]!.GetValue<bool>());
        return chain["brokenAt"]!.GetValue<int>();
    }

    private async Task<Row> EventAsync(JsonObject card, int sequence) =>
        await Tables.FindAsync(TableNames.Dockets, new(card["cardholderId"]!.GetValue<string>(), $"~event|{sequence:D10}"), CancellationToken.None)
        ?? throw new InvalidOperationException("There is no such event.");

    private async Task CommitAsync(JsonObject card, RowWrite write) =>
        Assert.NotNull(await Tables.CommitAsync(TableNames.Dockets, card["cardholderId"]!.GetValue<string>(), [write], CancellationToken.None));

    private ITables Tables => api.Host.Services.GetRequiredService<ITables>();
}
