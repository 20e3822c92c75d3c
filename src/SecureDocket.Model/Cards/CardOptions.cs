using SecureDocket.Credentials;

namespace SecureDocket.Cards;

/// <summary>What every card of this deployment has in common.</summary>
public sealed record CardOptions
{
    /// <summary>The longest that a card may hold: retired public keys are kept as long.</summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromDays(3660);

    /// <summary>The public part of the anchor, whose private part is kept offline; null where the vault keeps a throwaway one.</summary>
    public VerificationKey? Anchor { get; init; }

    /// <summary>What the anchor signed at its ceremonies: sealed <see cref="Endorsement"/>s.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Endorsements { get; init; } = [];

    /// <summary>The issuer's absolute URI without a trailing slash, at most 28 characters: claim <c>iss</c> and the start of every status-list address.</summary>
    public required string Issuer { get; init; }

    /// <summary>The portal's address, at most 60 characters, in the QR code on the back.</summary>
    public required string PortalUrl { get; init; }

    /// <summary>How to report a lost card, at most 60 characters, printed on the back.</summary>
    public required string LossContact { get; init; }

    /// <summary>How long a card holds.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The status lists that cards take their entries from. One may be added, never removed: cards in the field name it.</summary>
    public IReadOnlyList<string> StatusLists { get; init; } = ["1", "2", "3", "4"];

    /// <summary>How old a status may be for an offline verdict to rest on it, by audience.</summary>
    public IReadOnlyDictionary<string, TimeSpan> MaximumStatusAges { get; init; } = new Dictionary<string, TimeSpan>
    {
        ["officer"] = TimeSpan.FromHours(24),
        ["partner"] = TimeSpan.FromHours(6),
        ["public"] = TimeSpan.FromHours(1),
    };

    /// <summary>The longest of <see cref="MaximumStatusAges"/>: by then every verifier within its policy has heard of a new key.</summary>
    public TimeSpan LongestStatusAge => MaximumStatusAges.Values.Max();

    /// <summary>The address of a status list, as cards name it.</summary>
    public string StatusListUri(string list) => $"{Issuer}/api/v1/status-lists/{list}";
}
