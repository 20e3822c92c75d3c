using SecureDocket.Encryption;
using SecureDocket.LocalHost.Development;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class DevelopmentShardKeysTests : ShardKeyVaultConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secure-docket-").FullName;
    private readonly DevelopmentShardKeys _keys;

    public DevelopmentShardKeysTests() => _keys = new DevelopmentShardKeys(_folder);

    protected override IShardKeyVault Vault => _keys;

    [Fact]
    public async Task Every_version_outlives_the_process_that_made_it()
    {
        var first = await _keys.WrapAsync(Key, default);
        Assert.Equal("docket-shards/2", _keys.Rotate());
        var second = await _keys.WrapAsync(Key, default);

        var later = new DevelopmentShardKeys(_folder);

        Assert.Equal(Key, await later.UnwrapAsync(first, default));
        Assert.Equal(Key, await later.UnwrapAsync(second, default));
        Assert.Equal(second.Version, (await later.WrapAsync(Key, default)).Version);
    }

    [Fact]
    public async Task What_the_file_holds_opens_what_was_wrapped()
    {
        _keys.Rotate();
        var wrapped = await _keys.WrapAsync(Key, default);
        var held = HeldShardKeys.Read(await File.ReadAllTextAsync(Path.Combine(_folder, "docket-shards.keys")));

        Assert.Equal(Key, await held!.UnwrapAsync(wrapped, default));
        foreach (var text in (string[])["", "\n", "c2hvcnQ=", Convert.ToBase64String(new byte[33]), $"{Convert.ToBase64String(new byte[32])}\n*"])
            Assert.Null(HeldShardKeys.Read(text));
    }

    [Fact]
    public void Only_its_owner_reads_the_key()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "docket-shards.keys")));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override void Rotate() => _keys.Rotate();
}
