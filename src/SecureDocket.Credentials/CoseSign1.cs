using System.Text;
using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>The only form of COSE_Sign1 (RFC 9052, section 4.2) that our own tokens have: alg, kid and typ protected, nothing unprotected.</summary>
internal static class CoseSign1
{
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
        var cbor = new CborWriter();
        foreach (var tag in tags)
        {
            cbor.Tag(tag);
        }

        return cbor.Array(4).Bytes(protectedHeader).Map(0).Bytes(payload).Bytes(Es256Signature.WithLowS(signature)).ToArray();
    }

    /// <summary>Reads exactly one message. The algorithm is the one in the protected header, which must be ES256.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> tags, string mediaType, out SignedMessage message) =>
        Read(bytes, tags, mediaType, out message) is null;

    /// <summary>Like <see cref="TryRead"/>, and returns the reason.</summary>
    /// <returns>Null if there is a message; otherwise the code of the fault, from <see cref="Reasons"/>.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> tags, string mediaType, out SignedMessage message)
    {
        message = default;
        if (MessageFault(bytes, tags, out var protectedHeader, out var payload, out var signature) is { } fault)
        {
            // A fault of the CBOR itself is more specific than the place where the reader failed.
            return CborReader.FaultIn(bytes, MaximumDepth, tags.Length) ?? fault;
        }

        if (HeaderFault(protectedHeader, mediaType, out var keyId) is { } headerFault)
        {
            return CborReader.FaultIn(protectedHeader, MaximumDepth) ?? headerFault;
        }

        message = new SignedMessage(protectedHeader, payload, signature, keyId);
        return null;
    }

    private static string? MessageFault(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> tags,
        out ReadOnlySpan<byte> protectedHeader, out ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> signature)
    {
        protectedHeader = payload = signature = default;
        var reader = new CborReader(bytes);
        foreach (var tag in tags)
        {
            if (!reader.TryTag(tag))
            {
                return Reasons.WrongTag;
            }
        }

        if (!reader.TryArray(out var items) || items != 4 || !reader.TryBytes(out protectedHeader))
        {
            return Reasons.BadMessage;
        }

        if (!reader.TryMap(out var unprotected) || unprotected != 0)
        {
            return Reasons.UnprotectedHeader;
        }

        if (!reader.TryBytes(out payload) || !reader.TryBytes(out signature))
        {
            return Reasons.BadMessage;
        }

        return signature.Length != SignatureLength ? Reasons.BadSignatureLength
            : reader.AtEnd ? null
            : Reasons.TrailingBytes;
    }

    private static string? HeaderFault(ReadOnlySpan<byte> bytes, string mediaType, out KeyId keyId)
    {
        keyId = default;
        var header = new CborReader(bytes);
        if (!header.TryMap(out var pairs)
            || !header.TryKey(Header.Algorithm) || !header.TryInt(out var algorithm) || algorithm != Header.Es256)
        {
            return Reasons.UnsupportedAlgorithm;
        }

        if (!header.TryKey(Header.KeyId) || !header.TryBytes(out var id) || id.Length != KeyId.Length)
        {
            return Reasons.BadHeader;
        }

        keyId = KeyId.FromBytes(id);
        if (!header.TryKey(Header.Type) || !header.TryText(out var type) || !Ascii.Equals(type, mediaType))
        {
            return Reasons.WrongType;
        }

        return pairs == 3 && header.AtEnd ? null : Reasons.BadHeader;
    }
}

/// <summary>The parts of a COSE_Sign1 message, as views of the reader's buffer.</summary>
internal readonly ref struct SignedMessage(
    ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature, KeyId keyId)
{
    public ReadOnlySpan<byte> ProtectedHeader { get; } = protectedHeader;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public ReadOnlySpan<byte> Signature { get; } = signature;

    public KeyId KeyId { get; } = keyId;

    /// <summary>The key of <paramref name="keys"/> that signed the message; null if none did, or if the signature has a high s.</summary>
    public VerificationKey? SignerAmong(IReadOnlyList<VerificationKey> keys)
    {
        if (!Es256Signature.IsInRange(Signature))
        {
            return null;
        }

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
