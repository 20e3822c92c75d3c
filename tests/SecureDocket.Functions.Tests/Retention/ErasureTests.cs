using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Archive;
using SecureDocket.Cards;
using SecureDocket.Encryption;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Documents;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Functions.Tests.Inbox;
using SecureDocket.Functions.Tests.StatusLists;
using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Retention;

/// <summary>After an erasure nothing of a person is readable anywhere, and what proves that it happened is whole.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private readonly World _world = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(_world);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Nothing_of_an_erased_person_is_left_but_a_chain_that_holds_and_a_certificate()
    {
        var person = TestPeople.Person();
        (person["fins"], person["subjectId"]) = ("CANARYF17", "CANARYS18");
        var (id, card, photo) = await LiveAsync(person);
        using var searching = new Caller(_host.As("Field.Officer"));
        foreach (var key in new[] { "fins", "subjectId", "aNumber" })
        {
            Assert.Single((await searching.PostAsync("/api/v1/searches", new JsonObject { [key] = Text(person, key), ["purpose"] = "cardService" })).Is(200).Json["candidates"]!.AsArray());
        }

        var other = await TestPeople.IssueAsync(_host);
        var (entry, otherEntry) = (await EntryAsync(card), await EntryAsync(other));
        await _host.RunTimerAsync("CopyDocketKeys");
        await _host.RunTimerAsync("ArchiveJournal");
        string[] canary = [Text(person, "aNumber"), Text(person, "name"), Text(person, "latinName"), Text(person, "mobile"), "CANARYF17", "CANARYS18", "1990-02-28", "estoy en el hospital", "H-canary"];

        await EraseAsync(id);

        Assert.Equal("invalid not-on-record", await VerdictAsync("Field.Officer", card));
        Assert.Equal("invalid not-on-record", await VerdictAsync("Partner.Verifier", card));
        Assert.Equal("invalid not-on-record", await VerdictAsync(null, card));
        Assert.Equal("valid ", await VerdictAsync("Field.Officer", other));
        using var officer = new Caller(_host.As("Enrollment.Officer"));
        (await officer.GetAsync($"/api/v1/cardholders/{id}")).IsProblem(404, "no-such-cardholder");

        using var auditor = new Caller(_host.As("Docket.Auditor"));
        var journal = (await auditor.GetAsync($"/api/v1/cardholders/{id}/journal")).Is(200).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());
        Assert.Empty(journal["events"]!.AsArray());
        Assert.NotNull(journal["erasedAt"]);
        var check = await new CheckArchive(new(_world.Blobs)).ExecuteAsync(default);
        Assert.Empty(check.Broken);

        // The published lists say so to those who check without a network, and go on saying it whenever they are built anew.
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await _host.RunTimerAsync("PublishStatusLists");
        Assert.Equal(1, await PublishedAsync(entry));
        await _host.RunTimerAsync("CompareStatusLists");
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await _host.RunTimerAsync("PublishStatusLists");
        Assert.Equal((1, 0), (await PublishedAsync(entry), await PublishedAsync(otherEntry)));

        // Until the copies of the wrapped key are gone, the erasure is not certified.
        Assert.Equal("erased", await StateAsync(id));
        for (var day = 0; day < 9; day++)
        {
            Assert.Equal(day < 7 ? "erased" : "certified", await StateAsync(id));
            _host.Clock.Advance(TimeSpan.FromDays(1));
            await _host.RunTimerAsync("CopyDocketKeys");
            await _host.RunTimerAsync("ArchiveJournal");
        }

        Assert.Equal("certified", await StateAsync(id));
        await _host.RunTimerAsync("DropOldRequests");
        AssertNothingReadable([.. canary, Convert.ToBase64String(photo.AsSpan(200, 60))], photo);
        await AssertNothingDecryptableAsync(id);
    }

    [Fact]
    public async Task A_hold_is_above_all_and_two_administrators_are_two_people()
    {
        using var officer = _host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer);
        using var asking = Administrator("1");
        using var approving = Administrator("2");
        var body = new JsonObject { ["cardholderId"] = id, ["reason"] = "order" };

        (await asking.PostAsync("/api/v1/erasures", new JsonObject { ["cardholderId"] = "AAAAAAAAAAAAAAAAAAAAAA", ["reason"] = "order" })).IsProblem(404, "no-such-cardholder");
        (await asking.PostAsync("/api/v1/erasures", new JsonObject { ["cardholderId"] = "nobody", ["reason"] = "whim" })).IsInvalid("cardholderId", "reason");
        (await asking.PutAsync($"/api/v1/cardholders/{id}/hold", new JsonObject { ["reason"] = "whim" })).IsInvalid("reason");
        (await asking.PutAsync("/api/v1/cardholders/AAAAAAAAAAAAAAAAAAAAAA/hold", new JsonObject { ["reason"] = "inquiry" })).IsProblem(404, "no-such-cardholder");

        (await asking.PutAsync($"/api/v1/cardholders/{id}/hold", new JsonObject { ["reason"] = "litigation" })).Is(200);
        (await asking.PostAsync("/api/v1/erasures", body.DeepClone())).IsProblem(409, "docket-on-hold");
        (await asking.DeleteAsync($"/api/v1/cardholders/{id}/hold")).Is(204);
        var approval = (await asking.PostAsync("/api/v1/erasures", body.DeepClone())).Is(202).Headers.Location!.ToString();
        (await asking.PostAsync($"{approval}/approval", new JsonObject())).IsProblem(403, "four-eyes");

        // One that is placed between the request and the approval counts as well.
        (await approving.PutAsync($"/api/v1/cardholders/{id}/hold", new JsonObject { ["reason"] = "inquiry" })).Is(200);
        (await approving.PostAsync($"{approval}/approval", new JsonObject())).IsProblem(409, "docket-on-hold");
        (await officer.GetAsync($"/api/v1/cardholders/{id}")).EnsureSuccessStatusCode();
        (await asking.GetAsync($"/api/v1/erasures/{id}")).IsProblem(404, "no-such-erasure");
        (await approving.DeleteAsync($"/api/v1/cardholders/{id}/hold")).Is(204);
        Assert.Equal("finished", Text((await approving.PostAsync($"{approval}/approval", new JsonObject())).Is(200).Json, "status"));

        (await asking.PostAsync("/api/v1/erasures", body.DeepClone())).IsProblem(409, "docket-erased");
        (await asking.PutAsync($"/api/v1/cardholders/{id}/hold", new JsonObject { ["reason"] = "inquiry" })).IsProblem(404, "no-such-cardholder");
    }

    [Fact]
    public async Task A_hold_that_comes_while_an_erasure_runs_leaves_a_docket_that_a_rebuild_looks_for()
    {
        using var officer = _host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer);
        await _host.RunTimerAsync("CopyDocketKeys");
        using var asking = Administrator("1");
        var approval = (await asking.PostAsync("/api/v1/erasures", new JsonObject { ["cardholderId"] = id, ["reason"] = "order" })).Is(202).Json;
        var approvals = _host.Services.GetRequiredService<ApprovalStore>();
        var pending = (await approvals.FindAsync(Text(approval, "id"), default))!;
        await approvals.ReplaceAsync(pending, pending.Value with { Status = ApprovalStatus.Approved, ApprovedBy = new("Program.Administrator", "2") }, default);
        var list = JsonNode.Parse((await _world.Blobs.FindAsync(ContainerNames.DocketKeys, "list.json", default))!.Content.Span)!;
        list["erased"] = new JsonArray(new JsonObject { ["docket"] = id, ["at"] = "2026-01-01T00:00:00Z" });
        var stored = (await _world.Blobs.FindAsync(ContainerNames.DocketKeys, "list.json", default))!;
        await _world.Blobs.ReplaceAsync(ContainerNames.DocketKeys, "list.json", new(Encoding.UTF8.GetBytes(list.ToJsonString()), "application/json"), stored.Version, default);
        (await asking.PutAsync($"/api/v1/cardholders/{id}/hold", new JsonObject { ["reason"] = "litigation" })).Is(200);

        await _host.RunTimerAsync("ContinueApprovals");

        var after = JsonNode.Parse((await _world.Blobs.FindAsync(ContainerNames.DocketKeys, "list.json", default))!.Content.Span)!;
        Assert.Empty(after["erased"]?.AsArray() ?? []);
        (await officer.GetAsync($"/api/v1/cardholders/{id}")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Whoever_said_stop_is_texted_no_more_and_may_be_enrolled_anew()
    {
        var person = TestPeople.Person();
        using var officer = _host.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer, person);
        var phones = _host.Services.GetRequiredService<Phones>();
        await phones.ChangeAsync(Text(person, "mobile"), phone => phone.WithOptOut(new(NodaTime.Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()), "in-1")), default);

        await EraseAsync(id);
        var again = await TestPeople.EnrollAsync(officer, (JsonObject)person.DeepClone());

        Assert.NotEqual(id, again);
        Assert.True((await phones.FindAsync(Text(person, "mobile"), default)).IsOptedOut);
    }

    [Fact]
    public async Task A_fault_at_any_call_leaves_a_docket_that_is_whole_or_on_its_way_and_the_timer_ends_it()
    {
        await using var tapped = await TappedHost.StartAsync();
        var (host, world) = (tapped.Host, tapped.World!);
        using var asking = new Caller(host.As("Program.Administrator", "1"));
        using var approving = new Caller(host.As("Program.Administrator", "2"));
        await FaultProof.AtEveryCallAsync(
            tapped,
            async () =>
            {
                var person = TestPeople.Person();
                (person["fins"], person["subjectId"]) = ($"F{Text(person, "aNumber")}", $"S{Text(person, "aNumber")}");
                var id = Text(await TestPeople.IssueAsync(host, person), "cardholderId");
                using var officer = new Caller(host.As("Enrollment.Officer"));
                (await officer.PutAsync($"/api/v1/cardholders/{id}/pin", new JsonObject { ["pin"] = "73920518" })).Is(204);
                await host.RunTimerAsync("CopyDocketKeys");
                var request = await asking.PostAsync("/api/v1/erasures", new JsonObject { ["cardholderId"] = id, ["reason"] = "order" });
                return (Id: id, Approval: request.Is(202).Headers.Location!.ToString());
            },
            ready => approving.PostAsync($"{ready.Approval}/approval", new JsonObject()),
            async (ready, first, fault) =>
            {
                Assert.True(first.Status == 200 || first.Status == 503 && FaultProof.IsTold(fault), $"{first.Status}");
                await approving.PostAsync($"{ready.Approval}/approval", new JsonObject());
                await host.RunTimerAsync("ContinueApprovals");
                Assert.Equal("erased", Text((await asking.GetAsync($"/api/v1/erasures/{ready.Id}")).Is(200).Json, "state"));
                Assert.All(
                    world.Tables.RowsOf(TableNames.Dockets).Where(row => row.Partition == ready.Id),
                    row => Assert.True(row.Row.WrappedKey.IsEmpty && row.Row.Key[0] == '~', row.Row.Key));
                Assert.DoesNotContain(
                    new[] { TableNames.Lookups, TableNames.Issued, TableNames.CourtDays, TableNames.OfficeDays, TableNames.Due, TableNames.Seats, TableNames.SignIns },
                    table => world.Tables.RowsOf(table).Any(row => row.Partition == ready.Id || row.Row.Key.Contains(ready.Id, StringComparison.Ordinal) || row.Row.Json.Contains(ready.Id, StringComparison.Ordinal)));

                // No rebuild takes the copies of its key into account any more.
                var list = (await world.Blobs.FindAsync(ContainerNames.DocketKeys, "list.json", default))!;
                Assert.Single(JsonNode.Parse(list.Content.Span)!["erased"]!.AsArray(), erased => Text(erased!, "docket") == ready.Id);
            });
    }

    /// <summary>A person with everything that a person can have.</summary>
    private async Task<(string Id, JsonObject Card, byte[] Photo)> LiveAsync(JsonObject person)
    {
        using var officer = new Caller(_host.As("Enrollment.Officer"));
        var card = await TestPeople.IssueAsync(_host, person);
        var id = Text(card, "cardholderId");
        var photo = (await officer.Client.GetByteArrayAsync($"/api/v1/cardholders/{id}/photo")).ToArray();
        await TestPeople.TakeOtherPhotoAsync(officer.Client, id);
        await TestDocuments.AddAsync(officer, id, TestPdf.Of(1));
        await TestHearings.CourtAsync(_host, "CAN", "America/New_York", TestHost.RegistrarId);
        using var registrar = new Caller(_host.As("Court.Registrar"));
        (await registrar.PutAsync("/api/v1/hearings/H-canary", new JsonObject
        {
            ["aNumber"] = Text(person, "aNumber"),
            ["sourceVersion"] = 1,
            ["courtId"] = "CAN",
            ["start"] = "2031-03-04T09:00",
            ["kind"] = "master",
        })).Is(200);
        (await officer.PutAsync($"/api/v1/cardholders/{id}/pin", new JsonObject { ["pin"] = "73920518" })).Is(204);
        await TestInbox.RaiseAsync(_host, id);
        await VerdictAsync("Field.Officer", card);
        await VerdictAsync("Partner.Verifier", card);
        return (id, card, photo);
    }

    private async Task EraseAsync(string id)
    {
        using var asking = Administrator("1");
        using var approving = Administrator("2");
        var request = await asking.PostAsync("/api/v1/erasures", new JsonObject { ["cardholderId"] = id, ["reason"] = "retention-ended" });
        var approved = await approving.PostAsync($"{request.Is(202).Headers.Location}/approval", new JsonObject());
        Assert.Equal("finished", Text(approved.Is(200).Json, "status"));
    }

    private async Task<string> VerdictAsync(string? role, JsonObject card)
    {
        using var caller = new Caller(_host.As(role));
        var json = (await caller.PostAsync("/api/v1/verifications", new JsonObject { ["credential"] = Text(card, "credential") }, "")).Is(200).Json;
        return $"{Text(json, "verdict")} {string.Join(' ', json["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()))}";
    }

    private async Task<string> StateAsync(string id)
    {
        using var auditor = new Caller(_host.As("Docket.Auditor"));
        return Text((await auditor.GetAsync($"/api/v1/erasures/{id}")).Is(200).Json, "state");
    }

    private async Task<int> PublishedAsync(Card card)
    {
        var options = _host.Services.GetRequiredService<CardOptions>();
        return (await _host.PackAsync()).TrustFor("officer").ListAt(options.StatusListUri(card.StatusList))!.List[card.StatusIndex];
    }

    private async Task<Card> EntryAsync(JsonObject card) => Assert.Single((await TestCheckIns.DocketAsync(_host, Text(card, "cardholderId"))).Cards);

    private void AssertNothingReadable(IEnumerable<string> canary, byte[] photo)
    {
        var stored = TableNames.All.SelectMany(table => _world.Tables.RowsOf(table).Select(row =>
                (Where: $"{table} {row.Partition} {row.Row.Key}", Bytes: (byte[])[.. Encoding.UTF8.GetBytes($"{row.Partition} {row.Row.Key} {row.Row.Json}"), .. row.Row.Sealed.Span])))
            .Concat(_world.Blobs.All().Select(blob => (Where: $"{blob.Container} {blob.Name}", Bytes: (byte[])[.. Encoding.UTF8.GetBytes(blob.Name), .. Inflated(blob.Blob.Content)])))
            .ToList();
        Assert.True(stored.Count > 50);
        foreach (var text in canary)
        {
            byte[][] forms = [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.UTF8.GetBytes(System.Text.Json.JsonEncodedText.Encode(text).ToString())];
            Assert.DoesNotContain(stored, each => forms.Any(form => each.Bytes.AsSpan().IndexOf(form) >= 0));
        }

        Assert.DoesNotContain(stored, each => each.Bytes.AsSpan().IndexOf(photo.AsSpan(200, 64)) >= 0);
    }

    private static byte[] Inflated(ReadOnlyMemory<byte> content)
    {
        if (content.Span is not [0x1F, 0x8B, ..])
            return content.ToArray();
        using var packed = new System.IO.Compression.GZipStream(new MemoryStream(content.ToArray()), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream inflated = new();
        packed.CopyTo(inflated);
        return inflated.ToArray();
    }

    /// <summary>Every key that is left anywhere is tried on every row that is left of the docket.</summary>
    private async Task AssertNothingDecryptableAsync(string docket)
    {
        Assert.True(CardholderId.TryParse(docket, out var id));
        var wrapped = _world.Tables.RowsOf(TableNames.Dockets).Select(row => row.Row.WrappedKey.ToArray()).Where(key => key.Length > 0)
            .Concat(_world.Blobs.All().Where(blob => blob.Container == ContainerNames.DocketKeys).SelectMany(blob => Windows(blob.Blob.Content.ToArray())))
            .DistinctBy(Convert.ToBase64String)
            .ToList();
        Assert.NotEmpty(wrapped);
        var keys = new DocketKeys(new ShardKeys(_world.Tables, new InMemoryShardKeyVault(), new(new byte[32]), TimeProvider.System), TimeProvider.System);
        List<DocketKey> opened = [];
        foreach (var key in wrapped)
        {
            try
            {
                opened.Add(await keys.OpenAsync(id, key, default));
            }
            catch (UnreadableException)
            {
            }
        }

        Assert.Empty(opened);
        Assert.Contains(_world.Tables.RowsOf(TableNames.Dockets), row => row.Partition == docket);
    }

    // A record is the docket's ID and its wrapped key.
    private static IEnumerable<byte[]> Windows(byte[] part) => part.Length % 80 == 0 ? part.Chunk(80).Select(record => record[16..]) : [];

    private Caller Administrator(string person) => new(_host.As("Program.Administrator", person));

    private static string Text(JsonNode json, string member) => json[member]!.GetValue<string>();
}
