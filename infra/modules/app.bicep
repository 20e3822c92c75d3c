// The application in one region: a Flex Consumption plan, and the site with every setting that the code reads.

import { roleIds } from '../roles.bicep'
import { identity, scaleSettings, serviceEndpoints, tagValues } from '../types.bicep'

@description('What makes the names of this environment and region unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('Whether another region works, and this one only waits: its functions then do not run.')
param standby bool

@description('Whether it is to stay stopped.')
param stopped bool

@description('How large it is and may become.')
param scale scaleSettings

@description('Reads and writes the data, and signs.')
param app identity

@description('Sends text messages.')
param sender identity

@description('Wraps and unwraps the keys of dockets.')
param dockets identity

@description('Brings and reads the package.')
param deployment identity

@description('The principal that publishes the code from GitHub; empty where nobody does.')
param publisherPrincipalId string

@description('The container of the package.')
param packageContainerUri string

@description('The addresses of the host\'s account.')
param hostEndpoints serviceEndpoints

@description('The addresses of the data account.')
param dataEndpoints serviceEndpoints

@description('The address of the journals\' archive.')
param journalEndpoint string

@description('The subnet to speak from; empty for the open network.')
param subnetId string

@description('Where telemetry is sent.')
param telemetryConnectionString string

@description('The vault\'s address.')
param vaultUri string

@description('The key that signs cards.')
param cardKeyName string

@description('The key that signs status lists and verifier packs.')
param listKeyName string

@description('The key that wraps the keys of dockets.')
param docketKeyName string

@description('The throwaway anchor in the vault; empty where there is one of a ceremony.')
param anchorKeyName string

@description('The public key of the anchor of a ceremony, the Base64 between the lines of its PEM file; empty where the vault keeps a throwaway one.')
param anchorPublicKey string

@description('What the anchor signed at its ceremonies, separated by commas.')
param anchorEndorsements string

@description('Whom to tell of a weakness, a mailto: or https: address.')
param securityContact string

@description('Where the one secret is.')
param lookupSecretUri string

@description('The sites whose cards have a key of their own.')
param sitesWithKeys string[]

@description('The address of the provider of text messages.')
param smsEndpoint string

@description('The numbers to text from, as number=messages a minute, separated by commas.')
param smsSenders string

@description('What stands at the head of a text.')
param smsBrand string

@description('The phone number for help in texts.')
param smsContact string

@description('When the help line is answered and in which languages; empty to say nothing.')
param smsContactHours string

@description('The hours in which texts leave.')
param smsHours string

@description('The hours of news of a date that is near.')
param smsUrgentHours string

@description('The hours of news of a date that is near and early.')
param smsEarlyHours string

@description('The issuer that every credential names.')
@maxLength(28)
param issuer string

@description('The portal\'s address on the back of the cards.')
@maxLength(60)
param portalUrl string

@description('How to report a lost card, on its back.')
@minLength(1)
@maxLength(60)
param lossContact string

@description('Days for which a card holds.')
@minValue(1)
@maxValue(3660)
param cardValidityDays int

@description('The status lists that cards take their entries from. One may be added, never removed.')
param statusLists string[]

@description('The Entra tenant whose tokens are believed.')
@minLength(36)
@maxLength(36)
param tenantId string

@description('The app registration that tokens are for.')
@minLength(36)
@maxLength(36)
param entraClientId string

@description('The functions that do not run although the site does.')
param disabledFunctions string[]

@description('The Azure Front Door through which every request has to come; empty for none.')
param frontDoorId string

@description('The networks of other gateways through which every request has to come.')
param gatewayNetworks string[]

@description('Sign-in codes texted in an hour, to all people together.')
@minValue(16)
@maxValue(1000000)
param signInTextsPerHour int

@description('Milliseconds at whose multiples sign-ins are answered.')
@minValue(0)
@maxValue(5000)
param signInAnswerAfterMilliseconds int

@description('How often an officer may search for people in an hour.')
@minValue(1)
@maxValue(1000)
param searchesPerHour int

// The platform writes the points of a setting's name as its processes can read them; this is the spelling of portal and guide.
var switches = toObject(disabledFunctions, name => 'AzureWebJobs.${name}.Disabled', name => 'true')

// Where there is a gateway the platform turns away who goes around it; the application does so once more. The site of deployments
// has a door of its own.
var throughFrontDoor = empty(frontDoorId) ? [] : [
  {
    name: 'front-door'
    priority: 100
    action: 'Allow'
    tag: 'ServiceTag'
    ipAddress: 'AzureFrontDoor.Backend'
    headers: {
      'x-azure-fdid': [frontDoorId]
    }
  }
]
var throughGateways = map(range(0, length(gatewayNetworks)), i => {
  name: 'gateway-${i}'
  priority: 200 + i
  action: 'Allow'
  ipAddress: contains(gatewayNetworks[i], '/') ? gatewayNetworks[i] : contains(gatewayNetworks[i], ':') ? '${gatewayNetworks[i]}/128' : '${gatewayNetworks[i]}/32'
})
var doors = concat(throughFrontDoor, throughGateways)
var authority = '${environment().authentication.loginEndpoint}${tenantId}/v2.0'

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: scale.zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: 'func-${token}'
  location: location
  // azd finds the service by its tag; what waits in another region is published to by its runbook.
  tags: union(tags, standby ? {} : { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${app.id}': {}
      '${sender.id}': {}
      '${dockets.id}': {}
      '${deployment.id}': {}
    }
  }
  properties: {
    enabled: !standby && !stopped
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: app.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: deployment.id
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.instanceMemoryMB
        maximumInstanceCount: scale.maximumInstances
        alwaysReady: (standby || scale.alwaysReadyHttp == 0) ? [] : [
          {
            name: 'http'
            instanceCount: scale.alwaysReadyHttp
          }
        ]
        triggers: {
          http: {
            perInstanceConcurrency: scale.httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ipSecurityRestrictions: doors
      ipSecurityRestrictionsDefaultAction: empty(doors) ? 'Allow' : 'Deny'
      scmIpSecurityRestrictionsUseMain: false
    }
  }
}

// Nobody publishes or looks in with a password.
resource ftpPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'scm'
  properties: {
    allow: false
  }
}

resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: site
  name: 'appsettings'
  properties: union(switches, {
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${app.clientId};Authorization=AAD'
    APPLICATIONINSIGHTS_CONNECTION_STRING: telemetryConnectionString
    AzureWebJobsDisableHomepage: 'true'
    AzureWebJobsStorage__blobServiceUri: hostEndpoints.blob
    AzureWebJobsStorage__clientId: app.clientId
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__queueServiceUri: hostEndpoints.queue
    AzureWebJobsStorage__tableServiceUri: hostEndpoints.table
    SmsEvents__clientId: app.clientId
    SmsEvents__credential: 'managedidentity'
    SmsEvents__queueServiceUri: dataEndpoints.queue
    SecureDocket__Access__Audience: entraClientId
    SecureDocket__Access__ClientId: entraClientId
    SecureDocket__Access__Issuer: authority
    SecureDocket__Access__MetadataAddress: '${authority}/.well-known/openid-configuration'
    SecureDocket__Access__Scope: 'openid offline_access api://${entraClientId}/access'
    SecureDocket__Anchor__Endorsements: anchorEndorsements
    SecureDocket__Anchor__PublicKey: anchorPublicKey
    SecureDocket__Cards__Issuer: issuer
    SecureDocket__Cards__LossContact: lossContact
    SecureDocket__Cards__PortalUrl: portalUrl
    SecureDocket__Cards__StatusLists: join(statusLists, ',')
    SecureDocket__Cards__ValidityDays: string(cardValidityDays)
    SecureDocket__Gateway__FrontDoorId: frontDoorId
    SecureDocket__Gateway__Proxies: join(gatewayNetworks, ',')
    SecureDocket__Identity__ClientId: app.clientId
    SecureDocket__LookupSecret: '@Microsoft.KeyVault(SecretUri=${lookupSecretUri})'
    SecureDocket__Searches__PerHour: string(searchesPerHour)
    SecureDocket__SecurityContact: securityContact
    SecureDocket__SignIn__AnswerAfterMilliseconds: string(signInAnswerAfterMilliseconds)
    SecureDocket__SignIn__TextsPerHour: string(signInTextsPerHour)
    SecureDocket__Sms__Brand: smsBrand
    SecureDocket__Sms__ClientId: sender.clientId
    SecureDocket__Sms__Contact: smsContact
    SecureDocket__Sms__ContactHours: smsContactHours
    SecureDocket__Sms__EarlyHours: smsEarlyHours
    SecureDocket__Sms__Endpoint: smsEndpoint
    SecureDocket__Sms__Hours: smsHours
    SecureDocket__Sms__Senders: smsSenders
    SecureDocket__Sms__UrgentHours: smsUrgentHours
    SecureDocket__Storage__BlobEndpoint: dataEndpoints.blob
    SecureDocket__Storage__JournalEndpoint: journalEndpoint
    SecureDocket__Storage__TableEndpoint: dataEndpoints.table
    SecureDocket__Vault__AnchorKeyName: anchorKeyName
    SecureDocket__Vault__CardKeyName: cardKeyName
    SecureDocket__Vault__DocketKeyName: docketKeyName
    SecureDocket__Vault__DocketsClientId: dockets.clientId
    SecureDocket__Vault__ListKeyName: listKeyName
    SecureDocket__Vault__SitesWithKeys: join(sitesWithKeys, ',')
    SecureDocket__Vault__Uri: vaultUri
  })
}

resource publishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(publisherPrincipalId)) {
  scope: site
  name: guid(site.id, publisherPrincipalId, roleIds.websiteContributor)
  properties: {
    description: 'The workflow publishes the code to this site, and has no right anywhere else.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.websiteContributor)
    principalId: publisherPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('The site\'s name.')
output siteName string = site.name

@description('Its id.')
output siteId string = site.id

@description('Its address.')
output address string = 'https://${site.properties.defaultHostName}'
