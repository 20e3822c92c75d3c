using System.Text.Json.Serialization;
using SecureDocket.Credentials;

namespace SecureDocket.Cards;

/// <summary>One physical card and the credential in its QR code.</summary>
public sealed record Card
{
    private const int StatusChangeLimit = 16;

    /// <summary>The number printed on the card.</summary>
    public required CardNumber Number { get; init; }

    /// <summary>The card's serial within its docket, from 1.</summary>
    public required int Serial { get; init; }

    /// <summary>The status.</summary>
    public required CardStatus Status { get; init; }

    /// <summary>The site that issues it.</summary>
    public required string SiteId { get; init; }

    /// <summary>The status list that holds the card's entry.</summary>
    public required string StatusList { get; init; }

    /// <summary>The index of the entry in that list.</summary>
    public required int StatusIndex { get; init; }

    /// <summary>The signing key's version in the vault.</summary>
    public required string KeyVersion { get; init; }

    /// <summary>The key id in the credential, base64url.</summary>
    public required string KeyId { get; init; }

    /// <summary>The hash of the photo that is printed and signed.</summary>
    public required string PhotoHash { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The claims to sign. They are fixed with the intent, so that a retried issue signs the same card.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>The signature r‖s over the claims; null while only the intent is recorded.</summary>
    public byte[]? Signature { get; init; }

    /// <summary>The operation that issues the card, so that a retry is recognized.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The card that this one replaces; null for none. It is fixed with the intent, so that every retry replaces the same card.</summary>
    public Succession? Replaces { get; init; }

    /// <summary>Why the card is suspended, revoked or replaced, from <see cref="StatusReasons"/>; null otherwise.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When the card went under review because the person's clearance is no longer cleared; null when it is not under review.</summary>
    public DateTimeOffset? ReviewSince { get; init; }

    /// <summary>Why the card was reinstated after such a review, from <see cref="StatusReasons.ToReinstate"/>; null before that.</summary>
    public string? ReinstatedFor { get; init; }

    /// <summary>
    /// The operations that changed <see cref="State"/> or <see cref="StatusReason"/> since the issue, newest last, so that a retry is
    /// recognized.
    /// </summary>
    /// <remarks>Several are kept because others may change the card between a request and its retry.</remarks>
    public IReadOnlyList<string> StatusChanges { get; init => field = value ?? []; } = [];

    /// <summary>The site that the intent was moved from, until its quota is returned and the new site's is taken; null for none.</summary>
    public string? VacatedSite { get; init; }

    /// <summary>The card's entry in its status list.</summary>
    /// <remarks>An expired card needs no entry: its claims carry the expiry, and verifiers check no further.</remarks>
    [JsonIgnore]
    public CardState State => Status switch
    {
        CardStatus.Intended or CardStatus.Active or CardStatus.Expired => CardState.Valid,
        CardStatus.Suspended => CardState.Suspended,
        CardStatus.Revoked => CardState.Revoked,
        CardStatus.Replaced => CardState.Replaced,
        _ => throw new InvalidOperationException("The status has no status-list state."),
    };

    /// <summary>The card as of a moment: a card past its expiry is expired, whether or not that has been recorded.</summary>
    public Card AsOf(DateTimeOffset now) => Status is CardStatus.Active or CardStatus.Suspended && now >= Expires
        ? this with { Status = CardStatus.Expired, StatusReason = null }
        : this;

    /// <summary>The card with one more operation that changed it. Only the last few are kept; a request is retried soon or never.</summary>
    internal Card ChangedBy(OperationId operation) => this with { StatusChanges = [.. StatusChanges.TakeLast(StatusChangeLimit - 1), operation.Value] };

    /// <summary>The text in the QR code.</summary>
    /// <exception cref="InvalidOperationException">The card is not signed yet.</exception>
    public string CredentialText() => CredentialEncoder.Seal(
        Credentials.KeyId.Parse(KeyId), Payload, Signature ?? throw new InvalidOperationException("The card is not signed yet."));
}

/// <summary>The status of a card.</summary>
public enum CardStatus
{
    /// <summary>The issue was decided but is not finished; no credential of the card has left the system.</summary>
    Intended,

    /// <summary>The card is in force.</summary>
    Active,

    /// <summary>The card is temporarily out of force.</summary>
    Suspended,

    /// <summary>The card is permanently out of force.</summary>
    Revoked,

    /// <summary>A newer card replaced it.</summary>
    Replaced,

    /// <summary>The card has expired.</summary>
    Expired,
}
