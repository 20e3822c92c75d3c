// The journals' archive, in an account of its own: Azure fails no account over that has an immutable container in it, and the
// data account has to be one that can be (docs/decisions/0019-journal-archive.md). Beside it lie copies of the dockets' wrapped keys,
// which are neither part of the archive nor lost with the tables.

import { roleIds } from '../roles.bicep'
import { storageSettings, tagValues } from '../types.bicep'

@description('What makes the names of this environment unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('How it keeps what it is given.')
param storage storageSettings

@description('Whether it is reached through private endpoints only.')
param private bool

@description('Whether the policy was locked by the post-provision hook. A locked policy takes no deployment, not even of itself.')
param journalLocked bool

@description('The principal that adds to the archive and reads it.')
param appPrincipalId string

@description('Where its logs go.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: 'stjrnl${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: storage.dataRedundancy
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    // Denied by default is closed to every public address. The lifecycle rule below is a trusted service's work.
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: private ? 'Deny' : 'Allow'
    }
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2026-06-01' = {
  parent: account
  name: 'default'
  properties: {
    // Neither versions nor deleted blobs are kept: a copy of a key that an erasure has destroyed must be gone when its days are over, and
    // either would keep it for months. The archive needs neither, because its container refuses every change and deletion.
    isVersioningEnabled: false
    deleteRetentionPolicy: {
      enabled: false
    }
    // This keeps a container that was deleted as a whole, which no rule and no erasure does.
    containerDeleteRetentionPolicy: {
      enabled: true
      days: storage.softDeleteDays
    }
  }
}

resource journal 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = {
  parent: blobService
  name: 'journal'
  properties: {
    publicAccess: 'None'
  }
}

// Mutable, unlike the archive: what lies here has to be gone after seven days.
resource docketKeys 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = {
  parent: blobService
  name: 'docket-keys'
  properties: {
    publicAccess: 'None'
  }
}

// The archive only ever adds blobs and never appends to one, so not even appending is left open. Locking the policy is an action
// and no state: the post-provision hook does it where it is told to, since nobody can undo it.
resource policy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2026-06-01' = if (!journalLocked) {
  parent: journal
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: storage.journalRetentionDays
    allowProtectedAppendWrites: false
  }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          // The archive is written once and read when a table is lost.
          name: 'cool-journal'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${journal.name}/']
            }
            actions: {
              baseBlob: {
                tierToCool: {
                  daysAfterModificationGreaterThan: 30
                }
              }
            }
          }
        }
        {
          // On the eighth day an erasure is certified. Azure runs its rules once a day.
          name: 'drop-docket-keys'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${docketKeys.name}/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterCreationGreaterThan: 7
                }
              }
            }
          }
        }
      ]
    }
  }
}

// The role is wider than what it can do: the policy above refuses every change and deletion.
resource adds 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: journal
  name: guid(journal.id, appPrincipalId, roleIds.storageBlobDataContributor)
  properties: {
    description: 'The application adds to the archive, and reads where it stands.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource copies 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: docketKeys
  name: guid(docketKeys.id, appPrincipalId, roleIds.storageBlobDataContributor)
  properties: {
    description: 'The application copies the wrapped keys of dockets here, reads the copies, and deletes them before their time where it must.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Only this preview has the categories of logs that are asked for here.
#disable-next-line use-recent-api-versions
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [for category in ['StorageRead', 'StorageWrite', 'StorageDelete']: {
      category: category
      enabled: true
    }]
  }
}

@description('The account.')
output accountId string = account.id

@description('The address of its blobs.')
output blobEndpoint string = account.properties.primaryEndpoints.blob
