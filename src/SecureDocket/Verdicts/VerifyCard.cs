using System.Globalization;
using System.Text;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Credentials;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Limits;
using SecureDocket.Seals;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Verdicts;

/// <summary>Verifies a card online: what its credential proves, what the record says, and what this audience may see.</summary>
/// <remarks>The docket's key is in the credential, so a scanned card costs one read. A disclosure is committed before anything is returned.</remarks>
public sealed class VerifyCard(
    KeyRing keys, DocketStore dockets, Lookups lookups, DisclosureLog disclosures, Openings openings, SealStore seals, RateLimits allowances, KeyedHash hash, Telemetry telemetry, TimeProvider clock)
{
    /// <summary>How often a partner may compare the name and birth date of one card per UTC day; more would be guessing.</summary>
    public const int MatchLimit = 5;

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private static readonly string[] s_officerFields =
    [
        "verdict", "expires", "name", "latinName", "birthDate", "nationality", "photo", "posture", "nextHearing", "nextCheckIn", "missedCheckIns",
        "checkInToBook", "scheduleBroken", "contactFault",
    ];

    private static readonly string[] s_partnerFields = ["verdict", "expires", "nameMatches", "birthDateMatches"];

    private static readonly string[] s_publicFields = ["verdict"];

    /// <summary>
    /// Verifies a scanned credential or a typed card number. Refused only if the partner has compared this card too often, or the officer
    /// types the numbers of too many people.
    /// </summary>
    public Task<Result<Verification>> ExecuteAsync(VerificationRequest request, Actor actor, CancellationToken cancellationToken) =>
        ExecuteAsync(request, actor, _ => true, cancellationToken);

    /// <summary>Verifies, and reads the record only if allowed; the result of checking the signature is returned in any case.</summary>
    /// <param name="request">The request.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="mayRead">
    /// Whether this docket may be read now; called once the signature is found to be ours. Without the record, the verification is as if
    /// the storage were unavailable.
    /// </param>
    /// <returns>The verification; refused only if the partner has compared this card too often, or the officer types the numbers of too many people.</returns>
    public async Task<Result<Verification>> ExecuteAsync(VerificationRequest request, Actor actor, Func<CardholderId, bool> mayRead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(mayRead);
        using var activity = Telemetry.Begin(TracedUse.VerifyCard);
        var result = await VerifyAsync(request, actor, mayRead, cancellationToken);
        if (!result.IsRefused)
        {
            telemetry.Judged(result.Value.Outcome, result.Value.Reasons, request.Audience);
        }
        else if (request.Audience == Audience.Partner)
        {
            telemetry.PartnerRefused(result.Refusals[0].Code);
        }

        return result;
    }

    private async Task<Result<Verification>> VerifyAsync(VerificationRequest request, Actor actor, Func<CardholderId, bool> mayRead, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var claimed = request.Credential is not null
            ? await ReadCredentialAsync(request.Credential, now, cancellationToken)
            : await FindNumberAsync(request.CardNumber, cancellationToken);
        if (claimed.Docket is not { } id)
        {
            return Judge(claimed, now, null);
        }

        if (!mayRead(id))
        {
            return WithoutRecord(claimed, now);
        }

        Record? record;
        try
        {
            record = await ReadRecordAsync(request.Audience, id, claimed.Number, cancellationToken);
        }
        catch (Exception failure) when (failure is DependencyUnavailableException or OperationCanceledException)
        {
            // The same applies when the time is up: nothing was shown yet, and a caller who has disconnected gets nothing.
            return WithoutRecord(claimed, now);
        }

        var verification = Judge(claimed, now, record);
        if (record is null)
        {
            return verification;
        }

        // This precedes every comparison and does not depend on its result, so that the last allowed request reveals no more than the others.
        if (request.AsksForMatch && verification.Outcome == Outcome.Valid
            && !await allowances.TakeAsync($"match|{actor.Id}|{hash.KeyOf("match", claimed.Number.ToString())}", MatchLimit, s_day, cancellationToken))
        {
            return new Refusal("match-limit", $"The name and birth date of one card can be compared at most {MatchLimit} times a day.")
            {
                RetryAfter = now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime,
            };
        }

        // An officer who only has the number may not have the card at hand.
        if (request.Audience == Audience.Officer && claimed.Method == VerificationMethod.CardNumber && await openings.CountAsync(id, actor, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var (audience, fields) = request.Audience switch
        {
            Audience.Officer => (verification with { Officer = OfficerView.Of(record.Docket!, record.Card, now) }, s_officerFields),
            Audience.Partner when PartnerView.Of(record.Card, request, verification.Outcome) is var view =>
                (verification with { Partner = view }, [.. s_partnerFields, .. view.Differences]),
            _ => (verification, s_publicFields),
        };
        var lookId = OperationId.New().Value;
        var disclosure = new Disclosure
        {
            Id = lookId,
            At = now,
            Recipient = actor,
            Purpose = Purpose.Verification,
            Fields = fields,
            SealedUntil = request.Seal?.Until,
            Seal = request.Seal is { } seal ? (await seals.AddAsync(seal, lookId, now, actor, cancellationToken)).Id : null,

            // Of the docket's photos, the one that the card was signed with is the one to compare.
            Subject = request.Audience == Audience.Officer ? record.Card.PhotoHash : null,
        };
        await disclosures.RecordAsync(id, disclosure, cancellationToken);
        return audience with { Id = disclosure.Id };
    }

    private async Task<Claimed> ReadCredentialAsync(string text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var trust = await keys.TrustAsync(cancellationToken);
        var authentication = CredentialVerifier.Authenticate(text, trust, now);
        var claimed = new Claimed(VerificationMethod.Credential, authentication.KeyId, authentication.Credential, authentication.Reasons);

        // Only with our own signature can the docket key and the number be trusted.
        return authentication.Credential is { } credential
            && authentication.Reasons is not [Reasons.UnknownIssuer]
            && CardNumber.TryParse(credential.CardNumber, out var number)
            ? claimed with { Docket = CardholderId.FromBytes(credential.Identity.DocketKey.Span), Number = number }
            : claimed;
    }

    private async Task<Claimed> FindNumberAsync(CardNumber number, CancellationToken cancellationToken) =>
        new(VerificationMethod.CardNumber, null, null, [])
        {
            Number = number,
            Docket = await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken),
            Trust = await keys.TrustAsync(cancellationToken),
        };

    private async Task<Record?> ReadRecordAsync(
        Audience audience, CardholderId id, CardNumber number, CancellationToken cancellationToken)
    {
        if (audience != Audience.Officer)
        {
            return await dockets.FindCardAsync(id, number, cancellationToken) is { } alone ? new(alone, null) : null;
        }

        var docket = await dockets.LoadAsync(id, cancellationToken);
        return docket?.Cards.FirstOrDefault(card => card.Number == number) is { } found ? new(found, docket) : null;
    }

    private static Verification WithoutRecord(Claimed claimed, DateTimeOffset now) => new(
        claimed.Reasons.Count == 0 ? Outcome.Undetermined : Outcome.Invalid, [.. claimed.Reasons, Reasons.StatusUnavailable], EvidenceOf(claimed, null, now));

    private static Verification Judge(Claimed claimed, DateTimeOffset now, Record? record)
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

    private static string? RecordReason(Claimed claimed, Card? card) => card?.Status switch
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

    private static Evidence EvidenceOf(Claimed claimed, Record? record, DateTimeOffset now) => new(
        claimed.Method,
        claimed.KeyId?.ToString(),
        now,
        record is null ? null : now,
        record is null ? null : 0,
        record is null ? [] : ["photo-matches-bearer", "printed-details-match", "card-is-undamaged"]);

    private sealed record Claimed(VerificationMethod Method, KeyId? KeyId, Credential? Credential, IReadOnlyList<string> Reasons)
    {
        public CardholderId? Docket { get; init; }

        public CardNumber Number { get; init; }

        /// <summary>The keys to check the record against, if no credential names one.</summary>
        public Trust? Trust { get; init; }
    }

    private sealed record Record(Card Card, Docket? Docket);
}

/// <summary>A request to verify a card.</summary>
/// <param name="Audience">The audience, which decides what is shown.</param>
/// <param name="Credential">The text of the QR code; null if a number was typed.</param>
/// <param name="CardNumber">The typed number; ignored if there is a credential.</param>
public sealed record VerificationRequest(Audience Audience, string? Credential, CardNumber CardNumber)
{
    /// <summary>A full name to compare, in Latin letters; partners only.</summary>
    public string? FullName { get; init; }

    /// <summary>A birth date to compare; partners only.</summary>
    public BirthDate? BirthDate { get; init; }

    /// <summary>Whether there is anything to compare.</summary>
    internal bool AsksForMatch => FullName is not null || BirthDate is not null;

    /// <summary>The request to hide this disclosure from the person, with end and reason; null if the person may see it at once. Officers only.</summary>
    public SealRequest? Seal { get; init; }
}

/// <summary>How a card was identified.</summary>
public enum VerificationMethod
{
    /// <summary>By its signed credential.</summary>
    Credential,

    /// <summary>By its number alone: no signature was checked, so the card must be checked by eye all the more.</summary>
    CardNumber,
}

/// <summary>The result of a verification.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">Codes of <see cref="Credentials.Reasons"/>; empty when valid.</param>
/// <param name="Evidence">The basis of the verdict.</param>
public sealed record Verification(Outcome Outcome, IReadOnlyList<string> Reasons, Evidence Evidence)
{
    /// <summary>The ID of the disclosure that records it; null if no record was read.</summary>
    public string? Id { get; init; }

    /// <summary>What an officer sees.</summary>
    public OfficerView? Officer { get; init; }

    /// <summary>What a partner sees.</summary>
    public PartnerView? Partner { get; init; }
}

/// <summary>The basis of a verdict.</summary>
/// <param name="Method">How the card was identified.</param>
/// <param name="KeyId">The key that the credential names; null without a readable credential.</param>
/// <param name="CheckedAt">When the verdict was made.</param>
/// <param name="StatusAsOf">The time of the status; null if no status was read.</param>
/// <param name="StatusAgeSeconds">The age of the status; null if no status was read.</param>
/// <param name="CheckByEye">What must be checked by eye.</param>
public sealed record Evidence(
    VerificationMethod Method, string? KeyId, DateTimeOffset CheckedAt, DateTimeOffset? StatusAsOf, int? StatusAgeSeconds, IReadOnlyList<string> CheckByEye);

/// <summary>What an officer sees of a genuine card, in force or not.</summary>
/// <param name="Cardholder">The person.</param>
/// <param name="Card">The card.</param>
/// <param name="NextHearing">The next scheduled hearing; null if there is none.</param>
/// <param name="NextCheckIn">The next booked check-in; null if there is none.</param>
/// <param name="Missed">The person's missed check-ins; null if there are none.</param>
/// <param name="Photo">The photo that the card was signed with; null if only its hash is known.</param>
/// <param name="PhotoChanged">Whether the photo on record has changed since, so that the card should be replaced.</param>
/// <param name="LacksCheckIn">Whether the person's schedule requires a check-in and none is booked in time.</param>
/// <param name="BreaksSchedule">Whether the person's schedule is broken.</param>
public sealed record OfficerView(
    Cardholder Cardholder,
    Card Card,
    Hearing? NextHearing,
    CheckIn? NextCheckIn,
    MissedCheckIns? Missed,
    PhotoReference? Photo,
    bool PhotoChanged,
    bool LacksCheckIn,
    bool BreaksSchedule)
{
    internal static OfficerView Of(Docket docket, Card card, DateTimeOffset at)
    {
        var now = Instant.FromDateTimeOffset(at);
        return new(
            docket.Cardholder,
            card,
            docket.NextHearing(now),
            docket.NextCheckIn(now),
            MissedCheckIns.Of(docket),
            docket.PhotoOf(card),
            docket.HasOtherPhotoThan(card),
            docket.LacksCheckIn(now),
            docket.BreaksSchedule(now));
    }
}

/// <summary>A person's missed check-ins.</summary>
/// <param name="Count">The number.</param>
/// <param name="Last">The local day of the last one at its office.</param>
public sealed record MissedCheckIns(int Count, LocalDate Last)
{
    internal static MissedCheckIns? Of(Docket docket)
    {
        var missed = docket.CheckIns.Where(checkIn => checkIn.Status == CheckInStatus.Missed).ToList();
        return missed.Count == 0 ? null : new(missed.Count, missed[^1].Start.Date);
    }
}

/// <summary>What a partner sees.</summary>
/// <param name="Expires">When the card expires.</param>
/// <param name="NameMatches">Whether the name sent matches the card; null if none was sent or the card is not valid.</param>
/// <param name="BirthDateMatches">Whether the birth date sent matches the card; null if none was sent or the card is not valid.</param>
public sealed record PartnerView(DateTimeOffset Expires, bool? NameMatches, bool? BirthDateMatches)
{
    /// <summary>Whether everything sent matches; null if nothing was compared.</summary>
    public bool? Matches => NameMatches is null && BirthDateMatches is null ? null : NameMatches != false && BirthDateMatches != false;

    /// <summary>The differences, by their names in a disclosure.</summary>
    internal IEnumerable<string> Differences =>
        new[] { NameMatches == false ? "nameDiffers" : null, BirthDateMatches == false ? "birthDateDiffers" : null }.OfType<string>();

    internal static PartnerView Of(Card card, VerificationRequest request, Outcome outcome)
    {
        return outcome == Outcome.Valid && CredentialReader.TryReadClaims(card.Payload, out var claims)
            ? Of(card.Expires, claims.Identity, request, outcome)
            : new(card.Expires, null, null);
    }

    internal static PartnerView Of(DateTimeOffset expires, Identity identity, VerificationRequest request, Outcome outcome) => outcome != Outcome.Valid
        ? new(expires, null, null)
        : new(
            expires,
            request.FullName is null ? null : Fold(request.FullName) == Fold(identity.FullName),
            request.BirthDate is null ? null : request.BirthDate.Value.ToClaim() == identity.BirthDate);

    /// <summary>Letters and digits only, in upper case and without diacritics, since agencies differ in all of these.</summary>
    private static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);

        // U+FFFE is the only well-formed character on which normalization throws.
        foreach (var character in name.Replace("\uFFFE", "", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(character) && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToUpperInvariant(character) switch
                {
                    // Letters that no normalization decomposes, spelled as in machine-readable documents (ICAO 9303-3, section 6).
                    'Đ' or 'Ð' => "D",
                    'Ł' => "L",
                    'Ø' => "O",
                    'Æ' => "AE",
                    'Œ' => "OE",
                    'Þ' => "TH",
                    'ß' or 'ẞ' => "SS",
                    'ı' or 'İ' => "I",
                    'Ħ' => "H",
                    'Ŧ' => "T",
                    var other => other.ToString(),
                });
            }
        }

        return folded.ToString();
    }
}
