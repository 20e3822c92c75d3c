using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureDocket;

/// <summary>The opaque key of a docket: 16 random bytes, written as 22 base64url characters.</summary>
[JsonConverter(typeof(CardholderIdConverter))]
public readonly record struct CardholderId
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 16;

    private readonly string? _text;

    private CardholderId(string text) => _text = text;

    /// <summary>The ID with these 16 bytes.</summary>
    public static CardholderId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new(Base64Url.EncodeToString(bytes))
        : throw new ArgumentException($"A cardholder ID has {Length} bytes.", nameof(bytes));

    /// <summary>Reads the text form; false unless the text is exactly one ID.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CardholderId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text is { Length: 22 } && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Length)
        {
            id = FromBytes(bytes);
            return string.Equals(id._text, text, StringComparison.Ordinal);
        }

        id = default;
        return false;
    }

    /// <summary>The 16 bytes.</summary>
    public byte[] ToBytes() => Base64Url.DecodeFromChars(ToString());

    /// <inheritdoc />
    public override string ToString() => _text ?? throw new InvalidOperationException("The ID was not set.");
}

internal sealed class CardholderIdConverter : JsonConverter<CardholderId>
{
    public override CardholderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CardholderId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a cardholder ID.");

    public override void Write(Utf8JsonWriter writer, CardholderId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
