using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecureDocket.Credentials;

/// <summary>A status list in the draft's other form, a JWT (IETF Token Status List, section 5.1), for readers without CBOR.</summary>
public static class StatusListJwt
{
    /// <summary>The media type; the header's <c>typ</c> is the part after <c>application/</c>.</summary>
    public const string MediaType = "application/statuslist+jwt";

    /// <summary>The header and claims in the compact form of RFC 7515, section 3.1, without the signature: the text that the key signs, as ASCII.</summary>
    public static string SigningInput(KeyId keyId, StatusListToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return SigningInput(keyId, token, token.List.Compress());
    }

    /// <summary>The same, given the result of <see cref="StatusList.Compress"/>, which is most of the work.</summary>
    internal static string SigningInput(KeyId keyId, StatusListToken token, byte[] compressed)
    {
        var header = Part(json =>
        {
            json.WriteString("alg", "ES256");
            json.WriteString("kid", keyId.ToString());
            json.WriteString("typ", MediaType["application/".Length..]);
        });
        var claims = Part(json =>
        {
            json.WriteString("sub", token.Uri);
            json.WriteNumber("iat", token.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("exp", token.Expires.ToUnixTimeSeconds());
            json.WriteNumber("ttl", (long)token.TimeToLive.TotalSeconds);
            json.WriteStartObject("status_list");
            json.WriteNumber("bits", token.List.Bits);
            json.WriteString("lst", Base64Url.EncodeToString(compressed));
            json.WriteEndObject();
        });
        return $"{header}.{claims}";
    }

    /// <summary>Combines input and signature.</summary>
    /// <param name="signingInput">The result of <see cref="SigningInput(KeyId, StatusListToken)"/>.</param>
    /// <param name="signature">The signature r‖s, 64 bytes, over the input's ASCII bytes; the token contains the lower of s and n - s.</param>
    public static byte[] Seal(string signingInput, ReadOnlySpan<byte> signature) =>
        Encoding.ASCII.GetBytes($"{signingInput}.{Base64Url.EncodeToString(Es256Signature.WithLowS(signature))}");

    private static string Part(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();

        // A plus sign is not escaped: every JSON reader accepts both forms, but people compare by eye.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.ToArray());
    }
}
