using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using SecureDocket.LocalHost.Development;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The development issuer signs officers in as a real provider does: a code, good once, for the page that asked for it.</summary>
public sealed class SignInTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime, IDisposable
{
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-0";

    private TestHost _host = null!;
    private HttpClient _client = null!;

    private string Redirect => new Uri(_host.Address, "/verify").AbsoluteUri;

    public async Task InitializeAsync()
    {
        _host = await TestHost.StartAsync(azurite);
        _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _host.Address };
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_code_with_its_verifier_gives_the_tokens_of_the_officer_who_was_chosen()
    {
        var (status, tokens) = await RedeemAsync(await CodeAsync());

        Assert.Equal(HttpStatusCode.OK, status);
        var identity = new JsonWebTokenHandler().ReadJsonWebToken(tokens["id_token"]!.GetValue<string>());
        Assert.Equal((DevelopmentSignIn.ClientId, "the nonce", "Dana Whitfield"), (identity.Audiences.Single(), identity.GetClaim("nonce").Value, identity.GetClaim("name").Value));
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications")
        {
            Content = TestHost.Json("""{"cardNumber":"000000000000"}"""),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", tokens["access_token"]!.GetValue<string>()) },
        };
        using var answer = await _client.SendAsync(ask);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        // The ID token is for the page, though its audience and roles are the same.
        using var confused = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications")
        {
            Content = TestHost.Json("""{"cardNumber":"000000000000"}"""),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", tokens["id_token"]!.GetValue<string>()) },
        };
        using var refusal = await _client.SendAsync(confused);
        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = await CodeAsync();
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(code)).Status);

        await RefusedAsync(code);
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_for_a_day_after_the_sign_in()
    {
        var first = (await RedeemAsync(await CodeAsync())).Body["refresh_token"]!.GetValue<string>();
        var (status, renewed) = await RenewAsync(first);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(renewed["access_token"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await RenewAsync(first)).Status);

        var second = renewed["refresh_token"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.BadRequest, (await RenewAsync(second, client: "another")).Status);
        var last = (await RedeemAsync(await CodeAsync())).Body["refresh_token"]!.GetValue<string>();
        _host.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.BadRequest, (await RenewAsync(last)).Status);
    }

    [Fact]
    public async Task A_wrong_verifier_gets_nothing_and_uses_the_code_up()
    {
        var code = await CodeAsync();

        await RefusedAsync(code, verifier: Verifier + "1");
        await RefusedAsync(code);
    }

    [Fact]
    public async Task A_code_is_for_the_address_and_the_client_that_asked()
    {
        await RefusedAsync(await CodeAsync(), redirect: new Uri(_host.Address, "/enroll").AbsoluteUri);
        await RefusedAsync(await CodeAsync(), client: "another");
    }

    [Fact]
    public async Task A_code_ends_after_five_minutes()
    {
        var code = await CodeAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(5));

        await RefusedAsync(code);
    }

    [Theory]
    [InlineData("redirect_uri", "https://elsewhere.example/verify")]
    [InlineData("client_id", "another")]
    [InlineData("code_challenge", "")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    [InlineData("scope", "profile")]
    [InlineData("state", "")]
    [InlineData("nonce", "")]
    public async Task A_request_at_fault_sends_the_browser_nowhere(string parameter, string value)
    {
        var query = Query();
        query[parameter] = value;

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            using var request = new HttpRequestMessage(method, QueryHelpers.AddQueryString("/dev/authorize", query));
            using var answer = await _client.SendAsync(request);
            Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
        }
    }

    [Fact]
    public async Task Nobody_is_sent_back_with_a_refusal()
    {
        var answer = await ChooseAsync("");

        Assert.Equal(("access_denied", "the state"), (answer["error"].ToString(), answer["state"].ToString()));
    }

    [Fact]
    public async Task Another_sites_page_chooses_nobody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, QueryHelpers.AddQueryString("/dev/authorize", Query()))
        {
            Content = new FormUrlEncodedContent([new("officer", "Field.Officer/1")]),
            Headers = { { "Origin", "https://elsewhere.example" } },
        };
        using var answer = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private Dictionary<string, string?> Query() => new()
    {
        ["client_id"] = DevelopmentSignIn.ClientId,
        ["redirect_uri"] = Redirect,
        ["response_type"] = "code",
        ["scope"] = "openid profile offline_access",
        ["state"] = "the state",
        ["nonce"] = "the nonce",
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    };

    private async Task<string> CodeAsync() => (await ChooseAsync("Field.Officer/1"))["code"].ToString();

    private async Task<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>> ChooseAsync(string officer)
    {
        using var form = new FormUrlEncodedContent([new("officer", officer)]);
        using var answer = await _client.PostAsync(QueryHelpers.AddQueryString("/dev/authorize", Query()), form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith(Redirect + "?", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(answer.Headers.Location.Query);
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> RedeemAsync(string code, string? verifier = null, string? redirect = null, string? client = null)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"),
            new("code", code),
            new("client_id", client ?? DevelopmentSignIn.ClientId),
            new("redirect_uri", redirect ?? Redirect),
            new("code_verifier", verifier ?? Verifier),
        ]);
        using var answer = await _client.PostAsync("/dev/token", form);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> RenewAsync(string refresh, string? client = null)
    {
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "refresh_token"), new("refresh_token", refresh), new("client_id", client ?? DevelopmentSignIn.ClientId)]);
        using var answer = await _client.PostAsync("/dev/token", form);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    private async Task RefusedAsync(string code, string? verifier = null, string? redirect = null, string? client = null)
    {
        var (status, body) = await RedeemAsync(code, verifier, redirect, client);
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"invalid_grant"}"""), (status, body.ToJsonString()));
    }
}
