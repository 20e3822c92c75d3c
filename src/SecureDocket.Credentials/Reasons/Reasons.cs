namespace SecureDocket.Credentials;

/// <summary>The stable reason codes of a verdict. A code is never renamed and never changes its meaning.</summary>
public static class Reasons
{
    /// <summary>The text is no credential of this kind; the code after it names the fault.</summary>
    public const string Malformed = "malformed";

    /// <summary>After <see cref="Malformed"/>: the text is longer than any QR code's, or inflates beyond <see cref="CredentialFormat.MaximumInflatedLength"/>.</summary>
    public const string TooLarge = "too-large";

    /// <summary>After <see cref="Malformed"/>: the text is not Base45 (RFC 9285).</summary>
    public const string BadBase45 = "bad-base45";

    /// <summary>After <see cref="Malformed"/>: what the text packs is no whole zlib stream (RFC 1950), or not that alone.</summary>
    public const string BadCompression = "bad-compression";

    /// <summary>After <see cref="Malformed"/>: the CBOR nests deeper than <see cref="CredentialFormat.MaximumDepth"/>.</summary>
    public const string TooDeep = "too-deep";

    /// <summary>After <see cref="Malformed"/>: a string, array or map does not say how long it is (RFC 8949, section 3.2).</summary>
    public const string IndefiniteLength = "indefinite-length";

    /// <summary>After <see cref="Malformed"/>: a map has a key twice (RFC 8949, section 5.6).</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>After <see cref="Malformed"/>: another text, or other CBOR, than the one that encodes these claims (RFC 8949, section 4.2.1).</summary>
    public const string NotCanonical = "not-canonical";

    /// <summary>After <see cref="Malformed"/>: bytes follow the message, the protected header or the claims.</summary>
    public const string TrailingBytes = "trailing-bytes";

    /// <summary>After <see cref="Malformed"/>: a tag is missing, is another, or stands where none is due.</summary>
    public const string WrongTag = "wrong-tag";

    /// <summary>After <see cref="Malformed"/>: the message does not consist of the four parts of COSE_Sign1 (RFC 9052, section 4.2).</summary>
    public const string BadMessage = "bad-message";

    /// <summary>After <see cref="Malformed"/>: the unprotected header is not empty; nothing there is ever believed.</summary>
    public const string UnprotectedHeader = "unprotected-header";

    /// <summary>After <see cref="Malformed"/>: the signature is not 64 bytes long.</summary>
    public const string BadSignatureLength = "bad-signature-length";

    /// <summary>After <see cref="Malformed"/>: the protected header does not say ES256.</summary>
    public const string UnsupportedAlgorithm = "unsupported-algorithm";

    /// <summary>After <see cref="Malformed"/>: the protected header's <c>typ</c> is not <see cref="CredentialFormat.MediaType"/>.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>After <see cref="Malformed"/>: the protected header has no key id of 8 bytes, or an entry too many.</summary>
    public const string BadHeader = "bad-header";

    /// <summary>After <see cref="Malformed"/>: the signature holds, but a claim is missing, of another type, out of range, or one too many.</summary>
    public const string BadClaims = "bad-claims";

    /// <summary>The credential names a key that this verifier does not trust.</summary>
    public const string UnknownKey = "unknown-key";

    /// <summary>The signature is not that key's over these bytes.</summary>
    public const string BadSignature = "bad-signature";

    /// <summary>After <see cref="BadSignature"/>: r is 0 or not below the order n of the curve, or s is 0 or above (n - 1) / 2. Of the two s that verify, a card has the lower.</summary>
    public const string SignatureOutOfRange = "signature-out-of-range";

    /// <summary>The signature holds, but the credential names another issuer.</summary>
    public const string UnknownIssuer = "unknown-issuer";

    /// <summary>The key is the issuer's, but not for signing this.</summary>
    public const string WrongKeyUse = "wrong-key-use";

    /// <summary>The issuer withdrew the key: nothing that it signed holds any more.</summary>
    public const string KeyWithdrawn = "key-withdrawn";

    /// <summary>The card claims to be issued when its key did not sign.</summary>
    public const string OutsideKeyPeriod = "outside-key-period";

    /// <summary>The verifier's clock is before the moment that its own pack or list was made.</summary>
    public const string ClockBehind = "clock-behind";

    /// <summary>The card holds only from a later time.</summary>
    public const string NotYetValid = "not-yet-valid";

    /// <summary>The card has expired.</summary>
    public const string Expired = "expired";

    /// <summary>The card was revoked.</summary>
    public const string Revoked = "revoked";

    /// <summary>The card is suspended for the time being.</summary>
    public const string Suspended = "suspended";

    /// <summary>A newer card took this card's place.</summary>
    public const string Replaced = "replaced";

    /// <summary>The issuer has no record of this card.</summary>
    public const string NotOnRecord = "not-on-record";

    /// <summary>The card names an entry that its status list does not have.</summary>
    public const string StatusOutOfRange = "status-out-of-range";

    /// <summary>The card's status is older than this verifier may rely on.</summary>
    public const string StatusStale = "status-stale";

    /// <summary>The card's status could not be read.</summary>
    public const string StatusUnavailable = "status-unavailable";
}
