using SecureDocket.Credentials;

namespace SecureDocket.Cards;

/// <summary>The settings that all cards of this deployment share.</summary>
public sealed record CardOptions
{
    /// <summary>The maximum validity of a card. Retired public keys are kept this long.</summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromDays(3660);

    /// <summary>The public key of the anchor, whose private key is kept offline; null where the vault keeps a throwaway anchor.</summary>
    public VerificationKey? Anchor { get; init; }

    /// <summary>The sealed <see cref="Endorsement"/>s that the anchor signed at its ceremonies.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Endorsements { get; init; } = [];

    /// <summary>
    /// The issuer's absolute URI without a trailing slash, at most 28 characters. It is the claim <c>iss</c> and the prefix of every
    /// status-list URI.
    /// </summary>
    public required string Issuer { get; init; }

    /// <summary>The portal's address, at most 60 characters, in the QR code on the back.</summary>
    public required string PortalUrl { get; init; }

    /// <summary>How to report a lost card, at most 60 characters, printed on the back.</summary>
    public required string LossContact { get; init; }

    /// <summary>How long a card is valid.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The status lists that take new cards. Lists may be added but never removed, because issued cards name them.</summary>
    public IReadOnlyList<string> StatusLists { get; init; } = ["1", "2", "3", "4"];

    /// <summary>The maximum age of a status for an offline verdict, by audience.</summary>
    public IReadOnlyDictionary<string, TimeSpan> MaximumStatusAges { get; init; } = new Dictionary<string, TimeSpan>
    {
        ["officer"] = TimeSpan.FromHours(24),
        ["partner"] = TimeSpan.FromHours(6),
        ["public"] = TimeSpan.FromHours(1),
    };

    /// <summary>The longest of <see cref="MaximumStatusAges"/>: after this time every verifier that follows its policy has a new key.</summary>
    public TimeSpan LongestStatusAge => MaximumStatusAges.Values.Max();

    /// <summary>The URI of a status list, as cards name it.</summary>
    public string StatusListUri(string list) => $"{Issuer}/api/v1/status-lists/{list}";
}
