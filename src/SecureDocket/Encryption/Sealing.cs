using System.Security.Cryptography;

namespace SecureDocket.Encryption;

/// <summary>AES-256-GCM (NIST SP 800-38D) as this system uses it: a random nonce of 96 bits, then the ciphertext, then the tag of 128 bits.</summary>
/// <remarks>
/// Random nonces are safe for 2³² messages of one key (section 8.3). A docket has thousands at most, and a shard key wraps a few hundred
/// thousand dockets at most.
/// </remarks>
internal static class Sealing
{
    /// <summary>The length of a nonce in bytes.</summary>
    public const int NonceLength = 12;

    /// <summary>The length of a tag in bytes.</summary>
    public const int TagLength = 16;

    /// <summary>What sealing adds to a content, in bytes.</summary>
    public const int Overhead = NonceLength + TagLength;

    /// <summary>Encrypts a content.</summary>
    /// <param name="key">The key, 32 bytes.</param>
    /// <param name="content">The content.</param>
    /// <param name="place">Where it will lie; it opens nowhere else.</param>
    /// <param name="destination">Receives nonce, ciphertext and tag: <see cref="Overhead"/> more bytes than the content has.</param>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> place, Span<byte> destination)
    {
        using AesGcm cipher = new(key, TagLength);
        var nonce = destination[..NonceLength];
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(nonce, content, destination[NonceLength..^TagLength], destination[^TagLength..], place);
    }

    /// <summary>Decrypts a content; null if it was not sealed with this key for this place, or has changed since.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedContent, ReadOnlySpan<byte> place)
    {
        if (sealedContent.Length < Overhead)
        {
            return null;
        }

        using AesGcm cipher = new(key, TagLength);
        var content = new byte[sealedContent.Length - Overhead];
        try
        {
            cipher.Decrypt(sealedContent[..NonceLength], sealedContent[NonceLength..^TagLength], sealedContent[^TagLength..], content, place);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
