using System.Text.Json.Serialization;
using SecureDocket.Credentials;

namespace SecureDocket.Cards;

/// <summary>One physical card and the credential in its QR code.</summary>
public sealed record Card
{
    private const int StatusChangeLimit = 16;

    /// <summary>The number printed on it.</summary>
    public required CardNumber Number { get; init; }

    /// <summary>Which card of its docket this is, from 1.</summary>
    public required int Serial { get; init; }

    /// <summary>Where the card is in its life.</summary>
    public required CardStatus Status { get; init; }

    /// <summary>The site that issues it.</summary>
    public required string SiteId { get; init; }

    /// <summary>The status list that its entry is in.</summary>
    public required string StatusList { get; init; }

    /// <summary>Its entry in that list.</summary>
    public required int StatusIndex { get; init; }

    /// <summary>The version of the signing key, as the vault names it.</summary>
    public required string KeyVersion { get; init; }

    /// <summary>The key id in the credential, base64url.</summary>
    public required string KeyId { get; init; }

    /// <summary>The hash of the photo that it prints and signs.</summary>
    public required string PhotoHash { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The claims that were, or are to be, signed. Fixed with the intent, so that a repeated issue signs the same card.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>r‖s over the claims; null while only the intent is recorded.</summary>
    public byte[]? Signature { get; init; }

    /// <summary>The operation that issues it, to recognise a repeated request.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The card whose place it takes; null for none. Fixed with the intent, so that whoever carries on replaces the same card.</summary>
    public Succession? Replaces { get; init; }

    /// <summary>Why the card is suspended, revoked or replaced, from <see cref="StatusReasons"/>; null otherwise.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Since when it waits for an officer's decision, because its person's clearance is no longer cleared; null while it does not.</summary>
    public DateTimeOffset? ReviewSince { get; init; }

    /// <summary>Why it went back in force after such a review, from <see cref="StatusReasons.ToReinstate"/>; null before it did.</summary>
    public string? ReinstatedFor { get; init; }

    /// <summary>The operations that changed <see cref="State"/> or <see cref="StatusReason"/> since the issue, the last one last, to recognise a repeated request.</summary>
    /// <remarks>More than one, because others may have changed the card between a request and its repetition.</remarks>
    public IReadOnlyList<string> StatusChanges { get; init => field = value ?? []; } = [];

    /// <summary>The site that the intent was moved from, until its place is given back and the new site's is taken; null for none.</summary>
    public string? VacatedSite { get; init; }

    /// <summary>What its status list says of it.</summary>
    /// <remarks>An expired card needs no entry: its claims say so, and nobody asks further.</remarks>
    [JsonIgnore]
    public CardState State => Status switch
    {
        CardStatus.Intended or CardStatus.Active or CardStatus.Expired => CardState.Valid,
        CardStatus.Suspended => CardState.Suspended,
        CardStatus.Revoked => CardState.Revoked,
        CardStatus.Replaced => CardState.Replaced,
        _ => throw new InvalidOperationException("A status that no list knows."),
    };

    /// <summary>The card as time alone has made it, be it recorded yet or not: what is past its expiry is expired.</summary>
    public Card AsOf(DateTimeOffset now) => Status is CardStatus.Active or CardStatus.Suspended && now >= Expires
        ? this with { Status = CardStatus.Expired, StatusReason = null }
        : this;

    /// <summary>The card with one more operation that changed it. The last few are kept: a request is repeated soon or never.</summary>
    internal Card ChangedBy(OperationId operation) => this with { StatusChanges = [.. StatusChanges.TakeLast(StatusChangeLimit - 1), operation.Value] };

    /// <summary>The text in the QR code.</summary>
    /// <exception cref="InvalidOperationException">The card is not signed yet.</exception>
    public string CredentialText() => CredentialEncoder.Seal(
        Credentials.KeyId.Parse(KeyId), Payload, Signature ?? throw new InvalidOperationException("The card is not signed yet."));
}

/// <summary>Where a card is in its life.</summary>
public enum CardStatus
{
    /// <summary>The system has decided to issue it and has not finished; no credential of it has left.</summary>
    Intended,

    /// <summary>In force.</summary>
    Active,

    /// <summary>Out of force for the time being.</summary>
    Suspended,

    /// <summary>Out of force for good.</summary>
    Revoked,

    /// <summary>A newer card took its place.</summary>
    Replaced,

    /// <summary>Its time is up.</summary>
    Expired,
}
