using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Cards;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.SignIns;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

/// <summary>Every limit that a caller can run into, tried with a hundred requests and more at once. The host is this class's own, because its limits are used up.</summary>
public sealed class LimitTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int AtOnce = 150;

    private static readonly string[] s_roles = ["Partner.Verifier"];

    [Fact]
    public async Task Sign_ins_from_one_network()
    {
        using var visitor = new PortalVisitor(api.Host.Address);
        await visitor.GoAsync("/");
        var fields = visitor.FieldsOf("/sign-in", ("number", "0000-0000-0000"), ("pin", "73920518"));
        var begun = await AtOnceAsync(async number =>
        {
            var form = new Dictionary<string, string>(fields) { ["number"] = CardNumber.FromBytes([1, 2, 3, 4, 5, 6, (byte)number]).ToPrinted() };
            using var answer = await visitor.PostAsync("/sign-in", form);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location!.ToString();
        });

        Assert.InRange(begun.Count(place => place == "/sign-in/code"), 1, BeginSignIn.AddressLimit);
        Assert.All(begun, place => Assert.Contains(place, (string[])["/sign-in/code", "/?done=TooMany"]));
    }

    [Fact]
    public async Task Verifications_without_a_token_from_one_network()
    {
        using var nobody = api.As(null);
        var statuses = await AtOnceAsync(async _ => (await nobody.PostAsync(Verifying.Path, Verifying.Credential("X"), key: "")).Status);
        Assert.Equal(30, statuses.Count(status => status == 200));
        Assert.All(statuses, status => Assert.Contains(status, (int[])[200, 429]));
    }

    [Fact]
    public async Task Verifications_of_one_partner()
    {
        const int PerMinute = 20;
        var id = Guid.NewGuid().ToString();
        using var administrator = api.As("Program.Administrator");
        using var partner = api.With("Bearer " + api.Tokens.Mint(
            api.Host.Clock.GetUtcNow(),
            token => token.Claims = new Dictionary<string, object> { ["oid"] = id, ["sub"] = id, ["roles"] = s_roles }));
        (await administrator.PutAsync($"/api/v1/partners/{id}", new JsonObject
        {
            ["name"] = "Airport security",
            ["kind"] = "live",
            ["scopes"] = new JsonArray("verify"),
            ["perMinute"] = PerMinute,
            ["contact"] = "desk@partner.example",
        })).Is(200);

        var statuses = await AtOnceAsync(async _ => (await partner.PostAsync(Verifying.Path, Verifying.Credential("X"), key: "")).Status);
        Assert.InRange(statuses.Count(status => status == 200), 1, PerMinute);
        Assert.All(statuses, status => Assert.Contains(status, (int[])[200, 429]));
    }

    private static Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> ask) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(number => Task.Run(() => ask(number))));
}
