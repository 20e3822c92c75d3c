using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Who may do what where, held against a table that people read and review.</summary>
public sealed class RoleGraphTests
{
    private static string SnapshotPath { get; } = Path.Combine(Repository.Root, "tests", "SecureDocket.Infrastructure.Tests", "role-graph.txt");

    [BicepFact]
    public async Task The_graph_of_identities_roles_and_scopes_is_the_reviewed_one()
    {
        // Beside the tests, so that a change that is meant can be taken over from there.
        var graph = RoleGraph.Table(RoleGraph.Of(Infrastructure.Whole));
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "role-graph.txt"), graph);
        Assert.Equal(await File.ReadAllTextAsync(SnapshotPath), graph);
    }

    [BicepFact]
    public void Nobody_rules_and_nothing_is_a_wildcard() => Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(RoleGraph.Faults));

    [BicepFact]
    public void A_grant_that_nobody_may_have_is_found()
    {
        var broken = Broken.Deployment(
            ("modules/vault.bicep", "  scope: keys[i]\n", ""),
            ("roles.bicep", "4633458b-17de-408a-b874-0445c86b69e6", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
            ("roles.bicep", "3913510d-42f4-4e42-8a64-420c390055eb", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"),
            ("roles.bicep", "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a", "00000000-59bc-44d0-9896-0f6e12d7b80a"),
            ("modules/messaging.bicep", "principalId: senderPrincipalId", "principalId: deployer().objectId"),
            ("main.bicep", "module identities ", """
                resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
                  name: guid('x')
                  properties: {
                    roleName: 'Texts'
                    permissions: [{ actions: ['Microsoft.Communication/communicationServices/*'] }]
                  }
                }

                resource everywhere 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
                  name: guid('y')
                  properties: {
                    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '12338af0-0e69-4776-bea7-57ae8d297424')
                    principalId: identities.outputs.app.principalId
                  }
                }

                module identities 
                """.TrimEnd('\n')));
        var faults = RoleGraph.Faults(broken).ToList();
        string[] expected =
        [
            "id-app has Key Vault Crypto User on all of the resource group",
            "id-app has Key Vault Crypto User on all of the subscription",
            "id-app is Contributor of rg-whole: vaults kv",
            "id-app is User Access Administrator of rg-whole: components appi",
            "a role or an identity is not known: id-events, unknown /subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization/roleDefinitions/00000000-59bc-44d0-9896-0f6e12d7b80a, rg-whole: storageAccounts/queueServices/queues stdata/default/sms-events",
            "a role or an identity is not known: unknown [deployer().objectId], Communication and Email Service Owner, rg-whole: communicationServices acs",
            "Texts: Microsoft.Communication/communicationServices/* is a wildcard",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), faults.Distinct().Order(StringComparer.Ordinal));
    }
}
