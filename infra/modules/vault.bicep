// The vault: keys that sign, the key under which every docket is encrypted in the end, and the one secret. Nothing in it was ever anywhere else.

import { roleIds } from '../roles.bicep'
import { tagValues, vaultSettings } from '../types.bicep'

@description('What makes the names of this environment unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('How it keeps its keys.')
param vault vaultSettings

@description('Whether it is reached through a private endpoint only.')
param private bool

@description('Whether it keeps a throwaway anchor. Never where cards are real: whoever held the vault would hold the root of trust.')
param throwawayAnchor bool

@description('The sites whose cards have a key of their own.')
param sitesWithKeys string[]

@description('The principal that signs and reads the secret.')
param appPrincipalId string

@description('The principal that wraps and unwraps the keys of dockets.')
param docketsPrincipalId string

@description('Where its logs go.')
param workspaceId string

@description('When the first version of a key that is made now signs no more, in seconds since 1970.')
param firstVersionsExpire int = dateTimeToEpoch(dateTimeAdd(utcNow(), 'P2Y'))

// The names are the code's: VaultSigningKeys and VaultShardKeys ask for these, and a site's key is named after the site in lower case.
var cardKeyName = 'card-signing'
var listKeyName = 'list-signing'
var anchorName = 'anchor'
var docketKeyName = 'docket-shards'
var keyNames = concat([cardKeyName, listKeyName], map(sitesWithKeys, site => '${cardKeyName}-${toLower(site)}'))

resource keyVault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: 'kv-${token}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: vault.sku
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: vault.softDeleteDays
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: 'Enabled'
    // Denied by default is closed to every public address. The control plane, by which keys and the secret are made, is no address.
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: private ? 'Deny' : 'Allow'
    }
  }
}

// A key that exists is left as it is. The vault itself makes a new version after a year; the old one signs nothing after two, and
// its public part stays published for as long as a card that it signed may be shown.
resource keys 'Microsoft.KeyVault/vaults/keys@2026-05-15' = [for name in keyNames: {
  parent: keyVault
  name: name
  tags: tags
  properties: {
    kty: vault.sku == 'premium' ? 'EC-HSM' : 'EC'
    curveName: 'P-256'
    keyOps: ['sign', 'verify']
    attributes: {
      enabled: true
      // The policy's time is for the versions that a rotation makes; the first one has only what it is given here.
      exp: firstVersionsExpire
    }
    rotationPolicy: {
      attributes: {
        expiryTime: 'P2Y'
      }
      lifetimeActions: [
        {
          trigger: {
            timeAfterCreate: 'P1Y'
          }
          action: {
            type: 'rotate'
          }
        }
        {
          trigger: {
            timeBeforeExpiry: 'P60D'
          }
          action: {
            type: 'notify'
          }
        }
      ]
    }
  }
}]

// It is never rotated: whoever pinned it would have to begin anew.
resource anchor 'Microsoft.KeyVault/vaults/keys@2026-05-15' = if (throwawayAnchor) {
  parent: keyVault
  name: anchorName
  tags: tags
  properties: {
    kty: vault.sku == 'premium' ? 'EC-HSM' : 'EC'
    curveName: 'P-256'
    keyOps: ['sign', 'verify']
    attributes: {
      enabled: true
    }
  }
}

// It wraps 256 other keys, which wrap the key of each docket. It never expires and rotates only when somebody says so: the 256
// are wrapped anew the night after, and without an old version that still wraps any of them its dockets are lost.
resource docketKey 'Microsoft.KeyVault/vaults/keys@2026-05-15' = {
  parent: keyVault
  name: docketKeyName
  tags: tags
  properties: {
    kty: vault.sku == 'premium' ? 'RSA-HSM' : 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    attributes: {
      enabled: true
    }
  }
}

// This role can do no more than that: read the public part, wrap and unwrap. Nobody else has a role on this key, so neither signing
// nor reading tables opens a docket.
resource unwraps 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: docketKey
  name: guid(docketKey.id, docketsPrincipalId, roleIds.keyVaultCryptoServiceEncryptionUser)
  properties: {
    description: 'The application, under the identity for this alone, wraps and unwraps the keys of dockets.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultCryptoServiceEncryptionUser)
    principalId: docketsPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource endorses 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (throwawayAnchor) {
  scope: anchor
  name: guid(anchor.id, appPrincipalId, roleIds.keyVaultCryptoUser)
  properties: {
    description: 'The application reads the throwaway anchor\'s public part and signs endorsements of other keys.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultCryptoUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// The role may also change a key's attributes and operations, and take a backup; the vault's log names who did.
resource signs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, i) in keyNames: {
  scope: keys[i]
  name: guid(keys[i].id, appPrincipalId, roleIds.keyVaultCryptoUser)
  properties: {
    description: 'The application lists the versions of this key, reads their public parts and signs.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultCryptoUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

// The secret is made after the vault, by the post-provision hook and once, so that there is no secret yet to give a role on. The
// vault holds no other one.
resource readsSecret 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyVault
  name: guid(keyVault.id, appPrincipalId, roleIds.keyVaultSecretsUser)
  properties: {
    description: 'The platform resolves the application\'s reference to lookup-secret, the only secret in this vault.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Only this preview has the categories of logs that are asked for here.
#disable-next-line use-recent-api-versions
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: keyVault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

@description('The vault.')
output vaultId string = keyVault.id

@description('Its name.')
output vaultName string = keyVault.name

@description('Its address.')
output uri string = keyVault.properties.vaultUri

@description('The key that signs cards.')
output cardKeyName string = cardKeyName

@description('The key that signs status lists and verifier packs.')
output listKeyName string = listKeyName

@description('The key that wraps the keys of dockets.')
output docketKeyName string = docketKeyName

@description('The throwaway anchor; empty where the anchor is kept offline.')
output anchorKeyName string = throwawayAnchor ? anchorName : ''

@description('Where the one secret is, without a version.')
output lookupSecretUri string = '${keyVault.properties.vaultUri}secrets/lookup-secret'
