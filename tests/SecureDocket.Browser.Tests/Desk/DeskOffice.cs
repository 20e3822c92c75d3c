using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Browser.Tests.Desk;

/// <summary>An office of its own, where it is a little after six in the morning whenever the tests run, and those who come to it.</summary>
internal sealed class DeskOffice
{
    private static readonly string[] s_days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private static readonly Actor s_officer = new("Field.Officer", "desk-tests");

    private static int s_office = Random.Shared.Next(1_000_000);
    private static int s_name = Random.Shared.Next(1_000_000);

    private readonly TestHost _host;
    private Docket? _pattern;

    private DeskOffice(TestHost host, string id, string zone)
    {
        (_host, Id, Zone) = (host, id, DateTimeZoneProviders.Tzdb[zone]);
        Today = Now.InZone(Zone).Date;
    }

    public string Id { get; }

    public LocalDate Today { get; }

    private DateTimeZone Zone { get; }

    private Instant Now => Instant.FromDateTimeOffset(_host.Clock.GetUtcNow());

    private DocketStore Dockets => _host.Services.GetRequiredService<DocketStore>();

    public static async Task<DeskOffice> OpenAsync(TestHost host)
    {
        var ahead = 6 - host.Clock.GetUtcNow().Hour;
        ahead += ahead < -12 ? 24 : 0;

        // A zone of this name has the sign turned round.
        var zone = ahead switch { 0 => "Etc/GMT", > 0 => $"Etc/GMT-{ahead}", _ => $"Etc/GMT+{-ahead}" };
        var id = $"D{Interlocked.Increment(ref s_office) % 10_000_000}";
        using var administrator = host.As("Program.Administrator");
        using var answer = await administrator.PutAsync($"/api/v1/offices/{id}", TestHost.Json(new JsonObject
        {
            ["name"] = $"Field Office {id}",
            ["address"] = "2 Sample Plaza",
            ["phone"] = "1-800-555-0100",
            ["timeZone"] = zone,
            ["openingHours"] = new JsonArray([.. s_days.Select(day => JsonValue.Create($"{day} 08:00-20:00"))]),
            ["slotMinutes"] = 30,
            ["seatsPerSlot"] = 2,
        }));
        answer.EnsureSuccessStatusCode();
        return new(host, id, zone);
    }

    /// <summary>People with cards who are to come, or did not come: copies of one docket with names of their own, which is all that a list needs.</summary>
    /// <param name="count">How many.</param>
    /// <param name="start">When each comes; every half an hour of today from eight on, two at a time, unless given.</param>
    /// <param name="status">What became of it.</param>
    public async Task<IReadOnlyList<Visitor>> PeopleAsync(int count, Func<int, LocalDateTime>? start = null, CheckInStatus status = CheckInStatus.Booked)
    {
        _pattern ??= await LoadAsync((await TestPeople.IssueAsync(_host))["cardholderId"]!.GetValue<string>());
        var visitors = new Visitor[count];
        for (var at = 0; at < count; at++)
            visitors[at] = await CopyAsync(_pattern, start?.Invoke(at) ?? (Today + new LocalTime(8, 0)).PlusMinutes(30 * (at / 2 % 24)), status);
        return visitors;
    }

    /// <summary>Books somebody who has a docket.</summary>
    public async Task<Visitor> BookAsync(JsonObject card, LocalTime time)
    {
        var docket = await LoadAsync(card["cardholderId"]!.GetValue<string>());
        return await CommitAsync(docket, card["cardNumber"]!.GetValue<string>(), Today + time, CheckInStatus.Booked);
    }

    /// <summary>The check-in as it is stored.</summary>
    public async Task<CheckIn> CheckInAsync(Visitor visitor) => (await LoadAsync(visitor.Id)).CheckIns.Single(checkIn => checkIn.Id == visitor.CheckInId);

    /// <summary>What a colleague does over the API.</summary>
    public async Task ActAsync(Visitor visitor, string act, JsonObject body)
    {
        using var colleague = _host.As("Field.Officer", "8");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Path(visitor)}/{act}")
        {
            Content = TestHost.Json(body),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        using var answer = await colleague.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What a colleague makes of a miss.</summary>
    public async Task JudgeAsync(Visitor visitor, JsonObject judgement)
    {
        using var colleague = _host.As("Field.Officer", "8");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path(visitor)}/judgement") { Content = TestHost.Json(judgement), Headers = { { "If-Match", "*" } } };
        using var answer = await colleague.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static string Path(Visitor visitor) => $"/api/v1/cardholders/{visitor.Id}/check-ins/{visitor.CheckInId}";

    private async Task<Docket> LoadAsync(string id) => (await Dockets.LoadAsync(CardholderId.TryParse(id, out var read) ? read : default, default))!;

    private async Task<Visitor> CopyAsync(Docket pattern, LocalDateTime start, CheckInStatus status)
    {
        var card = pattern.Cards.Single() with { Number = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()) };
        var entry = (await _host.Services.GetRequiredService<StatusIndexes>().AllocateAsync(card.Number, default))!;
        var name = TestPeople.NameOf(Interlocked.Increment(ref s_name));
        var person = pattern.Cardholder with { Id = CardholderId.New(), Details = pattern.Cardholder.Details with { LatinName = name } };
        await _host.Services.GetRequiredService<Lookups>().ClaimAsync(LookupKind.CardNumber, card.Number.ToString(), person.Id, default);
        var opened = (await Dockets.OpenAsync(person, [], s_officer, OperationId.New(), default))!;
        var issued = (await Dockets.CommitAsync(
            opened, new("card-issued") { Cards = [card with { StatusList = entry.List, StatusIndex = entry.Index }] }, s_officer, OperationId.New(), default))!;
        return await CommitAsync(issued, card.Number.ToPrinted(), start, status);
    }

    private async Task<Visitor> CommitAsync(Docket docket, string cardNumber, LocalDateTime start, CheckInStatus status)
    {
        var checkIn = new CheckIn
        {
            Id = OperationId.New().Value,
            Version = 1,
            Status = status,
            OfficeId = Id,
            OfficeName = $"Field Office {Id}",
            Start = start,
            TimeZone = Zone.Id,
            TzdbVersion = "test",
            Instant = start.InZoneLeniently(Zone).ToInstant(),
            Seat = 1,
            BookedBy = CheckInBooking.Officer,
            RecordedAt = Now,
        };
        await Dockets.CommitAsync(
            docket, new(status == CheckInStatus.Missed ? "check-in-missed" : "check-in-booked") { CheckIns = [checkIn] }, s_officer, OperationId.New(), default);
        return new(docket.Cardholder.Id.ToString(), checkIn.Id, docket.Cardholder.Details.LatinName, cardNumber);
    }
}

/// <summary>Somebody who comes to an office.</summary>
/// <param name="Id">The docket.</param>
/// <param name="CheckInId">The check-in.</param>
/// <param name="Name">The name in Latin letters.</param>
/// <param name="CardNumber">The card's number, as printed.</param>
internal sealed record Visitor(string Id, string CheckInId, string Name, string CardNumber);
