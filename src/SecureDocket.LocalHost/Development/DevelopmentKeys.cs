using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.LocalHost.Files;
using SecureDocket.Signing;

namespace SecureDocket.LocalHost.Development;

/// <summary>Signing keys and a throwaway anchor in files, in place of a vault. Cards signed with them are for testing only.</summary>
internal sealed class DevelopmentKeys : ISigningKeys, IDisposable
{
    private const string AnchorName = "anchor";

    private static readonly Dictionary<string, KeyUse> s_uses = new(StringComparer.Ordinal)
    {
        [AnchorName] = KeyUse.Anchor,
        ["card-signing"] = KeyUse.Cards,
        ["list-signing"] = KeyUse.Lists,
    };

    private readonly string _folder;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (ECDsa Key, SigningKey Public)> _keys = new(StringComparer.Ordinal);

    /// <summary>Reads the keys, and creates the first of each on the first run.</summary>
    public DevelopmentKeys(string folder)
    {
        _folder = folder;
        foreach (var name in s_uses.Keys)
        {
            Add(name, 1);
            for (var number = 2; File.Exists(FileOf(name, number)); number++)
            {
                Add(name, number);
            }
        }
    }

    /// <summary>Creates a new version of a key, as a vault does on rotation.</summary>
    /// <param name="name">The name: card-signing or list-signing.</param>
    /// <returns>The new version; null when there is no such key.</returns>
    public SigningKey? Rotate(string name)
    {
        if (name == AnchorName || !s_uses.ContainsKey(name))
        {
            return null;
        }

        lock (_gate)
        {
            var number = 2;
            while (_keys.ContainsKey(VersionOf(name, number)))
            {
                number++;
            }

            return Add(name, number);
        }
    }

    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<IReadOnlyList<SigningKey>>(cancellationToken)
        : Task.FromResult<IReadOnlyList<SigningKey>>([
            .. _keys.Values.Select(pair => pair.Public).OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Version, StringComparer.Ordinal),
        ]);

    public async Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        // As strict as a vault, so that a card with another key or digest already fails here.
        cancellationToken.ThrowIfCancellationRequested();
        if (!_keys.TryGetValue(version, out var pair) || digest.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"The versions are {string.Join(", ", _keys.Keys)}, and they sign SHA-256 digests.", nameof(version));
        }

        return await Task.FromResult(pair.Key.SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public void Dispose()
    {
        foreach (var (key, verification) in _keys.Values)
        {
            verification.Public.Dispose();
            key.Dispose();
        }
    }

    private static string VersionOf(string name, int number) => number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{number}");

    private string FileOf(string name, int number) => Path.Combine(_folder, $"{VersionOf(name, number)}.pem");

    private SigningKey Add(string name, int number)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key.ImportFromPem(LocalFiles.ReadOrCreate(FileOf(name, number), key.ExportPkcs8PrivateKeyPem));
        var point = key.ExportParameters(includePrivateParameters: false).Q;

        // The creation time of a version only shows which is newer.
        SigningKey made = new(
            VersionOf(name, number), new VerificationKey(point.X, point.Y) { Use = s_uses[name] }, DateTimeOffset.UnixEpoch.AddSeconds(number - 1));
        _keys[made.Version] = (key, made);
        return made;
    }
}
