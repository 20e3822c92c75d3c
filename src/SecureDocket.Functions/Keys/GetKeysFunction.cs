using System.Buffers.Text;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.Functions.Keys;

/// <summary><c>GET /api/v1/keys</c>: the public keys that sign cards and status lists, as a JWK set (RFC 7517).</summary>
public sealed class GetKeysFunction(KeyRing keys)
{
    /// <summary>200 with every key that a card or list in use may refer to, except withdrawn ones.</summary>
    [Function("GetKeys"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/keys")] HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await keys.KeysAsync(cancellationToken);
        var set = new JwkSet(
            [.. known.Where(key => key.Public is { WithdrawnAt: null, Use: not KeyUse.Anchor }).Select(Jwk.Of)],
            known.FirstOrDefault(key => key.Public.Use == KeyUse.Anchor)?.Public.Thumbprint);
        PublicFile.Open(request, 60);
        return JsonAnswer.Ok(set, KeysJson.Answers.JwkSet);
    }
}

/// <summary>A JWK set.</summary>
/// <param name="Keys">The keys, newest first.</param>
/// <param name="Anchor">The thumbprint of the anchor that endorses the keys, to be pinned by offline verifiers. Absent when none is known.</param>
public sealed record JwkSet(IReadOnlyList<Jwk> Keys, string? Anchor);

/// <summary>An EC public key (RFC 7518, section 6.2).</summary>
/// <param name="Kid">The key ID, as in a credential's protected header.</param>
/// <param name="X">The x coordinate, base64url.</param>
/// <param name="Y">The y coordinate, base64url.</param>
/// <param name="Purpose">What it signs: <c>cards</c>, or <c>lists</c> for status lists and verifier packs. Signatures by a key with another purpose are invalid.</param>
public sealed record Jwk(string Kid, string X, string Y, string Purpose)
{
    /// <summary>When the key starts to sign; absent when unlimited.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>When the key stops signing; absent when unlimited.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    /// <summary>The full RFC 7638 thumbprint, for pinning the key.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The key type.</summary>
    public string Kty { get; init; } = "EC";

    /// <summary>The curve.</summary>
    public string Crv { get; init; } = "P-256";

    /// <summary>The only algorithm the key is used with.</summary>
    public string Alg { get; init; } = "ES256";

    /// <summary>The use of the key.</summary>
    public string Use { get; init; } = "sig";

    internal static Jwk Of(SigningKey key) => new(
        key.Public.Id.ToString(), Base64Url.EncodeToString(key.Public.X.Span), Base64Url.EncodeToString(key.Public.Y.Span), Names.Of(key.Public.Use))
    {
        SignsFrom = key.Public.SignsFrom,
        SignsUntil = key.Public.SignsUntil,
        Thumbprint = key.Public.Thumbprint,
    };
}
