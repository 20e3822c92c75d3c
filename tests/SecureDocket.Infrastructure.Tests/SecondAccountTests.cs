using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>What is lost is rebuilt beside it: a provision makes a second data account, whole, and starts nothing meanwhile.</summary>
public sealed class SecondAccountTests
{
    [BicepFact]
    public void Another_suffix_names_another_account_with_ways_of_its_own_and_nothing_else_and_the_site_stays_stopped()
    {
        var rebuilding = Broken.Deployment(
            ("environments/everything.bicepparam", "dataAccountSuffix = ''", "dataAccountSuffix = 'b2'"), ("environments/everything.bicepparam", "stopped = false", "stopped = true"));
        var (before, after) = (Names(Infrastructure.Whole), Names(rebuilding));

        Assert.Equal(before.Count, after.Count);
        Assert.All(after.Except(before), name => Assert.Matches("^(stdata<>b2(/|$)|pep-data-(blob|queue|table)(-copy)?b2-)", name));
        Assert.All(before.Except(after), name => Assert.Matches("^(stdata<>|pep-data-)", name));
        Assert.Contains("stdata<>b2/default/dockets", after);
        Assert.Contains("pep-data-tableb2-<>", after);
        Assert.Equal(["True", "False"], Running(Infrastructure.Whole));
        Assert.Equal(["False", "False"], Running(rebuilding));
    }

    private static IEnumerable<string> Running(Deployment deployment) => deployment.Of("Microsoft.Web/sites").Select(site => site.Text("properties", "enabled"));

    private static HashSet<string> Names(Deployment deployment) => [.. deployment.Resources
        .Where(resource => resource.Type.StartsWith("Microsoft.Storage/", StringComparison.Ordinal) || resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal))
        .Select(resource => deployment.Shorten(resource.Name, "<>"))];
}
