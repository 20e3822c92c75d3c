using System.Buffers.Text;
using System.IO.Compression;
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

/// <summary>What a host has published, held against what its dockets and keys say.</summary>
internal static class Published
{
    public static Task PublishAsync(this TestHost host) => host.Services.GetRequiredService<PublishStatusLists>().ExecuteAsync(default);

    /// <summary>Publishes, and after that nothing waits to be published and everything agrees.</summary>
    public static async Task<VerifierPack> PublishAllAsync(this TestHost host)
    {
        await host.PublishAsync();

        // Once more: a client that tried again may have met its own first try, which looks like somebody else's.
        await host.PublishAsync();
        Assert.Empty(await host.HintsAsync());
        return await host.AssertAgreesAsync();
    }

    /// <summary>Every list in both its forms, and in the pack, equals the dockets; the pack names the keys that we believe.</summary>
    public static async Task<VerifierPack> AssertAgreesAsync(this TestHost host)
    {
        var (options, now) = (host.Services.GetRequiredService<CardOptions>(), host.Clock.GetUtcNow());
        var believed = await host.Services.GetRequiredService<KeyRing>().KeysAsync(default);
        var truth = await host.Services.GetRequiredService<CardStates>().ReadAllAsync(new Dictionary<string, StatusList>(), default);
        var pack = await host.PackAsync();
        Assert.Equal(believed.Select(key => key.Public.Thumbprint), pack.Keys.Select(key => key.Thumbprint));
        Assert.Equal(believed.Select(key => key.Public.WithdrawnAt is null), pack.Keys.Select(key => key.WithdrawnAt is null));
        var trust = new Trust(options.Issuer, believed.Select(key => key.Public));
        foreach (var list in options.StatusLists)
        {
            var expected = truth.Expected(list, null);
            var published = (await host.Services.GetRequiredService<StatusListStore>().FindAsync(list, default))!;
            var (token, reason) = StatusListToken.Read(published.Cwt.Span, trust, options.StatusListUri(list), now);
            Assert.Null(reason);
            Assert.True(expected.Bytes.SequenceEqual(token!.List.Bytes), $"List {list} differs from the dockets.");
            Assert.True(expected.Bytes.SequenceEqual(EntriesOfJwt(published.Jwt.Span)), $"List {list} differs from the dockets as JWT.");
            Assert.True(
                expected.Bytes.SequenceEqual(pack.TrustFor("officer").ListAt(options.StatusListUri(list))!.List.Bytes), $"List {list} differs from the dockets in the pack.");
        }

        return pack;
    }

    /// <summary>The pack as it is served, read as a verifier does who knows the thumbprints of the keys in force.</summary>
    public static async Task<VerifierPack> PackAsync(this TestHost host)
    {
        using var nobody = host.As(null);
        var bytes = await nobody.GetByteArrayAsync("/api/v1/verifier-pack");
        var signer = VerifierPack.SignerOf(bytes);
        Assert.Contains(
            signer,
            (await host.Services.GetRequiredService<KeyRing>().KeysAsync(default))
                .Where(key => key.Public is { Use: KeyUse.Lists, WithdrawnAt: null }).Select(key => key.Public.Thumbprint));
        var (pack, reason) = VerifierPack.ReadFirst(bytes, VerifierPack.AnchorOf(bytes)!, host.Clock.GetUtcNow());
        Assert.Null(reason);
        return pack!;
    }

    /// <summary>What waits to be published.</summary>
    public static Task<IReadOnlyList<Row>> HintsAsync(this TestHost host) =>
        host.Services.GetRequiredService<ITables>().RangeAsync(TableNames.StatusChanges, "pending", "", "~", 10_000, default);

    private static byte[] EntriesOfJwt(ReadOnlySpan<byte> jwt)
    {
        var payload = System.Text.Encoding.ASCII.GetString(jwt).Split('.')[1];
        var packed = JsonNode.Parse(Base64Url.DecodeFromChars(payload))!["status_list"]!["lst"]!.GetValue<string>();
        using var inflater = new ZLibStream(new MemoryStream(Base64Url.DecodeFromChars(packed)), CompressionMode.Decompress);
        using var entries = new MemoryStream();
        inflater.CopyTo(entries);
        return entries.ToArray();
    }
}
