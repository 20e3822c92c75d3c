using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Bicep;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>One role that an identity has at a scope.</summary>
/// <param name="Identity">The identity's name, without what makes it unique.</param>
/// <param name="Role">The role's name.</param>
/// <param name="Scope">The scope's kind and name.</param>
internal sealed record RoleGrant(string Identity, string Role, string Scope) : IComparable<RoleGrant>
{
    public int CompareTo(RoleGrant? other) => string.CompareOrdinal($"{Identity}|{Role}|{Scope}", $"{other?.Identity}|{other?.Role}|{other?.Scope}");
}

/// <summary>Who may do what where.</summary>
internal static partial class RoleGraph
{
    public const string Subscription = "the subscription";
    public const string ResourceGroup = "the resource group";

    /// <summary>Azure's built-in roles by their fixed ids; one that is not here has no name in the graph.</summary>
    private static readonly Dictionary<string, string> BuiltIn = new()
    {
        ["09976791-48a7-449e-bb21-39d1a415f350"] = "Communication and Email Service Owner",
        ["12338af0-0e69-4776-bea7-57ae8d297424"] = "Key Vault Crypto User",
        ["18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"] = "User Access Administrator",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635"] = "Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["b24988ac-6180-42a0-ab88-20f7382dd24c"] = "Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["de139f84-1756-47ae-9be6-808fbbe84772"] = "Website Contributor",
        ["e147488a-f6f5-4113-8e2d-b22465e2bf6f"] = "Key Vault Crypto Service Encryption User",
        ["f58310d9-a9f6-439a-9e8d-f62e7b41a168"] = "Role Based Access Control Administrator",
    };

    /// <summary>Roles that rule over resources or over roles themselves.</summary>
    private static readonly HashSet<string> Ruling = ["Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator"];

    /// <summary>All grants, sorted.</summary>
    public static IReadOnlyList<RoleGrant> Of(Deployment deployment) =>
        [.. deployment.Of("Microsoft.Authorization/roleAssignments").Select(assignment => Grant(deployment, assignment)).Order()];

    /// <summary>The graph as a table that people read.</summary>
    public static string Table(IReadOnlyList<RoleGrant> grants)
    {
        var table = new StringBuilder();
        var (first, second) = (grants.Max(grant => grant.Identity.Length) + 2, grants.Max(grant => grant.Role.Length) + 2);
        foreach (var grant in grants)
        {
            table.Append(CultureInfo.InvariantCulture, $"{grant.Identity.PadRight(first)}{grant.Role.PadRight(second)}{grant.Scope}\n");
        }

        return table.ToString();
    }

    /// <summary>Grants that nobody may have: the rules that hold whatever the reviewed table says.</summary>
    public static IEnumerable<string> Faults(Deployment deployment)
    {
        foreach (var grant in Of(deployment))
        {
            if (Ruling.Contains(grant.Role))
            {
                yield return $"{grant.Identity} is {grant.Role} of {grant.Scope}";
            }

            if (grant.Scope is Subscription or ResourceGroup)
            {
                yield return $"{grant.Identity} has {grant.Role} on all of {grant.Scope}";
            }

            if (grant.Role.StartsWith("unknown", StringComparison.Ordinal) || grant.Identity.StartsWith("unknown", StringComparison.Ordinal))
            {
                yield return $"a role or an identity is not known: {grant.Identity}, {grant.Role}, {grant.Scope}";
            }
        }

        foreach (var definition in deployment.Of("Microsoft.Authorization/roleDefinitions"))
        {
            foreach (var action in Wildcard().Matches(definition.At("properties", "permissions").ToString()).Select(match => match.Groups["action"].Value))
            {
                yield return $"{definition.Text("properties", "roleName")}: {action} is a wildcard";
            }
        }
    }

    private static RoleGrant Grant(Deployment deployment, Resource assignment)
    {
        var (principal, role) = (assignment.Text("properties", "principalId"), assignment.Text("properties", "roleDefinitionId"));
        var identity = Principal().Match(principal) is { Success: true } known ? deployment.Shorten(known.Groups["name"].Value) : $"unknown {principal}";
        return new RoleGrant(identity, BuiltIn.GetValueOrDefault(role.Split('/')[^1]) ?? $"unknown {role}", Scope(deployment, assignment.Id));
    }

    // The compiler leaves the id open, which holds the principal's, but for the scope at its head.
    private static string Scope(Deployment deployment, string id)
    {
        if (Extended().Match(id) is not { Success: true } extended)
        {
            return id.StartsWith("[resourceId('", StringComparison.Ordinal) ? ResourceGroup : Subscription;
        }

        var parts = extended.Groups["path"].Value.Split('/');
        var (kinds, names) = (parts.Where((_, i) => i % 2 == 0), parts.Where((_, i) => i % 2 == 1));
        return $"{extended.Groups["group"].Value}: {string.Join('/', kinds)} {deployment.Shorten(string.Join('/', names))}";
    }

    [GeneratedRegex(@"^\[reference\('[^']*/userAssignedIdentities/(?<name>[^'/]+)', '[^']*'\)\.principalId\]$")]
    private static partial Regex Principal();

    [GeneratedRegex(@"^\[extensionResourceId\('/subscriptions/[^/']+/resourceGroups/(?<group>[^/']+)/providers/[^/']+/(?<path>[^']+)'")]
    private static partial Regex Extended();

    [GeneratedRegex("\"(?<action>[^\"]*\\*[^\"]*)\"")]
    private static partial Regex Wildcard();
}
