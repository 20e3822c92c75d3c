using System.Security.Cryptography;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Journals;

/// <summary>A journal event as stored: encrypted, and chained by hash to the previous one. The chain can be checked without any key.</summary>
/// <param name="Sequence">The position in the journal, from 1 without gaps.</param>
/// <param name="Previous">The hash of the previous link, 32 bytes; zeros for the first.</param>
/// <param name="Sealed">The encrypted event.</param>
public sealed record JournalLink(long Sequence, ReadOnlyMemory<byte> Previous, ReadOnlyMemory<byte> Sealed)
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    // Version 1 hashed the event itself, so that whoever guessed it could tell.
    private const int FormatVersion = 2;

    /// <summary>The hash of this link: the SHA-256 of the deterministic CBOR of version, docket, sequence, previous hash and encrypted event.</summary>
    public byte[] Hash(CardholderId docket) => SHA256.HashData(
        new CborWriter().Array(5).Int(FormatVersion).Bytes(docket.ToBytes()).Int(Sequence).Bytes(Previous.Span).Bytes(Sealed.Span).ToArray());

    /// <summary>The link in its stored form: the previous hash, then the encrypted event.</summary>
    public byte[] ToBytes() => [.. Previous.Span, .. Sealed.Span];

    /// <summary>Reads the stored form; null if it is too short.</summary>
    public static JournalLink? Read(long sequence, ReadOnlyMemory<byte> stored) =>
        stored.Length > HashLength ? new(sequence, stored[..HashLength], stored[HashLength..]) : null;
}
