using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureDocket.Credentials;

namespace SecureDocket.Verifier;

/// <summary>The answer in the format of POST /api/v1/verifications, with everything that a pack can provide.</summary>
internal sealed record Answer(string Verdict, IReadOnlyList<string> Reasons, Evidence Evidence)
{
    private static readonly string[] s_checkByEye = ["photo-matches-bearer", "printed-details-match", "card-is-undamaged"];

    // The answer goes to a screen or a file, never into a page, so names need no escaping.
    private static readonly AnswerJson s_json = new(new JsonSerializerOptions(AnswerJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>When the card expires.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The printed details; null unless the issuer signed the card.</summary>
    public PrintedCard? Card { get; init; }

    public static Answer Of(Verdict verdict, VerifierPack pack, string audience, DateTimeOffset now) => new(
        verdict.Outcome switch { Outcome.Valid => "valid", Outcome.Invalid => "invalid", _ => "undetermined" },
        verdict.Reasons,
        new("credential", verdict.KeyId?.ToString(), now)
        {
            StatusAsOf = verdict.StatusAsOf,
            StatusAgeSeconds = Age(verdict.StatusAsOf, now),
            Audience = audience,
            PackVersion = pack.Version,
            PackAsOf = pack.IssuedAt,
            PackAgeSeconds = Age(pack.IssuedAt, now),
            CheckByEye = verdict.Credential is null ? [] : s_checkByEye,
        })
    {
        Expires = verdict.Credential?.Expires,
        Card = verdict.Credential is { } credential ? PrintedCard.Of(credential) : null,
    };

    public string ToJson() => JsonSerializer.Serialize(this, s_json.Answer);

    public string ToText()
    {
        var text = new StringBuilder(Verdict);
        Line("Why", string.Join(", ", Reasons));
        Line("Name", Card?.LatinName);
        Line("Born", Card?.BirthDate);
        Line("Nationality", Card?.Nationality);
        Line("Card", Card?.CardNumber);
        Line("Expires", Expires is { } expires ? Format.Instant(expires) : null);
        Line("Key", Evidence.KeyId);
        Line("Status", Evidence.StatusAsOf is { } asOf ? $"as of {Format.Instant(asOf)}, {Format.Age(Evidence.StatusAgeSeconds)}" : null);
        Line("Pack", string.Create(
            CultureInfo.InvariantCulture,
            $"version {Evidence.PackVersion} of {Format.Instant(Evidence.PackAsOf)}, {Format.Age(Evidence.PackAgeSeconds)}; policy for {Evidence.Audience}"));
        Line("Checked at", Format.Instant(Evidence.CheckedAt));
        Line("By eye", string.Join(", ", Evidence.CheckByEye));
        return text.ToString();

        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                // A claim must not contain control sequences for the terminal.
                text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {name,-11} {string.Concat(value.Where(character => !char.IsControl(character)))}");
            }
        }
    }

    /// <summary>The age in whole seconds: 0 if the clock is behind by no more than the leeway, null if it is further behind.</summary>
    private static long? Age(DateTimeOffset? asOf, DateTimeOffset now) =>
        now >= asOf ? (long)(now - asOf.Value).TotalSeconds
        : now >= asOf - CredentialFormat.ClockLeeway ? 0
        : null;
}

/// <summary>The basis of the verdict.</summary>
internal sealed record Evidence(string Method, string? KeyId, DateTimeOffset CheckedAt)
{
    /// <summary>The time of the status; null when none was consulted.</summary>
    public DateTimeOffset? StatusAsOf { get; init; }

    /// <summary>The age of the status; null when none was consulted, or the clock is behind.</summary>
    public long? StatusAgeSeconds { get; init; }

    /// <summary>The audience whose policy limits the age of a status.</summary>
    public required string Audience { get; init; }

    public required long PackVersion { get; init; }

    public required DateTimeOffset PackAsOf { get; init; }

    /// <summary>The age of the pack; null when the clock is behind.</summary>
    public long? PackAgeSeconds { get; init; }

    /// <summary>What must be checked by eye.</summary>
    public required IReadOnlyList<string> CheckByEye { get; init; }
}

/// <summary>The details that the card prints. The name in its own script is available online only.</summary>
internal sealed record PrintedCard(string CardNumber, string LatinName, string BirthDate, string Nationality)
{
    public static PrintedCard Of(Credential credential) => new(
        Format.CardNumber(credential.CardNumber),
        credential.Identity.FullName,
        Format.BirthDate(credential.Identity.BirthDate),
        credential.Identity.Nationality);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
