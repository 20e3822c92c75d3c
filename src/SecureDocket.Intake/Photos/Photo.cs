using System.Security.Cryptography;

namespace SecureDocket.Photos;

/// <summary>
/// An accepted identity photo with pixels only. Only <see cref="PhotoIntake"/> creates one, so every instance was
/// checked and stripped of metadata.
/// </summary>
public sealed record Photo
{
    private Photo(ReadOnlyMemory<byte> bytes, string mediaType, int width, int height)
    {
        Bytes = bytes;
        MediaType = mediaType;
        Width = width;
        Height = height;
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }

    /// <summary>The rewritten file, at most <see cref="PhotoIntake.MaximumBytes"/>; accepting it again gives the same bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary><c>image/jpeg</c> or <c>image/png</c>, determined from the bytes.</summary>
    public string MediaType { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/> in lower-case hexadecimal: the blob's name and the photo's identity on a card.</summary>
    public string Hash { get; }

    /// <summary>Two photos are equal if their bytes are.</summary>
    /// <param name="other">The photo to compare with.</param>
    public bool Equals(Photo? other) => other is not null && other.Hash == Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    internal static Photo Jpeg(ReadOnlySpan<byte> bytes, int width, int height) => new(bytes.ToArray(), "image/jpeg", width, height);

    internal static Photo Png(ReadOnlySpan<byte> bytes, int width, int height) => new(bytes.ToArray(), "image/png", width, height);
}
