using SecureDocket.SignIns;
using SecureDocket.Storage;
using Xunit;

namespace SecureDocket.Tests.SignIns;

/// <summary>What a guess of a PIN costs whoever has the hash. Other tests hash a PIN for less.</summary>
public sealed class PinHasherTests
{
    private const string Pin = "73920518";

    private static readonly KeyedHash s_secret = new(new byte[32]);
    private static readonly CardholderId s_id = CardholderId.New();

    [Fact]
    public void A_new_hash_and_the_decoy_take_210_000_iterations_where_nothing_else_is_said()
    {
        var hasher = new PinHasher(s_secret);
        var stored = hasher.Of(s_id, Pin);

        Assert.StartsWith("pbkdf2-sha512$210000$", stored, StringComparison.Ordinal);
        Assert.StartsWith("pbkdf2-sha512$210000$", hasher.Decoy, StringComparison.Ordinal);
        Assert.True(hasher.Fits(s_id, Pin, stored));
        Assert.False(hasher.Fits(s_id, "73920519", stored));
        Assert.False(hasher.Fits(CardholderId.New(), Pin, stored));
    }

    [Fact]
    public void A_hash_is_held_by_the_iterations_that_it_names()
    {
        var stored = new PinHasher(s_secret, iterations: 1_000).Of(s_id, Pin);

        Assert.StartsWith("pbkdf2-sha512$1000$", stored, StringComparison.Ordinal);
        Assert.True(new PinHasher(s_secret).Fits(s_id, Pin, stored));
    }
}
