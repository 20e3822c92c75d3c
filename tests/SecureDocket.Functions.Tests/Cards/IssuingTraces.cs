using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Counts what issuing uses up, and holds the world after it against what it should be.</summary>
internal sealed class IssuingTraces(TappedHost host)
{
    private static readonly string[] s_history =
        ["cardholder-enrolled", "photo-attached", "clearance-recorded", "card-intended", "card-issued"];

    private int _issued;
    private int _entries;

    public static HttpRequestMessage Request(TappedHost host, string id, string key) => TestPeople.IssueRequest(id, host.Host.SiteId, key);

    /// <summary>A person who lacks nothing but the card; what is used up is counted from here.</summary>
    public async Task<string> PrepareAsync()
    {
        host.Tap.Restart();
        using var officer = host.Host.As("Enrollment.Officer");
        var id = await TestPeople.PrepareAsync(officer);
        _issued = await IssuedBySiteAsync();
        _entries = (await EntriesAsync()).Count;
        return id;
    }

    /// <summary>Exactly one card came of it, and every trace agrees.</summary>
    public async Task AssertOneAsync(string id, TestAnswer answer, string key)
    {
        host.Tap.Restart();
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.True(CardholderId.TryParse(id, out var cardholder));

        var card = Assert.Single((await host.Host.Services.GetRequiredService<DocketStore>().LoadAsync(cardholder, default))!.Cards);
        Assert.Equal(CardStatus.Active, card.Status);
        Assert.Equal(card.Number.ToPrinted(), answer.Json["cardNumber"]!.GetValue<string>());
        Assert.Equal(_issued + 1, await IssuedBySiteAsync());
        var entries = await EntriesAsync();
        Assert.Equal(_entries + 1, entries.Count);
        Assert.Single(entries, entry => entry.Key == $"{card.StatusIndex:D7}");

        await AssertJournalAsync(id);
        await AssertValidAsync(card.Number.ToString());
        using var repetition = Request(host, id, key);
        Assert.Equal(answer, await host.SendAsync("Enrollment.Officer", repetition));
        Assert.Equal(_issued + 1, await IssuedBySiteAsync());
    }

    /// <summary>The site counts exactly this many cards more than before the last person came, and the status list holds as many.</summary>
    public async Task AssertIssuedAsync(int cards)
    {
        Assert.Equal(_issued + cards, await IssuedBySiteAsync());
        Assert.Equal(_entries + cards, (await EntriesAsync()).Count);
    }

    private async Task AssertJournalAsync(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{id}/journal");
        var journal = (await host.SendAsync("Docket.Auditor", request)).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());
        Assert.Equal(s_history, journal["events"]!.AsArray().Select(link => link!["kind"]!.GetValue<string>()));
    }

    private async Task AssertValidAsync(string number)
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cards/{number}");
        var credential = (await host.SendAsync("Enrollment.Officer", get)).Json["credential"]!.GetValue<string>();
        using var verify = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications")
        {
            Content = TestHost.Json(new JsonObject { ["credential"] = credential }),
        };
        Assert.Equal("valid", (await host.SendAsync("Field.Officer", verify)).Json["verdict"]!.GetValue<string>());
    }

    private async Task<int> IssuedBySiteAsync() =>
        (await host.Host.Services.GetRequiredService<SiteStore>().FindAsync(host.Host.SiteId, default))!.Value.Issued;

    private Task<IReadOnlyList<Row>> EntriesAsync() =>
        host.Host.Services.GetRequiredService<ITables>().RangeAsync(TableNames.StatusIndex, host.StatusList, "", "~", 10_000, default);
}
