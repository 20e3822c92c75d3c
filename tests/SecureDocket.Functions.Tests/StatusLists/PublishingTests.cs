using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.StatusLists;

/// <summary>From a revocation to a verdict without a network: what is published, how soon, and from what.</summary>
public sealed class PublishingTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("suspension", "lost", Reasons.Suspended)]
    [InlineData("loss", "lost", Reasons.Suspended)]
    [InlineData("revocation", "misused", Reasons.Revoked)]
    public async Task A_move_is_in_the_pack_after_the_next_run(string move, string reason, string expected)
    {
        var card = await TestPeople.IssueAsync(_host);
        await PublishAsync();
        var pack = await FirstPackAsync();
        Assert.Equal(Outcome.Valid, Verify(card, pack).Outcome);

        await MoveAsync(card, move, reason);
        await PublishAsync();
        var next = await NextPackAsync(pack);
        Assert.True(next.Version > pack.Version);
        var verdict = Verify(card, next);
        Assert.Equal((Outcome.Invalid, expected), (verdict.Outcome, Assert.Single(verdict.Reasons)));
    }

    [Fact]
    public async Task A_replaced_card_is_told_apart_from_a_revoked_one_and_its_successor_holds()
    {
        var card = await TestPeople.IssueAsync(_host);
        using var officer = _host.As("Enrollment.Officer");
        var successor = await PostAsync(officer, $"/api/v1/cards/{card["cardNumber"]}/replacement", new JsonObject { ["siteId"] = _host.SiteId, ["reason"] = "damaged" });
        successor = await JsonAsync(officer, $"/api/v1/cards/{successor["cardNumber"]}");
        await PublishAsync();
        var pack = await FirstPackAsync();
        Assert.Equal(Reasons.Replaced, Assert.Single(Verify(card, pack).Reasons));
        Assert.Equal(Outcome.Valid, Verify(successor, pack).Outcome);
        Assert.NotEqual(card["statusEntry"]!.ToJsonString(), successor["statusEntry"]!.ToJsonString());
    }

    [Fact]
    public async Task A_reinstated_card_holds_again()
    {
        var card = await TestPeople.IssueAsync(_host);
        await MoveAsync(card, "suspension", "under-review");
        await PublishAsync();
        Assert.Equal(Outcome.Invalid, Verify(card, await FirstPackAsync()).Outcome);

        await MoveAsync(card, "reinstatement", null);
        await PublishAsync();
        Assert.Equal(Outcome.Valid, Verify(card, await FirstPackAsync()).Outcome);
    }

    [Fact]
    public async Task A_status_grows_stale_with_the_policy_of_each_audience_and_a_dead_publisher_is_noticed()
    {
        var card = await TestPeople.IssueAsync(_host);
        await PublishAsync();
        var pack = await FirstPackAsync();
        foreach (var (audience, age) in pack.MaximumStatusAges)
        {
            var text = card["credential"]!.GetValue<string>();
            Assert.Equal(Outcome.Valid, CredentialVerifier.Verify(text, pack.TrustFor(audience), pack.IssuedAt + age).Outcome);
            var late = CredentialVerifier.Verify(text, pack.TrustFor(audience), pack.IssuedAt + age + TimeSpan.FromSeconds(1));
            Assert.Equal((Outcome.Undetermined, Reasons.StatusStale), (late.Outcome, Assert.Single(late.Reasons)));
        }

        _host.Clock.Advance(PublishStatusLists.RefreshAfter);
        await PublishAsync();
        var fresh = await NextPackAsync(pack);
        Assert.Equal(pack.IssuedAt + PublishStatusLists.RefreshAfter, fresh.IssuedAt);
    }

    [Fact]
    public async Task The_published_lists_equal_what_the_dockets_alone_say()
    {
        await PublishAsync();
        foreach (var (move, reason) in new[] { ("suspension", "lost"), ("revocation", "misused"), ("loss", "stolen"), ("revocation", "deceased") })
        {
            await MoveAsync(await TestPeople.IssueAsync(_host), move, reason);
            await PublishAsync();
        }

        await AssertListsEqualDocketsAsync(expected: 4);
        Assert.Empty(await Service<CompareStatusLists>().ExecuteAsync(default));
    }

    [Fact]
    public async Task A_list_that_was_lost_or_tampered_with_is_built_from_the_dockets_and_never_forgets_a_revocation()
    {
        var card = await TestPeople.IssueAsync(_host);
        await MoveAsync(card, "revocation", "misused");
        await PublishAsync();
        var list = card["statusEntry"]!["list"]!.GetValue<string>();
        var blobs = Service<IBlobs>();
        var blob = (await blobs.FindAsync(ContainerNames.StatusLists, list, default))!;
        var tampered = blob.Content.ToArray();
        tampered[^100] ^= 1;
        tampered[tampered.Length / 4] ^= 1;
        await blobs.ReplaceAsync(ContainerNames.StatusLists, list, new Blob(tampered, blob.MediaType), blob.Version, default);

        Assert.Contains(list, (await Service<CompareStatusLists>().ExecuteAsync(default)).Keys);
        await PublishAsync();
        Assert.Equal(Reasons.Revoked, Assert.Single(Verify(card, await FirstPackAsync()).Reasons));
        await AssertListsEqualDocketsAsync(expected: 1);
        Assert.Empty(await Service<CompareStatusLists>().ExecuteAsync(default));
    }

    [Theory]
    [InlineData("revocation", "misused", true)]
    [InlineData("suspension", "under-review", true)]
    [InlineData("revocation", "misused", false)]
    public async Task A_list_built_anew_makes_no_card_valid_whose_row_was_put_back_or_whose_docket_is_gone(string move, string reason, bool isPutBack)
    {
        var card = await TestPeople.IssueAsync(_host);
        var (tables, id) = (Service<ITables>(), card["cardholderId"]!.GetValue<string>());
        var before = (await tables.RangeAsync(TableNames.Dockets, id, "card|", "card|~", 10, default)).Single();
        await MoveAsync(card, move, reason);
        await PublishAsync();
        RowWrite[] writes = isPutBack
            ? [new(RowWriteKind.Put, before.Key, "", null) { Sealed = before.Sealed, WrappedKey = before.WrappedKey }]
            : [.. (await tables.RangeAsync(TableNames.Dockets, id, "", "\u007F", 1000, default)).Select(row => RowWrite.Delete(row.Key, null))];
        await tables.CommitAsync(TableNames.Dockets, id, writes, default);

        await Service<StatusChanges>().AskToRebuildAsync(card["statusEntry"]!["list"]!.GetValue<string>(), default);
        await PublishAsync();
        Assert.Equal(Outcome.Invalid, Verify(card, await FirstPackAsync()).Outcome);
        Assert.Empty(await Service<CompareStatusLists>().ExecuteAsync(default));
    }

    [Fact]
    public async Task A_reinstated_card_holds_again_in_a_list_built_anew()
    {
        var card = await TestPeople.IssueAsync(_host);
        await MoveAsync(card, "suspension", "under-review");
        await PublishAsync();
        await MoveAsync(card, "reinstatement", null);
        var list = card["statusEntry"]!["list"]!.GetValue<string>();
        foreach (var hint in await HintsAsync())
        {
            await Service<ITables>().CommitAsync(TableNames.StatusChanges, "pending", [RowWrite.Delete(hint.Key, null)], default);
        }

        Assert.Contains(list, (await Service<CompareStatusLists>().ExecuteAsync(default)).Keys);
        await PublishAsync();
        Assert.Equal(Outcome.Valid, Verify(card, await FirstPackAsync()).Outcome);
        await AssertListsEqualDocketsAsync(expected: 0);
    }

    [Fact]
    public async Task A_slow_run_that_builds_lists_anew_never_puts_back_what_another_has_published()
    {
        var card = await TestPeople.IssueAsync(_host);
        await PublishAsync();
        foreach (var list in Service<CardOptions>().StatusLists)
        {
            await Service<StatusChanges>().AskToRebuildAsync(list, default);
        }

        // After the slow run's first list, the card is revoked and another run publishes everything.
        var interrupted = false;
        var slow = Publisher(new Interrupted(Service<IBlobs>(), async () =>
        {
            if (!interrupted)
            {
                interrupted = true;
                await MoveAsync(card, "revocation", "misused");
                await Publisher(Service<IBlobs>()).ExecuteAsync(default);
            }
        }));
        await slow.ExecuteAsync(default);
        Assert.True(interrupted);

        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        await PublishAsync();
        await PublishAsync();
        Assert.Equal(Reasons.Revoked, Assert.Single(Verify(card, await FirstPackAsync()).Reasons));
        await AssertListsEqualDocketsAsync(expected: 1);
    }

    [Fact]
    public async Task A_list_that_was_put_back_is_built_from_the_dockets()
    {
        var card = await TestPeople.IssueAsync(_host);
        await PublishAsync();
        var list = card["statusEntry"]!["list"]!.GetValue<string>();
        var old = (await Service<IBlobs>().FindAsync(ContainerNames.StatusLists, list, default))!;
        _host.Clock.Advance(TimeSpan.FromSeconds(15));
        await MoveAsync(card, "revocation", "misused");
        await PublishAsync();
        var now = (await Service<IBlobs>().FindAsync(ContainerNames.StatusLists, list, default))!;
        await Service<IBlobs>().ReplaceAsync(ContainerNames.StatusLists, list, old, now.Version, default);

        _host.Clock.Advance(PublishStatusLists.RefreshAfter);
        await PublishAsync();
        Assert.Equal(Reasons.Revoked, Assert.Single(Verify(card, await FirstPackAsync()).Reasons));
        await AssertListsEqualDocketsAsync(expected: 1);
    }

    [Fact]
    public async Task A_hint_whose_change_never_came_changes_nothing_and_goes_in_time()
    {
        var card = await TestPeople.IssueAsync(_host);
        _ = SecureDocket.CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id);
        _ = SecureDocket.Cards.CardNumber.TryParse(card["cardNumber"]!.GetValue<string>(), out var number);
        var record = (await Service<SecureDocket.Dockets.DocketStore>().FindCardAsync(id, number, default))!;
        await Service<StatusChanges>().NoteAsync(id, record, OperationId.New(), default);
        await PublishAsync();
        Assert.Single(await HintsAsync());
        Assert.Equal(Outcome.Valid, Verify(card, await FirstPackAsync()).Outcome);

        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        await PublishAsync();
        Assert.Empty(await HintsAsync());
    }

    [Fact]
    public async Task A_list_is_served_in_both_forms_with_a_tag_of_each_and_to_any_page()
    {
        var card = await TestPeople.IssueAsync(_host);
        await MoveAsync(card, "revocation", "misused");
        await PublishAsync();
        var entry = card["statusEntry"]!;
        var uri = $"/api/v1/status-lists/{entry["list"]}";
        using var cwt = await GetAsync(uri, null);
        using var jwt = await GetAsync(uri, StatusListJwt.MediaType);
        Assert.Equal((StatusListToken.MediaType, StatusListJwt.MediaType), (cwt.Content.Headers.ContentType!.MediaType, jwt.Content.Headers.ContentType!.MediaType));
        Assert.NotEqual(cwt.Headers.ETag, jwt.Headers.ETag);
        Assert.All([cwt, jwt], answer =>
        {
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.CacheControl!.MaxAge);
            Assert.Equal("Accept", Assert.Single(answer.Headers.Vary));
        });

        var trust = await Service<KeyRing>().TrustAsync(default);
        var (token, reason) = StatusListToken.Read(
            await cwt.Content.ReadAsByteArrayAsync(), trust, $"https://securedocket.example{uri}", _host.Clock.GetUtcNow());
        Assert.Null(reason);
        Assert.Equal(1, token!.List[entry["index"]!.GetValue<int>()]);

        using var same = await GetAsync(uri, null, cwt.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("*/*", StatusListToken.MediaType)]
    [InlineData("application/*;q=0.5", StatusListToken.MediaType)]
    [InlineData("application/statuslist+jwt, application/statuslist+cwt;q=0.9", StatusListJwt.MediaType)]
    [InlineData("application/statuslist+cwt;q=0, */*", StatusListJwt.MediaType)]
    [InlineData("text/html", null)]
    [InlineData("application/statuslist+cwt;q=0, application/statuslist+jwt;q=0", null)]
    public async Task The_caller_s_preference_decides_the_form(string accept, string? expected)
    {
        await PublishAsync();
        using var answer = await GetAsync("/api/v1/status-lists/1", accept);
        Assert.Equal(expected is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected ?? "application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task What_is_not_there_is_told_as_such()
    {
        using var early = await GetAsync("/api/v1/verifier-pack", null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.NotNull(early.Headers.RetryAfter);
        await PublishAsync();
        using var unknown = await GetAsync("/api/v1/status-lists/5", null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var history = await GetAsync("/api/v1/status-lists/1?time=1700000000", null);
        Assert.Equal(HttpStatusCode.BadRequest, history.StatusCode);
    }

    [Fact]
    public async Task The_aggregation_names_every_list_as_cards_do()
    {
        var card = await TestPeople.IssueAsync(_host);
        using var nobody = _host.As(null);
        var lists = (await JsonAsync(nobody, "/api/v1/status-lists"))["status_lists"]!.AsArray().Select(list => list!.GetValue<string>()).ToList();
        Assert.Equal(4, lists.Count);
        Assert.Contains($"https://securedocket.example/api/v1/status-lists/{card["statusEntry"]!["list"]}", lists);
    }

    private async Task AssertListsEqualDocketsAsync(int expected)
    {
        var trust = await Service<KeyRing>().TrustAsync(default);
        var truth = await Service<CardStates>().ReadAllAsync(new Dictionary<string, StatusList>(), default);
        var options = Service<CardOptions>();
        var set = 0;
        foreach (var list in options.StatusLists)
        {
            var published = (await Service<StatusListStore>().FindAsync(list, default))!;
            var (token, reason) = StatusListToken.Read(published.Cwt.Span, trust, options.StatusListUri(list), _host.Clock.GetUtcNow());
            Assert.Null(reason);
            Assert.True(token!.List.Bytes.SequenceEqual(truth.Expected(list, null).Bytes));
            set += Enumerable.Range(0, token.List.Count).Count(index => token.List[index] != 0);
        }

        Assert.Equal(expected, set);
    }

    private T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private PublishStatusLists Publisher(IBlobs blobs) => new(
        Service<StatusChanges>(), new StatusListStore(blobs), Service<CardStates>(), Service<SecureDocket.Dockets.DocketStore>(), Service<KeyRing>(),
        Service<EndorseKeys>(), Service<ISigningKeys>(), Service<CardOptions>(), _host.Clock);

    private Task PublishAsync() => _host.RunTimerAsync("PublishStatusLists");

    private async Task<IReadOnlyList<Row>> HintsAsync() =>
        await Service<ITables>().RangeAsync(TableNames.StatusChanges, "pending", "", "~", 100, default);

    private async Task<byte[]> PackAsync()
    {
        using var answer = await GetAsync("/api/v1/verifier-pack", null);
        Assert.Equal((HttpStatusCode.OK, VerifierPack.MediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task<VerifierPack> FirstPackAsync()
    {
        var bytes = await PackAsync();
        using var nobody = _host.As(null);
        var thumbprint = (await JsonAsync(nobody, "/api/v1/keys"))["anchor"]!.GetValue<string>();
        var (pack, reason) = VerifierPack.ReadFirst(bytes, thumbprint, _host.Clock.GetUtcNow());
        Assert.Null(reason);
        return pack!;
    }

    private async Task<VerifierPack> NextPackAsync(VerifierPack inHand)
    {
        var (pack, reason) = VerifierPack.ReadNext(await PackAsync(), inHand, _host.Clock.GetUtcNow());
        Assert.Null(reason);
        return pack!;
    }

    private Verdict Verify(JsonObject card, VerifierPack pack) =>
        CredentialVerifier.Verify(card["credential"]!.GetValue<string>(), pack.TrustFor("officer"), _host.Clock.GetUtcNow());

    private async Task MoveAsync(JsonObject card, string move, string? reason)
    {
        using var officer = _host.As("Enrollment.Officer");
        await PostAsync(officer, $"/api/v1/cards/{card["cardNumber"]}/{move}", reason is null ? [] : new JsonObject { ["reason"] = reason });
    }

    private static async Task<JsonObject> PostAsync(HttpClient client, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = TestHost.Json(body), Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } } };
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    private static async Task<JsonObject> JsonAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(path))!.AsObject();

    private async Task<HttpResponseMessage> GetAsync(string path, string? accept, EntityTagHeaderValue? tag = null)
    {
        using var nobody = _host.As(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await nobody.SendAsync(request);
    }

    /// <summary>The store, with something that happens after a blob was replaced.</summary>
    private sealed class Interrupted(IBlobs inner, Func<Task> afterReplacing) : IBlobs
    {
        public Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken) =>
            inner.AddAsync(container, name, blob, cancellationToken);

        public Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken) => inner.FindAsync(container, name, cancellationToken);

        public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken) => inner.DeleteAsync(container, name, cancellationToken);

        public async Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken)
        {
            var replaced = await inner.ReplaceAsync(container, name, blob, version, cancellationToken);
            await afterReplacing();
            return replaced;
        }
    }
}
