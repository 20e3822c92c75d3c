using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>The one shape of COSE_Sign1 (RFC 9052, section 4.2) that our own tokens have: alg, kid and typ protected, nothing unprotected.</summary>
internal static class CoseSign1
{
    private const int TypeLimit = 64;

    public static byte[] ProtectedHeader(KeyId keyId, string mediaType) => new CborWriter()
        .Map(3)
        .Int(Header.Algorithm).Int(Header.Es256)
        .Int(Header.KeyId).Bytes(keyId.ToBytes())
        .Int(Header.Type).Text(mediaType)
        .ToArray();

    /// <summary>The Sig_structure of RFC 9052, section 4.4, without external data.</summary>
    public static byte[] SigStructure(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload) => new CborWriter()
        .Array(4).Text("Signature1").Bytes(protectedHeader).Bytes([]).Bytes(payload)
        .ToArray();

    public static byte[] Seal(ReadOnlySpan<ulong> tags, ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            throw new ArgumentException($"An ES256 signature has {SignatureLength} bytes.", nameof(signature));
        }

        var cbor = new CborWriter();
        foreach (var tag in tags)
        {
            cbor.Tag(tag);
        }

        return cbor.Array(4).Bytes(protectedHeader).Map(0).Bytes(payload).Bytes(signature).ToArray();
    }

    /// <summary>Reads exactly one message; the algorithm is what the protected header says it is, and it says ES256 or nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> tags, string mediaType, out SignedMessage message)
    {
        message = default;
        var reader = new CborReader(bytes);
        foreach (var tag in tags)
        {
            if (!reader.TryTag(tag))
            {
                return false;
            }
        }

        if (!reader.TryArray(out var items) || items != 4
            || !reader.TryBytes(out var protectedHeader)
            || !reader.TryMap(out var unprotected) || unprotected != 0
            || !reader.TryBytes(out var payload)
            || !reader.TryBytes(out var signature) || signature.Length != SignatureLength
            || !reader.AtEnd)
        {
            return false;
        }

        var header = new CborReader(protectedHeader);
        if (!CborReader.IsDeterministic(protectedHeader, MaximumDepth)
            || !header.TryMap(out var pairs) || pairs != 3
            || !header.TryKey(Header.Algorithm) || !header.TryInt(out var algorithm) || algorithm != Header.Es256
            || !header.TryKey(Header.KeyId) || !header.TryBytes(out var keyId) || keyId.Length != KeyId.Length
            || !header.TryKey(Header.Type) || !header.TryText(TypeLimit, out string type) || type != mediaType)
        {
            return false;
        }

        message = new SignedMessage(protectedHeader, payload, signature, KeyId.FromBytes(keyId));
        return true;
    }
}

/// <summary>The parts of a COSE_Sign1 message, as they stand in the reader's buffer.</summary>
internal readonly ref struct SignedMessage(
    ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature, KeyId keyId)
{
    public ReadOnlySpan<byte> ProtectedHeader { get; } = protectedHeader;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public ReadOnlySpan<byte> Signature { get; } = signature;

    public KeyId KeyId { get; } = keyId;

    /// <summary>The one of <paramref name="keys"/> that signed the message; null when none did.</summary>
    public VerificationKey? SignerAmong(IReadOnlyList<VerificationKey> keys)
    {
        var signed = CoseSign1.SigStructure(ProtectedHeader, Payload);
        foreach (var key in keys)
        {
            if (key.Verify(signed, Signature))
            {
                return key;
            }
        }

        return null;
    }
}
