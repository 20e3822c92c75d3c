using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SecureDocket.Testing;

/// <summary>
/// A vault with EC P-256 and RSA 3072 keys and their versions, over Key Vault's REST: create, get, list versions, sign, wrap and
/// unwrap. Signatures are real, so that a test can hold them against <see cref="PublicKey"/> instead of against the client that
/// asked for them, and so are wrapped keys.
/// </summary>
/// <remarks>Every instance is a vault of its own name, because clients remember a vault's challenge for the process.</remarks>
public sealed class FakeKeyVault : InMemoryTransport, IDisposable
{
    public const string TenantId = "00000000-0000-0000-0000-0000000000aa";

    private readonly Dictionary<string, List<KeyVersion>> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _wrapping = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;
    private int _signCalls;
    private int _wrapCalls;
    private int _unwrapCalls;

    private (int Status, string Code)? _refusal;

    // RSA keys take long to make. The first of every vault is the same one, the second another, and so on; no test needs more than that.
    private static readonly List<RSAParameters> s_made = [];

    public FakeKeyVault(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    public Uri VaultUri { get; } = new($"https://v{Guid.NewGuid():N}.vault.azure.net/");

    /// <summary>How many signatures the vault made, lost ones included. The number a bill would show.</summary>
    public int SignCalls
    {
        get
        {
            lock (Gate)
                return _signCalls;
        }
    }

    /// <summary>How many keys the vault wrapped itself, lost answers included.</summary>
    public int WrapCalls
    {
        get
        {
            lock (Gate)
                return _wrapCalls;
        }
    }

    /// <summary>How many keys the vault unwrapped, lost answers included.</summary>
    public int UnwrapCalls
    {
        get
        {
            lock (Gate)
                return _unwrapCalls;
        }
    }

    /// <summary>How many versions a page of a list holds.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>Where false, the caller may use but not read keys, as a role assignment can have it.</summary>
    public bool AllowGet { get; set; } = true;

    /// <summary>The keys that the caller may not sign, wrap or unwrap with.</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    /// <returns>The identifier of the first version.</returns>
    public Uri CreateKey(string name)
    {
        lock (Gate)
            _keys.Add(name, []);
        return Rotate(name);
    }

    /// <summary>A key that wraps and unwraps.</summary>
    /// <returns>The identifier of the first version.</returns>
    public Uri CreateWrappingKey(string name)
    {
        lock (Gate)
        {
            _wrapping.Add(name);
            _keys.Add(name, []);
        }

        return Rotate(name);
    }

    /// <summary>Adds a version, which becomes the current one; the older ones stay.</summary>
    /// <returns>The identifier of the new version.</returns>
    public Uri Rotate(string name, DateTimeOffset? notBefore = null, DateTimeOffset? expires = null)
    {
        lock (Gate)
        {
            // A vault tells times in seconds; no two versions share one.
            var (now, last) = (_time.GetUtcNow(), _keys[name].LastOrDefault()?.Created.AddSeconds(1));
            AsymmetricAlgorithm key = _wrapping.Contains(name)
                ? Rsa(_keys.Where(other => _wrapping.Contains(other.Key)).Sum(other => other.Value.Count))
                : ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var version = new KeyVersion(name, Guid.NewGuid().ToString("N"), key, now < last ? last.Value : now)
            {
                NotBefore = notBefore,
                Expires = expires,
            };
            _keys[name].Add(version);
            return Id(version);
        }
    }

    /// <summary>From now on the current version says that it signs from and until these moments, as one whose attributes an operator changed.</summary>
    public void SetPeriod(string name, DateTimeOffset? notBefore, DateTimeOffset? expires)
    {
        lock (Gate)
            (_keys[name][^1].NotBefore, _keys[name][^1].Expires) = (notBefore, expires);
    }

    /// <summary>A version is deleted, with every other one of its key, as a vault deletes only whole keys.</summary>
    public void Delete(string name)
    {
        lock (Gate)
            _keys.Remove(name);
    }

    /// <summary>A disabled version is still listed and read, but signs, wraps and unwraps nothing any more.</summary>
    public void Disable(Uri keyId) => Find(keyId).Enabled = false;

    /// <summary>The public half of one version, for checks that do not trust the client under test.</summary>
    public ECDsa PublicKey(Uri keyId) => ECDsa.Create(((ECDsa)Find(keyId).Key).ExportParameters(includePrivateParameters: false));

    /// <summary>One version of a key that wraps, to wrap what the product never would.</summary>
    public RSA WrappingKey(Uri keyId) => RSA.Create(((RSA)Find(keyId).Key).ExportParameters(includePrivateParameters: false));

    /// <summary>The next call is answered with this error, whatever it asks for, as something in between would.</summary>
    public void RefuseNext(int status, string code)
    {
        lock (Gate)
            _refusal = (status, code);
    }

    public void Dispose()
    {
        foreach (var version in _keys.Values.SelectMany(versions => versions))
            version.Key.Dispose();
    }

    private protected override InMemoryResponse? Refuse(RecordedRequest request)
        => request.Header("Authorization")?.StartsWith("Bearer ", StringComparison.Ordinal) == true
            ? null
            : InMemoryResponse.Error(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.")
                .With("WWW-Authenticate", $"Bearer authorization=\"https://login.microsoftonline.com/{TenantId}\", resource=\"https://vault.azure.net\"");

    private protected override InMemoryResponse Perform(RecordedRequest request)
    {
        if (_refusal is { } refusal)
        {
            _refusal = null;
            return InMemoryResponse.Error(refusal.Status, refusal.Code, "Refused.");
        }

        if (!request.Uri.Query.Contains("api-version=", StringComparison.Ordinal))
            return InMemoryResponse.Error(400, "BadParameter", "api-version must be specified.");

        var path = request.Uri.AbsolutePath.Trim('/').Split('/');
        return (request.Method, path) switch
        {
            ("POST", ["keys", var name, "create"]) => Create(name),
            ("GET", ["keys", var name, "versions"]) => WithKey(name, null, _ => ListVersions(name, request.Uri)),
            ("GET", ["keys", var name]) => Get(name, null),
            ("GET", ["keys", var name, var version]) => Get(name, version),
            ("POST", ["keys", var name, .., "sign" or "wrapKey" or "unwrapKey"]) when Denied.Contains(name) =>
                InMemoryResponse.Error(403, "Forbidden", "Caller is not authorized to perform action on resource."),
            ("POST", ["keys", var name, "sign"]) => WithKey(name, null, key => Sign(key, request.Body)),
            ("POST", ["keys", var name, var version, "sign"]) => WithKey(name, version, key => Sign(key, request.Body)),
            ("POST", ["keys", var name, "wrapKey"]) => WithKey(name, null, key => Wrap(key, request.Body)),
            ("POST", ["keys", var name, var version, "wrapKey"]) => WithKey(name, version, key => Wrap(key, request.Body)),
            ("POST", ["keys", var name, var version, "unwrapKey"]) => WithKey(name, version, key => Unwrap(key, request.Body)),
            _ => InMemoryResponse.Error(404, "NotFound", "No such operation."),
        };
    }

    private InMemoryResponse Create(string name)
    {
        if (_keys.ContainsKey(name))
            Rotate(name);
        else
            CreateKey(name);
        return Bundle(_keys[name][^1]);
    }

    private InMemoryResponse Get(string name, string? version) => AllowGet
        ? WithKey(name, version, Bundle)
        : InMemoryResponse.Error(403, "Forbidden", "Caller is not authorized to perform action on resource.");

    private InMemoryResponse WithKey(string name, string? version, Func<KeyVersion, InMemoryResponse> answer)
    {
        var key = _keys.GetValueOrDefault(name)?.LastOrDefault(key => version is null || key.Version == version);
        return key is null
            ? InMemoryResponse.Error(404, "KeyNotFound", $"A key with (name/id) {name}/{version} was not found in this key vault.")
            : answer(key);
    }

    private InMemoryResponse Sign(KeyVersion key, BinaryData body)
    {
        var request = JsonNode.Parse(body)!;
        if (!key.Enabled)
            return InMemoryResponse.Error(403, "Forbidden", "Operation sign is not allowed on a disabled key.");
        if ((string?)request["alg"] != "ES256" || key.Key is not ECDsa signing)
            return InMemoryResponse.Error(400, "BadParameter", "Key and signing algorithm are incompatible.");
        var digest = Base64Url.DecodeFromChars((string)request["value"]!);
        if (digest.Length != SHA256.HashSizeInBytes)
            return InMemoryResponse.Error(400, "BadParameter", "Invalid length of value.");

        _signCalls++;
        return InMemoryResponse.Json(200, new JsonObject
        {
            ["kid"] = Id(key).AbsoluteUri,
            ["value"] = Base64Url.EncodeToString(signing.SignHash(digest)),
        });
    }

    private InMemoryResponse Wrap(KeyVersion key, BinaryData body) => WithRsa(key, "wrapKey", body, (rsa, value) =>
    {
        if (key.NotBefore > _time.GetUtcNow() || key.Expires <= _time.GetUtcNow())
            return InMemoryResponse.Error(403, "Forbidden", "Operation wrapKey is not allowed on an expired or not yet valid key.");
        _wrapCalls++;
        return Value(key, rsa.Encrypt(value, RSAEncryptionPadding.OaepSHA256));
    });

    // What a version wrapped while it was in force, it unwraps afterwards too.
    private InMemoryResponse Unwrap(KeyVersion key, BinaryData body) => WithRsa(key, "unwrapKey", body, (rsa, value) =>
    {
        _unwrapCalls++;
        try
        {
            return Value(key, rsa.Decrypt(value, RSAEncryptionPadding.OaepSHA256));
        }
        catch (CryptographicException)
        {
            return InMemoryResponse.Error(400, "BadParameter", "Error occurred while decoding OAEP padding.");
        }
    });

    private static InMemoryResponse WithRsa(KeyVersion key, string operation, BinaryData body, Func<RSA, byte[], InMemoryResponse> answer)
    {
        var request = JsonNode.Parse(body)!;
        return !key.Enabled ? InMemoryResponse.Error(403, "Forbidden", $"Operation {operation} is not allowed on a disabled key.")
            : (string?)request["alg"] != "RSA-OAEP-256" || key.Key is not RSA rsa ? InMemoryResponse.Error(400, "BadParameter", "Key and algorithm are incompatible.")
            : answer(rsa, Base64Url.DecodeFromChars((string)request["value"]!));
    }

    private InMemoryResponse Value(KeyVersion key, byte[] value) => InMemoryResponse.Json(200, new JsonObject
    {
        ["kid"] = Id(key).AbsoluteUri,
        ["value"] = Base64Url.EncodeToString(value),
    });

    private static RSA Rsa(int index)
    {
        lock (s_made)
        {
            while (s_made.Count <= index)
            {
                using var made = RSA.Create(3072);
                s_made.Add(made.ExportParameters(includePrivateParameters: true));
            }

            return RSA.Create(s_made[index]);
        }
    }

    private InMemoryResponse ListVersions(string name, Uri uri)
    {
        const string Marker = "$skiptoken=";
        var at = uri.Query.IndexOf(Marker, StringComparison.Ordinal);
        var skip = at < 0 ? 0 : int.Parse(uri.Query.AsSpan(at + Marker.Length), CultureInfo.InvariantCulture);
        var all = _keys[name];
        var items = all.Skip(skip).Take(PageSize).Select(key => new JsonObject { ["kid"] = Id(key).AbsoluteUri, ["attributes"] = Attributes(key) });
        var more = skip + PageSize < all.Count;
        return InMemoryResponse.Json(200, new JsonObject
        {
            ["value"] = new JsonArray([.. items]),
            ["nextLink"] = more ? $"{VaultUri}keys/{name}/versions?api-version=7.6&{Marker}{skip + PageSize}" : null,
        });
    }

    private InMemoryResponse Bundle(KeyVersion key) => InMemoryResponse.Json(200, new JsonObject
    {
        ["key"] = key.Key is RSA rsa ? Public(key, rsa) : Public(key, (ECDsa)key.Key),
        ["attributes"] = Attributes(key),
    });

    private JsonObject Public(KeyVersion key, ECDsa ec)
    {
        var point = ec.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kid"] = Id(key).AbsoluteUri,
            ["kty"] = "EC",
            ["key_ops"] = new JsonArray("sign", "verify"),
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }

    private JsonObject Public(KeyVersion key, RSA rsa)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kid"] = Id(key).AbsoluteUri,
            ["kty"] = "RSA-HSM",
            ["key_ops"] = new JsonArray("wrapKey", "unwrapKey"),
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    private static JsonObject Attributes(KeyVersion key)
    {
        var attributes = new JsonObject
        {
            ["enabled"] = key.Enabled,
            ["created"] = key.Created.ToUnixTimeSeconds(),
            ["updated"] = key.Created.ToUnixTimeSeconds(),
            ["recoveryLevel"] = "Recoverable+Purgeable",
            ["recoverableDays"] = 90,
        };
        if (key.NotBefore is { } notBefore)
            attributes["nbf"] = notBefore.ToUnixTimeSeconds();
        if (key.Expires is { } expires)
            attributes["exp"] = expires.ToUnixTimeSeconds();
        return attributes;
    }

    private Uri Id(KeyVersion key) => new(VaultUri, $"keys/{key.Name}/{key.Version}");

    private KeyVersion Find(Uri keyId)
    {
        lock (Gate)
            return _keys.Values.SelectMany(versions => versions).First(key => Id(key) == keyId);
    }

    private sealed record KeyVersion(string Name, string Version, AsymmetricAlgorithm Key, DateTimeOffset Created)
    {
        public bool Enabled { get; set; } = true;

        public DateTimeOffset? NotBefore { get; set; }

        public DateTimeOffset? Expires { get; set; }
    }
}
