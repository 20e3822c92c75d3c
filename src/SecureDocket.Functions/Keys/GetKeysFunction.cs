using System.Buffers.Text;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.Functions.Keys;

/// <summary><c>GET /api/v1/keys</c>: the public keys that sign cards and status lists, as a JWK set (RFC 7517).</summary>
public sealed class GetKeysFunction(KeyRing keys)
{
    /// <summary>200 with every key that a card or list in the field may name, except withdrawn ones.</summary>
    [Function("GetKeys")]
    [Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/keys")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = await keys.KeysAsync(cancellationToken);
        var set = new JwkSet(
            [.. known.Where(key => key.Public is { WithdrawnAt: null, Use: not KeyUse.Anchor }).Select(Jwk.Of)],
            known.FirstOrDefault(key => key.Public.Use == KeyUse.Anchor)?.Public.Thumbprint);
        PublicFile.Open(request, 60);
        return Answer.Ok(set, KeysJson.Answers.JwkSet);
    }
}

/// <summary>A JWK set.</summary>
/// <param name="Keys">The keys, newest first.</param>
/// <param name="Anchor">The thumbprint of the anchor, which endorses the keys: what a verifier without a network pins. Absent while none is known.</param>
public sealed record JwkSet(IReadOnlyList<Jwk> Keys, string? Anchor);

/// <summary>An EC public key (RFC 7518, section 6.2).</summary>
/// <param name="Kid">The key id, as in a credential's protected header.</param>
/// <param name="X">The x coordinate, base64url.</param>
/// <param name="Y">The y coordinate, base64url.</param>
/// <param name="Purpose">What it signs: <c>cards</c>, or <c>lists</c> for status lists and verifier packs. A signature by a key of another purpose proves nothing.</param>
public sealed record Jwk(string Kid, string X, string Y, string Purpose)
{
    /// <summary>From when the key signs; absent when it always has.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>From when it no longer signs; absent for never.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    /// <summary>The whole RFC 7638 thumbprint, to pin the key by.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The key type.</summary>
    public string Kty { get; init; } = "EC";

    /// <summary>The curve.</summary>
    public string Crv { get; init; } = "P-256";

    /// <summary>The one algorithm that the key is for.</summary>
    public string Alg { get; init; } = "ES256";

    /// <summary>What the key is for.</summary>
    public string Use { get; init; } = "sig";

    internal static Jwk Of(SigningKey key) => new(
        key.Public.Id.ToString(), Base64Url.EncodeToString(key.Public.X.Span), Base64Url.EncodeToString(key.Public.Y.Span), Names.Of(key.Public.Use))
    {
        SignsFrom = key.Public.SignsFrom,
        SignsUntil = key.Public.SignsUntil,
        Thumbprint = key.Public.Thumbprint,
    };
}
