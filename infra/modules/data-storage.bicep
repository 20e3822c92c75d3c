// The data account: tables, blobs and the queue of text message events.

import { roleIds } from '../roles.bicep'
import { serviceEndpoints, storageSettings, tagValues } from '../types.bicep'

@description('What makes the names of this environment unique.')
@minLength(13)
@maxLength(13)
param token string

@description('What ends the account\'s name; empty for the first account of an environment.')
@maxLength(4)
param suffix string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('How it keeps what it is given.')
param storage storageSettings

@description('Whether it is reached through private endpoints only.')
param private bool

@description('The principal that reads and writes.')
param appPrincipalId string

@description('The principal that brings events.')
param eventsPrincipalId string

@description('Whether each read of a table is logged too.')
param logTableReads bool

@description('Where its logs go.')
param workspaceId string

// Every table that the code names (TableNames.All).
var tableNames = [
  'approvals'
  'attempts'
  'courtdays'
  'dockets'
  'downloads'
  'due'
  'idempotency'
  'inbox'
  'shardkeys'
  'erasures'
  'retention'
  'officedays'
  'issued'
  'keys'
  'lookups'
  'partners'
  'phones'
  'places'
  'quarantine'
  'scanners'
  'searches'
  'seats'
  'signins'
  'statuschanges'
  'statusindex'
  'watermarks'
]

// Every container that the code names (ContainerNames.All), but those of the journal's account. None may be immutable: Azure would not fail the
// account over any more (journal-storage.bicep).
var containerNames = [
  'documents'
  'photos'
  'status-lists'
  'words'
]

// The queue that a function reads, and where the host puts what failed too often.
var queueNames = [
  'sms-events'
  'sms-events-poison'
]

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: 'stdata${token}${suffix}'
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
    // Denied by default is closed to every public address. Event Grid, a trusted service, still comes in by its identity: it has
    // no private way to a queue.
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: private ? 'Deny' : 'Allow'
    }
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2026-06-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2026-06-01' = [for name in tableNames: {
  parent: tableService
  name: name
}]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2026-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2026-06-01' = [for name in queueNames: {
  parent: queueService
  name: name
}]

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2026-06-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: {
      enabled: true
      days: storage.softDeleteDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: storage.softDeleteDays
    }
    changeFeed: {
      enabled: true
      retentionInDays: 90
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = [for name in containerNames: {
  parent: blobService
  name: name
  properties: {
    publicAccess: 'None'
  }
}]

resource deadLetters 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = {
  parent: blobService
  name: 'sms-events-dead'
  properties: {
    publicAccess: 'None'
  }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          // A status list is published every few seconds: yesterday's versions are of use to nobody.
          name: 'drop-old-status-lists'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['status-lists/']
            }
            actions: {
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 1
                }
              }
            }
          }
        }
        {
          // What was replaced or taken back stays for as long as a deletion can be undone.
          name: 'drop-old-versions'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['documents/', 'photos/']
            }
            actions: {
              version: {
                delete: {
                  daysAfterCreationGreaterThan: storage.softDeleteDays
                }
              }
            }
          }
        }
        {
          // The first part of a text is of use until the next part comes.
          name: 'drop-parts-of-texts'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['words/parts/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: 1
                }
              }
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 2
                }
              }
            }
          }
        }
        {
          // What people read of somebody's texts stays for 90 days.
          name: 'drop-read-texts'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['words/inbox/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: 90
                }
              }
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 91
                }
              }
            }
          }
        }
        {
          // An event that could not be delivered holds a phone number. What is deleted stays as a version, which goes a day later, and
          // then for as long as a deletion can be undone.
          name: 'drop-dead-events'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${deadLetters.name}/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: 30
                }
              }
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 31
                }
              }
            }
          }
        }
      ]
    }
  }
}

// The narrowest scope of a row is its table; no built-in role writes rows without leave to drop the table as well.
resource readsTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, i) in tableNames: {
  scope: tables[i]
  name: guid(tables[i].id, appPrincipalId, roleIds.storageTableDataContributor)
  properties: {
    description: 'The application reads and writes the rows of this table.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageTableDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

resource readsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, i) in containerNames: {
  scope: containers[i]
  name: guid(containers[i].id, appPrincipalId, roleIds.storageBlobDataContributor)
  properties: {
    description: 'The application reads and writes the blobs of this container.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

// Reading and processing would be narrower, but a message whose function failed is given back by an update, which both lack.
resource readsQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, i) in queueNames: {
  scope: queues[i]
  name: guid(queues[i].id, appPrincipalId, roleIds.storageQueueDataContributor)
  properties: {
    description: 'The host takes messages, gives them back when they fail, and puts them aside when they go on failing.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageQueueDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

resource bringsEvents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: queues[0]
  name: guid(queues[0].id, eventsPrincipalId, roleIds.storageQueueDataMessageSender)
  properties: {
    description: 'Event Grid brings events to this queue, and reads none.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageQueueDataMessageSender)
    principalId: eventsPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource putsAside 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: deadLetters
  name: guid(deadLetters.id, eventsPrincipalId, roleIds.storageBlobDataContributor)
  properties: {
    description: 'Event Grid puts aside what it could not deliver.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataContributor)
    principalId: eventsPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Only this preview has the categories of logs that are asked for here.
#disable-next-line use-recent-api-versions
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
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

// Only this preview has the categories of logs that are asked for here.
#disable-next-line use-recent-api-versions
resource tableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tableService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [for category in ['StorageRead', 'StorageWrite', 'StorageDelete']: {
      category: category
      enabled: category != 'StorageRead' || logTableReads
    }]
  }
}

// Only this preview has the categories of logs that are asked for here.
#disable-next-line use-recent-api-versions
resource queueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: queueService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [for category in ['StorageWrite', 'StorageDelete']: {
      category: category
      enabled: true
    }]
  }
}

@description('The account.')
output accountId string = account.id

@description('Its name.')
output accountName string = account.name

@description('The addresses of its services.')
output endpoints serviceEndpoints = {
  blob: account.properties.primaryEndpoints.blob
  queue: account.properties.primaryEndpoints.queue
  table: account.properties.primaryEndpoints.table
}

@description('The queue that events are brought to.')
output eventQueueName string = queueNames[0]

@description('The container of events that could not be delivered.')
output deadLetterContainerName string = deadLetters.name
