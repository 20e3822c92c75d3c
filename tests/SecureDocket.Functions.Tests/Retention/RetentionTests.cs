using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Archive;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Documents;
using SecureDocket.Functions.Tests.Inbox;
using SecureDocket.Functions.Tests.Searches;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Retention;

/// <summary>Records are kept until a rule with an authority says otherwise, a report says what that means, and two administrators release it.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly World _world = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(_world);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task No_rule_is_there_at_first_and_without_one_nothing_is_reported()
    {
        using var administrator = Administrator("1");
        var classes = (await administrator.GetAsync("/api/v1/retention/rules")).Is(200).Json["classes"]!.AsArray();
        Assert.Equal(["docket", "photos", "documents", "words", "disclosures", "searches", "sign-ins"], classes.Select(each => Text(each!, "class")));
        Assert.All(classes, each => Assert.Null(each!["rule"]));

        await _host.RunTimerAsync("ReportRetention");

        Assert.Empty((await administrator.GetAsync("/api/v1/retention/reports")).Is(200).Json["reports"]!.AsArray());
    }

    [Theory]
    [InlineData("trigger", "made")]
    [InlineData("trigger", null)]
    [InlineData("period", null)]
    [InlineData("period", "P0D")]
    [InlineData("period", "P0Y")]
    [InlineData("period", "P")]
    [InlineData("period", "-P1Y")]
    [InlineData("period", "P-1Y")]
    [InlineData("period", "P1Y-1M")]
    [InlineData("period", "PT1H")]
    [InlineData("period", "P1DT1H")]
    [InlineData("period", "P101Y")]
    [InlineData("period", "P99999999999D")]
    [InlineData("period", "365")]
    [InlineData("action", "erase")]
    [InlineData("action", null)]
    [InlineData("authority", null)]
    [InlineData("authority", "")]
    [InlineData("authority", "  ")]
    [InlineData("authority", "12")]
    [InlineData("authority", "---")]
    [InlineData("authority", "Schedule\n12")]
    public async Task A_rule_without_a_period_or_an_authority_is_refused(string member, string? value)
    {
        using var administrator = Administrator("1");
        var rule = Rule("withdrawn", "P1Y", "delete");
        if (value is null)
            rule.Remove(member);
        else
            rule[member] = value;

        (await administrator.PutAsync("/api/v1/retention/rules/documents", rule)).IsInvalid(member);
        Assert.Null(await RuleAsync("documents"));
    }

    [Fact]
    public async Task Every_fault_of_a_rule_is_told_at_once_and_an_unknown_class_is_refused()
    {
        using var administrator = Administrator("1");
        (await administrator.PutAsync("/api/v1/retention/rules/documents", new JsonObject { ["period"] = "P0D" })).IsInvalid("trigger", "period", "action", "authority");
        (await administrator.PutAsync("/api/v1/retention/rules/everything", Rule("withdrawn", "P1Y", "delete"))).IsInvalid("class");
        (await administrator.DeleteAsync("/api/v1/retention/rules/everything")).IsInvalid("class");
        (await administrator.PutAsync("/api/v1/retention/rules/documents", Rule("withdrawn", "P1Y", "delete", new string('a', 201)))).IsInvalid("authority");
    }

    [Fact]
    public async Task What_is_due_is_reported_released_by_two_and_gone_and_nothing_else_is()
    {
        var (old, young) = (await LiveAsync(), "");
        await SearchAsync(_host);
        await _host.RunTimerAsync("ArchiveJournal");
        Advance(3 * 365);
        young = await LiveAsync();
        Assert.Single((await DocketAsync(old)).Cardholder.SignedPhotos);
        await SetAsync("photos", "card-expired", "P6M", "delete");
        await SetAsync("documents", "withdrawn", "P1Y", "delete");
        await SetAsync("words", "received", "P1M", "delete");
        await SetAsync("disclosures", "made", "P2Y", "delete");
        await SetAsync("searches", "made", "P2Y", "delete");
        await SetAsync("sign-ins", "card-expired", "P6M", "delete");
        var (blobs, disclosures) = (BlobsOf(), await DisclosuresAsync(old));
        Assert.True(disclosures > 1);

        var report = await ReportAsync();

        Assert.Equal(
            [("disclosures", 1, disclosures), ("documents", 1, 1), ("photos", 1, 1), ("searches", 0, 1), ("sign-ins", 1, 1), ("words", 0, 1)],
            report["lines"]!.AsArray().Select(line => (Text(line!["rule"]!, "class"), line["dockets"]!.GetValue<int>(), line["records"]!.GetValue<int>())));
        Assert.Equal((2, 0, 0), (report["dockets"]!.GetValue<int>(), report["held"]!.GetValue<int>(), report["unreadable"]!.GetValue<int>()));
        Assert.Equal(blobs, BlobsOf());
        Assert.Equal(disclosures, await DisclosuresAsync(old));

        Assert.Equal("finished", await ReleaseAsync(Text(report, "id")));

        var docket = await DocketAsync(old);
        Assert.Empty(docket.Cardholder.SignedPhotos);
        Assert.Null(docket.Cardholder.PinSetAt);
        Assert.NotNull(Assert.Single(docket.Documents, document => document.Withdrawal is not null).DisposedAt);
        Assert.Equal(0, await DisclosuresAsync(old));
        Assert.DoesNotContain(_world.Tables.RowsOf(TableNames.SignIns), row => row.Partition == old);
        Assert.Equal(4, blobs.Except(BlobsOf()).Count());
        Assert.Equal(1, await PhotosAsync(old));
        await AssertWholeAsync(young);
        using var auditor = new Caller(_host.As("Docket.Auditor"));
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{old}/journal")).Is(200).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());
        var disposals = journal["events"]!.AsArray().Where(happened => Text(happened!, "kind").EndsWith("-disposed", StringComparison.Ordinal)).ToList();
        Assert.Equal(["disclosures-disposed", "documents-disposed", "photos-disposed", "sign-ins-disposed"], disposals.Select(happened => Text(happened!, "kind")).Order(StringComparer.Ordinal));

        // What a rule disposed of is not reported as stolen, and is not due again.
        Assert.Equal(0, (await _host.Services.GetRequiredService<CompareTables>().ExecuteAsync(default)).MissingCount);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        var next = await ReportAsync();
        Assert.All(next["lines"]!.AsArray(), line => Assert.Equal(0, line!["records"]!.GetValue<int>()));
        using var administrator = Administrator("1");
        (await administrator.PostAsync($"/api/v1/retention/reports/{Text(next, "id")}/release", new JsonObject())).IsProblem(409, "report-not-releasable");
    }

    [Fact]
    public async Task A_docket_without_a_valid_card_or_a_date_is_erased_as_a_whole_by_the_authority_of_its_rule()
    {
        var old = await LiveAsync();
        var held = await LiveAsync();
        Advance(9 * 365);
        var young = await LiveAsync();
        using var asking = Administrator("1");
        (await asking.PutAsync($"/api/v1/cardholders/{held}/hold", new JsonObject { ["reason"] = "litigation" })).Is(200);
        await SetAsync("docket", "last-change", "P7Y", "erase");

        var report = await ReportAsync();

        var line = Assert.Single(report["lines"]!.AsArray());
        Assert.Equal((1, 1, 0), (line!["dockets"]!.GetValue<int>(), line["records"]!.GetValue<int>(), report["held"]!.GetValue<int>()));
        Assert.Equal("finished", await ReleaseAsync(Text(report, "id")));
        var erasure = (await asking.GetAsync($"/api/v1/erasures/{old}")).Is(200).Json;
        Assert.Equal(("erased", "retention-ended", "Records schedule 12"), (Text(erasure, "state"), Text(erasure, "reason"), Text(erasure, "authority")));
        (await asking.GetAsync($"/api/v1/erasures/{held}")).IsProblem(404, "no-such-erasure");
        await AssertWholeAsync(young);
    }

    [Fact]
    public async Task A_hold_protects_whatever_is_due_and_counts_in_the_report_also_when_it_comes_after_the_release()
    {
        var (held, late) = (await LiveAsync(), await LiveAsync());
        Advance(3 * 365);
        using var asking = Administrator("1");
        using var approving = Administrator("2");
        (await asking.PutAsync($"/api/v1/cardholders/{held}/hold", new JsonObject { ["reason"] = "inquiry" })).Is(200);
        await SetAsync("documents", "withdrawn", "P1Y", "delete");
        await SetAsync("words", "received", "P1Y", "delete");
        var report = await ReportAsync();
        Assert.Equal(1, report["held"]!.GetValue<int>());
        Assert.Equal(1, Line(report, "documents")["dockets"]!.GetValue<int>());
        var blobs = BlobsOf();
        var approval = (await asking.PostAsync($"/api/v1/retention/reports/{Text(report, "id")}/release", new JsonObject())).Is(202);
        (await asking.PutAsync($"/api/v1/cardholders/{late}/hold", new JsonObject { ["reason"] = "inquiry" })).Is(200);

        var done = (await approving.PostAsync($"{approval.Headers.Location}/approval", new JsonObject())).Is(200).Json;

        Assert.Equal(("finished", 0, 1), (Text(done, "status"), done["progress"]!["done"]!.GetValue<int>(), done["progress"]!["refused"]!.GetValue<int>()));
        Assert.Equal(blobs, BlobsOf());
    }

    [Fact]
    public async Task A_report_is_released_once_complete_by_the_present_rules_within_a_week_and_by_two_people()
    {
        await LiveAsync();
        Advance(3 * 365);
        await SetAsync("documents", "withdrawn", "P1Y", "delete");
        var report = await ReportAsync();
        var release = $"/api/v1/retention/reports/{Text(report, "id")}/release";
        using var asking = Administrator("1");
        using var approving = Administrator("2");
        (await asking.PostAsync("/api/v1/retention/reports/20260101000000/release", new JsonObject())).IsProblem(404, "no-such-report");
        (await asking.PostAsync("/api/v1/retention/reports/tonight/release", new JsonObject())).IsProblem(404, "no-such-report");
        (await asking.GetAsync("/api/v1/retention/reports/20260101000000")).IsProblem(404, "no-such-report");
        var approval = (await asking.PostAsync(release, new JsonObject())).Is(202).Headers.Location!.ToString();
        (await asking.PostAsync($"{approval}/approval", new JsonObject())).IsProblem(403, "four-eyes");

        // The same rule again is the same rule; another one, or none, makes the report void.
        await SetAsync("documents", "withdrawn", "P1Y", "delete", "2");
        (await asking.PostAsync(release, new JsonObject())).Is(202);
        await SetAsync("documents", "withdrawn", "P2Y", "delete");
        (await asking.PostAsync(release, new JsonObject())).IsProblem(409, "report-not-releasable");
        (await approving.PostAsync($"{approval}/approval", new JsonObject())).IsProblem(409, "report-not-releasable");

        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var other = await ReportAsync();
        Assert.NotEqual(Text(report, "id"), Text(other, "id"));
        Advance(8);
        using var later = Administrator("1");
        (await later.PostAsync($"/api/v1/retention/reports/{Text(other, "id")}/release", new JsonObject())).IsProblem(409, "report-not-releasable");
        (await later.DeleteAsync("/api/v1/retention/rules/documents")).Is(204);
        (await later.DeleteAsync("/api/v1/retention/rules/documents")).Is(204);
        Assert.Null(await RuleAsync("documents"));
        Assert.Equal(1, await WithdrawnAsync());
    }

    [Fact]
    public async Task A_rule_that_is_deleted_while_the_release_runs_disposes_of_nothing_more()
    {
        var ids = new List<string>();
        for (var person = 0; person < 7; person++)
            ids.Add(await LiveAsync());
        Advance(3 * 365);
        await SetAsync("documents", "withdrawn", "P1Y", "delete");
        var report = Text(await ReportAsync(), "id");
        using var asking = Administrator("1");
        var release = (await asking.PostAsync($"/api/v1/retention/reports/{report}/release", new JsonObject())).Is(202).Json;
        var approvals = _host.Services.GetRequiredService<SecureDocket.Approvals.ApprovalStore>();
        var pending = (await approvals.FindAsync(Text(release, "id"), default))!;
        var approved = await approvals.ReplaceAsync(
            pending, pending.Value with { Status = SecureDocket.Approvals.ApprovalStatus.Approved, ApprovedBy = new("Program.Administrator", "2") }, default);
        var run = _host.Services.GetRequiredService<SecureDocket.Approvals.ApprovalRuns>();
        var after = await run.RunAsync(approved!, 1, TimeSpan.FromMinutes(1), default);
        (await asking.DeleteAsync("/api/v1/retention/rules/documents")).Is(204);

        await _host.RunTimerAsync("ContinueApprovals");

        var end = (await approvals.FindAsync(after.Id, default))!.Value;
        Assert.Equal((SecureDocket.Approvals.ApprovalStatus.Finished, 5), (end.Status, end.Progress.Done));
        Assert.Equal(2, await WithdrawnAsync());
    }

    [Fact]
    public async Task A_fault_at_any_call_of_the_report_leaves_one_that_the_next_run_completes()
    {
        await using var tapped = await TappedHost.StartAsync();
        var host = tapped.Host;
        for (var person = 0; person < 3; person++)
            await LiveAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(3 * 365));
        using var administrator = new Caller(host.As("Program.Administrator", "1"));
        (await administrator.PutAsync("/api/v1/retention/rules/documents", Rule("withdrawn", "P1Y", "delete"))).Is(200);
        (await administrator.PutAsync("/api/v1/retention/rules/words", Rule("received", "P1M", "delete"))).Is(200);
        await FaultProof.AtEveryCallAsync(
            tapped,
            () =>
            {
                host.Clock.Advance(TimeSpan.FromDays(1));
                return Task.FromResult(true);
            },
            async _ =>
            {
                await host.RunTimerAsync("ReportRetention");
                return true;
            },
            async (_, _, _) =>
            {
                await host.RunTimerAsync("ReportRetention");
                using var fresh = new Caller(host.As("Program.Administrator", "1"));
                var report = (await fresh.GetAsync("/api/v1/retention/reports")).Is(200).Json["reports"]![0]!;
                Assert.NotNull(report["finishedAt"]);
                Assert.Equal((3, 3, 3), (report["dockets"]!.GetValue<int>(), Line(report, "documents")["dockets"]!.GetValue<int>(), Line(report, "words")["records"]!.GetValue<int>()));
            });
    }

    [Theory]
    [InlineData("documents", "withdrawn", "P1Y", "delete")]
    [InlineData("photos", "card-expired", "P6M", "delete")]
    [InlineData("words", "received", "P1M", "delete")]
    [InlineData("disclosures", "made", "P1Y", "delete")]
    [InlineData("searches", "made", "P1Y", "delete")]
    [InlineData("sign-ins", "card-expired", "P6M", "delete")]
    [InlineData("docket", "last-change", "P1Y", "erase")]
    public async Task A_fault_at_any_call_of_a_disposal_loses_nothing_else_and_the_timer_ends_it(string @class, string trigger, string period, string action)
    {
        await using var tapped = await TappedHost.StartAsync();
        var host = tapped.Host;
        await FaultProof.AtEveryCallAsync(
            tapped,
            async () =>
            {
                var id = await LiveAsync(host);
                await SearchAsync(host);
                host.Clock.Advance(TimeSpan.FromDays(4 * 365));
                using var asking = new Caller(host.As("Program.Administrator", "1"));
                (await asking.PutAsync($"/api/v1/retention/rules/{@class}", Rule(trigger, period, action))).Is(200);
                await host.RunTimerAsync("ReportRetention");
                var report = Text((await asking.GetAsync("/api/v1/retention/reports")).Is(200).Json["reports"]![0]!, "id");
                return (Id: id, Approval: (await asking.PostAsync($"/api/v1/retention/reports/{report}/release", new JsonObject())).Is(202).Headers.Location!.ToString());
            },
            async ready =>
            {
                using var approving = new Caller(host.As("Program.Administrator", "2"));
                return await approving.PostAsync($"{ready.Approval}/approval", new JsonObject());
            },
            async (ready, first, fault) =>
            {
                Assert.True(first.Status == 200 || first.Status == 503 && FaultProof.IsTold(fault), $"{first.Status}");
                using var approving = new Caller(host.As("Program.Administrator", "2"));
                await approving.PostAsync($"{ready.Approval}/approval", new JsonObject());
                await host.RunTimerAsync("ContinueApprovals");
                Assert.Equal("finished", Text((await approving.GetAsync(ready.Approval)).Is(200).Json, "status"));
                host.Clock.Advance(TimeSpan.FromDays(1));
                await host.RunTimerAsync("ReportRetention");
                using var fresh = new Caller(host.As("Program.Administrator", "1"));
                var next = (await fresh.GetAsync("/api/v1/retention/reports")).Is(200).Json["reports"]![0]!;
                Assert.Equal((0, 0), (Line(next, @class)["records"]!.GetValue<int>(), next["unreadable"]!.GetValue<int>()));
                if (@class == "docket")
                    Assert.Equal("erased", Text((await fresh.GetAsync($"/api/v1/erasures/{ready.Id}")).Is(200).Json, "state"));
                else
                    Assert.NotNull(await host.Services.GetRequiredService<DocketStore>().LoadAsync(Id(ready.Id), default));
            });
    }

    /// <summary>A person with a card, a photo before the present one, papers, one of them withdrawn, a PIN, a text that was closed, and people who looked.</summary>
    private static async Task<string> LiveAsync(TestHost host)
    {
        using var officer = new Caller(host.As("Enrollment.Officer"));
        var card = await TestPeople.IssueAsync(host);
        var id = Text(card, "cardholderId");
        await TestPeople.ChangePhotoAsync(host, id);
        await TestDocuments.AddAsync(officer, id, TestPdf.Of(1));
        var paper = await TestDocuments.AddAsync(officer, id, TestPdf.Of(2));
        (await officer.PostAsync($"/api/v1/cardholders/{id}/documents/{paper}/withdrawal", new JsonObject { ["reason"] = "unreadable" })).Is(200);
        (await officer.PutAsync($"/api/v1/cardholders/{id}/pin", new JsonObject { ["pin"] = "73920518" })).Is(204);
        (await officer.PostAsync($"/api/v1/inbox/{await TestInbox.RaiseAsync(host, id)}/closing", new JsonObject { ["note"] = "called" })).Is(200);
        foreach (var role in (string[])["Field.Officer", "Partner.Verifier"])
        {
            using var caller = new Caller(host.As(role));
            (await caller.PostAsync("/api/v1/verifications", new JsonObject { ["credential"] = Text(card, "credential") }, "")).Is(200);
        }

        return id;
    }

    private static async Task SearchAsync(TestHost host)
    {
        using var officer = new Caller(host.As("Field.Officer"));
        (await officer.PostAsync(TestSearches.Path, TestSearches.For("mobile", "+12125550100"), "")).Is(200);
    }

    private Task<string> LiveAsync() => LiveAsync(_host);

    private async Task SetAsync(string @class, string trigger, string period, string action, string administrator = "1")
    {
        using var caller = Administrator(administrator);
        (await caller.PutAsync($"/api/v1/retention/rules/{@class}", Rule(trigger, period, action))).Is(200);
    }

    private async Task<JsonNode?> RuleAsync(string @class)
    {
        using var caller = Administrator("1");
        return (await caller.GetAsync("/api/v1/retention/rules")).Is(200).Json["classes"]!.AsArray().Single(each => Text(each!, "class") == @class)!["rule"];
    }

    private async Task<JsonNode> ReportAsync()
    {
        await _host.RunTimerAsync("ReportRetention");
        using var auditor = new Caller(_host.As("Docket.Auditor"));
        var report = (await auditor.GetAsync("/api/v1/retention/reports")).Is(200).Json["reports"]![0]!;
        Assert.NotNull(report["finishedAt"]);
        return (await auditor.GetAsync($"/api/v1/retention/reports/{Text(report, "id")}")).Is(200).Json;
    }

    private async Task<string> ReleaseAsync(string report)
    {
        using var asking = Administrator("1");
        using var approving = Administrator("2");
        var request = (await asking.PostAsync($"/api/v1/retention/reports/{report}/release", new JsonObject())).Is(202);
        (await approving.PostAsync($"{request.Headers.Location}/approval", new JsonObject())).Is(200);
        await _host.RunTimerAsync("ContinueApprovals");
        return Text((await asking.GetAsync(request.Headers.Location!.ToString())).Is(200).Json, "status");
    }

    private async Task AssertWholeAsync(string id)
    {
        var docket = await DocketAsync(id);
        Assert.Single(docket.Cardholder.SignedPhotos);
        Assert.Equal(2, await PhotosAsync(id));
        Assert.NotNull(docket.Cardholder.PinSetAt);
        Assert.All(docket.Documents, document => Assert.Null(document.DisposedAt));
        Assert.True(await DisclosuresAsync(id) > 0);
    }

    private Task<Docket> DocketAsync(string id) => TestCheckIns.DocketAsync(_host, id);

    private async Task<int> PhotosAsync(string id)
    {
        var (blobs, docket) = (_host.Services.GetRequiredService<DocketBlobs>(), await DocketAsync(id));
        var found = 0;
        foreach (var photo in docket.Cards.Select(card => card.PhotoHash).Append(docket.Cardholder.Photo!.Hash).Distinct())
            found += await blobs.FindAsync(Id(id), ContainerNames.Photos, photo, default) is null ? 0 : 1;
        return found;
    }

    private async Task<int> DisclosuresAsync(string id) =>
        (await _world.Tables.RowsAsync(id, "~disclosure|", "~disclosure}")).Count;

    private async Task<int> WithdrawnAsync()
    {
        var count = 0;
        foreach (var id in _world.Tables.RowsOf(TableNames.Dockets).Select(row => row.Partition).Distinct())
            count += (await DocketAsync(id)).Documents.Count(document => document.Withdrawal is not null && document.DisposedAt is null);
        return count;
    }

    private List<string> BlobsOf() => [.. _world.Blobs.All()
        .Where(blob => blob.Container is ContainerNames.Photos or ContainerNames.Documents or ContainerNames.Words).Select(blob => $"{blob.Container} {blob.Name}").Order(StringComparer.Ordinal)];

    private void Advance(int days) => _host.Clock.Advance(TimeSpan.FromDays(days));

    private static JsonNode Line(JsonNode report, string @class) => report["lines"]!.AsArray().Single(line => Text(line!["rule"]!, "class") == @class)!;

    private static JsonObject Rule(string trigger, string period, string action, string authority = "Records schedule 12") =>
        new() { ["trigger"] = trigger, ["period"] = period, ["action"] = action, ["authority"] = authority };

    private static CardholderId Id(string text) => CardholderId.TryParse(text, out var id) ? id : throw new FormatException(text);

    private Caller Administrator(string person) => new(_host.As("Program.Administrator", person));

    private static string Text(JsonNode json, string member) => json[member]!.GetValue<string>();
}
