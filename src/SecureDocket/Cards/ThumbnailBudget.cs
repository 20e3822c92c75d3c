using SecureDocket.Credentials;

namespace SecureDocket.Cards;

/// <summary>Whether a card's QR code has room for a face: at most version 27 at ECC level M, so that its modules are printed no smaller than 0.3 mm.</summary>
/// <remarks>
/// 600 bytes always fit. Up to <see cref="CredentialFormat.MaximumFaceBytes"/> fit if the name leaves room, which its
/// length alone does not tell: the longer of two names may pack shorter.
/// </remarks>
internal static class ThumbnailBudget
{
    /// <summary>The capacity of version 27 at level M in alphanumeric characters (ISO/IEC 18004, table 7).</summary>
    internal const int Characters = 1637;

    /// <summary>The largest face in bytes that fits with every name, whatever its content.</summary>
    internal const int AlwaysFits = 600;

    // Everything that is not known yet is assumed to be as long as possible, with bytes that pack worst: from 144 on, all different.
    private static readonly DateTimeOffset s_issued = DateTimeOffset.FromUnixTimeSeconds(0x9A9B9C9D);
    private static readonly DateTimeOffset s_expires = DateTimeOffset.FromUnixTimeSeconds(0x9E9F9091);

    /// <summary>Whether the text fits for every card number, status entry and key, and every signature.</summary>
    public static bool Fits(CardOptions options, Identity identity)
    {
        var payload = CredentialEncoder.EncodePayload(new Credential
        {
            Issuer = options.Issuer,
            CardNumber = "0123456789AB",
            IssuedAt = s_issued,
            NotBefore = s_issued,
            Expires = s_expires,
            Status = new StatusReference(options.StatusListUri(options.StatusLists.MaxBy(list => list.Length)!), 0x00EFDFBF),
            Identity = identity,
        });
        var signature = Enumerable.Range(0, CredentialFormat.SignatureLength).Select(i => (byte)(0x90 + i)).ToArray();
        var keyId = Credentials.KeyId.FromBytes([0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF]);
        return CredentialEncoder.Seal(keyId, payload, signature).Length <= Characters;
    }
}
