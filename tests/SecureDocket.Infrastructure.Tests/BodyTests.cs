using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Infrastructure.Tests.Plans;
using SecureDocket.Infrastructure.Tests.Types;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Every resource's body is what Azure's type definitions say, in every environment.</summary>
public sealed class BodyTests
{
    [SharedFact("arm-types")]
    public void Every_body_fits_its_type() =>
        Holds.NoFault(Infrastructure.Plans.Values.SelectMany(plan => BodyCheck.Faults(plan, ArmTypes.Here!)).Distinct());

    [Fact]
    public void Every_resource_is_deployed_in_a_plan() =>
        Holds.NoFault(CoverCheck.Faults(Infrastructure.Sources, Infrastructure.Plans.Values));

    /// <summary>Each property of each resource's body, misspelt: none may pass.</summary>
    [SharedFact("arm-types")]
    public void A_misspelt_property_is_found_in_every_resource()
    {
        List<string> missed = [];
        foreach (var file in Infrastructure.Sources.Files)
        {
            foreach (var resource in file.Of<ResourceDeclaration>().Where(resource => !resource.IsExisting && !resource.Type.StartsWith("Microsoft.Resources/", StringComparison.Ordinal)
                && !resource.Type.StartsWith("Microsoft.Network/privateDnsZones", StringComparison.Ordinal) && resource.Type != "Microsoft.Web/sites/config@2025-03-01"))
            {
                var last = Closed(resource.At).Last(node => node.Type == "object_property" && node.Children is [{ Type: "identifier", Text: not ("parent" or "scope" or "dependsOn") }, ..]);
                var broken = Infrastructure.Sources.With(file.Path, last.Children[0].Replaced($"x{last.Children[0].Text}"));
                var faults = BodyCheck.Faults(Infrastructure.MakeWhole(broken), ArmTypes.Here!).ToList();
                if (!faults.Any(fault => fault.StartsWith($"{file.Path}:", StringComparison.Ordinal) && fault.Contains($"x{last.Children[0].Text} is unknown", StringComparison.Ordinal)))
                {
                    missed.Add($"{file.Path} {resource.Name} x{last.Children[0].Text}: {string.Join("; ", faults)}");
                }
            }
        }

        Holds.NoFault(missed);
    }

    [SharedTheory("arm-types")]
    [InlineData("properties: { vaultCores: 1 }", "properties.vaultCores is unknown to VaultProperties")]
    [InlineData("properties: { sku: { family: 'A', name: 'standard' } }", "properties.tenantId is missing")]
    [InlineData("properties: { tenantId: 't', sku: { family: 'A', name: 'standard' } }", "properties.tenantId takes a string of 36 to 36 characters, not 't'")]
    [InlineData("properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'gold' } }", "properties.sku.name takes 'standard' or 'premium', not 'gold'")]
    [InlineData("properties: { tenantId: tenant().tenantId, sku: 'standard' }", "properties.sku takes an object, not 'standard'")]
    [InlineData("properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, hsmPoolResourceId: 'x' }", "properties.hsmPoolResourceId is read-only")]
    [InlineData("properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, softDeleteRetentionInDays: '7' }", "properties.softDeleteRetentionInDays takes a whole number, not '7'")]
    [InlineData("properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, enablePurgeProtection: tenant().tenantId }", "properties.enablePurgeProtection takes true or false, not a string")]
    [InlineData("properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: (location == 'a' ? 'standard' : 'gold') } }", "properties.sku.name takes 'standard' or 'premium', not 'gold'")]
    [InlineData("properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, accessPolicies: [for id in ['a', 'b']: { objectId: id, tenantId: tenant().tenantId, permissions: { keys: id } }] }", "properties.accessPolicies[1].permissions.keys takes an array, not 'b'")]
    public void A_body_that_does_not_fit_is_found(string properties, string fault) => Assert.Contains(
        $"main.bicep:3 vault (Microsoft.KeyVault/vaults@2026-02-01): {fault}", Faults($$"""
            @description('Where.')
            param location string
            resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
              name: 'kv'
              location: location
              {{properties}}
            }
            """));

    [SharedTheory("arm-types")]
    [InlineData("Microsoft.KeyVault/vaults@2024-11-01")]
    [InlineData("Microsoft.KeyVault/vault@2026-02-01")]
    [InlineData("Microsoft.Resources/resourceGroups@2026-01-01")]
    public void A_type_or_an_api_version_that_is_not_there_is_found(string type) =>
        Assert.Equal([$"main.bicep:1 a ({type}): there is no such type in that API version"], Faults($"resource a '{type}' = {{\n  name: 'x'\n}}\n"));

    [SharedFact("arm-types")]
    public void The_kind_of_a_discriminated_body_decides_what_it_takes() => Assert.Equal(
        ["main.bicep:1 a (Microsoft.Insights/metricAlerts@2018-03-01): properties.criteria.metricName is unknown to MetricAlertSingleResourceMultipleMetricCriteria"],
        Faults("""
            resource a 'Microsoft.Insights/metricAlerts@2018-03-01' = {
              name: 'x'
              location: 'global'
              properties: {
                severity: 1
                enabled: true
                scopes: ['x']
                evaluationFrequency: 'PT1M'
                windowSize: 'PT5M'
                criteria: {
                  'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
                  metricName: 'Transactions'
                }
              }
            }
            """));

    [Fact]
    public void A_resource_that_is_never_deployed_is_found()
    {
        var sources = Broken.Only("var never = false\nresource a 'Microsoft.KeyVault/vaults@2026-02-01' = if (never) {\n  name: 'x'\n}\n");
        Assert.Equal(["main.bicep:2: a is deployed in no plan"], CoverCheck.Faults(sources, [Plan.Make(sources, new Dictionary<string, Value>())]));
    }

    private static List<string> Faults(string text)
    {
        var sources = Broken.Only(text);
        Assert.Empty(sources.Files.SelectMany(file => file.Faults));
        return [.. BodyCheck.Faults(Plan.Make(sources, new Dictionary<string, Value>()), ArmTypes.Here!)];
    }

    // What is within an object that takes whatever name it is given cannot be misspelt.
    private static IEnumerable<Syntax> Closed(Syntax node) => node.Type == "object_property" && node.Children[0].Text is "tags" or "features"
        ? [node]
        : node.Children.SelectMany(Closed).Prepend(node);
}
