using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Disclosures;
using SecureDocket.Documents;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Documents;

/// <summary>A cardholder fetches their own papers, and the report counts the requests that nobody had to file.</summary>
public sealed class DownloadTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_cardholder_sees_and_opens_what_holds_and_nobody_else_s()
    {
        await using var host = await TappedHost.StartAsync();
        var (id, documents) = await AddAsync(host, 2);
        var (stranger, _) = await AddAsync(host, 1);
        await WithdrawAsync(host, id, documents[0]);
        var view = host.Host.Services.GetRequiredService<ViewDocuments>();
        Assert.Equal([documents[1]], (await view.ExecuteAsync(id, Self(id), default)).Value!.Select(document => document.Id));
        Assert.Equal("no-such-cardholder", (await view.ExecuteAsync(id, Self(stranger), default)).Refusals.Single().Code);

        var open = host.Host.Services.GetRequiredService<ViewDocument>();
        Assert.Equal(TestPdf.Of(2), (await open.ExecuteAsync(id, documents[1], Self(id), OperationId.New(), default)).Value!.Content.ToArray());
        foreach (var (document, actor) in new[] { (documents[0], Self(id)), (documents[1], Self(stranger)), ("x", Self(id)) })
        {
            Assert.Equal("no-such-document", (await open.ExecuteAsync(id, document, actor, OperationId.New(), default)).Refusals.Single().Code);
        }

        var now = NodaTime.Instant.FromDateTimeOffset(host.Host.Clock.GetUtcNow());
        var own = (await host.Host.Services.GetRequiredService<ViewOwnDisclosures>().ExecuteAsync(
            id, now.InZone(NodaTime.DateTimeZoneProviders.Tzdb["America/Chicago"]).Date.ToYearMonth(), null, default)).Value!;
        Assert.DoesNotContain(own.Items, item => item.Role == Actor.CardholderRole);
        var audited = await host.SendAsync("Docket.Auditor", new(HttpMethod.Get, $"/api/v1/cardholders/{id}/disclosures"));
        Assert.Equal(2, audited.Json["disclosures"]!.AsArray().Count(look => look!["role"]!.GetValue<string>() == "Cardholder"));
    }

    [Fact]
    public async Task A_download_costs_four_storage_operations_and_an_officer_s_look_is_none()
    {
        await using var host = await TappedHost.StartAsync();
        var (id, documents) = await AddAsync(host, 1);
        host.Tap.Restart();
        await OpenAsync(host, id, documents[0]);
        Assert.InRange(host.Tap.StorageOperations, 1, 4);

        host.Tap.Restart();
        await host.SendAsync("Field.Officer", new(HttpMethod.Get, $"{TestDocuments.Path(id.ToString())}/{documents[0]}/content"));

        // Two of them count the docket among those that the officer opened.
        Assert.InRange(host.Tap.StorageOperations, 1, 5);
        Assert.Equal((1, 1), await TodayAsync(host));
    }

    [Fact]
    public async Task The_report_counts_downloads_and_documents_by_day_and_names_nobody()
    {
        await using var host = await TappedHost.StartAsync();
        var (id, documents) = await AddAsync(host, 2);
        foreach (var document in new[] { documents[0], documents[0], documents[1] })
        {
            await OpenAsync(host, id, document);
        }

        var first = host.Host.Clock.GetUtcNow();
        host.Host.Clock.Advance(TimeSpan.FromDays(2));
        await OpenAsync(host, id, documents[1]);
        var last = host.Host.Clock.GetUtcNow();

        var report = (await host.SendAsync("Program.Administrator", new(HttpMethod.Get, $"/api/v1/reports/downloads?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}"))).Json;
        Assert.Equal(4, report["downloads"]!.GetValue<int>());
        Assert.Equal(
            [($"{first:yyyy-MM-dd}", 3, 2), ($"{first.AddDays(1):yyyy-MM-dd}", 0, 0), ($"{last:yyyy-MM-dd}", 1, 1)],
            report["days"]!.AsArray().Select(day => (day!["day"]!.GetValue<string>(), day["downloads"]!.GetValue<int>(), day["documents"]!.GetValue<int>())));
        var rows = (await host.Host.Services.GetRequiredService<ITables>().ScanAsync(TableNames.Downloads, "", "~", null, default)).Rows;
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Matches(@"^\d{8}$", row.Partition);
            Assert.Matches("^[0-9a-f]{32}[|][0-9a-f]{32}$", row.Row.Key);
            Assert.Equal("{}", row.Row.Json);
        });
    }

    [Theory]
    [InlineData("from=2026-01-01", "to")]
    [InlineData("from=2026-01-01&to=2026-04-03", "to")]
    [InlineData("from=2026-01-02&to=2026-01-01", "to")]
    [InlineData("from=x&to=9999-12-31", "from", "to")]
    public async Task A_report_of_other_days_is_refused(string query, params string[] fields)
    {
        await using var host = await TappedHost.StartAsync();
        var answer = await host.SendAsync("Docket.Auditor", new(HttpMethod.Get, $"/api/v1/reports/downloads?{query}"));
        Assert.Equal(fields, answer.Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()));
        var longest = await host.SendAsync("Docket.Auditor", new(HttpMethod.Get, "/api/v1/reports/downloads?from=2026-01-01&to=2026-04-02"));
        Assert.Equal(92, longest.Json["days"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_download_that_dies_at_any_call_and_is_repeated_counts_once_and_is_on_record_first(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var (id, documents) = await AddAsync(host, 1);
                return (Id: id, Document: documents[0], Opening: OperationId.New(), Downloads: (await TodayAsync(host)).Downloads);
            },
            ready => Record.ExceptionAsync(() => OpenAsync(host, ready.Id, ready.Document, ready.Opening)),
            async (ready, failure, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault), failure is DependencyUnavailableException);
                await OpenAsync(host, ready.Id, ready.Document, ready.Opening);
                Assert.Equal(ready.Downloads + 1, (await TodayAsync(host)).Downloads);
                var looks = (await host.SendAsync("Docket.Auditor", new(HttpMethod.Get, $"/api/v1/cardholders/{ready.Id}/disclosures"))).Json["disclosures"]!.AsArray();
                Assert.InRange(looks.Count(look => look!["role"]!.GetValue<string>() == "Cardholder"), 1, 2);
            });
        Assert.Equal(4, calls.Count);
    }

    [Theory]
    [InlineData("add", Store.Memory)]
    [InlineData("add", Store.Azurite)]
    [InlineData("withdraw", Store.Memory)]
    [InlineData("withdraw", Store.Azurite)]
    public async Task A_command_that_dies_at_any_call_is_done_once_when_it_is_repeated(string command, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        using var officer = host.Host.As("Enrollment.Officer");
        async Task<TestAnswer> SendAsync(CardholderId id, List<string> documents, string key)
        {
            using var request = command == "add" ? TestDocuments.Request(id.ToString(), TestPdf.Of(5), key) : Withdrawal(id, documents[0], key);
            return await host.SendAsync("Enrollment.Officer", request);
        }

        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () => (Added: await AddAsync(host, command == "add" ? 0 : 1), Key: Guid.NewGuid().ToString()),
            ready => SendAsync(ready.Added.Id, ready.Added.Documents, ready.Key),
            async (ready, first, fault) =>
            {
                var (id, documents) = ready.Added;
                Assert.Equal(FaultProof.IsTold(fault), (int)first.Status == 503);
                Assert.Equal(command == "add" ? 201 : 200, (int)(await SendAsync(id, documents, ready.Key)).Status);
                Assert.Equal(1, await TestDocuments.EventsAsync(host.Host, id.ToString(), command == "add" ? "document-added" : "document-withdrawn"));
                var view = await host.SendAsync("Field.Officer", new(HttpMethod.Get, TestDocuments.Path(id.ToString())));
                var document = Assert.Single(view.Json["documents"]!.AsArray())!;
                Assert.Equal(command == "withdraw", document["withdrawnAt"] is not null);
                if (command == "add")
                {
                    using var content = await officer.GetAsync($"{TestDocuments.Path(id.ToString())}/{document["documentId"]}/content");
                    Assert.Equal(TestPdf.Of(5), await content.Content.ReadAsByteArrayAsync());
                }
            });

        Assert.InRange(calls.Count, 4, 6);
    }

    private static Actor Self(CardholderId id) => new(Actor.CardholderRole, id.ToString());

    private static async Task OpenAsync(TappedHost host, CardholderId id, string document, OperationId? opening = null) => Assert.Empty(
        (await host.Host.Services.GetRequiredService<ViewDocument>().ExecuteAsync(id, document, Self(id), opening ?? OperationId.New(), default)).Refusals);

    private static async Task<(int Downloads, int Documents)> TodayAsync(TappedHost host)
    {
        var today = $"{host.Host.Clock.GetUtcNow():yyyy-MM-dd}";
        var report = (await host.SendAsync("Docket.Auditor", new(HttpMethod.Get, $"/api/v1/reports/downloads?from={today}&to={today}"))).Json;
        return (report["downloads"]!.GetValue<int>(), report["days"]![0]!["documents"]!.GetValue<int>());
    }

    /// <summary>A person with documents of 1, 2 and so on pages.</summary>
    private static async Task<(CardholderId Id, List<string> Documents)> AddAsync(TappedHost host, int count)
    {
        using var officer = host.Host.As("Enrollment.Officer");
        _ = CardholderId.TryParse(await TestPeople.EnrollAsync(officer), out var id);
        List<string> documents = [];
        for (var pages = 1; pages <= count; pages++)
        {
            using var request = TestDocuments.Request(id.ToString(), TestPdf.Of(pages), Guid.NewGuid().ToString());
            documents.Add((await host.SendAsync("Court.Registrar", request)).Json["documentId"]!.GetValue<string>());
        }

        return (id, documents);
    }

    private static HttpRequestMessage Withdrawal(CardholderId id, string document, string key) =>
        new(HttpMethod.Post, $"{TestDocuments.Path(id.ToString())}/{document}/withdrawal")
        {
            Content = TestHost.Json(new JsonObject { ["reason"] = "wrong-person" }),
            Headers = { { "Idempotency-Key", key } },
        };

    private static async Task WithdrawAsync(TappedHost host, CardholderId id, string document)
    {
        using var request = Withdrawal(id, document, Guid.NewGuid().ToString());
        Assert.Equal(200, (int)(await host.SendAsync("Enrollment.Officer", request)).Status);
    }
}
