using SecureDocket.Infrastructure.Tests.Plans;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>What is lost is rebuilt beside it: a provision makes a second data account, whole, and starts nothing meanwhile.</summary>
public sealed class SecondAccountTests
{
    [Fact]
    public void Another_suffix_names_another_account_with_ways_of_its_own_and_nothing_else()
    {
        var (before, after) = (Names(Infrastructure.Whole), Names(Infrastructure.MakeWhole("SECUREDOCKET_DATA_ACCOUNT_SUFFIX", "b2")));

        Assert.Equal(before.Count, after.Count);
        Assert.All(after.Except(before), name => Assert.Matches("^(stdata<[^/]*>b2(/|$)|pep-data-(blob|queue|table)(-copy)?b2-)", name));
        Assert.All(before.Except(after), name => Assert.Matches("^(stdata<|pep-data-)", name));
        Assert.Contains(after, name => name.EndsWith("b2/default/dockets", StringComparison.Ordinal));
        Assert.Contains(after, name => name.StartsWith("pep-data-tableb2-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 1)]
    public void What_is_to_stay_stopped_is_not_started(string stopped, int running) => Assert.Equal(running, Infrastructure.MakeWhole("SECUREDOCKET_STOPPED", stopped).Deployed
        .Where(resource => resource.Type == "Microsoft.Web/sites").Count(site => ((ObjectValue)site.Body.Value.Properties["properties"]).Properties["enabled"].Text == "true"));

    private static HashSet<string> Names(Plan plan) => [.. plan.Deployed
        .Where(resource => resource.Type.StartsWith("Microsoft.Storage/", StringComparison.Ordinal) || resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal))
        .Select(resource => $"{resource.FullName}")];
}
