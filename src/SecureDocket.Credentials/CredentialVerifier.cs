using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Credentials;

/// <summary>Verifies a credential against pinned keys, offline and without ever throwing because of its input.</summary>
public static class CredentialVerifier
{
    /// <summary>Verifies a card offline: first its own bytes, then its entry in a pinned status list.</summary>
    /// <param name="text">The QR code's text, exactly as scanned.</param>
    /// <param name="trust">The trusted issuer, keys and status lists.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <returns>
    /// <see cref="Outcome.Valid"/> without reasons, <see cref="Outcome.Invalid"/>, or <see cref="Outcome.Undetermined"/> if the
    /// status is missing or too old, or the clock is behind. A revocation counts whatever the clock says; nothing else does.
    /// </returns>
    public static Verdict Verify(ReadOnlySpan<char> text, Trust trust, DateTimeOffset now)
    {
        var authentication = Authenticate(text, trust, now);
        var behind = IsBehind(now, trust.AsOf);
        if (authentication.Reasons.Count > 0 && !(behind && authentication.Reasons is [Reasons.NotYetValid]))
        {
            // The status of an invalid or expired card is not checked (IETF Token Status List, section 8.3).
            return new(Outcome.Invalid, authentication.Reasons, authentication.KeyId, null, authentication.Credential);
        }

        var status = authentication.Credential!.Status;
        if (trust.ListAt(status.Uri) is not { } token)
        {
            var missing = ReasonList.Of(behind ? Reasons.ClockBehind : Reasons.StatusUnavailable);
            return new(Outcome.Undetermined, missing, authentication.KeyId, null, authentication.Credential);
        }

        var (outcome, reason) = Judge(token, status.Index, trust, now);
        return new(outcome, ReasonList.Of(reason), authentication.KeyId, token.IssuedAt, authentication.Credential);
    }

    private static (Outcome Outcome, string? Reason) Judge(StatusListToken token, int index, Trust trust, DateTimeOffset now)
    {
        if (index >= token.List.Count)
        {
            return (Outcome.Invalid, Reasons.StatusOutOfRange);
        }

        var state = (CardState)token.List[index];
        if (state is CardState.Revoked or CardState.Replaced)
        {
            return (Outcome.Invalid, state == CardState.Revoked ? Reasons.Revoked : Reasons.Replaced);
        }

        // With a wrong clock, neither the age of anything nor the start of a card's validity can be determined.
        if (IsBehind(now, token.IssuedAt) || IsBehind(now, trust.AsOf))
        {
            return (Outcome.Undetermined, Reasons.ClockBehind);
        }

        if (now >= token.Expires || now - token.IssuedAt > trust.MaximumStatusAge)
        {
            return (Outcome.Undetermined, Reasons.StatusStale);
        }

        return state switch
        {
            CardState.Valid => (Outcome.Valid, null),
            CardState.Suspended => (Outcome.Invalid, Reasons.Suspended),
            _ => (Outcome.Undetermined, Reasons.StatusUnavailable),
        };
    }

    private static bool IsBehind(DateTimeOffset now, DateTimeOffset? moment) => now < moment - CredentialFormat.ClockLeeway;

    /// <summary>Determines what the credential's own bytes prove: who signed it, whether it was altered, and whether it is within its validity.</summary>
    /// <param name="text">The QR code's text, exactly as scanned.</param>
    /// <param name="trust">The trusted issuer and keys.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <returns>The claims without reasons if the credential is valid; otherwise the first reason, in the order malformed, unknown-key,
    /// bad-signature, unknown-issuer, wrong-key-use, key-withdrawn, outside-key-period, not-yet-valid, expired. Malformed and bad-signature
    /// may be followed by the code of the fault.</returns>
    public static Authentication Authenticate(ReadOnlySpan<char> text, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trust);
        using var packed = new PackedText();
        if (packed.Read(text, out var message) is { } fault)
        {
            return new(null, null, ReasonList.Of(fault));
        }

        var keys = trust.KeysFor(message.KeyId);
        if (keys.Count == 0)
        {
            return Refused(message.KeyId, Reasons.UnknownKey);
        }

        if (!Es256Signature.IsInRange(message.Signature))
        {
            return Refused(message.KeyId, Reasons.SignatureOutOfRange);
        }

        if (message.SignerAmong(keys) is not { } signer)
        {
            return Refused(message.KeyId, Reasons.BadSignature);
        }

        if (!CredentialReader.TryReadClaims(message.Payload, out var credential))
        {
            return Refused(message.KeyId, CborReader.FaultIn(message.Payload, CredentialFormat.MaximumDepth) ?? Reasons.BadClaims);
        }

        return packed.IsPackedAsSealed()
            ? new(credential, message.KeyId, ReasonList.Of(ReasonAgainst(credential, signer, trust, now)))
            : Refused(message.KeyId, Reasons.NotCanonical);
    }

    private static Authentication Refused(KeyId keyId, string reason) => new(null, keyId, ReasonList.Of(reason));

    private static string? ReasonAgainst(Credential credential, VerificationKey signer, Trust trust, DateTimeOffset now)
    {
        if (!string.Equals(credential.Issuer, trust.Issuer, StringComparison.Ordinal))
        {
            return Reasons.UnknownIssuer;
        }

        if (signer.Use != KeyUse.Cards)
        {
            return Reasons.WrongKeyUse;
        }

        if (signer.WithdrawnAt is not null)
        {
            return Reasons.KeyWithdrawn;
        }

        if (!signer.Covers(credential.IssuedAt))
        {
            return Reasons.OutsideKeyPeriod;
        }

        if (now < credential.NotBefore)
        {
            return Reasons.NotYetValid;
        }

        return now >= credential.Expires ? Reasons.Expired : null;
    }
}
