using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecureDocket.Credentials;

/// <summary>A status list in the other form that the draft knows, a JWT (IETF Token Status List, section 5.1), for readers without CBOR.</summary>
public static class StatusListJwt
{
    /// <summary>The media type; the header's <c>typ</c> is what follows <c>application/</c>.</summary>
    public const string MediaType = "application/statuslist+jwt";

    /// <summary>The header and claims in the compact form of RFC 7515, section 3.1, without the signature: what the key signs, as ASCII.</summary>
    public static string SigningInput(KeyId keyId, StatusListToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return SigningInput(keyId, token, token.List.Compress());
    }

    /// <summary>The same with <see cref="StatusList.Compress"/> done, which is most of the work.</summary>
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

    /// <summary>Puts both together.</summary>
    /// <param name="signingInput">What <see cref="SigningInput(KeyId, StatusListToken)"/> gave.</param>
    /// <param name="signature">r‖s, 64 bytes, over the input's ASCII bytes; the token has the lower of s and n - s.</param>
    public static byte[] Seal(string signingInput, ReadOnlySpan<byte> signature) =>
        Encoding.ASCII.GetBytes($"{signingInput}.{Base64Url.EncodeToString(Es256Signature.WithLowS(signature))}");

    private static string Part(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();

        // A plus sign as it is: every JSON reader takes either spelling, but people compare by eye.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.ToArray());
    }
}
