using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Tests.Deadlines;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Dockets;

/// <summary>Rows of a docket that this system did not store as they are: they are refused, whoever asks, and nothing is changed.</summary>
public sealed class RefusedRowsTests : IAsyncLifetime, IDisposable
{
    // The history is what an auditor looks at then, and only its own rows are read. The review is refused before it changes anything.
    private static readonly string[] s_readOtherRows =
        ["GET GetDisclosures 200", "GET GetDisclosures 404", "GET GetJournal 200", "GET GetJournal 404", "PUT ReviewAlikePeople 409", "PUT ReviewAlikePeople 404"];

    private readonly Tripwire _tripwire = new();
    private TappedHost _host = null!;
    private RouteRequests _requests = null!;
    private JsonObject _card = null!;
    private JsonObject _other = null!;

    private InMemoryTables Tables => _host.World!.Tables;

    public async Task InitializeAsync()
    {
        _host = await TappedHost.StartAsync(services =>
        {
            _tripwire.AddTo(services);
            services.Remove(services.Last(service => service.ServiceType == typeof(ITables)));
            services.Remove(services.Last(service => service.ServiceType == typeof(IBlobs)));
        });
        _requests = await RouteRequests.PrepareAsync(_host);
        _other = await TestPeople.IssueAsync(_host.Host);
        using var officer = _host.Host.As("Enrollment.Officer");
        using var get = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cards/{_requests.Parameters["cardNumber"]}");
        using var answer = await officer.SendAsync(get);
        _card = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _tripwire.Dispose();

    [Theory]
    [InlineData("row of another docket", "foreignkey", false)]
    [InlineData("content of another docket", "damaged", false)]
    [InlineData("another row of the docket", "damaged", false)]
    [InlineData("truncated", "damaged", false)]
    [InlineData("truncated to nothing", "notencrypted", false)]
    [InlineData("bit-flipped", "damaged", false)]
    [InlineData("plaintext", "notencrypted", false)]
    [InlineData("wrapped key of another docket", "foreignkey", false)]
    [InlineData("wrapped key of another shard", "foreignkey", false)]
    [InlineData("wrapped key cut", "foreignkey", false)]
    [InlineData("replayed", "replayed", true)]
    [InlineData("deleted", "replayed", true)]
    [InlineData("profile bit-flipped", "damaged", true)]
    [InlineData("profile deleted", "replayed", true)]
    public async Task Nobody_gets_anything_of_such_a_docket(string what, string reason, bool isCardWhole)
    {
        var id = _card["cardholderId"]!.GetValue<string>();
        await SpoilAsync(id, what);
        var kept = _host.World!.Fork();
        var bytes = Bytes(id);

        var verdict = await VerifyAsync("Field.Officer");
        Assert.Equal(("undetermined", "status-unavailable"), verdict);
        if (!isCardWhole)
        {
            Assert.Equal(verdict, await VerifyAsync("Partner.Verifier"));
            Assert.Equal(verdict, await VerifyAsync(null));
        }

        Assert.True(_tripwire.Count("securedocket.records.refused", ("reason", reason)) > 0, reason);
        List<string> answered = [];
        foreach (var function in HttpFunction.All.Where(function => function.Name != "VerifyCard" && (function.Path.Contains("{card", StringComparison.Ordinal) || function.Access!.Cardholder)))
        {
            _host.World.ReturnTo(kept);
            var role = function.Access!.Roles is [var first, ..] ? first : null;
            using var client = _host.Host.As(role);
            using var request = _requests.For(function);
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
            var live = Bytes(id).Where(row => row[0] != '~');
            Assert.True(bytes.Where(row => row[0] != '~').SequenceEqual(live), function.Name);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                answered.Add($"{function.Method} {function.Name} {(int)answer.StatusCode}");
                continue;
            }

            Assert.Equal("5", Assert.Single(answer.Headers.GetValues("Retry-After")));
            if (function.Path.StartsWith("/api/", StringComparison.Ordinal))
            {
                Assert.Contains("operations", text, StringComparison.Ordinal);
            }
        }

        Assert.Empty(answered.Except(s_readOtherRows));
    }

    private async Task<(string, string)> VerifyAsync(string? role)
    {
        using var caller = new Caller(_host.Host.As(role));
        var answer = await caller.VerifyAsync(Verifying.Credential(_card["credential"]!.GetValue<string>()));
        return (answer["verdict"]!.GetValue<string>(), string.Join(' ', answer["reasons"]!.AsArray().Select(each => each!.GetValue<string>())));
    }

    private IReadOnlyList<Row> RowsOf(string id) => [.. Tables.RowsOf(TableNames.Dockets).Where(row => row.Partition == id).Select(row => row.Row)];

    private List<string> Bytes(string id) => [.. RowsOf(id).Select(row => $"{row.Key} {row.Json} {Convert.ToBase64String(row.Sealed.Span)} {Convert.ToBase64String(row.WrappedKey.Span)}")];

    private Row CardOf(string id) => RowsOf(id).Single(row => row.Key.StartsWith("card|", StringComparison.Ordinal));

    private async Task SpoilAsync(string id, string what)
    {
        var (card, profile) = (CardOf(id), RowsOf(id).Single(row => row.Key == "profile"));
        var (stranger, number) = (CardOf(_other["cardholderId"]!.GetValue<string>()), _card["cardNumber"]!.GetValue<string>());
        switch (what)
        {
            case "replayed":
                using (var officer = new Caller(_host.Host.As("Enrollment.Officer")))
                {
                    (await officer.PostAsync($"/api/v1/cards/{number}/loss", new JsonObject { ["reason"] = "lost" })).Is(200);
                }

                break;
            case "deleted":
                await Tables.CommitAsync(TableNames.Dockets, id, [RowWrite.Delete(card.Key, null)], default);
                return;
            case "profile deleted":
                await Tables.CommitAsync(TableNames.Dockets, id, [RowWrite.Delete(profile.Key, null)], default);
                return;
        }

        await PutAsync(id, what switch
        {
            "row of another docket" => stranger with { Key = card.Key },
            "content of another docket" => card with { Sealed = stranger.Sealed },
            "another row of the docket" => card with { Sealed = profile.Sealed },
            "truncated" => card with { Sealed = card.Sealed[..^7] },
            "truncated to nothing" => card with { Sealed = default },
            "bit-flipped" => card with { Sealed = Flipped(card.Sealed, 40) },
            "plaintext" => card with { Sealed = default, Json = "{}" },
            "wrapped key of another docket" => card with { WrappedKey = stranger.WrappedKey },
            "wrapped key of another shard" => card with { WrappedKey = Flipped(card.WrappedKey, 1) },
            "wrapped key cut" => card with { WrappedKey = card.WrappedKey[..20] },
            "profile bit-flipped" => profile with { Sealed = Flipped(profile.Sealed, 40) },
            _ => card,
        });
    }

    private static byte[] Flipped(ReadOnlyMemory<byte> content, int at)
    {
        var bytes = content.ToArray();
        bytes[at] ^= 1;
        return bytes;
    }

    private Task<IReadOnlyList<string>?> PutAsync(string id, Row row) => Tables.CommitAsync(
        TableNames.Dockets, id, [new(RowWriteKind.Put, row.Key, row.Json, null) { Sealed = row.Sealed, WrappedKey = row.WrappedKey }], default);
}
