using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Credentials;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cards;

/// <summary>Cards that sign a face.</summary>
public sealed class ThumbnailTests(ApiFixture api, AzuriteFixture azurite) : IClassFixture<ApiFixture>, IClassFixture<AzuriteFixture>
{
    private const string Cards = "/api/v1/cards";

    private static readonly byte[] s_face = File.ReadAllBytes(TestPeople.ThumbnailPath);

    [Fact]
    public async Task A_card_signs_the_thumbnail_that_is_sent_and_a_repeated_request_gives_the_same_card()
    {
        using var officer = api.As("Enrollment.Officer");
        var order = Order(await TestPeople.PrepareAsync(officer.Client), s_face);
        var key = Guid.NewGuid().ToString();

        var created = (await officer.PostAsync(Cards, order, key)).Is(201);

        Assert.Equal(created.Text, (await officer.PostAsync(Cards, order, key)).Is(201).Text);
        var face = await FaceAsync(officer, created.Json);
        Assert.Equal(FaceFormat.Webp, face!.Format);
        Assert.Equal(s_face, face.Bytes.ToArray());
        using var field = api.As("Field.Officer");
        var verification = await field.PostAsync("/api/v1/verifications", new JsonObject { ["credential"] = await CredentialAsync(officer, created.Json) });
        Assert.Equal("valid", verification.Is(200).Json["verdict"]!.GetValue<string>());

        order["thumbnail"] = Convert.ToBase64String(Noise(300, 1));
        (await officer.PostAsync(Cards, order, key)).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_successor_has_the_face_of_its_own_order_alone()
    {
        using var officer = api.As("Enrollment.Officer");
        var first = (await officer.PostAsync(Cards, Order(await TestPeople.PrepareAsync(officer.Client), s_face))).Is(201).Json;
        var second = (await officer.PostAsync(
            To(first, "replacement"), new JsonObject { ["siteId"] = api.Host.SiteId, ["reason"] = "damaged" })).Is(201).Json;
        Assert.Null(await FaceAsync(officer, second));

        var other = Noise(300, 2);
        var third = (await officer.PostAsync(
            To(second, "replacement"),
            new JsonObject { ["siteId"] = api.Host.SiteId, ["reason"] = "lost", ["thumbnail"] = Convert.ToBase64String(other) })).Is(201).Json;
        Assert.Equal(other, (await FaceAsync(officer, third))!.Bytes.ToArray());

        (await officer.PostAsync(To(third, "renewal"), new JsonObject { ["siteId"] = api.Host.SiteId, ["thumbnail"] = "AAAA" })).IsProblem(400, "invalid");
        (await officer.PostAsync(To(third, "renewal"), new JsonObject { ["siteId"] = api.Host.SiteId, ["thumbnail"] = Convert.ToBase64String(s_face) }))
            .IsProblem(409, "renewal-not-open");
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    [InlineData("UklGRg==")]
    public async Task A_thumbnail_that_is_none_is_named_with_every_other_fault(string thumbnail)
    {
        using var officer = api.As("Enrollment.Officer");
        var problem = (await officer.PostAsync(Cards, new JsonObject { ["cardholderId"] = "x", ["siteId"] = "!", ["thumbnail"] = thumbnail }))
            .IsProblem(400, "invalid", "invalid", "invalid");
        Assert.Equal(["cardholderId", "siteId", "thumbnail"], problem.Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()).Order());
        (await officer.PostAsync(Cards, new JsonObject { ["cardholderId"] = "x", ["siteId"] = "!", ["thumbnail"] = 5 })).Is(400);
    }

    [Fact]
    public async Task A_thumbnail_that_the_name_leaves_no_room_for_is_refused_and_nothing_is_used_up()
    {
        using var officer = api.As("Enrollment.Officer");
        using var administrator = api.As("Program.Administrator");
        var site = $"R{Random.Shared.Next(10_000_000):D7}";
        (await administrator.PutAsync($"/api/v1/sites/{site}", new JsonObject { ["name"] = "Small site", ["quota"] = 1 })).Is(200);
        var person = TestPeople.Person();
        person["latinName"] = "Ŵxqjz Kvwpf Ŷghbm Dtrcn Ŝlyos Žuaei Yqwzx Hjvkp Ufhgm Fbd";
        var id = await TestPeople.PrepareAsync(officer.Client, person);

        var order = Order(id, Noise(700, 3));
        order["siteId"] = site;
        var problem = (await officer.PostAsync(Cards, order)).IsProblem(400, "invalid");
        Assert.Equal("thumbnail", problem.Json["errors"]![0]!["field"]!.GetValue<string>());
        Assert.Empty((await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["cards"]!.AsArray());

        order["thumbnail"] = Convert.ToBase64String(Noise(600, 3));
        var card = (await officer.PostAsync(Cards, order)).Is(201).Json;
        Assert.InRange((await CredentialAsync(officer, card)).Length, 1, 1637);
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task Wherever_issuing_dies_repeating_the_request_signs_the_same_face_and_another_order_its_own(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        using var officer = new Caller(host.Host.As("Enrollment.Officer"));
        (await officer.PostAsync(Cards, Order(await TestPeople.PrepareAsync(officer.Client), s_face, host.Host.SiteId))).Is(201);
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Order: Order(await TestPeople.PrepareAsync(officer.Client), s_face, host.Host.SiteId), Key: Guid.NewGuid().ToString()),
            ready => SendAsync(host, ready.Order, ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Created, first.Status);

                // Another order takes over what the dead one has only intended.
                var other = fault?.Call % 2 == 1 && await NoCardAsync(officer, ready.Order);
                var thumbnail = other ? Noise(200, fault!.Call) : s_face;
                var order = ready.Order.DeepClone().AsObject();
                order["thumbnail"] = Convert.ToBase64String(thumbnail);
                var card = await SendAsync(host, order, other ? Guid.NewGuid().ToString() : ready.Key);

                Assert.Equal(HttpStatusCode.Created, card.Status);
                Assert.Equal(thumbnail, (await FaceAsync(officer, card.Json))!.Bytes.ToArray());
            });
    }

    private static async Task<bool> NoCardAsync(Caller officer, JsonObject order) =>
        (await officer.GetAsync($"/api/v1/cardholders/{order["cardholderId"]}")).Json["cards"]!.AsArray().Count == 0;

    private static async Task<TestAnswer> SendAsync(TappedHost host, JsonObject order, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Cards) { Content = TestHost.Json(order), Headers = { { "Idempotency-Key", key } } };
        return await host.SendAsync("Enrollment.Officer", request);
    }

    private static async Task<string> CredentialAsync(Caller officer, JsonNode card) =>
        (await officer.GetAsync($"{Cards}/{card["cardNumber"]}")).Is(200).Json["credential"]!.GetValue<string>();

    private static async Task<Credentials.Face?> FaceAsync(Caller officer, JsonNode card)
    {
        // Whoever signed it: only the claims are of interest here.
        var keys = (await officer.GetAsync("/api/v1/keys")).Is(200).Json["keys"]!.AsArray();
        var trust = new Trust("https://securedocket.example", keys.Select(key => new VerificationKey(Coordinate(key!, "x"), Coordinate(key!, "y"))));
        return CredentialVerifier.Authenticate(await CredentialAsync(officer, card), trust, DateTimeOffset.UtcNow).Credential!.Identity.Face;
    }

    private static byte[] Coordinate(JsonNode key, string name) => System.Buffers.Text.Base64Url.DecodeFromChars(key[name]!.GetValue<string>());

    private static string To(JsonNode card, string what) => $"{Cards}/{card["cardNumber"]}/{what}";

    private JsonObject Order(string cardholderId, byte[] thumbnail, string? siteId = null) => new()
    {
        ["cardholderId"] = cardholderId,
        ["siteId"] = siteId ?? api.Host.SiteId,
        ["thumbnail"] = Convert.ToBase64String(thumbnail),
    };

    /// <summary>A lossless WEBP of 32 x 32 pixels, as far as its headers say; the rest packs no shorter than it is.</summary>
    private static byte[] Noise(int length, int seed)
    {
        var file = new byte[length];
        new Random(seed).NextBytes(file);
        byte[] header =
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(length - 8), .. "WEBPVP8L"u8, .. BitConverter.GetBytes(length - 20), 0x2F, 31, 0xC0, 7, 0,
        ];
        header.CopyTo(file.AsSpan());
        return file;
    }
}
