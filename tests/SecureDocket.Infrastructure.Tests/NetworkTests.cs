using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>No key opens storage, and a private environment is reached by its endpoints alone.</summary>
public sealed class NetworkTests
{
    [BicepFact]
    public void Production_is_private_and_nothing_is_open_that_should_not_be()
    {
        Assert.NotEmpty(Infrastructure.Deployments["production"].Of("Microsoft.Network/virtualNetworks"));
        Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(Faults));
    }

    [BicepFact]
    public void What_is_open_is_found()
    {
        var broken = Broken.Deployment(
            ("modules/data-storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true"),
            ("modules/data-storage.bicep", "allowBlobPublicAccess: false", "allowBlobPublicAccess: true"),
            ("modules/vault.bicep", "private ? 'Deny'", "private ? 'Allow'"),
            ("modules/network.bicep", "  { name: 'journal-blob', resourceId: journalAccountId, group: 'blob' }\n", ""),
            ("main.bicep", "startsWith(settings.storage.dataRedundancy, 'Standard_RA')", "false"),
            ("main.bicep", "settings.privateNetwork ? networks[i]!.outputs.appSubnetId : ''", "''"));
        string[] faults =
        [
            "func speaks from the open network",
            "kv answers the open network",
            "no endpoint leads to stjrnl",
            "stdata opens to a key",
            "stdata shows blobs to everybody",
        ];
        Assert.Equal(faults, Faults(broken).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>In every region: who is not the gateway is turned away before the application, which is told the same.</summary>
    [BicepFact]
    public void Behind_a_gateway_the_site_admits_the_gateway_alone()
    {
        var whole = Infrastructure.Whole;
        Assert.All(whole.Of("Microsoft.Web/sites"), site =>
        {
            Assert.Equal("Deny", site.Text("properties", "siteConfig", "ipSecurityRestrictionsDefaultAction"));
            Assert.Equal(
                ["203.0.113.0/28", "2001:db8:77::1/128"],
                site.At("properties", "siteConfig", "ipSecurityRestrictions").EnumerateArray().Select(rule => rule.GetProperty("ipAddress").GetString()!));
        });
        Assert.All(Checks.AppSettings.Sets(whole), settings => Assert.Equal("203.0.113.0/28,2001:db8:77::1", settings.GetProperty("SecureDocket__Gateway__Proxies").GetString()));

        var frontDoor = Broken.Deployment((
            "environments/everything.bicepparam",
            "param frontDoorId = ''\nparam gatewayNetworks = '203.0.113.0/28,2001:db8:77::1'",
            "param frontDoorId = '7e1f2a90-3c4b-4d5e-8f60-718293a4b5c6'\nparam gatewayNetworks = ''"));
        Assert.All(frontDoor.Of("Microsoft.Web/sites"), site =>
        {
            var rule = Assert.Single(site.At("properties", "siteConfig", "ipSecurityRestrictions").EnumerateArray());
            Assert.Equal("AzureFrontDoor.Backend", rule.GetProperty("ipAddress").GetString());
            Assert.Equal("7e1f2a90-3c4b-4d5e-8f60-718293a4b5c6", Assert.Single(rule.GetProperty("headers").GetProperty("x-azure-fdid").EnumerateArray()).GetString());
        });

        Assert.All(Infrastructure.Deployments["pilot"].Of("Microsoft.Web/sites"), site => Assert.Equal("Allow", site.Text("properties", "siteConfig", "ipSecurityRestrictionsDefaultAction")));
    }

    private static IEnumerable<string> Faults(Deployment deployment)
    {
        var accounts = deployment.Of("Microsoft.Storage/storageAccounts").ToList();
        List<string> faults =
        [
            .. accounts.Where(account => account.Text("properties", "allowSharedKeyAccess") != "False").Select(account => $"{account.Name} opens to a key"),
            .. accounts.Where(account => account.Text("properties", "allowBlobPublicAccess") != "False").Select(account => $"{account.Name} shows blobs to everybody"),
        ];
        if (deployment.Of("Microsoft.Network/virtualNetworks").Any())
        {
            var reached = deployment.Of("Microsoft.Network/privateEndpoints")
                .Select(endpoint => endpoint.At("properties", "privateLinkServiceConnections")[0].GetProperty("properties").GetProperty("privateLinkServiceId").GetString()).ToHashSet();
            var closed = accounts.Concat(deployment.Of("Microsoft.KeyVault/vaults")).ToList();
            faults.AddRange(closed.Where(one => one.Text("properties", "networkAcls", "defaultAction") != "Deny").Select(one => $"{one.Name} answers the open network"));
            faults.AddRange(closed.Where(one => !reached.Contains(one.Id)).Select(one => $"no endpoint leads to {one.Name}"));
            faults.AddRange(deployment.Of("Microsoft.Web/sites").Where(site => site.Text("properties", "virtualNetworkSubnetId").Length == 0).Select(site => $"{site.Name} speaks from the open network"));
        }

        return faults.Select(fault => deployment.Shorten(fault));
    }
}
