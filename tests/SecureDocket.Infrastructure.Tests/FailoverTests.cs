using SecureDocket.Infrastructure.Tests.Plans;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Azure fails no account over that has an immutable container in it, locked or not: the account of the tables has none.</summary>
public sealed class FailoverTests
{
    private const string Policy = "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies";

    [Fact]
    public void The_account_of_the_tables_can_be_failed_over() => Holds.NoFault(Infrastructure.Plans.Values.SelectMany(Faults).Distinct());

    [Fact]
    public void An_immutable_container_beside_tables_is_found()
    {
        var sources = Broken.Infrastructure("modules/data-storage.bicep", "resource deadLetters ", $$"""
            resource policy '{{Policy}}@2026-04-01' = {
              parent: containers[0]
              name: 'default'
              properties: {
                immutabilityPeriodSinceCreationInDays: 1
              }
            }

            resource deadLetters 
            """);
        Assert.Single(Faults(Infrastructure.MakeWhole(sources)));
    }

    private static IEnumerable<string> Faults(Plan plan)
    {
        var withTables = plan.Deployed.Where(resource => resource.Type.EndsWith("/tableServices/tables", StringComparison.Ordinal)).Select(Account).ToHashSet();
        return plan.Deployed.Where(resource => resource.Type == Policy && withTables.Contains(Account(resource)))
            .Select(policy => $"{policy.Place}: keeps {Account(policy)} from being failed over");
    }

    private static PlannedResource Account(PlannedResource resource) => resource.Parent is { } parent ? Account(parent) : resource;
}
