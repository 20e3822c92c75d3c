using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Azure fails no account over that has an immutable container in it, locked or not: the account of the tables has none.</summary>
public sealed class FailoverTests
{
    private const string Policy = "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies";

    [BicepFact]
    public void The_account_of_the_tables_can_be_failed_over()
    {
        Assert.NotEmpty(Infrastructure.Deployments["pilot"].Of(Policy));
        Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(Faults));
    }

    [BicepFact]
    public void An_immutable_container_beside_tables_is_found()
    {
        var broken = Broken.Deployment(("modules/data-storage.bicep", "resource deadLetters ", $$"""
            resource policy '{{Policy}}@2026-06-01' = {
              parent: containers[0]
              name: 'default'
              properties: {
                immutabilityPeriodSinceCreationInDays: 1
              }
            }

            resource deadLetters 
            """));
        Assert.Equal(["stdata/default/documents/default keeps stdata from being failed over"], Faults(broken));
    }

    private static IEnumerable<string> Faults(Deployment deployment)
    {
        var withTables = deployment.Of("Microsoft.Storage/storageAccounts/tableServices/tables").Select(Account).ToHashSet();
        return deployment.Of(Policy).Where(policy => withTables.Contains(Account(policy)))
            .Select(policy => deployment.Shorten($"{policy.Name} keeps {Account(policy)} from being failed over"));
    }

    private static string Account(Resource resource) => resource.Name.Split('/')[0];
}
