using System.Text.Json;
using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Storage;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Dockets are opened by one identity, which does nothing else, and no copy of a key outlives its seven days.</summary>
public sealed class DocketKeyTests
{
    private const string Identity = "id-dockets";
    private const string Role = "Key Vault Crypto Service Encryption User";
    private const string Key = "vaults/keys kv/docket-shards";

    [BicepFact]
    public void One_identity_opens_dockets_and_does_nothing_else() => Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(OpeningFaults));

    [BicepFact]
    public void Another_who_opens_dockets_and_another_right_of_who_does_are_found()
    {
        var broken = Broken.Deployment(
            ("modules/vault.bicep", "  scope: docketKey\n", "  scope: keyVault\n"),
            ("modules/vault.bicep", "  scope: keys[i]\n", "  scope: docketKey\n"),
            ("main.bicep", "    senderPrincipalId: identities.outputs.sender.principalId", "    senderPrincipalId: identities.outputs.dockets.principalId"));
        string[] faults =
        [
            "id-app has Key Vault Crypto User on rg-whole: vaults/keys kv/docket-shards",
            "id-dockets has Communication and Email Service Owner on rg-whole: communicationServices acs",
            "id-dockets has Key Vault Crypto Service Encryption User on rg-whole: vaults kv",
            "nobody opens dockets",
        ];
        Assert.Equal(faults, OpeningFaults(broken).Distinct().Order(StringComparer.Ordinal));
    }

    [BicepFact]
    public void The_key_wraps_and_unwraps_alone_and_never_expires_and_an_hsm_holds_it_where_cards_are_real()
    {
        foreach (var (stage, kind) in new[] { ("dev", "RSA"), ("pilot", "RSA-HSM"), ("production", "RSA-HSM") })
        {
            var key = Assert.Single(Infrastructure.Deployments[stage].Of("Microsoft.KeyVault/vaults/keys"), key => key.OwnName == "docket-shards");
            Assert.Equal((kind, "3072"), (key.Text("properties", "kty"), key.Text("properties", "keySize")));
            Assert.Equal(["wrapKey", "unwrapKey"], key.At("properties", "keyOps").EnumerateArray().Select(operation => operation.GetString()!));
            Assert.Equal(JsonValueKind.Undefined, key.At("properties", "attributes", "exp").ValueKind);
            Assert.Equal(JsonValueKind.Undefined, key.At("properties", "rotationPolicy").ValueKind);
        }
    }

    [BicepFact]
    public void Copies_of_keys_are_gone_after_seven_days() => Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(CopyFaults));

    [BicepFact]
    public void What_would_keep_a_copy_is_found()
    {
        string[] faults =
        [
            "stjrnl keeps deleted blobs",
            "stjrnl keeps versions",
            "stjrnl/default/docket-keys does not lose its blobs after seven days",
            "stjrnl/default/docket-keys is immutable",
        ];
        Assert.Equal(faults, CopyFaults(Broken.Deployment(
            ("modules/journal-storage.bicep", "isVersioningEnabled: false", "isVersioningEnabled: true"),
            ("modules/journal-storage.bicep", "deleteRetentionPolicy: {\n      enabled: false", "deleteRetentionPolicy: {\n      days: 7\n      enabled: true"),
            ("modules/journal-storage.bicep", "daysAfterCreationGreaterThan: 7", "daysAfterCreationGreaterThan: 8"),
            ("modules/journal-storage.bicep", "= if (!journalLocked) {\n  parent: journal\n", "= {\n  parent: docketKeys\n"))).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["stdata/default/docket-keys does not lose its blobs after seven days", "stdata keeps deleted blobs", "stdata keeps versions"],
            CopyFaults(Broken.Deployment(
                ("modules/journal-storage.bicep", "name: 'docket-keys'", "name: 'docket-copies'"),
                ("modules/data-storage.bicep", "  'documents'\n", "  'docket-keys'\n"))).Distinct().Order(StringComparer.Ordinal).OrderBy(fault => fault.Contains("keeps", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> OpeningFaults(Deployment deployment)
    {
        var grants = RoleGraph.Of(deployment);
        static bool IsTheOne(RoleGrant grant) => grant.Identity == Identity && grant.Role == Role && grant.Scope.EndsWith(Key, StringComparison.Ordinal);
        static bool Opens(RoleGrant grant) => grant.Role.StartsWith("Key Vault Crypto", StringComparison.Ordinal)
            && (grant.Scope.EndsWith(Key, StringComparison.Ordinal) || !grant.Scope.Contains("vaults/keys", StringComparison.Ordinal));
        return grants.Where(grant => (grant.Identity == Identity || Opens(grant)) && !IsTheOne(grant)).Select(grant => $"{grant.Identity} has {grant.Role} on {grant.Scope}")
            .Concat(grants.Any(IsTheOne) ? [] : ["nobody opens dockets"]);
    }

    private static IEnumerable<string> CopyFaults(Deployment deployment)
    {
        const string Container = ContainerNames.DocketKeys;
        var found = deployment.Of("Microsoft.Storage/storageAccounts/blobServices/containers").Single(container => container.OwnName == Container);
        var account = found.Name.Split('/')[0];
        var service = deployment.Of("Microsoft.Storage/storageAccounts/blobServices").Single(service => service.Name == $"{account}/default");
        List<string> faults = [];
        if (service.Text("properties", "isVersioningEnabled") != "False")
            faults.Add($"{account} keeps versions");
        if (service.Text("properties", "deleteRetentionPolicy", "enabled") != "False")
            faults.Add($"{account} keeps deleted blobs");
        if (deployment.Of("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies").Any(policy => policy.Name.StartsWith($"{found.Name}/", StringComparison.Ordinal)))
            faults.Add($"{found.Name} is immutable");
        if (!deployment.Of("Microsoft.Storage/storageAccounts/managementPolicies").Where(policy => policy.Name.StartsWith($"{account}/", StringComparison.Ordinal))
            .SelectMany(policy => policy.At("properties", "policy", "rules").EnumerateArray()).Any(DropsCopies))
        {
            faults.Add($"{found.Name} does not lose its blobs after seven days");
        }

        return faults.Select(fault => deployment.Shorten(fault));
    }

    private static bool DropsCopies(JsonElement rule)
    {
        var definition = rule.GetProperty("definition");
        return rule.GetProperty("enabled").GetBoolean()
            && definition.GetProperty("filters").GetProperty("prefixMatch").EnumerateArray().Any(prefix => prefix.GetString() == $"{ContainerNames.DocketKeys}/")
            && definition.GetProperty("actions").TryGetProperty("baseBlob", out var blob)
            && blob.TryGetProperty("delete", out var delete)
            && delete.TryGetProperty("daysAfterCreationGreaterThan", out var days) && days.GetInt32() == 7;
    }
}
