using System.Formats.Cbor;
using SecureDocket.Credentials.Codecs;
using CborWriter = System.Formats.Cbor.CborWriter;

namespace SecureDocket.Credentials.Tests;

/// <summary>Builds messages that the product would not, with an independent writer; by default well-formed and genuinely signed.</summary>
internal static class Forge
{
    public static byte[] Header { get; } = Map((1, -7), (4, Sample.PublicKey.Id.ToBytes()), (16, "application/sdc+cwt"));

    public static byte[] Payload { get; } = CredentialEncoder.EncodePayload(Sample.Credential);

    public static byte[] EmptyMap { get; } = Map();

    /// <summary>A map in the order given; values may be numbers, text, bytes, arrays, nested maps or null.</summary>
    public static byte[] Map(params (object Key, object? Value)[] pairs)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        WriteMap(writer, pairs);
        return writer.Encode();
    }

    public static string Text(
        byte[]? header = null, byte[]? payload = null, byte[]? unprotected = null, Func<byte[], byte[]>? sign = null, ulong outer = 61, ulong inner = 18)
    {
        header ??= Header;
        payload ??= Payload;
        var signature = (sign ?? (data => Sample.Sign(data)))(CoseSign1.SigStructure(header, payload));
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteTag((CborTag)outer);
        writer.WriteTag((CborTag)inner);
        writer.WriteStartArray(4);
        writer.WriteByteString(header);
        writer.WriteEncodedValue(unprotected ?? EmptyMap);
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return Pack(writer.Encode());
    }

    public static string Pack(ReadOnlySpan<byte> message) => Base45.Encode(Zlib.Deflate(message));

    /// <summary>The packed bytes in a text.</summary>
    public static byte[] Packed(string text)
    {
        var packed = new byte[text.Length];
        return Base45.TryDecode(text, packed, out var length) ? packed[..length] : throw new ArgumentException("Not Base45.", nameof(text));
    }

    /// <summary>The message in a text.</summary>
    public static byte[] Message(string text)
    {
        var packed = Packed(text);
        var message = new byte[CredentialFormat.MaximumInflatedLength];
        return Zlib.TryInflate(packed, packed.Length, message, out var length) ? message[..length] : throw new ArgumentException("Not zlib.", nameof(text));
    }

    private static void WriteMap(CborWriter writer, (object Key, object? Value)[] pairs)
    {
        writer.WriteStartMap(pairs.Length);
        foreach (var (key, value) in pairs)
        {
            Write(writer, key);
            Write(writer, value);
        }

        writer.WriteEndMap();
    }

    private static void Write(CborWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull();
                break;
            case int or long:
                writer.WriteInt64(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case double number:
                writer.WriteDouble(number);
                break;
            case string text:
                writer.WriteTextString(text);
                break;
            case byte[] bytes:
                writer.WriteByteString(bytes);
                break;
            case object?[] items:
                writer.WriteStartArray(items.Length);
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case (object Key, object? Value)[] map:
                WriteMap(writer, map);
                break;
            default:
                throw new ArgumentException($"No form for {value.GetType()}.", nameof(value));
        }
    }
}
