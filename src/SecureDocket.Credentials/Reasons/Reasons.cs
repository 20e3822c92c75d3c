namespace SecureDocket.Credentials;

/// <summary>The stable reason codes of a verdict. A code is never renamed and never changes its meaning.</summary>
public static class Reasons
{
    /// <summary>The text is not a credential of this kind; the next code gives the fault.</summary>
    public const string Malformed = "malformed";

    /// <summary>
    /// After <see cref="Malformed"/>: the text is longer than any QR code's, or inflates beyond <see
    /// cref="CredentialFormat.MaximumInflatedLength"/>.
    /// </summary>
    public const string TooLarge = "too-large";

    /// <summary>After <see cref="Malformed"/>: the text is not Base45 (RFC 9285).</summary>
    public const string BadBase45 = "bad-base45";

    /// <summary>After <see cref="Malformed"/>: the decoded bytes are not exactly one complete zlib stream (RFC 1950).</summary>
    public const string BadCompression = "bad-compression";

    /// <summary>After <see cref="Malformed"/>: the CBOR is nested deeper than <see cref="CredentialFormat.MaximumDepth"/>.</summary>
    public const string TooDeep = "too-deep";

    /// <summary>After <see cref="Malformed"/>: a string, array or map has an indefinite length (RFC 8949, section 3.2).</summary>
    public const string IndefiniteLength = "indefinite-length";

    /// <summary>After <see cref="Malformed"/>: a map has a duplicate key (RFC 8949, section 5.6).</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>After <see cref="Malformed"/>: the text or the CBOR is not the canonical encoding of these claims (RFC 8949, section 4.2.1).</summary>
    public const string NotCanonical = "not-canonical";

    /// <summary>After <see cref="Malformed"/>: bytes follow the message, the protected header or the claims.</summary>
    public const string TrailingBytes = "trailing-bytes";

    /// <summary>After <see cref="Malformed"/>: a tag is missing, wrong or unexpected.</summary>
    public const string WrongTag = "wrong-tag";

    /// <summary>After <see cref="Malformed"/>: the message does not consist of the four parts of COSE_Sign1 (RFC 9052, section 4.2).</summary>
    public const string BadMessage = "bad-message";

    /// <summary>After <see cref="Malformed"/>: the unprotected header is not empty; its content is never trusted.</summary>
    public const string UnprotectedHeader = "unprotected-header";

    /// <summary>After <see cref="Malformed"/>: the signature is not 64 bytes long.</summary>
    public const string BadSignatureLength = "bad-signature-length";

    /// <summary>After <see cref="Malformed"/>: the algorithm in the protected header is not ES256.</summary>
    public const string UnsupportedAlgorithm = "unsupported-algorithm";

    /// <summary>After <see cref="Malformed"/>: the protected header's <c>typ</c> is not <see cref="CredentialFormat.MediaType"/>.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>After <see cref="Malformed"/>: the protected header has no key ID of 8 bytes, or an extra entry.</summary>
    public const string BadHeader = "bad-header";

    /// <summary>After <see cref="Malformed"/>: the signature is valid, but a claim is missing, of another type, out of range, or unexpected.</summary>
    public const string BadClaims = "bad-claims";

    /// <summary>The credential names a key that this verifier does not trust.</summary>
    public const string UnknownKey = "unknown-key";

    /// <summary>The signature is not by that key over these bytes.</summary>
    public const string BadSignature = "bad-signature";

    /// <summary>
    /// After <see cref="BadSignature"/>: r is 0 or not below the order n of the curve, or s is 0 or above (n - 1) / 2. Of the two values of
    /// s that verify, a card has the lower.
    /// </summary>
    public const string SignatureOutOfRange = "signature-out-of-range";

    /// <summary>The signature is valid, but the credential names another issuer.</summary>
    public const string UnknownIssuer = "unknown-issuer";

    /// <summary>The key is the issuer's, but not for signing this kind of token.</summary>
    public const string WrongKeyUse = "wrong-key-use";

    /// <summary>The issuer withdrew the key, so nothing that it signed is valid any more.</summary>
    public const string KeyWithdrawn = "key-withdrawn";

    /// <summary>The card claims to have been issued outside its key's signing period.</summary>
    public const string OutsideKeyPeriod = "outside-key-period";

    /// <summary>The verifier's clock is earlier than the creation of its own pack or list.</summary>
    public const string ClockBehind = "clock-behind";

    /// <summary>The card is not valid yet.</summary>
    public const string NotYetValid = "not-yet-valid";

    /// <summary>The card has expired.</summary>
    public const string Expired = "expired";

    /// <summary>The card was revoked.</summary>
    public const string Revoked = "revoked";

    /// <summary>The card is temporarily suspended.</summary>
    public const string Suspended = "suspended";

    /// <summary>A newer card replaced this card.</summary>
    public const string Replaced = "replaced";

    /// <summary>The issuer has no record of this card.</summary>
    public const string NotOnRecord = "not-on-record";

    /// <summary>The card refers to an entry that its status list does not have.</summary>
    public const string StatusOutOfRange = "status-out-of-range";

    /// <summary>The card's status is older than this verifier may rely on.</summary>
    public const string StatusStale = "status-stale";

    /// <summary>The card's status could not be read.</summary>
    public const string StatusUnavailable = "status-unavailable";
}
