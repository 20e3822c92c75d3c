using System.Buffers.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Security.KeyVault.Keys.Cryptography;

namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary>The JSON of Key Vault's key operations; bytes are base64url, times are seconds since 1970.</summary>
internal static class KeyJson
{
    public static RequestContent Sign(SignatureAlgorithm algorithm, byte[] digest) => Write(json =>
    {
        json.WriteString("alg", algorithm.ToString());
        json.WriteString("value", Base64Url.EncodeToString(digest));
    });

    public static SignResult Signature(Response response, SignatureAlgorithm algorithm)
    {
        using var document = JsonDocument.Parse(response.Content);
        return new SignResult(Text(document.RootElement, "kid"), Bytes(document.RootElement, "value"), algorithm);
    }

    public static RequestContent Wrapping(KeyWrapAlgorithm algorithm, byte[] key) => Write(json =>
    {
        json.WriteString("alg", algorithm.ToString());
        json.WriteString("value", Base64Url.EncodeToString(key));
    });

    public static WrapResult Wrapped(Response response, KeyWrapAlgorithm algorithm)
    {
        using var document = JsonDocument.Parse(response.Content);
        return new WrapResult(Text(document.RootElement, "kid"), Bytes(document.RootElement, "value"), algorithm);
    }

    public static UnwrapResult Unwrapped(Response response, KeyWrapAlgorithm algorithm)
    {
        using var document = JsonDocument.Parse(response.Content);
        return new UnwrapResult(Text(document.RootElement, "kid"), Bytes(document.RootElement, "value"), algorithm);
    }

    public static RequestContent Create(CreateEcKeyOptions options) => Write(json =>
    {
        json.WriteString("kty", options.KeyType.ToString());
        if (options.CurveName is { } curve)
            json.WriteString("crv", curve.ToString());
        if (options.KeyOperations.Count > 0)
        {
            json.WriteStartArray("key_ops");
            foreach (var operation in options.KeyOperations)
                json.WriteStringValue(operation.ToString());
            json.WriteEndArray();
        }
        if (options.Enabled.HasValue || options.NotBefore.HasValue || options.ExpiresOn.HasValue)
        {
            json.WriteStartObject("attributes");
            if (options.Enabled is { } enabled)
                json.WriteBoolean("enabled", enabled);
            if (options.NotBefore is { } notBefore)
                json.WriteNumber("nbf", notBefore.ToUnixTimeSeconds());
            if (options.ExpiresOn is { } expires)
                json.WriteNumber("exp", expires.ToUnixTimeSeconds());
            json.WriteEndObject();
        }
        if (options.Tags.Count > 0)
        {
            json.WriteStartObject("tags");
            foreach (var (name, value) in options.Tags)
                json.WriteString(name, value);
            json.WriteEndObject();
        }
    });

    public static KeyVaultKey Key(Response response)
    {
        using var document = JsonDocument.Parse(response.Content);
        var root = document.RootElement;
        var jwk = root.GetProperty("key");
        var operations = jwk.TryGetProperty("key_ops", out var ops)
            ? ops.EnumerateArray().Select(op => new KeyOperation(op.GetString())).ToArray()
            : [];
        var key = new JsonWebKey(Text(jwk, "kid"), Text(jwk, "kty"), operations)
        {
            CurveName = Text(jwk, "crv") is { } curve ? new KeyCurveName(curve) : default(KeyCurveName?),
            X = Bytes(jwk, "x"),
            Y = Bytes(jwk, "y"),
            N = Bytes(jwk, "n"),
            E = Bytes(jwk, "e"),
        };
        return new KeyVaultKey(Properties(root, key.Id), key);
    }

    public static (IReadOnlyList<KeyProperties> Items, Uri Next) Page(Response response)
    {
        using var document = JsonDocument.Parse(response.Content);
        var items = document.RootElement.GetProperty("value").EnumerateArray().Select(item => Properties(item, Text(item, "kid"))).ToArray();
        return (items, Text(document.RootElement, "nextLink") is { Length: > 0 } next ? new Uri(next) : null);
    }

    private static KeyProperties Properties(JsonElement holder, string id)
    {
        var properties = new KeyProperties(new Uri(id));
        if (holder.TryGetProperty("managed", out var managed))
            properties.Managed = managed.GetBoolean();
        if (holder.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object)
        {
            foreach (var tag in tags.EnumerateObject())
                properties.Tags[tag.Name] = tag.Value.GetString();
        }
        if (holder.TryGetProperty("attributes", out var attributes))
        {
            properties.Enabled = attributes.TryGetProperty("enabled", out var enabled) ? enabled.GetBoolean() : null;
            properties.NotBefore = Time(attributes, "nbf");
            properties.ExpiresOn = Time(attributes, "exp");
            properties.CreatedOn = Time(attributes, "created");
            properties.UpdatedOn = Time(attributes, "updated");
            properties.RecoveryLevel = Text(attributes, "recoveryLevel");
            properties.RecoverableDays = attributes.TryGetProperty("recoverableDays", out var days) ? days.GetInt32() : null;
        }
        return properties;
    }

    private static RequestContent Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return RequestContent.Create(buffer.ToArray());
    }

    private static string Text(JsonElement holder, string name)
        => holder.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[] Bytes(JsonElement holder, string name)
        => Text(holder, name) is { } text ? Base64Url.DecodeFromChars(text) : null;

    private static DateTimeOffset? Time(JsonElement holder, string name)
        => holder.TryGetProperty(name, out var value) ? DateTimeOffset.FromUnixTimeSeconds(value.GetInt64()) : null;
}
