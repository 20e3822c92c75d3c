using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;

namespace SecureDocket.Verdicts;

/// <summary>The verdict of an online verification: a pure function of the claimed card and the card on record.</summary>
internal static class OnlineVerdict
{
    /// <summary>The verdict if the record cannot be read: never valid, and invalid only if the credential alone is.</summary>
    public static Verification WithoutRecord(ClaimedCard claimed, DateTimeOffset now) => new(
        claimed.Reasons.Count == 0 ? Outcome.Undetermined : Outcome.Invalid, [.. claimed.Reasons, Reasons.StatusUnavailable], EvidenceOf(claimed, null, now));

    /// <summary>The verdict.</summary>
    /// <param name="claimed">The claimed card.</param>
    /// <param name="now">The current time.</param>
    /// <param name="record">The card on record; null if there is none.</param>
    public static Verification Of(ClaimedCard claimed, DateTimeOffset now, RecordedCard? record)
    {
        List<string> reasons = [.. claimed.Reasons];

        // Without a credential, the record's own key and expiry are checked.
        if (reasons.Count == 0 && claimed.Credential is null && record is not null)
        {
            if (claimed.Trust?.KeysFor(KeyId.Parse(record.Card.KeyId)).Any(key => key.WithdrawnAt is not null) == true)
            {
                reasons.Add(Reasons.KeyWithdrawn);
            }

            if (now >= record.Card.Expires)
            {
                reasons.Add(Reasons.Expired);
            }
        }

        // A text that was never ours has no record that could be missing.
        if ((claimed.Credential is not null && claimed.Reasons is not [Reasons.UnknownIssuer]) || claimed.Method == VerificationMethod.CardNumber)
        {
            if (RecordReason(claimed, record?.Card) is { } reason && !reasons.Contains(reason))
            {
                reasons.Add(reason);
            }
        }

        return new Verification(reasons.Count == 0 ? Outcome.Valid : Outcome.Invalid, reasons, EvidenceOf(claimed, record, now));
    }

    private static string? RecordReason(ClaimedCard claimed, Card? card) => card?.Status switch
    {
        null or CardStatus.Intended => Reasons.NotOnRecord,
        _ when claimed.Credential is { } signed && !CredentialEncoder.EncodePayload(signed).AsSpan().SequenceEqual(card.Payload) => Reasons.NotOnRecord,
        CardStatus.Active => null,
        CardStatus.Suspended => Reasons.Suspended,
        CardStatus.Revoked => Reasons.Revoked,
        CardStatus.Replaced => Reasons.Replaced,
        CardStatus.Expired => Reasons.Expired,
        _ => Reasons.StatusUnavailable,
    };

    private static Evidence EvidenceOf(ClaimedCard claimed, RecordedCard? record, DateTimeOffset now) => new(
        claimed.Method,
        claimed.KeyId?.ToString(),
        now,
        record is null ? null : now,
        record is null ? null : 0,
        record is null ? [] : ["photo-matches-bearer", "printed-details-match", "card-is-undamaged"]);
}

/// <summary>A card as its credential or its typed number identifies it, before the record is read.</summary>
/// <param name="Method">How it was identified.</param>
/// <param name="KeyId">The key that the credential names; null without a readable credential.</param>
/// <param name="Credential">The credential; null if a number was typed or nothing could be read.</param>
/// <param name="Reasons">The reasons against it that the credential alone gives.</param>
internal sealed record ClaimedCard(VerificationMethod Method, KeyId? KeyId, Credential? Credential, IReadOnlyList<string> Reasons)
{
    /// <summary>The docket that it leads to; null if there is none or the credential is not ours.</summary>
    public CardholderId? Docket { get; init; }

    /// <summary>The number, if there is a docket.</summary>
    public CardNumber Number { get; init; }

    /// <summary>The keys to check the record against, if no credential names one.</summary>
    public Trust? Trust { get; init; }
}

/// <summary>A card on record.</summary>
/// <param name="Card">The card.</param>
/// <param name="Docket">The whole docket; null for an audience that sees only the card.</param>
internal sealed record RecordedCard(Card Card, Docket? Docket);
