using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Storage;

public sealed class LookupsTests(AzuriteFixture azurite) : StoreTest(azurite)
{
    [Theory]
    [InlineData(LookupKind.ANumber)]
    [InlineData(LookupKind.CardNumber)]
    [InlineData(LookupKind.Hearing)]
    public async Task A_unique_key_belongs_to_whoever_came_first(LookupKind kind)
    {
        var lookups = new Lookups(Tables, Hash);
        var value = AzuriteFixture.UniqueName();
        Assert.Null(await lookups.FindAsync(kind, value, CancellationToken.None));

        var owner = CardholderId.New();
        Assert.Equal(owner, await lookups.ClaimAsync(kind, value, owner, CancellationToken.None));
        Assert.Equal(owner, await lookups.ClaimAsync(kind, value, owner, CancellationToken.None));
        Assert.Equal(owner, await lookups.ClaimAsync(kind, value, CardholderId.New(), CancellationToken.None));
        Assert.Equal(owner, await lookups.FindAsync(kind, value, CancellationToken.None));
    }

    [Fact]
    public async Task Claims_at_the_same_time_agree_on_one_owner()
    {
        var lookups = new Lookups(Tables, Hash);
        var value = AzuriteFixture.UniqueName();
        var owners = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            lookups.ClaimAsync(LookupKind.ANumber, value, CardholderId.New(), CancellationToken.None)));
        Assert.Single(owners.Distinct());
    }

    [Fact]
    public async Task Another_secret_finds_no_personal_key()
    {
        var value = AzuriteFixture.UniqueName();
        await new Lookups(Tables, Hash).ClaimAsync(LookupKind.ANumber, value, CardholderId.New(), CancellationToken.None);
        Assert.Null(await new Lookups(Tables, new KeyedHash(new byte[32])).FindAsync(LookupKind.ANumber, value, CancellationToken.None));
    }

    [Fact]
    public async Task A_shared_key_is_no_unique_one()
    {
        var lookups = new Lookups(Tables, Hash);
        var value = AzuriteFixture.UniqueName();
        await lookups.AddAsync(LookupKind.Mobile, value, CardholderId.New(), CancellationToken.None);
        await lookups.AddAsync(LookupKind.Mobile, value, CardholderId.New(), CancellationToken.None);
        Assert.Null(await lookups.FindAsync(LookupKind.Mobile, value, CancellationToken.None));
    }
}
