// The private way to storage and vault: a network, an endpoint for each service that is used, and their names.

import { tagValues } from '../types.bicep'

@description('What makes the names of this environment and region unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('The data account.')
param dataAccountId string

@description('What ends the data account\'s name. What an endpoint leads to is fixed, so another account has endpoints of its own.')
@maxLength(4)
param dataAccountSuffix string

@description('The account of the journals\' archive.')
param journalAccountId string

@description('The host\'s account.')
param hostAccountId string

@description('The vault.')
param vaultId string

@description('Whether the copies that Azure keeps in the paired region are read from here, should the first region be lost.')
param readsCopies bool

@description('The network\'s addresses: a /24 that nothing it is peered with uses.')
param addressPrefix string = '10.72.0.0/24'

var zoneNames = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  vault: 'privatelink.vaultcore.azure.net'
}

var copies = [
  { name: 'data-blob-copy${dataAccountSuffix}', resourceId: dataAccountId, group: 'blob_secondary' }
  { name: 'journal-blob-copy', resourceId: journalAccountId, group: 'blob_secondary' }
]

// Each service of an account that is spoken to has an endpoint of its own; a copy has one too, and its name is in the same zone.
var services = concat(readsCopies ? copies : [], [
  { name: 'data-blob${dataAccountSuffix}', resourceId: dataAccountId, group: 'blob' }
  { name: 'data-queue${dataAccountSuffix}', resourceId: dataAccountId, group: 'queue' }
  { name: 'data-table${dataAccountSuffix}', resourceId: dataAccountId, group: 'table' }
  { name: 'host-blob', resourceId: hostAccountId, group: 'blob' }
  { name: 'host-queue', resourceId: hostAccountId, group: 'queue' }
  { name: 'host-table', resourceId: hostAccountId, group: 'table' }
  { name: 'journal-blob', resourceId: journalAccountId, group: 'blob' }
  { name: 'vault', resourceId: vaultId, group: 'vault' }
])

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' = {
  name: 'vnet-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        // Flex Consumption puts as many as forty instances behind one address: 128 addresses carry any scale that is set here.
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 25, 0)
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 2)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

// The zones' types have versions of their own, apart from the network's.
resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zone in items(zoneNames): {
  name: zone.value
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zone, i) in items(zoneNames): {
  parent: zones[i]
  name: 'vnet-${token}'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}]

resource endpoints 'Microsoft.Network/privateEndpoints@2026-03-01' = [for service in services: {
  name: 'pep-${service.name}-${token}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'endpoints')
    }
    privateLinkServiceConnections: [
      {
        name: service.name
        properties: {
          privateLinkServiceId: service.resourceId
          groupIds: [service.group]
        }
      }
    ]
  }
}]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2026-03-01' = [for (service, i) in services: {
  parent: endpoints[i]
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: service.group
        properties: {
          privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zoneNames[split(service.group, '_')[0]])
        }
      }
    ]
  }
  dependsOn: [zones]
}]

@description('The subnet that the application speaks from.')
output appSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'app')
