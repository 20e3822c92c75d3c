using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.LocalHost.Development;
using SecureDocket.Signing;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Keys;

/// <summary>Asks for, and approves, that a key of a host's own vault is withdrawn.</summary>
internal static class Withdrawing
{
    /// <summary>The first of two administrators, or another.</summary>
    public static Caller Administrator(this TappedHost host, int person = 1)
    {
        var client = host.Host.As(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", host.Host.Services.GetRequiredService<DevelopmentIssuer>().Mint("Program.Administrator", $"{person}"));
        return new Caller(client);
    }

    public static Caller Role(this TappedHost host, string? role) => new(host.Host.As(role));

    /// <summary>Asks for a withdrawal and gives the approval's path.</summary>
    public static async Task<string> AskAsync(this TappedHost host, string keyId)
    {
        using var asking = host.Administrator();
        return (await asking.PostAsync($"/api/v1/keys/{keyId}/withdrawal", new JsonObject { ["reason"] = "compromised" })).Is(202).Headers.Location!.ToString();
    }

    /// <summary>Adds a version to the key for cards, so that the one before may go.</summary>
    public static void AddCardKey(this TappedHost host)
    {
        host.Vault.Rotate("card-signing");
        host.Host.Clock.Advance(KeyRing.FreshFor);
    }

    /// <summary>Has a key withdrawn by two administrators; gives the approval.</summary>
    public static async Task<JsonObject> WithdrawAsync(this TappedHost host, string keyId)
    {
        var path = await host.AskAsync(keyId);
        using var approving = host.Administrator(2);
        return (await approving.PostAsync($"{path}/approval", new JsonObject())).Is(200).Json;
    }

    /// <summary>The key ids of a purpose in the JWK set, newest first.</summary>
    public static async Task<IReadOnlyList<string>> KeyIdsAsync(this TappedHost host, string purpose)
    {
        using var nobody = host.Role(null);
        return [.. (await nobody.GetAsync("/api/v1/keys")).Is(200).Json["keys"]!.AsArray()
            .Where(key => key!["purpose"]!.GetValue<string>() == purpose).Select(key => key!["kid"]!.GetValue<string>())];
    }

    /// <summary>Adds a version to a key of the vault, and lets the time pass in which every verifier learns of it.</summary>
    public static async Task<Uri> RotateAsync(this TappedHost host, string name)
    {
        var version = host.Vault.Rotate(name);
        host.Host.Clock.Advance(KeyRing.FreshFor);
        await host.LearnAsync();
        return version;
    }

    /// <summary>Has new keys endorsed, as the next publication does, and lets the time pass in which every verifier learns of them.</summary>
    public static async Task LearnAsync(this TappedHost host)
    {
        await host.Host.Services.GetRequiredService<EndorseKeys>().ExecuteAsync(default);
        host.Host.Clock.Advance(host.Host.Services.GetRequiredService<CardOptions>().LongestStatusAge + TimeSpan.FromSeconds(1));
    }

    /// <summary>The numbers of all cards in force that a key signed, page by page.</summary>
    public static async Task<IReadOnlyList<string>> CardsOfAsync(this TappedHost host, string keyId)
    {
        using var officer = host.Role("Enrollment.Officer");
        List<string> numbers = [];
        string? page = null;
        do
        {
            var json = (await officer.GetAsync($"/api/v1/keys/{keyId}/cards{(page is null ? "" : $"?page={page}")}")).Is(200).HasSafeHeaders().Json;
            numbers.AddRange(json["cards"]!.AsArray().Select(card => card!["cardNumber"]!.GetValue<string>()));
            page = json["next"]?.GetValue<string>();
        }
        while (page is not null);

        return numbers;
    }

    /// <summary>Writes the hints that issuing leaves, for cards that were copied and not issued.</summary>
    public static async Task NoteIssuedAsync(this TappedHost host, IEnumerable<JsonObject> cards)
    {
        var dockets = host.Host.Services.GetRequiredService<SecureDocket.Dockets.DocketStore>();
        foreach (var card in cards)
        {
            _ = CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id);
            _ = CardNumber.TryParse(card["cardNumber"]!.GetValue<string>(), out var number);
            await host.Host.Services.GetRequiredService<IssuedCards>().AddAsync(id, (await dockets.FindCardAsync(id, number, default))!, default);
        }
    }
}
