using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Credentials.Interop;

/// <summary>Any issuer's COSE_Sign1 message (RFC 9052, section 4.2), with any headers; for display and for other issuers' test vectors.</summary>
internal sealed record CoseSign1Message(ReadOnlyMemory<byte> ProtectedHeader, CborValue Unprotected, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature)
{
    private const int Es256 = -7;

    /// <summary>Reads a message: untagged, tag 18, or tag 61 around tag 18.</summary>
    /// <returns>Null for anything else.</returns>
    public static CoseSign1Message? Read(ReadOnlyMemory<byte> bytes)
    {
        var value = CborValue.Read(bytes);
        if (value is { Major: CborMajor.Tag, Argument: CredentialFormat.CwtTag } && value.Items[0].Major == CborMajor.Tag)
        {
            value = value.Items[0];
        }

        if (value is { Major: CborMajor.Tag, Argument: CredentialFormat.CoseSign1Tag })
        {
            value = value.Items[0];
        }

        return value is { Major: CborMajor.Array, Items: [{ Major: CborMajor.Bytes } header, { Major: CborMajor.Map } unprotected, { Major: CborMajor.Bytes } payload, { Major: CborMajor.Bytes } signature] }
            ? new(header.Bytes, unprotected, payload.Bytes, signature.Bytes)
            : null;
    }

    /// <summary>The key ID, protected or not; null if there is none.</summary>
    public ReadOnlyMemory<byte>? KeyId => (Protected?[4] ?? Unprotected[4]) is { Major: CborMajor.Bytes } id ? (ReadOnlyMemory<byte>?)id.Bytes : null;

    /// <summary>Whether <paramref name="key"/> signed the message with ES256. The algorithm only counts if it is protected, or if nothing is.</summary>
    /// <param name="key">The key.</param>
    /// <param name="externalData">The external_aad of RFC 9052, section 4.3.</param>
    public bool IsSignedBy(VerificationKey key, ReadOnlySpan<byte> externalData = default)
    {
        var algorithm = Protected is { Items.Count: > 0 } ? Protected[1] : Unprotected[1];
        if (algorithm?.Integer != Es256)
        {
            return false;
        }

        // RFC 9052, section 4.4: an empty protected map is signed as a zero-length string.
        var header = Protected is { Items.Count: > 0 } ? ProtectedHeader.Span : [];
        var signed = new CborWriter().Array(4).Text("Signature1").Bytes(header).Bytes(externalData).Bytes(Payload.Span).ToArray();
        return key.Verify(signed, Signature.Span);
    }

    private CborValue? Protected => ProtectedHeader.IsEmpty ? null : CborValue.Read(ProtectedHeader);
}
