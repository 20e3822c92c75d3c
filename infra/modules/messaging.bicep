// Text messages: the provider, and the way of its events to the queue. No key is in use anywhere on it.

import { roleIds } from '../roles.bicep'
import { identity, tagValues } from '../types.bicep'

@description('What makes the names of this environment unique.')
@minLength(13)
@maxLength(13)
param token string

@description('Tags of every resource.')
param tags tagValues

@description('The geography in which the provider keeps messages at rest. Fixed when the resource is made.')
param dataLocation string = 'United States'

@description('The data account, which holds queue and dead letters.')
param dataAccountName string

@description('The queue that events are brought to.')
param eventQueueName string

@description('The container of events that could not be delivered.')
param deadLetterContainerName string

@description('Who brings events. Its roles are given where the queue and the container are.')
param events identity

@description('The principal that sends.')
param senderPrincipalId string

@description('Where its logs go.')
param workspaceId string

resource dataAccount 'Microsoft.Storage/storageAccounts@2026-06-01' existing = {
  name: dataAccountName
}

resource provider 'Microsoft.Communication/communicationServices@2026-03-18' = {
  name: 'acs-${token}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    disableLocalAuth: true
  }
}

// The only built-in role that may send. It may do more, but on this one resource, and no other code asks for the sender's tokens.
resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: provider
  name: guid(provider.id, senderPrincipalId, roleIds.communicationAndEmailServiceOwner)
  properties: {
    description: 'The sender texts.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.communicationAndEmailServiceOwner)
    principalId: senderPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'evgst-${token}'
  location: 'global'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${events.id}': {}
    }
  }
  properties: {
    source: provider.id
    topicType: 'Microsoft.Communication.CommunicationServices'
  }
}

// Receipts and answers, tried for a day; what could not be delivered by then is put aside and not lost.
resource smsEvents 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'sms-events'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    deliveryWithResourceIdentity: {
      identity: {
        type: 'UserAssigned'
        userAssignedIdentity: events.id
      }
      destination: {
        endpointType: 'StorageQueue'
        properties: {
          resourceId: dataAccount.id
          queueName: eventQueueName
          // A week, the longest that a queue keeps a message unless it is told to keep it for ever.
          queueMessageTimeToLiveInSeconds: 604800
        }
      }
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'UserAssigned'
        userAssignedIdentity: events.id
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: dataAccount.id
          blobContainerName: deadLetterContainerName
        }
      }
    }
    filter: {
      includedEventTypes: [
        'Microsoft.Communication.SMSDeliveryReportReceived'
        'Microsoft.Communication.SMSReceived'
      ]
    }
    retryPolicy: {
      eventTimeToLiveInMinutes: 1440
      maxDeliveryAttempts: 30
    }
  }
}

// Only this preview has the categories of logs that are asked for here.
#disable-next-line use-recent-api-versions
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: provider
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

@description('The provider, where its phone numbers are bought.')
output providerName string = provider.name

@description('The topic of its events.')
output topicId string = topic.id

@description('Its address.')
output endpoint string = 'https://${provider.properties.hostName}'
