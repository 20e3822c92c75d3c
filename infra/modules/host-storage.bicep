// The Functions host's own account: locks of timers, host keys and the application's package. Nothing about people is in it,
// and nothing of the data account is within its roles.

import { roleIds } from '../roles.bicep'
import { serviceEndpoints, tagValues } from '../types.bicep'

@description('What makes the names of this environment and region unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('Copies of what it holds.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param redundancy string

@description('Whether it is reached through private endpoints only.')
param private bool

@description('The principal that the host works as.')
param appPrincipalId string

@description('The principal that brings the package here and reads it.')
param deploymentPrincipalId string

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: 'sthost${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    // Denied by default is closed to every public address; only Azure's own trusted services still come in, by identity.
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: private ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = {
  parent: blobs
  name: 'app-package'
  properties: {
    publicAccess: 'None'
  }
}

// The host makes its containers and tables itself, under names of its own, so that no narrower scope than its account exists.
resource hosts 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [roleIds.storageBlobDataOwner, roleIds.storageTableDataContributor]: {
  scope: account
  name: guid(account.id, appPrincipalId, role)
  properties: {
    description: 'The Functions host keeps locks, keys and its diagnostic events here.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

resource deploys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: packages
  name: guid(packages.id, deploymentPrincipalId, roleIds.storageBlobDataContributor)
  properties: {
    description: 'The platform puts the package here, and instances read it when they start.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataContributor)
    principalId: deploymentPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('The account.')
output accountId string = account.id

@description('The addresses of its services.')
output endpoints serviceEndpoints = {
  blob: account.properties.primaryEndpoints.blob
  queue: account.properties.primaryEndpoints.queue
  table: account.properties.primaryEndpoints.table
}

@description('The container of the application\'s package.')
output packageContainerUri string = '${account.properties.primaryEndpoints.blob}${packages.name}'
