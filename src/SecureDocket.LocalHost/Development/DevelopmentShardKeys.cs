using System.Security.Cryptography;
using SecureDocket.Encryption;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost.Development;

/// <summary>The key that wraps shard keys in a file, in place of a vault. Dockets encrypted under it are for testing only.</summary>
internal sealed class DevelopmentShardKeys : IShardKeyVault
{
    private readonly string _file;
    private readonly Lock _gate = new();
    private string _text;
    private volatile HeldShardKeys _held;

    /// <summary>Reads the versions of the key, and creates the first on the first run.</summary>
    public DevelopmentShardKeys(string folder)
    {
        _file = Path.Combine(folder, $"{HeldShardKeys.Name}.keys");
        _text = LocalFiles.ReadOrCreate(_file, NewVersion);
        _held = Held();
    }

    /// <summary>Creates a new version of the key, as a vault does on rotation.</summary>
    /// <returns>The new version.</returns>
    public string Rotate()
    {
        lock (_gate)
        {
            _text = $"{_text}{NewVersion()}";
            LocalFiles.Write(_file, _text);
            _held = Held();
            return HeldShardKeys.VersionOf(_text.Count(character => character == '\n'));
        }
    }

    public Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => _held.WrapAsync(key, cancellationToken);

    public Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken) => _held.UnwrapAsync(wrapped, cancellationToken);

    private static string NewVersion() => $"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n";

    private HeldShardKeys Held() => HeldShardKeys.Read(_text) ?? throw new InvalidDataException($"{_file} does not hold keys of 32 bytes in Base64, one a line.");
}
