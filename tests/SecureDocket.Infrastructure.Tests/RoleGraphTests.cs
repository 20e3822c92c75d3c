using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Infrastructure.Tests.Plans;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Who may do what where, held against a table that people read and review.</summary>
public sealed class RoleGraphTests
{
    private static string SnapshotPath { get; } = Path.Combine(Repository.Root, "tests", "SecureDocket.Infrastructure.Tests", "role-graph.txt");

    [Fact]
    public async Task The_graph_of_identities_roles_and_scopes_is_the_reviewed_one()
    {
        // Beside the tests, so that a change that is meant can be taken over from there.
        var graph = RoleGraph.Table(RoleGraph.Of(Infrastructure.Whole));
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "role-graph.txt"), graph);
        Assert.Equal(await File.ReadAllTextAsync(SnapshotPath), graph);
    }

    [Fact]
    public void Nobody_rules_and_nothing_is_a_wildcard() =>
        Holds.NoFault(Infrastructure.Plans.Values.SelectMany(RoleGraph.Faults).Distinct());

    /// <summary>Each assignment, left out: the table must change.</summary>
    [Fact]
    public void An_assignment_more_or_less_changes_the_table()
    {
        var reviewed = RoleGraph.Table(RoleGraph.Of(Infrastructure.Whole));
        List<string> missed = [];
        foreach (var file in Infrastructure.Sources.Files)
        {
            foreach (var assignment in file.Of<ResourceDeclaration>().Where(resource => resource.Type.StartsWith("Microsoft.Authorization/roleAssignments", StringComparison.Ordinal)))
            {
                var plan = Infrastructure.MakeWhole(Infrastructure.Sources.With(file.Path, assignment.At.Replaced("")));
                if (RoleGraph.Table(RoleGraph.Of(plan)) == reviewed)
                {
                    missed.Add($"{file.Path} {assignment.Name}");
                }
            }
        }

        Holds.NoFault(missed);
    }

    [Theory]
    [InlineData("modules/vault.bicep", "  scope: keys[i]\n", "", "id-app has Key Vault Crypto User on all of the resource group")]
    [InlineData("roles.bicep", "12338af0-0e69-4776-bea7-57ae8d297424", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "id-app is Owner of rg-whole: vaults/keys kv/card-signing")]
    [InlineData("roles.bicep", "4633458b-17de-408a-b874-0445c86b69e6", "b24988ac-6180-42a0-ab88-20f7382dd24c", "id-app is Contributor of rg-whole: vaults kv")]
    [InlineData("roles.bicep", "3913510d-42f4-4e42-8a64-420c390055eb", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "id-app is User Access Administrator of rg-whole: components appi")]
    [InlineData("roles.bicep", "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a", "00000000-59bc-44d0-9896-0f6e12d7b80a", "a role or an identity is not known: id-events, unknown /Microsoft.Authorization/roleDefinitions/00000000-59bc-44d0-9896-0f6e12d7b80a, rg-whole: storageAccounts/queueServices/queues stdata/default/sms-events")]
    [InlineData("modules/messaging.bicep", "principalId: senderPrincipalId", "principalId: deployer().objectId", "a role or an identity is not known: unknown <deployer.objectId>, Communication and Email Service Owner, rg-whole: communicationServices acs")]
    public void A_grant_that_nobody_may_have_is_found(string path, string part, string other, string fault) =>
        Assert.Contains(fault, RoleGraph.Faults(Infrastructure.MakeWhole(Broken.Infrastructure(path, part, other))));

    [Fact]
    public void A_role_of_ones_own_with_a_wildcard_is_found()
    {
        var sources = Broken.Only("""
            targetScope = 'subscription'
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
                roleDefinitionId: role.id
                principalId: deployer().objectId
              }
            }
            """);
        var faults = RoleGraph.Faults(Plan.Make(sources, new Dictionary<string, Value>())).ToList();
        Assert.Contains("main.bicep:2 role (Microsoft.Authorization/roleDefinitions@2022-04-01): Microsoft.Communication/communicationServices/* is a wildcard", faults);
        Assert.Contains(faults, fault => fault.EndsWith("on all of the subscription", StringComparison.Ordinal));
    }
}
