using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Archive;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Reminders;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Recovery.Tests;

/// <summary>Tables that are lost, and rebuilt from the archive.</summary>
public sealed partial class RebuildTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private readonly InMemoryBlobs _blobs = new();

    // As long as no reminder of these days is sent after the archive ended.
    private static readonly DateTimeOffset s_longAgo = Life.Start - TimeSpan.FromDays(1);

    private InMemoryTables _tables = null!;
    private TestHost _host = null!;
    private Life _life = null!;

    public async Task InitializeAsync()
    {
        _host = await StartAsync(null);
        _tables = (InMemoryTables)_host.Services.GetRequiredService<ITables>();
        _life = new(_host);
        await _life.LiveAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_rebuilt_tables_are_those_that_were_lost()
    {
        await _life.ArchiveAsync();
        var rebuilt = new InMemoryTables(clock: _host.Clock);

        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Value!;

        Assert.Equal((4, 0, 0), (report.Dockets, report.BrokenCount, report.Unknown));
        Assert.Equal(_host.Clock.GetUtcNow(), report.WholeUntil);
        foreach (var table in (string[])
            [
                TableNames.Dockets, TableNames.Lookups, TableNames.Issued, TableNames.CourtDays, TableNames.StatusIndex,
                TableNames.Keys, TableNames.Phones, TableNames.Approvals, TableNames.Places, TableNames.SignIns, TableNames.Searches,
            ])
        {
            Assert.Equal(Rows(_tables, table), Rows(rebuilt, table));
            Assert.True(Rows(rebuilt, table).Count > 0 || table == TableNames.Approvals, table);
        }

        // Seats, due times and offices' days say when they were written; what they lead to is the same.
        Assert.Equal(Keys(_tables, TableNames.Seats), Keys(rebuilt, TableNames.Seats));
        Assert.Equal(Keys(_tables, TableNames.OfficeDays), Keys(rebuilt, TableNames.OfficeDays));
        Assert.NotEmpty(Keys(rebuilt, TableNames.OfficeDays));
        Assert.Equal(Open(_tables), Open(rebuilt).Except(Accepted()));
        Assert.Equal(3, Keys(rebuilt, TableNames.StatusChanges).Count);
    }

    [Fact]
    public async Task A_disclosure_or_an_event_that_is_gone_from_the_tables_shows_in_the_archive()
    {
        using var auditor = _host.As("Docket.Auditor");
        using var looked = await auditor.GetAsync(new Uri($"/api/v1/cardholders/{_life.DocketKey(1)}/disclosures", UriKind.Relative));
        looked.EnsureSuccessStatusCode();
        await _life.ArchiveAsync();
        var compare = new CompareTables(new(_blobs), _tables, new(_tables), new(_tables));
        Assert.Equal(0, (await compare.ExecuteAsync(default)).MissingCount);
        var rows = _tables.RowsOf(TableNames.Dockets).Where(row => row.Partition == _life.DocketKey(1)).Select(row => row.Row).ToList();
        var disclosure = rows.First(row => row.Key.StartsWith("~disclosure|", StringComparison.Ordinal)).Key;
        await _tables.CommitAsync(TableNames.Dockets, _life.DocketKey(1), [RowWrite.Delete(disclosure, null)], default);
        var changed = rows.Single(row => row.Key == "~event|0000000002");
        await _tables.CommitAsync(TableNames.Dockets, _life.DocketKey(1), [new(RowWriteKind.Put, changed.Key, "", null) { Sealed = changed.Sealed[..^1] }], default);

        var found = await compare.ExecuteAsync(default);

        Assert.Equal([$"{_life.DocketKey(1)} {disclosure}", $"{_life.DocketKey(1)} ~event|0000000002"], found.Missing);
        Assert.Equal(2, found.MissingCount);
    }

    [Fact]
    public async Task A_docket_whose_live_rows_were_deleted_shows_in_the_archive_and_one_that_was_erased_does_not()
    {
        await _life.ArchiveAsync();
        await EraseAsync(_life.DocketKey(1));
        var live = _tables.RowsOf(TableNames.Dockets).Where(row => row.Partition == _life.DocketKey(2) && row.Row.Key[0] != '~').Select(row => RowWrite.Delete(row.Row.Key, null));
        await _tables.CommitAsync(TableNames.Dockets, _life.DocketKey(2), [.. live], default);

        var found = await new CompareTables(new(_blobs), _tables, new(_tables), new(_tables)).ExecuteAsync(default);

        Assert.Equal([$"{_life.DocketKey(2)} profile"], found.Missing);
        Assert.Equal(1, found.MissingCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_docket_that_was_erased_is_counted_and_not_looked_for(bool isCertified)
    {
        await _life.ArchiveAsync();
        var key = _life.DocketKey(1);
        await EraseAsync(key);
        for (var day = 0; day < (isCertified ? 9 : 1); day++)
        {
            _host.Clock.Advance(TimeSpan.FromDays(1));
            await _life.ArchiveAsync();
        }

        var rebuilt = new InMemoryTables(clock: _host.Clock);
        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Value!;

        Assert.Equal((3, 1, 0), (report.Dockets, report.Erased, report.BrokenCount));
        Assert.Equal(isCertified, (await Core.Over(rebuilt, _host.Clock).Get<Erasures>().FindAsync(_life.IdOf(1), default))!.CertifiedAt is not null);
        Assert.All(rebuilt.RowsOf(TableNames.Dockets).Where(each => each.Partition == key), each => Assert.True(each.Row.WrappedKey.IsEmpty));
        Assert.DoesNotContain(rebuilt.RowsOf(TableNames.Lookups), each => each.Row.Json.Contains(key, StringComparison.Ordinal) || each.Row.Key == key);
        Assert.Empty((await new CheckArchive(new(_blobs)).ExecuteAsync(default)).Broken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_cards_of_an_erased_docket_are_out_of_force_after_a_rebuild_and_no_other_card_gets_their_entries(bool isArchived)
    {
        await _life.ArchiveAsync();
        var card = (await _life.DocketAsync(0)).Cards.Single();
        await EraseAsync(_life.DocketKey(0));
        await _life.Service<PublishStatusLists>().ExecuteAsync(default);
        if (isArchived)
        {
            await _life.ArchiveAsync();
        }

        var rebuilt = new InMemoryTables(clock: _host.Clock);
        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Value!;
        Assert.Equal((3, 1, 0), (report.Dockets, report.Erased, report.BrokenCount));
        Assert.Equal(Keys(_tables, TableNames.StatusIndex), Keys(rebuilt, TableNames.StatusIndex));

        await using var host = await StartAsync(rebuilt);
        foreach (var list in _life.Service<CardOptions>().StatusLists)
        {
            await host.Services.GetRequiredService<StatusChanges>().AskToRebuildAsync(list, default);
        }

        await host.Services.GetRequiredService<PublishStatusLists>().ExecuteAsync(default);
        Assert.Empty(await host.Services.GetRequiredService<CompareStatusLists>().ExecuteAsync(default));
        var stored = (await host.Services.GetRequiredService<StatusListStore>().FindAsync(card.StatusList, default))!;
        var trust = await host.Services.GetRequiredService<KeyRing>().TrustAsync(default);
        var (published, _) = StatusListToken.Read(stored.Cwt.Span, trust, _life.Service<CardOptions>().StatusListUri(card.StatusList), _host.Clock.GetUtcNow());
        Assert.Equal((int)CardState.Revoked, published!.List[card.StatusIndex]);
    }

    [Fact]
    public async Task A_list_of_copies_from_before_an_erasure_does_not_bring_the_docket_back()
    {
        await _life.ArchiveAsync();
        var before = _blobs.All().Where(blob => blob.Container == ContainerNames.DocketKeys).ToList();
        await EraseAsync(_life.DocketKey(1));
        _host.Clock.Advance(TimeSpan.FromHours(1));
        await _life.ArchiveAsync();
        foreach (var (container, name, blob) in before)
        {
            await _blobs.DeleteAsync(container, name, default);
            await _blobs.AddAsync(container, name, blob, default);
        }

        var rebuilt = new InMemoryTables(clock: _host.Clock);
        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Value!;

        Assert.Equal((3, 1, 0), (report.Dockets, report.Erased, report.BrokenCount));
        Assert.All(rebuilt.RowsOf(TableNames.Dockets).Where(each => each.Partition == _life.DocketKey(1)), each => Assert.True(each.Row.WrappedKey.IsEmpty));
    }

    [Fact]
    public async Task A_hearing_s_id_that_was_taken_from_a_docket_is_the_other_one_s_in_the_rebuilt_tables()
    {
        using var officer = _host.As("Enrollment.Officer");
        var (wrong, right) = (TestPeople.Person(), TestPeople.Person());
        Assert.True(CardholderId.TryParse(await TestPeople.EnrollAsync(officer, wrong), out var id));
        await TestPeople.EnrollAsync(officer, right);
        await _life.PutHearingAsync("H-taken", wrong, "2030-06-19T14:00");
        var released = await _host.Services.GetRequiredService<ReleaseHearingId>().ExecuteAsync(
            "H-taken", id, VersionMatch.Any, "test", new("Program.Administrator", "test"), default);
        Assert.False(released.IsRefused);
        await _life.PutHearingAsync("H-taken", right, "2030-06-20T14:00");
        await _life.ArchiveAsync();
        var rebuilt = new InMemoryTables(clock: _host.Clock);

        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Value!;

        Assert.Equal((6, 0), (report.Dockets, report.BrokenCount));
        Assert.Equal(Rows(_tables, TableNames.Lookups), Rows(rebuilt, TableNames.Lookups));
        Assert.Equal(Rows(_tables, TableNames.Dockets), Rows(rebuilt, TableNames.Dockets));
    }

    [Fact]
    public async Task The_rebuilt_system_goes_on_and_texts_nobody_twice()
    {
        await _life.ArchiveAsync();
        var verdicts = await _life.VerdictsAsync(_life.Credentials);
        var notices = _host.Sms.Left.Count;
        Assert.Equal(["Valid", "Invalid", "Invalid", "Invalid"], verdicts.Select(verdict => verdict.Split(' ')[0]));

        // The week before: sent by the lost system, and not in its archive.
        await _life.PassAsync(TimeSpan.FromHours(60), 60);
        var lost = _host.Sms.Left.Count;
        Assert.True(lost > notices);

        var rebuilt = new InMemoryTables(clock: _host.Clock);
        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(_host.Clock.GetUtcNow(), null, default)).Value!;

        // Those that left, and the one that the lost system kept from a phone that had said STOP.
        Assert.Equal(lost - notices + 1, report.Unknown);

        await using var second = await StartAsync(rebuilt);
        var after = new Life(second);
        Assert.Equal(verdicts, await after.VerdictsAsync(_life.Credentials));
        for (var hour = 0; hour < 12 * 24; hour++)
        {
            await _life.PassAsync(TimeSpan.Zero, 60);
            _host.Clock.Advance(TimeSpan.FromHours(1));
            await after.Service<SendDueReminders>().ExecuteAsync(default);
        }

        var tags = _host.Sms.Left.Select(left => left.Message.Tag).ToList();
        Assert.Equal(tags.Count, tags.Distinct().Count());
        Assert.True(tags.Count > lost, "What is due later is sent.");

        // The archive goes on, over the same chain.
        Assert.True((await after.ArchiveAsync()).IsDone);
        Assert.Empty((await new CheckArchive(new(_blobs)).ExecuteAsync(default)).Broken);
    }

    [Fact]
    public async Task What_fell_due_while_the_system_was_away_is_sent_when_it_is_back()
    {
        await _life.ArchiveAsync();
        var stopped = _host.Clock.GetUtcNow();
        _host.Clock.Advance(TimeSpan.FromHours(53));
        var rebuilt = new InMemoryTables(clock: _host.Clock);

        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(stopped, null, default)).Value!;
        Assert.Equal(0, report.Unknown);

        await using var second = await StartAsync(rebuilt);
        var before = _host.Sms.Left.Count;
        Assert.True(await second.Services.GetRequiredService<SendDueReminders>().ExecuteAsync(default) > 0);
        Assert.True(_host.Sms.Left.Count > before);
    }

    [Fact]
    public async Task A_card_revoked_after_the_archive_ended_is_suspended_until_people_have_looked()
    {
        await _life.ArchiveAsync();
        await _life.RevokeFirstAsync();
        var rebuilt = new InMemoryTables(clock: _host.Clock);

        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Value!;
        await using var second = await StartAsync(rebuilt);

        Assert.Equal((1, 4), (report.Suspended, report.StatusLists));
        Assert.StartsWith("Invalid suspended", (await new Life(second).VerdictsAsync(_life.Credentials))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_call_fails_the_next_run_completes_the_rebuild()
    {
        await _life.ArchiveAsync();
        var stopped = _host.Clock.GetUtcNow() + TimeSpan.FromDays(3);
        var whole = new InMemoryTables(clock: _host.Clock);
        await _life.RebuildInto(whole).ExecuteAsync(stopped, null, default);
        for (var (call, failed) = (0, true); failed; call += 2)
        {
            foreach (var fault in FaultProof.Faults)
            {
                var rebuilt = new InMemoryTables(clock: _host.Clock);
                var tap = new StorageTap();
                var faulty = tap.Over(rebuilt);
                tap.FailAt(call, fault);
                failed = await Record.ExceptionAsync(() => _life.RebuildInto(faulty).ExecuteAsync(stopped, null, default)) is DependencyUnavailableException;
                failed |= tap.Requests.Count > call;
                tap.Restart();
                var again = await _life.RebuildInto(faulty).ExecuteAsync(stopped, null, default);

                // Nothing is left to do when only the last answer was lost, or nothing failed.
                Assert.True(!again.IsRefused || again.Refusals[0].Code == "rebuilt-already");
                Assert.True(failed || again.IsRefused);
                foreach (var table in TableNames.All.Except([TableNames.Watermarks]))
                    Assert.Equal(Keys(whole, table), Keys(rebuilt, table));
                Assert.Equal(Live(whole), Live(rebuilt));
            }
        }
    }

    [Theory]
    [InlineData("changed", 4)]
    [InlineData("cut", 3)]
    [InlineData("not encrypted", 3)]
    public async Task A_docket_whose_journal_was_tampered_with_is_put_aside_and_no_other(string how, long seenWithoutKey)
    {
        var key = _life.DocketKey(1);
        var row = (await _tables.FindAsync(TableNames.Dockets, new(key, "~event|0000000003"), default))!;
        byte[] changed = [.. row.Sealed.ToArray()];
        changed[^20] ^= 1;
        var write = how switch
        {
            "changed" => new RowWrite(RowWriteKind.Put, row.Key, "", null) { Sealed = changed },
            "cut" => new RowWrite(RowWriteKind.Put, row.Key, "", null) { Sealed = row.Sealed[..30] },
            _ => RowWrite.Put(row.Key, """{"kind":"clearance-recorded"}"""),
        };
        await _tables.CommitAsync(TableNames.Dockets, key, [write], default);
        await _life.ArchiveAsync();
        var rebuilt = new InMemoryTables(clock: _host.Clock);

        var check = await new CheckArchive(new(_blobs)).ExecuteAsync(default);
        var report = (await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Value!;

        // Without the key, an event that was changed shows only in the one after it.
        Assert.Equal([new BrokenJournal(key, seenWithoutKey)], check.Broken);
        Assert.Equal([new BrokenJournal(key, 3)], report.Broken);
        Assert.Equal((3, 1), (report.Dockets, report.BrokenCount));
        Assert.All(rebuilt.RowsOf(TableNames.Dockets).Where(each => each.Partition == key), each => Assert.StartsWith("~", each.Row.Key, StringComparison.Ordinal));
        Assert.Single(rebuilt.RowsOf(TableNames.Quarantine));

        // Its card's entry is still no other card's.
        Assert.Equal(Rows(_tables, TableNames.StatusIndex), Rows(rebuilt, TableNames.StatusIndex));
        Assert.Equal(Rows(_tables, TableNames.Dockets, but: key), Rows(rebuilt, TableNames.Dockets, but: key));
    }

    [Fact]
    public async Task Tables_that_hold_anything_are_left_alone()
    {
        await _life.ArchiveAsync();
        var before = TableNames.All.Sum(table => _tables.RowsOf(table).Count);

        var refused = await _life.RebuildInto(_tables).ExecuteAsync(s_longAgo, null, default);

        Assert.Equal("not-empty", Assert.Single(refused.Refusals).Code);
        Assert.Equal(before, TableNames.All.Sum(table => _tables.RowsOf(table).Count));
    }

    [Fact]
    public async Task An_empty_archive_is_refused_and_the_tables_stay_empty()
    {
        var rebuilt = new InMemoryTables(clock: _host.Clock);

        var refused = await _life.RebuildInto(rebuilt, new InMemoryBlobs()).ExecuteAsync(s_longAgo, null, default);

        Assert.Equal("empty-archive", Assert.Single(refused.Refusals).Code);
        Assert.All(TableNames.All, table => Assert.Empty(rebuilt.RowsOf(table)));
    }

    [Fact]
    public async Task What_was_rebuilt_is_not_rebuilt_again()
    {
        await _life.ArchiveAsync();
        var rebuilt = new InMemoryTables(clock: _host.Clock);
        Assert.False((await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).IsRefused);

        Assert.Equal("rebuilt-already", Assert.Single((await _life.RebuildInto(rebuilt).ExecuteAsync(s_longAgo, null, default)).Refusals).Code);
    }

    /// <summary>A system over tables in memory; a second one has the first one's secret, keys, clock and phones.</summary>
    private Task<TestHost> StartAsync(InMemoryTables? tables) => TestHost.StartAsync(
        azurite,
        services =>
        {
            services.AddSingleton<IBlobs>(_blobs);
            if (tables is null)
            {
                services.AddSingleton<ITables>(provider => new InMemoryTables(clock: provider.GetRequiredService<TimeProvider>()));
                return;
            }

            services.AddSingleton<ITables>(tables).Share(_host);
        },
        new Dictionary<string, string?> { ["SecureDocket:LookupSecret"] = Convert.ToBase64String(new byte[32]) });

    private static List<string> Rows(InMemoryTables tables, string table, string? but = null) =>
        [.. (table == TableNames.Dockets ? Decrypted(tables, but) : tables.RowsOf(table)).Select(row => $"{row.Partition} {row.Row.Key} {row.Row.Json}").Order(StringComparer.Ordinal)];

    /// <summary>The rows of the dockets; each encryption gives other bytes, and with them another hash over all rows.</summary>
    private static IEnumerable<(string Partition, Row Row)> Decrypted(InMemoryTables tables, string? but) => tables.OpenRows(but).Select(row =>
        (row.Partition, row.Row with { Json = RowsHash().Replace(row.Row.Json, "") }));

    [GeneratedRegex("\"rows\":\"[^\"]*\",?")]
    private static partial Regex RowsHash();

    private async Task EraseAsync(string docket)
    {
        using var asking = _host.As("Program.Administrator", "1");
        using var approving = _host.As("Program.Administrator", "2");
        var approval = await SendAsync(asking, "/api/v1/erasures", new() { ["cardholderId"] = docket, ["reason"] = "order" });
        await SendAsync(approving, $"/api/v1/approvals/{approval["id"]}/approval", []);
    }

    private static async Task<JsonObject> SendAsync(HttpClient client, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = TestHost.Json(body), Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } } };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)!.AsObject() : throw new InvalidOperationException(text);
    }

    private static List<string> Keys(InMemoryTables tables, string table) =>
        [.. tables.RowsOf(table).Select(row => $"{row.Partition} {row.Row.Key}").Order(StringComparer.Ordinal)];

    /// <summary>The live rows but for the profile, whose head hangs on random ids.</summary>
    private static List<string> Live(InMemoryTables tables) =>
        [.. Rows(tables, TableNames.Dockets).Where(row => !row.Contains(" ~", StringComparison.Ordinal) && !row.Contains(" profile ", StringComparison.Ordinal))];

    private static List<string> Open(InMemoryTables tables) =>
        [.. tables.RowsOf(TableNames.Due).Select(row => row.Row.Key).Where(key => key[0] != '~').Order(StringComparer.Ordinal)];

    /// <summary>The hints by which those without a receipt are met again.</summary>
    private List<string> Accepted() =>
    [
        .. Enumerable.Range(0, 4)
            .SelectMany(person => _life.DocketAsync(person).GetAwaiter().GetResult().Reminders)
            .Where(reminder => reminder.State == ReminderState.Accepted)
            .Select(reminder => string.Create(CultureInfo.InvariantCulture, $"{_host.Clock.GetUtcNow():yyyyMMddHHmmss}|{reminder.Id}")),
    ];
}
