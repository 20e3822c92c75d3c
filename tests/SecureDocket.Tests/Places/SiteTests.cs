using SecureDocket.Places;
using Xunit;

namespace SecureDocket.Tests.Places;

public sealed class SiteTests
{
    [Theory]
    [InlineData("HOU", "Houston", 0L)]
    [InlineData("A1", "San José – <North> & \"East\"", 10_000_000L)]
    [InlineData("ABCDEFGH", "1234567890123456789012345678901234567890", 1L)]
    public void A_whole_site_is_accepted(string id, string name, long quota) =>
        Assert.Equal(new Site(id, name, (int)quota, 0), Site.Create(id, name, quota).Value);

    [Theory]
    [InlineData("A", "Houston", 1L, "siteId")]
    [InlineData("ABCDEFGHI", "Houston", 1L, "siteId")]
    [InlineData("hou", "Houston", 1L, "siteId")]
    [InlineData("A|B", "Houston", 1L, "siteId")]
    [InlineData("A\u0661", "Houston", 1L, "siteId")]
    [InlineData("HOU", "", 1L, "name")]
    [InlineData("HOU", " Houston", 1L, "name")]
    [InlineData("HOU", "Hou\nston", 1L, "name")]
    [InlineData("HOU", "Hou\u202eston", 1L, "name")]
    [InlineData("HOU", "Hou\u2028ston", 1L, "name")]
    [InlineData("HOU", "Hou\uffffston", 1L, "name")]
    [InlineData("HOU", "12345678901234567890123456789012345678901", 1L, "name")]
    [InlineData("HOU", null, 1L, "name")]
    [InlineData("HOU", "Houston", -1L, "quota")]
    [InlineData("HOU", "Houston", 10_000_001L, "quota")]
    [InlineData("HOU", "Houston", null, "quota")]
    [InlineData("", null, null, "siteId name quota")]
    public void Every_fault_is_named(string id, string? name, long? quota, string fields) =>
        Assert.Equal(fields.Split(' '), Site.Create(id, name, quota).Refusals.Select(refusal => refusal.Field));

    [Fact]
    public void A_lone_surrogate_is_no_name() => Assert.True(Site.Create("HOU", "Hou\ud800ston", 1).IsRefused);
}
