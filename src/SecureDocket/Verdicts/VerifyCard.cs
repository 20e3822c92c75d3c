using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Limits;
using SecureDocket.Seals;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Verdicts;

/// <summary>Verifies a card online: what its credential proves, what the record says, and what this audience may see.</summary>
/// <remarks>The docket's key is in the credential, so a scanned card costs one read. A disclosure is committed before anything is returned.</remarks>
public sealed class VerifyCard(
    KeyRing keys, DocketStore dockets, Lookups lookups, DisclosureLog disclosures, Openings openings, SealStore seals, RateLimits rateLimits, KeyedHash hash, Telemetry telemetry, TimeProvider clock)
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

        // Whoever types the number of a protected person learns no more than of a number that nobody has, also not by the time that it takes.
        var isTyped = claimed.Method == VerificationMethod.CardNumber && actor.IsKeptFromProtected;
        if ((claimed.Docket ?? (isTyped ? CardholderId.New() : null)) is not { } id)
        {
            return OnlineVerdict.Of(claimed, now, null);
        }

        if (!mayRead(id))
        {
            return OnlineVerdict.WithoutRecord(claimed, now);
        }

        RecordedCard? record;
        try
        {
            record = await ReadRecordAsync(request.Audience, id, claimed.Number, cancellationToken);
            record = isTyped && record?.Docket!.Cardholder.IsKeptFrom(actor) == true ? null : record;
        }
        catch (Exception failure) when (failure is DependencyUnavailableException or OperationCanceledException)
        {
            // The same applies when the time is up: nothing was shown yet, and a caller who has disconnected gets nothing.
            return OnlineVerdict.WithoutRecord(claimed, now);
        }

        var verification = OnlineVerdict.Of(claimed, now, record);
        if (record is null)
        {
            return verification;
        }

        // This precedes every comparison and does not depend on its result, so that the last allowed request reveals no more than the others.
        if (request.AsksForMatch && verification.Outcome == Outcome.Valid
            && !await rateLimits.TakeAsync($"match|{actor.Id}|{hash.KeyOf("match", claimed.Number.ToString())}", MatchLimit, s_day, cancellationToken))
        {
            return VerdictsRefusals.MatchLimit(MatchLimit, now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime);
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

    private async Task<ClaimedCard> ReadCredentialAsync(string text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var trust = await keys.TrustAsync(cancellationToken);
        var authentication = CredentialVerifier.Authenticate(text, trust, now);
        var claimed = new ClaimedCard(VerificationMethod.Credential, authentication.KeyId, authentication.Credential, authentication.Reasons);

        // Only with our own signature can the docket key and the number be trusted.
        return authentication.Credential is { } credential
            && authentication.Reasons is not [Reasons.UnknownIssuer]
            && CardNumber.TryParse(credential.CardNumber, out var number)
            ? claimed with { Docket = CardholderId.FromBytes(credential.Identity.DocketKey.Span), Number = number }
            : claimed;
    }

    private async Task<ClaimedCard> FindNumberAsync(CardNumber number, CancellationToken cancellationToken) =>
        new(VerificationMethod.CardNumber, null, null, [])
        {
            Number = number,
            Docket = await lookups.FindAsync(LookupKind.CardNumber, number.ToString(), cancellationToken),
            Trust = await keys.TrustAsync(cancellationToken),
        };

    private async Task<RecordedCard?> ReadRecordAsync(
        Audience audience, CardholderId id, CardNumber number, CancellationToken cancellationToken)
    {
        if (audience != Audience.Officer)
        {
            return await dockets.FindCardAsync(id, number, cancellationToken) is { } alone ? new(alone, null) : null;
        }

        var docket = await dockets.LoadAsync(id, cancellationToken);
        return docket?.Cards.FirstOrDefault(card => card.Number == number) is { } found ? new(found, docket) : null;
    }
}
