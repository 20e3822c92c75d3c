using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Access;
using SecureDocket.LocalHost.Files;
using SecureDocket.LocalHost.Http;
using SecureDocket.Storage;

namespace SecureDocket.LocalHost.Development;

/// <summary>Loads the sample roster through the API, as an enrollment office, a registrar and a field office would: places, people, photos, clearances, cards and dates.</summary>
internal static class PilotRoster
{
    /// <summary>The PIN of all sample people. It only opens invented dockets on this machine.</summary>
    public const string Pin = "73920518";

    /// <summary>A loaded person, for the start page.</summary>
    public sealed record Entry(string ANumber, string Name, string LatinName, string Language, string Site, string CardholderId, string? CardNumber, string? Refusal)
    {
        /// <summary>The phone with which the person was enrolled; null when there is none.</summary>
        public string? Mobile { get; init; }
    }

    /// <summary>What the data folder keeps of a person: nothing that the person is called or has, so that an erasure leaves no trace there.</summary>
    private sealed record Loaded(string CardholderId, string? CardNumber, string? Refusal);

    /// <summary>The entries of the last load; empty before the first.</summary>
    public static IReadOnlyList<Entry> Entries { get; private set; } = [];

    /// <summary>The people of the last load who were enrolled with a phone; a couple may share one.</summary>
    public static IReadOnlyList<string> OwnersOf(string phone) => [.. Entries.Where(entry => entry.Mobile == phone).Select(entry => entry.LatinName)];

    /// <summary>Loads the roster unless this storage has it; continues an interrupted load.</summary>
    public static async Task LoadAsync(WebApplication app, string samples, string data, Action<string> say, CancellationToken cancellationToken)
    {
        Entries = [];
        var people = (await File.ReadAllLinesAsync(Path.Combine(samples, "roster.ndjson"), cancellationToken)).Select(line => JsonNode.Parse(line)!).ToList();
        var marker = Path.Combine(data, "pilot-roster.json");
        var enrollments = (await File.ReadAllLinesAsync(Path.Combine(samples, "enrollment.ndjson"), cancellationToken)).Select(line => JsonNode.Parse(line)!).ToList();
        if (Read(marker) is { } loaded && loaded.Count == people.Count && await IsHereAsync(app, people, loaded, cancellationToken))
        {
            Entries = [.. people.Select((person, index) => EntryOf(person, enrollments[index], loaded[index]))];
            say($"The pilot roster is loaded: {Summary()}");
            return;
        }

        using var officer = Client(app, Roles.EnrollmentOfficer);

        // A different officer than the one a developer uses, so that the developer may change phone numbers.
        using var colleague = Client(app, Roles.EnrollmentOfficer, "roster");
        await PutPlacesAsync(app, samples, cancellationToken);
        say($"Enrolling the {people.Count} invented people of the pilot roster ...");
        var ids = await ImportAsync(officer, Path.Combine(samples, "roster.ndjson"), cancellationToken);
        var days = await RosterDays.ReadAsync(samples, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        say("Issuing their cards, and entering hearings and check-ins ...");
        List<Loaded> entries = [];
        foreach (var (enrollment, index) in enrollments.Select((enrollment, index) => (enrollment, index)))
        {
            var person = people[index];
            var id = ids[index];
            await PutPhotoAsync(officer, id, Path.Combine(samples, Text(enrollment, "photo")), cancellationToken);
            await PutClearanceAsync(officer, id, enrollment, cancellationToken);
            var (card, refusal) = await IssueAsync(officer, id, Text(enrollment, "site"), cancellationToken);
            var hearing = await SetHearingAsync(app, days, Text(person, "aNumber"), index, cancellationToken);
            if (card is not null)
            {
                using var pin = await colleague.PutAsync($"/api/v1/cardholders/{id}/pin", Json(new JsonObject { ["pin"] = Pin }), cancellationToken);
                await ExpectAsync(pin, cancellationToken);
            }

            if (card is not null && index % 2 == 0)
            {
                await BookCheckInAsync(days, officer, id, Text(enrollment, "site"), index, cancellationToken);
            }

            if (entries.Count < RosterPapers.People)
            {
                await RosterPapers.AddAsync(officer, id, Text(person, "latinName"), Text(person, "aNumber"), hearing, cancellationToken);
            }

            entries.Add(new(id, card, refusal));
        }

        Entries = [.. people.Select((person, index) => EntryOf(person, enrollments[index], entries[index]))];

        // Renamed into place, so that an aborted start leaves no partial list.
        await File.WriteAllTextAsync(marker + ".draft", JsonSerializer.Serialize(entries), cancellationToken);
        File.Move(marker + ".draft", marker, overwrite: true);
        say($"Loaded: {Summary()}");
    }

    private static Entry EntryOf(JsonNode person, JsonNode enrollment, Loaded loaded) => new(
        Text(person, "aNumber"), Text(person, "name"), Text(person, "latinName"), Text(person, "language"), Text(enrollment, "site"), loaded.CardholderId, loaded.CardNumber, loaded.Refusal)
    {
        Mobile = MobileOf(person),
    };

    /// <summary>Whether this storage has the people of a load, all but those who were erased since.</summary>
    private static async Task<bool> IsHereAsync(WebApplication app, List<JsonNode> people, List<Loaded> loaded, CancellationToken cancellationToken)
    {
        var lookups = app.Services.GetRequiredService<Lookups>();
        for (var index = people.Count - 1; index >= 0; index--)
        {
            if ((await lookups.FindAsync(LookupKind.ANumber, Text(people[index], "aNumber"), cancellationToken))?.ToString() == loaded[index].CardholderId)
            {
                return true;
            }
        }

        return false;
    }

    private static List<Loaded>? Read(string marker)
    {
        try
        {
            return File.Exists(marker) ? JsonSerializer.Deserialize<List<Loaded>>(File.ReadAllText(marker)) : null;
        }
        catch (JsonException)
        {
            // Damaged: loading again finds everyone enrolled and rewrites the file.
            return null;
        }
    }

    private static string Summary()
    {
        var lines = Entries.Where(entry => entry.CardNumber is null).Select(entry => $"  no card for {entry.LatinName}: {entry.Refusal}");
        return string.Join(Environment.NewLine, [$"{Entries.Count} cardholders, {Entries.Count(entry => entry.CardNumber is not null)} cards.", .. lines]);
    }

    private static async Task PutPlacesAsync(WebApplication app, string samples, CancellationToken cancellationToken)
    {
        using var administrator = Client(app, Roles.ProgramAdministrator);
        foreach (var kind in (string[])["sites", "courts", "offices"])
        {
            foreach (var place in JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(samples, $"{kind}.json"), cancellationToken))!.AsArray())
            {
                var body = place!.DeepClone().AsObject();
                body.Remove("id");
                using var answer = await administrator.PutAsync($"/api/v1/{kind}/{Text(place, "id")}", Json(body), cancellationToken);
                await ExpectAsync(answer, cancellationToken);
            }
        }
    }

    private static async Task<List<string>> ImportAsync(HttpClient officer, string roster, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(roster);
        using var content = new StreamContent(file) { Headers = { ContentType = new("application/x-ndjson") } };
        using var answer = await officer.PostAsync("/api/v1/cardholders/import", content, cancellationToken);
        var text = await ExpectAsync(answer, cancellationToken);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines[..^1].Select(line => JsonNode.Parse(line)!).Select(line => line["cardholderId"]?.GetValue<string>()
            ?? throw new LocalHostException($"The pilot roster's line {line["line"]} was refused: {line}"))];
    }

    private static async Task PutPhotoAsync(HttpClient officer, string id, string path, CancellationToken cancellationToken)
    {
        var person = await GetAsync(officer, id, cancellationToken);
        if (person.Body["photo"] is not null)
        {
            return;
        }

        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(path, cancellationToken));
        content.Headers.ContentType = new(Path.GetExtension(path) == ".png" ? "image/png" : "image/jpeg");
        await PutAsync(officer, $"/api/v1/cardholders/{id}/photo", person.ETag, content, cancellationToken);
    }

    private static async Task PutClearanceAsync(HttpClient officer, string id, JsonNode enrollment, CancellationToken cancellationToken)
    {
        var person = await GetAsync(officer, id, cancellationToken);
        var result = Text(enrollment, "clearance");
        if (person.Body["clearance"]!["result"]!.GetValue<string>() == result)
        {
            return;
        }

        var body = new JsonObject
        {
            ["result"] = result,
            ["reference"] = Text(enrollment, "clearanceReference"),
            ["date"] = Text(enrollment, "clearanceDate"),
        };
        await PutAsync(officer, $"/api/v1/cardholders/{id}/clearance", person.ETag, Json(body), cancellationToken);
    }

    private static async Task<(string? CardNumber, string? Refusal)> IssueAsync(HttpClient officer, string id, string site, CancellationToken cancellationToken)
    {
        // The key is the same at every start, so that a continued load finds the cards already issued.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cards")
        {
            Content = Json(new JsonObject { ["cardholderId"] = id, ["siteId"] = site }),
            Headers = { { "Idempotency-Key", $"pilot-roster-{id}" } },
        };
        using var answer = await officer.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Conflict)
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
            return (null, string.Join(" ", problem["errors"]!.AsArray().Select(error => Text(error!, "detail"))));
        }

        return (Text(JsonNode.Parse(await ExpectAsync(answer, cancellationToken))!, "cardNumber"), null);
    }

    // Starts the day after tomorrow, so that a week of the host's clock shows every kind of reminder.
    private static async Task<SampleHearing> SetHearingAsync(WebApplication app, RosterDays days, string aNumber, int index, CancellationToken cancellationToken)
    {
        using var registrar = Client(app, Roles.CourtRegistrar);
        var start = days.WorkDay(2 + (index % 7)).AddHours(9 + (index % 6));
        var court = index % 3 == 0 ? "NYC" : "HOU";
        var body = new JsonObject
        {
            ["aNumber"] = aNumber,
            ["sourceVersion"] = 1,
            ["courtId"] = court,
            ["start"] = start.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            ["kind"] = "master",
        };
        using var answer = await registrar.PutAsync($"/api/v1/hearings/ROSTER-{aNumber[^2..]}", Json(body), cancellationToken);

        // A load continued on another day finds the hearing it has already set.
        if (answer.StatusCode != HttpStatusCode.Conflict)
        {
            await ExpectAsync(answer, cancellationToken);
        }

        return new(start, court == "NYC" ? "New York" : "Houston", days.Today);
    }

    private static async Task BookCheckInAsync(
        RosterDays days, HttpClient officer, string id, string site, int index, CancellationToken cancellationToken)
    {
        var office = site == "ATL" ? "ATL" : "HOU";
        var day = days.WorkDay(3 + (index % 5)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var slots = await officer.GetAsync($"/api/v1/offices/{office}/slots?from={day}&to={day}", cancellationToken);
        var free = JsonNode.Parse(await ExpectAsync(slots, cancellationToken))!["slots"]!.AsArray().FirstOrDefault(slot => slot!["free"]!.GetValue<int>() > 0);
        if (free is null)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cardholders/{id}/check-ins")
        {
            Content = Json(new JsonObject { ["officeId"] = office, ["start"] = Text(free, "start") }),
            Headers = { { "Idempotency-Key", $"pilot-roster-check-in-{id}" } },
        };
        using var answer = await officer.SendAsync(request, cancellationToken);
        if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity))
        {
            await ExpectAsync(answer, cancellationToken);
        }
    }

    private static async Task<(JsonNode Body, string ETag)> GetAsync(HttpClient officer, string id, CancellationToken cancellationToken)
    {
        using var answer = await officer.GetAsync($"/api/v1/cardholders/{id}", cancellationToken);
        return (JsonNode.Parse(await ExpectAsync(answer, cancellationToken))!, answer.Headers.ETag!.Tag);
    }

    private static async Task PutAsync(HttpClient officer, string address, string etag, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content, Headers = { { "If-Match", etag } } };
        using var answer = await officer.SendAsync(request, cancellationToken);
        await ExpectAsync(answer, cancellationToken);
    }

    internal static async Task<string> ExpectAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? text
            : throw new LocalHostException($"Loading the pilot roster failed at {answer.RequestMessage!.RequestUri!.AbsolutePath} with {(int)answer.StatusCode}; delete the .local folder to start over. {text}");
    }

    private static HttpClient Client(WebApplication app, string role, string person = "1")
    {
        var client = new HttpClient { BaseAddress = ServerAddress.Of(app), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", app.Services.GetRequiredService<DevelopmentIssuer>().Mint(role, person));
        return client;
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static string? MobileOf(JsonNode person) => person["mobile"]?.GetValue<string>();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
