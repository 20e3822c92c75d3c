using System.Globalization;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The program with the pilot roster loaded, for all tests of a class.</summary>
public sealed class RosterRun : IAsyncLifetime
{
    private readonly string _data = ProgramRun.DataFolder();
    private readonly AzuriteFixture _azurite = new();
    private ProgramRun _run = null!;

    /// <summary>A client of the program.</summary>
    public HttpClient Client => _run.Client;

    /// <summary>Where the program listens.</summary>
    public Uri Address => _run.Client.BaseAddress!;

    /// <summary>The people of the roster, with what the program keeps of each.</summary>
    public JsonArray People
    {
        get
        {
            var samples = File.ReadAllLines(Path.Combine(Repository.Root, "samples", "pilot-roster", "roster.ndjson"));
            var people = JsonNode.Parse(File.ReadAllText(Path.Combine(_data, "pilot-roster.json")))!.AsArray();
            foreach (var (person, sample) in people.Zip(samples.Select(line => JsonNode.Parse(line)!)))
                (person!["LatinName"], person["Mobile"]) = (sample["latinName"]!.DeepClone(), sample["mobile"]?.DeepClone());
            return people;
        }
    }


    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _run = ProgramRun.Start(_data, ["--storage", _azurite.NewAccount()]);
        await _run.ReadyAsync();
    }

    public async Task DisposeAsync()
    {
        await _run.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Moves the program's clock to an hour at which texts leave to all of the roster, if it is none.</summary>
    public async Task BeDayAsync()
    {
        // From nine in Houston to eight in Atlanta, in summer and winter.
        var now = DateTimeOffset.UtcNow;
        if (now.Hour >= 15)
            return;

        using var moved = await Client.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/dev/clock?by=PT{(17 * 60) - (int)now.TimeOfDay.TotalMinutes}M"), null);
        moved.EnsureSuccessStatusCode();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (JsonNode.Parse(await Client.GetStringAsync("/dev/clock", limit.Token))!["walking"]!.GetValue<bool>())
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
    }

    /// <summary>The phones of the outbox.</summary>
    public async Task<JsonArray> PhonesAsync() => JsonNode.Parse(await Client.GetStringAsync("/dev/outbox.json"))!["phones"]!.AsArray();

    /// <summary>A person of the roster, signed in to the portal with the code from the outbox.</summary>
    public async Task<PortalVisitor> SignInAsync(JsonNode person)
    {
        var phone = (string)person["Mobile"]!;
        var visitor = new PortalVisitor(Address);
        var before = await TextsOfAsync(phone);
        await visitor.BeginAsync((string)person["CardNumber"]!, "73920518");
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        var texts = await TextsOfAsync(phone);
        for (; texts.Count == before.Count; texts = await TextsOfAsync(phone))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }

        return await visitor.EnterCodeAsync(string.Concat(texts[^1].SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(char.IsAsciiDigit)));
    }

    private async Task<List<string>> TextsOfAsync(string phone) =>
        (await PhonesAsync()).FirstOrDefault(each => (string)each!["number"]! == phone)?["messages"]!.AsArray().Select(message => (string)message!["text"]!).ToList() ?? [];
}
