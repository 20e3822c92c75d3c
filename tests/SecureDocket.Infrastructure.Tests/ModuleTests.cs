using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Infrastructure.Tests.Plans;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Modules are given what they ask for, what is declared is used, and what is used exists.</summary>
public sealed class ModuleTests
{
    [Fact]
    public void Every_environment_can_be_evaluated_and_every_argument_fits() =>
        Holds.NoFault(Infrastructure.Plans.SelectMany(plan => plan.Value.Faults.Select(fault => $"{plan.Key}: {fault}")));

    [Fact]
    public void Everything_is_declared_used_and_described() =>
        Holds.NoFault(UseCheck.Faults(Infrastructure.Sources));

    /// <summary>Each argument of each module, misspelt and left out: none may pass.</summary>
    [Fact]
    public void A_misspelt_or_missing_argument_is_found_in_every_module()
    {
        var main = Infrastructure.Sources.Find("main.bicep")!;
        List<string> missed = [];
        foreach (var argument in Arguments(main))
        {
            var name = argument.Children[0];
            var misspelt = Infrastructure.MakeWhole(Infrastructure.Sources.With(main.Path, name.Replaced($"x{name.Text}"))).Faults;
            if (!misspelt.Any(fault => fault.EndsWith($"has no parameter x{name.Text}", StringComparison.Ordinal))
                || !misspelt.Any(fault => fault.Contains($"the parameter {name.Text} of", StringComparison.Ordinal) && fault.EndsWith("is missing", StringComparison.Ordinal)))
            {
                missed.Add($"main.bicep:{argument.Line} {name.Text}: {string.Join("; ", misspelt)}");
            }
        }

        Holds.NoFault(missed);
    }

    [Theory]
    [InlineData("main.bicep", "token: tokens[0]", "token: 'short'", "main.bicep:* identities: token takes a string of 13 to 13 characters, not 'short'")]
    [InlineData("main.bicep", "logs: settings.logs", "logs: settings.scale", "main.bicep:* monitoring: logs.retentionDays is missing")]
    [InlineData("main.bicep", "identities.outputs.app.principalId", "identities.outputs.application.principalId", "main.bicep:*: there is no application")]
    [InlineData("main.bicep", "settings.privateNetwork ? networks[i]!.outputs.appSubnetId : ''", "settings.privateNetwork ? networks[i]!.outputs.subnetId : ''", "main.bicep:*: there is no subnetId")]
    [InlineData("main.bicep", "'modules/budget.bicep'", "'modules/budgets.bicep'", "main.bicep:*: there is no modules/budgets.bicep")]
    [InlineData("main.bicep", "uniqueString(", "uniqString(", "main.bicep:*: the function uniqString is not known to the checks")]
    [InlineData("main.bicep", "private: settings.privateNetwork", "private: string(settings.privateNetwork)", "main.bicep:* data: private takes true or false, not 'true'")]
    [InlineData("environments/production.json", "\"retentionDays\": 365", "\"retentionDays\": 36500", "main.bicep:* monitoring: logs.retentionDays takes a whole number from 30 to 730, not 36500")]
    public void An_argument_an_output_or_a_name_that_does_not_fit_is_found(string path, string part, string other, string fault) =>
        Assert.Contains(fault, Infrastructure.MakeWhole(Broken.Infrastructure(path, part, other)).Faults.Select(Broken.WithoutLine));

    [SharedTheory("arm-types")]
    [InlineData("modules/app.bicep", "site.properties.defaultHostName", "site.properties.defaultHost", "modules/app.bicep:*: there is no <func-<uniqueString>.properties>.defaultHost")]
    [InlineData("types.bicep", "clientId: string", "clientId: int", "modules/identities.bicep:*: output app: clientId takes a whole number, not a string")]
    public void What_a_resource_does_not_tell_or_tells_otherwise_is_found(string path, string part, string other, string fault)
    {
        var faults = Infrastructure.MakeWhole(Broken.Infrastructure(path, part, other)).Faults;
        Assert.Contains(faults, found => Broken.WithoutLine(found).StartsWith(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("@description('x')\nparam a string\n", "main.bicep:2: a is not used")]
    [InlineData("var a = 1\n", "main.bicep:1: a is not used")]
    [InlineData("type a = string\n", "main.bicep:1: a is not used")]
    [InlineData("func a(b string) string => b\n", "main.bicep:1: a is not used")]
    [InlineData("resource a 'Microsoft.KeyVault/vaults@2026-02-01' existing = {\n  name: 'x'\n}\n", "main.bicep:1: a is not used")]
    [InlineData("@description('x')\noutput a string = b\n", "main.bicep:2: b is not declared")]
    [InlineData("output a string = 'x'\n", "main.bicep:1: a has no description")]
    [InlineData("@description('x')\noutput o string = a\nvar a = 'x'\nvar a = 'y'\n", "main.bicep:4: a is declared twice")]
    public void What_is_not_used_not_declared_or_not_described_is_found(string text, string fault)
    {
        var sources = Broken.Only(text);
        Assert.Empty(sources.Files.SelectMany(file => file.Faults));
        Assert.Equal([fault], UseCheck.Faults(sources));
    }

    [Fact]
    public void A_file_that_nothing_uses_is_found() => Assert.Contains(
        "modules/new.bicep: is used by no other file", UseCheck.Faults(Infrastructure.Sources.With("modules/new.bicep", "")));

    [Fact]
    public void Reading_from_what_is_not_deployed_is_found()
    {
        var sources = Broken.Only("""
            var wanted = false
            resource a 'Microsoft.KeyVault/vaults@2026-02-01' = if (wanted) {
              name: 'x'
            }
            output safe string = wanted ? a!.properties.vaultUri : ''
            output absent string? = a.?properties.vaultUri
            output faulty string = a!.properties.vaultUri
            """);
        Assert.Equal(
            ["main.bicep:7: reads from what is not deployed: main.bicep:2 a (Microsoft.KeyVault/vaults@2026-02-01)"],
            Plan.Make(sources, new Dictionary<string, Value>()).Faults);
    }

    private static IEnumerable<Syntax> Arguments(BicepFile file) =>
        from module in file.Of<ModuleDeclaration>()
        let given = module.At.All().First(node => node.Type == "object_property" && node.Children[0].Text == "params").Children[^1]
        from argument in given.Children
        where argument.Type == "object_property"
        select argument;
}
