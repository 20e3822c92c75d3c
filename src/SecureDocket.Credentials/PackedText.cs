using System.Buffers;
using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>A QR code's text, decoded into rented memory: Base45 → zlib → the COSE_Sign1 message.</summary>
internal sealed class PackedText : IDisposable
{
    /// <summary>The maximum number of bytes that a text of <see cref="MaximumTextLength"/> decodes to.</summary>
    private const int MaximumPackedLength = MaximumTextLength / 3 * 2;

    private readonly byte[] _packed = ArrayPool<byte>.Shared.Rent(MaximumPackedLength);
    private readonly byte[] _inflated = ArrayPool<byte>.Shared.Rent(MaximumInflatedLength);
    private int _packedLength;
    private int _inflatedLength;

    /// <summary>Reads the message in a text; its parts live as long as this object.</summary>
    /// <returns>Null if there is a message; otherwise the code of the fault, from <see cref="Reasons"/>.</returns>
    public string? Read(ReadOnlySpan<char> text, out SignedMessage message)
    {
        message = default;
        if (text.Length > MaximumTextLength)
        {
            return Reasons.TooLarge;
        }

        if (!Base45.TryDecode(text, _packed, out _packedLength))
        {
            return Reasons.BadBase45;
        }

        // Until the inflated length is known, the whole buffer may have been used.
        _inflatedLength = MaximumInflatedLength;
        if (Zlib.Inflate(_packed, _packedLength, _inflated.AsSpan(0, MaximumInflatedLength), out var written) is { } fault)
        {
            return fault;
        }

        _inflatedLength = written;
        return CoseSign1.Read(_inflated.AsSpan(0, written), CredentialTags, MediaType, out message);
    }

    /// <summary>Whether the text is the only one for its message; compressed data has bits that can change without changing the result.</summary>
    /// <remarks>The strict readers ensure that Base45 and the message itself have only one form, so only the compression must be compared.</remarks>
    public bool IsPackedAsSealed() => Zlib.IsDeflated(_packed.AsSpan(0, _packedLength), _inflated.AsSpan(0, _inflatedLength));

    /// <summary>Returns the memory wiped: claims are personal data, which the next renter must not find.</summary>
    public void Dispose()
    {
        Array.Clear(_packed, 0, MaximumPackedLength);
        Array.Clear(_inflated, 0, _inflatedLength);
        ArrayPool<byte>.Shared.Return(_packed);
        ArrayPool<byte>.Shared.Return(_inflated);
    }
}
