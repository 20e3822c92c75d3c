using SecureDocket.LocalHost.Development;
using SecureDocket.Signing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class DevelopmentKeysTests : SigningKeysConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secure-docket-").FullName;
    private readonly DevelopmentKeys _keys;

    public DevelopmentKeysTests() => _keys = new DevelopmentKeys(_folder);

    protected override ISigningKeys Keys => _keys;

    [Fact]
    public async Task The_key_outlives_the_process_that_made_it()
    {
        using var later = new DevelopmentKeys(_folder);

        Assert.Equal((await Keys.ListAsync(default))[0].Public.Id, (await later.ListAsync(default))[0].Public.Id);
    }

    [Fact]
    public async Task A_rotation_makes_a_newer_version_that_outlives_the_process_too()
    {
        var made = _keys.Rotate("card-signing")!;
        using var later = new DevelopmentKeys(_folder);

        Assert.Equal(made.Public.Id, (await later.ListAsync(default))[0].Public.Id);
        Assert.Equal(["card-signing.2", "anchor", "card-signing", "list-signing"], (await later.ListAsync(default)).Select(key => key.Version));
        Assert.Null(later.Rotate("no-such-key"));

        // Whoever pinned it would have to start over.
        Assert.Null(later.Rotate("anchor"));
    }

    public void Dispose()
    {
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
