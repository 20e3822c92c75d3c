using System.Buffers;

namespace SecureDocket.Credentials;

/// <summary>Checks a credential against pinned keys, without any network and without ever throwing on input.</summary>
public static class CredentialVerifier
{
    /// <summary>Decides what the credential's own bytes prove: who signed it, whether it was altered, and whether its time has come or gone.</summary>
    /// <param name="text">The QR code's text, exactly as scanned.</param>
    /// <param name="trust">The issuer and keys to believe.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <returns>The claims with no reason when the credential holds; otherwise the first reason, in the order malformed, unknown-key, bad-signature, unknown-issuer, not-yet-valid, expired.</returns>
    public static Authentication Authenticate(ReadOnlySpan<char> text, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trust);
        var buffer = ArrayPool<byte>.Shared.Rent(CredentialFormat.MaximumInflatedLength);
        try
        {
            if (!CredentialReader.TryUnpack(text, buffer, out var message))
            {
                return new(null, null, Reasons.Malformed);
            }

            var keys = trust.KeysFor(message.KeyId);
            if (keys.Count == 0)
            {
                return new(null, message.KeyId, Reasons.UnknownKey);
            }

            if (!IsSignedByAny(keys, message))
            {
                return new(null, message.KeyId, Reasons.BadSignature);
            }

            return IsPackedAsSealed(text, message) && CredentialReader.TryReadClaims(message.Payload, out var credential)
                ? new(credential, message.KeyId, ReasonAgainst(credential, trust, now))
                : new(null, message.KeyId, Reasons.Malformed);
        }
        finally
        {
            // Claims are personal data: the next renter must not find them.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Whether the text is the only one for this message: compressed bytes have bits that can change without changing what comes out.</summary>
    private static bool IsPackedAsSealed(ReadOnlySpan<char> text, SignedMessage message) =>
        text.SequenceEqual(CredentialEncoder.Seal(message.KeyId, message.Payload, message.Signature));

    private static bool IsSignedByAny(IReadOnlyList<VerificationKey> keys, SignedMessage message)
    {
        var signed = CredentialEncoder.SigStructure(message.ProtectedHeader, message.Payload);
        foreach (var key in keys)
        {
            if (key.Verify(signed, message.Signature))
            {
                return true;
            }
        }

        return false;
    }

    private static string? ReasonAgainst(Credential credential, Trust trust, DateTimeOffset now)
    {
        if (!string.Equals(credential.Issuer, trust.Issuer, StringComparison.Ordinal))
        {
            return Reasons.UnknownIssuer;
        }

        if (now < credential.NotBefore)
        {
            return Reasons.NotYetValid;
        }

        return now >= credential.Expires ? Reasons.Expired : null;
    }
}
