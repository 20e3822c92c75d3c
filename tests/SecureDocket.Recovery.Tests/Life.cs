using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Archive;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Searches;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Verdicts;

namespace SecureDocket.Recovery.Tests;

/// <summary>A system with some people in it, who came through its own API: cards in every state, hearings, a check-in, texts sent and to be sent.</summary>
internal sealed class Life(TestHost host)
{
    /// <summary>Half past seven in Chicago on the first day, an hour and a half before the first text.</summary>
    public static readonly DateTimeOffset Start = new(2030, 6, 10, 12, 30, 0, TimeSpan.Zero);

    private static readonly Actor s_officer = new("Enrollment.Officer", "test");

    private readonly List<JsonObject> _cards = [];

    public TestHost Host => host;

    public ITables Tables => Service<ITables>();

    /// <summary>The credentials of all cards, in order: in force, suspended, revoked, replaced.</summary>
    public IReadOnlyList<string> Credentials => [.. _cards.Select(card => card["credential"]!.GetValue<string>())];

    /// <summary>Enrolls people and lets a morning pass: notices are sent, one phone says STOP, cards are shown.</summary>
    public async Task LiveAsync()
    {
        host.Clock.Advance(Start - host.Clock.GetUtcNow());
        using var administrator = host.As("Program.Administrator");
        await PutAsync(administrator, "/api/v1/courts/NYC", new()
        {
            ["name"] = "Immigration Court",
            ["address"] = "1 Sample Plaza",
            ["timeZone"] = "America/New_York",
            ["registrars"] = new JsonArray(TestHost.RegistrarId),
        });
        await PutAsync(administrator, "/api/v1/offices/PHX", new()
        {
            ["name"] = "Field Office",
            ["address"] = "2 Sample Plaza",
            ["phone"] = "1-800-555-0100",
            ["timeZone"] = "America/Phoenix",
            ["openingHours"] = new JsonArray("Mo 08:00-12:00", "Tu 08:00-12:00", "We 08:00-12:00", "Th 08:00-12:00", "Fr 08:00-12:00"),
            ["slotMinutes"] = 30,
            ["seatsPerSlot"] = 2,
            ["remoteAllowed"] = false,
        });
        for (var number = 0; number < 4; number++)
        {
            var person = TestPeople.Person();
            person["mobile"] = $"+1713555{number:D4}";
            (person["fins"], person["subjectId"]) = ($"F{number:D6}", $"S{number:D6}");
            var card = await TestPeople.IssueAsync(host, person);
            _cards.Add(card);
            await PutHearingAsync($"H-{number}", person, "2030-06-19T14:00");
            var id = IdOf(card);
            await Service<DisclosureLog>().RecordAsync(id, new("Docket.Auditor", "test"), Purpose.Audit, ["journal"], default);
        }

        await PutAsync(host.As("Enrollment.Officer"), $"/api/v1/cardholders/{_cards[0]["cardholderId"]}/pin", new() { ["pin"] = TestCardholder.GoodPin });
        Fine(await Service<RecordClearance>().ExecuteAsync(
            IdOf(_cards[1]), VersionMatch.Any, new(ClearanceResult.Denied, "BGC-2", "2026-01-03"), s_officer, default));
        await MoveAsync(_cards[2], CardMove.Revoke, StatusReasons.CaseClosed);
        Fine(await Service<IssueCard>().ExecuteAsync(
            CardOrder.Replace(NumberOf(_cards[3]), StatusReasons.Damaged, host.SiteId), s_officer, OperationId.New(), default));
        Fine(await Service<BookCheckIn>().ExecuteAsync(
            IdOf(_cards[0]), "PHX", new(2030, 6, 20, 9, 0), CheckInBooking.Officer, s_officer, OperationId.New(), default));
        await Service<Phones>().ChangeAsync("+17135550003", phone => phone.WithOptOut(new(NodaTime.Instant.FromDateTimeOffset(host.Clock.GetUtcNow()), "in-1")), default);
        Fine(await Service<FindPeople>().ExecuteAsync(new(SearchKeyKind.Fins, "F000001"), Purpose.CardService, s_officer, default));
        await Service<PublishStatusLists>().ExecuteAsync(default);

        // Two hours later the notices have left.
        await PassAsync(TimeSpan.FromHours(3), 30);
    }

    /// <summary>Sets a hearing, or moves it.</summary>
    public async Task PutHearingAsync(string id, JsonObject person, string start, long version = 1)
    {
        using var registrar = host.As("Court.Registrar");
        await PutAsync(registrar, $"/api/v1/hearings/{id}", new()
        {
            ["aNumber"] = person["aNumber"]!.GetValue<string>(),
            ["sourceVersion"] = version,
            ["courtId"] = "NYC",
            ["start"] = start,
            ["kind"] = "master",
        });
    }

    /// <summary>Lets time pass, with the sender at work.</summary>
    public async Task PassAsync(TimeSpan time, int minutesBetween)
    {
        for (var until = host.Clock.GetUtcNow() + time; host.Clock.GetUtcNow() < until;)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(minutesBetween));
            await Service<SendDueReminders>().ExecuteAsync(default);
        }
    }

    public async Task<ArchiveProgress> ArchiveAsync()
    {
        await Service<CopyDocketKeys>().ExecuteAsync(default);
        return await Service<ArchiveJournal>().ExecuteAsync(default);
    }

    /// <summary>What an officer is told of each card.</summary>
    public async Task<IReadOnlyList<string>> VerdictsAsync(IReadOnlyList<string> credentials)
    {
        List<string> verdicts = [];
        foreach (var credential in credentials)
        {
            var verification = (await Service<VerifyCard>().ExecuteAsync(new(Audience.Officer, credential, default), new("Field.Officer", "test"), default)).Value!;
            verdicts.Add($"{verification.Outcome} {string.Join(',', verification.Reasons)}");
        }

        return verdicts;
    }

    /// <summary>A rebuild of what this system has archived, into other tables.</summary>
    public RebuildTables RebuildInto(ITables tables, IBlobs? archive = null)
    {
        var core = Core.Over(tables, host.Clock, Service<KeyedHash>());
        return new(
            tables,
            new(archive ?? Service<IBlobs>()),
            new(Service<IBlobs>()),
            core.Get<ShardKeys>(),
            core.Get<DocketKeys>(),
            core.Get<Erasures>(),
            core.Get<RebuildDocket>(),
            new(Service<StatusListStore>(), core.Get<KeyRegister>(), Service<CardOptions>()),
            core.Get<SiteStore>());
    }

    public async Task<Docket> DocketAsync(int person) => (await Service<DocketStore>().LoadAsync(IdOf(_cards[person]), default))!;

    public CardholderId IdOf(int person) => IdOf(_cards[person]);

    public string DocketKey(int person) => _cards[person]["cardholderId"]!.GetValue<string>();

    public T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Revokes the card that is in force, and publishes it.</summary>
    public async Task RevokeFirstAsync()
    {
        await MoveAsync(_cards[0], CardMove.Revoke, StatusReasons.Stolen);
        await Service<PublishStatusLists>().ExecuteAsync(default);
    }

    private async Task MoveAsync(JsonObject card, CardMove move, string reason) =>
        Fine(await Service<ChangeCardStatus>().ExecuteAsync(NumberOf(card), move, reason, s_officer, null, OperationId.New(), default));

    private static async Task PutAsync(HttpClient client, string path, JsonObject body)
    {
        using var answer = await client.PutAsync(path, TestHost.Json(body));
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static void Fine<T>(Result<T> result)
    {
        if (result.IsRefused)
            throw new InvalidOperationException(string.Join(' ', result.Refusals.Select(refusal => $"{refusal.Code}: {refusal.Detail}")));
    }

    private static CardholderId IdOf(JsonObject card) =>
        CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id) ? id : throw new InvalidOperationException("Not an id.");

    private static CardNumber NumberOf(JsonObject card) =>
        CardNumber.TryParse(card["cardNumber"]!.GetValue<string>(), out var number) ? number : throw new InvalidOperationException("Not a number.");
}

/// <summary>What a second system shares with the one that was lost.</summary>
internal static class Sharing
{
    /// <summary>Gives it the lost system's clock, phones and signing keys.</summary>
    public static void Share(this IServiceCollection services, TestHost lost) => services
        .AddSingleton<TimeProvider>(lost.Clock)
        .AddSingleton<ISms>(lost.Sms)
        .AddSingleton(lost.Services.GetRequiredService<IShardKeyVault>())
        .AddSingleton(lost.Services.GetRequiredService<ISigningKeys>());
}
