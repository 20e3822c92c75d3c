using System.Globalization;
using System.Text.Json.Nodes;
using SecureDocket.Credentials;

namespace SecureDocket.VerdictCases;

/// <summary>Gathers the cases.</summary>
internal sealed class CaseFile
{
    public const string Main = "main";

    private static readonly string[] s_undetermined = [Reasons.ClockBehind, Reasons.StatusStale, Reasons.StatusUnavailable];
    private static readonly string[] s_checkByEye = ["photo-matches-bearer", "printed-details-match", "card-is-undamaged"];

    private readonly JsonObject _packs = [];
    private readonly JsonArray _verdicts = [];
    private readonly JsonArray _openings = [];
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, DateTimeOffset> _packTimes = [];

    public int VerdictCount => _verdicts.Count;

    public int PackCount => _openings.Count;

    /// <summary>A pack to judge cards by; any verifier must take it as a first pack at its own time.</summary>
    public void AddPack(string name, VerifierPack pack)
    {
        _packTimes.Add(name, pack.IssuedAt);
        _packs.Add(name, new JsonObject
        {
            ["anchor"] = Issuer.Anchor.Public.Thumbprint,
            ["at"] = Time(pack.IssuedAt),
            ["bytes"] = Convert.ToBase64String(Issuer.Seal(pack)),
        });
    }

    /// <summary>A text of which nothing is known but the fault.</summary>
    public void Malformed(string name, string text, string fault) => Add(name, text, [Reasons.Malformed, fault]);

    /// <summary>A message whose key is known to the verifier, and no more.</summary>
    public void Unproved(string name, string text, SigningKey key, params string[] reasons) => Add(name, text, reasons, key);

    /// <summary>A card whose key a pack does not have, or has without an endorsement that counts.</summary>
    public void UnknownKey(string name, string text, SigningKey key, string pack) => Add(name, text, [Reasons.UnknownKey], key, pack: pack);

    /// <summary>A card that the issuer signed.</summary>
    /// <param name="name">What is the matter.</param>
    /// <param name="card">The claims.</param>
    /// <param name="reason">What is due; null for valid.</param>
    /// <param name="statusAsOf">The moment that the status is of; null when none is consulted.</param>
    /// <param name="at">The verifier's clock.</param>
    /// <param name="audience">Whose policy.</param>
    /// <param name="key">The key that signs; the one for cards if null.</param>
    /// <param name="pack">The pack.</param>
    /// <param name="text">The text; the card's as sealed if null.</param>
    public void Signed(
        string name, Credential card, string? reason = null, DateTimeOffset? statusAsOf = null, DateTimeOffset? at = null,
        string audience = "officer", SigningKey? key = null, string pack = Main, string? text = null) =>
        Add(name, text ?? Issuer.Seal(card, key), reason is null ? [] : [reason], key ?? Issuer.Cards, card, statusAsOf, at, audience, pack);

    /// <summary>The opening of a pack.</summary>
    /// <param name="name">What is the matter.</param>
    /// <param name="bytes">The pack as fetched.</param>
    /// <param name="reason">The reason against it; null when it is accepted.</param>
    /// <param name="previous">The pack in hand, which is sound; null for a first pack.</param>
    /// <param name="anchor">The anchor's thumbprint for a first pack.</param>
    /// <param name="at">The reader's clock.</param>
    public void Opening(string name, byte[] bytes, string? reason = null, byte[]? previous = null, string? anchor = null, DateTimeOffset? at = null) =>
        _openings.Add((JsonNode)new JsonObject
        {
            ["name"] = Unique(name),
            ["bytes"] = Convert.ToBase64String(bytes),
            ["previous"] = previous is null ? null : Convert.ToBase64String(previous),
            ["anchor"] = previous is null ? anchor ?? Issuer.Anchor.Public.Thumbprint : null,
            ["at"] = Time(at ?? Issuer.Now),
            ["reason"] = reason,
        });

    public JsonObject ToJson() => new()
    {
        ["about"] = "Made once by tests/SecureDocket.VerdictCases; every verifier gives these verdicts. Times are UTC, bytes are base64.",
        ["packs"] = _packs,
        ["verdicts"] = _verdicts,
        ["openings"] = _openings,
    };

    private void Add(
        string name, string text, string[] reasons, SigningKey? key = null, Credential? card = null, DateTimeOffset? statusAsOf = null,
        DateTimeOffset? at = null, string audience = "officer", string pack = Main)
    {
        var now = at ?? Issuer.Now;
        _verdicts.Add((JsonNode)new JsonObject
        {
            ["name"] = Unique(name),
            ["pack"] = pack,
            ["audience"] = audience,
            ["at"] = Time(now),
            ["text"] = text,
            ["verdict"] = reasons is [] ? "valid" : s_undetermined.Contains(reasons[0]) ? "undetermined" : "invalid",
            ["reasons"] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]),
            ["evidence"] = new JsonObject
            {
                ["keyId"] = key?.Public.Id.ToString(),
                ["statusAsOf"] = statusAsOf is { } asOf ? Time(asOf) : null,
                ["statusAgeSeconds"] = Age(statusAsOf, now),
                ["packAgeSeconds"] = Age(_packTimes[pack], now),
                ["checkByEye"] = new JsonArray([.. (card is null ? [] : s_checkByEye).Select(check => JsonValue.Create(check))]),
            },
            ["credential"] = card is null ? null : Shown(card),
        });
    }

    private static JsonObject Shown(Credential card)
    {
        var (identity, birth) = (card.Identity, card.Identity.BirthDate);
        return new()
        {
            ["cardNumber"] = string.Join('-', card.CardNumber.Chunk(4).Select(group => new string(group))),
            ["serial"] = identity.Id,
            ["fullName"] = identity.FullName,
            ["birthDate"] = birth.Length != 8 ? birth
                : birth[4..] == "0000" ? birth[..4]
                : birth[6..] == "00" ? $"{birth[..4]}-{birth[4..6]}"
                : $"{birth[..4]}-{birth[4..6]}-{birth[6..]}",
            ["nationality"] = identity.Nationality,
            ["issued"] = Time(card.IssuedAt),
            ["validFrom"] = Time(card.NotBefore),
            ["expires"] = Time(card.Expires),
            ["face"] = identity.Face is { } face
                ? new JsonObject { ["type"] = face.Format == FaceFormat.Jpeg ? "image/jpeg" : "image/webp", ["bytes"] = Convert.ToBase64String(face.Bytes.Span) }
                : null,
            ["photoHash"] = Convert.ToHexStringLower(identity.PhotoHash.Span),
        };
    }

    private static long? Age(DateTimeOffset? asOf, DateTimeOffset now) => asOf is not { } moment || now < moment.AddMinutes(-1) ? null
        : now < moment ? 0
        : (long)(now - moment).TotalSeconds;

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private string Unique(string name) => _names.Add(name) ? name : throw new InvalidOperationException($"Two cases are called '{name}'.");
}
