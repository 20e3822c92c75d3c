using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Credentials;

/// <summary>Checks a credential against pinned keys, without any network and without ever throwing on input.</summary>
public static class CredentialVerifier
{
    /// <summary>Verifies a card offline: its own bytes first, then its entry in a pinned status list.</summary>
    /// <param name="text">The QR code's text, exactly as scanned.</param>
    /// <param name="trust">The issuer, keys and status lists to believe.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <returns>
    /// <see cref="Outcome.Valid"/> with no reason; <see cref="Outcome.Invalid"/>; or <see cref="Outcome.Undetermined"/> when the
    /// status is missing or too old, or the clock is behind. A revocation holds whatever the clock says; nothing else does.
    /// </returns>
    public static Verdict Verify(ReadOnlySpan<char> text, Trust trust, DateTimeOffset now)
    {
        var authentication = Authenticate(text, trust, now);
        var behind = IsBehind(now, trust.AsOf);
        if (authentication.Reasons.Count > 0 && !(behind && authentication.Reasons is [Reasons.NotYetValid]))
        {
            // An invalid or expired card's status is not consulted (IETF Token Status List, section 8.3).
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

        // A clock that is wrong cannot tell how old anything is, nor that a card's time has come.
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

    /// <summary>Decides what the credential's own bytes prove: who signed it, whether it was altered, and whether its time has come or gone.</summary>
    /// <param name="text">The QR code's text, exactly as scanned.</param>
    /// <param name="trust">The issuer and keys to believe.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <returns>The claims with no reason when the credential holds; otherwise the first reason, in the order malformed, unknown-key, bad-signature, unknown-issuer, wrong-key-use, key-withdrawn, outside-key-period, not-yet-valid, expired, and after the first two that have one the code of the fault.</returns>
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
