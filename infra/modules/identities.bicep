// One identity a duty. What runs in the application can ask for the tokens of every identity that is attached to it, so a duty
// outside the application, publishing, has one that is not.

import { identity, tagValues } from '../types.bicep'

@description('What makes the names of this environment unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('The GitHub repository, as owner/name, whose workflow publishes the code; empty for none.')
param githubRepository string

@description('The GitHub environment whose approval the workflow has to have.')
@minLength(1)
param githubEnvironment string

var duties = ['app', 'sender', 'deployment', 'events', 'dockets']

resource identities 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = [for duty in duties: {
  name: 'id-${duty}-${token}'
  location: location
  tags: tags
}]

resource publisher 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (!empty(githubRepository)) {
  name: 'id-publisher-${token}'
  location: location
  tags: tags
}

// A workflow of that repository is believed, and only while it runs in that environment. There is no secret to keep or to lose.
resource github 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2024-11-30' = if (!empty(githubRepository)) {
  parent: publisher
  name: 'github'
  properties: {
    issuer: 'https://token.actions.githubusercontent.com'
    subject: 'repo:${githubRepository}:environment:${githubEnvironment}'
    audiences: ['api://AzureADTokenExchange']
  }
}

@description('Reads and writes the data, and signs with the vault\'s keys.')
output app identity = {
  id: identities[0].id
  clientId: identities[0].properties.clientId
  principalId: identities[0].properties.principalId
}

@description('Sends text messages, and nothing else.')
output sender identity = {
  id: identities[1].id
  clientId: identities[1].properties.clientId
  principalId: identities[1].properties.principalId
}

@description('Puts the application\'s package into its container and reads it there.')
output deployment identity = {
  id: identities[2].id
  clientId: identities[2].properties.clientId
  principalId: identities[2].properties.principalId
}

@description('Brings the events of text messages to their queue.')
output events identity = {
  id: identities[3].id
  clientId: identities[3].properties.clientId
  principalId: identities[3].properties.principalId
}

@description('Wraps and unwraps the keys under which dockets are encrypted, and nothing else.')
output dockets identity = {
  id: identities[4].id
  clientId: identities[4].properties.clientId
  principalId: identities[4].properties.principalId
}

@description('The principal that publishes the code from GitHub; empty where nobody does.')
output publisherPrincipalId string = empty(githubRepository) ? '' : publisher!.properties.principalId

@description('The client id for the workflow\'s sign-in; empty where there is none.')
output publisherClientId string = empty(githubRepository) ? '' : publisher!.properties.clientId
