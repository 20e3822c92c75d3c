// Secure Docket Card: everything that it needs in Azure, from an empty subscription, in one pass.
//
// No key, password or connection string is in it or passes through it: every resource is reached by an identity, and the
// one secret is made by a hook inside the vault (docs/decisions/0015-identities-and-one-secret.md).

targetScope = 'subscription'

import { stageSettings } from 'types.bicep'

// azd asks for parameters without a value before the first hook has run. What the pre-provision hook writes down therefore stands
// as "unset" in the parameter file until it has; its length is one that Azure refuses, so that it can never be deployed.

@description('The name of the azd environment. With subscription and region it makes every name unique.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region, one with Flex Consumption.')
@minLength(1)
param location string

@description('Which of environments/<stage>.json decides size, copies, times and limits.')
@allowed(['dev', 'pilot', 'production'])
param stage string = 'dev'

@description('A region in which a copy of the application waits, stopped, for the runbook of a lost region; empty for none.')
param secondLocation string = ''

@description('The Entra app registration that tokens are for; the pre-provision hook makes it.')
@minLength(36)
@maxLength(36)
param entraClientId string

@description('The tenant whose tokens are believed.')
@minLength(36)
@maxLength(36)
param tenantId string = tenant().tenantId

@description('The issuer that every credential names, https and without a slash at its end. It never changes: cards in the field name it.')
@maxLength(28)
param issuer string = ''

@description('The public key of the anchor of a ceremony; dev may leave it out, and keeps a throwaway anchor in its vault.')
@maxLength(200)
param anchorPublicKey string = ''

@description('What the anchor signed at its ceremonies, separated by commas.')
param anchorEndorsements string = ''

@description('The portal\'s address in the QR code on the back of the cards; empty for the application\'s own.')
@maxLength(60)
param portalUrl string = ''

@description('How to report a lost card, printed on its back.')
@maxLength(60)
param lossContact string = ''

@description('Whom to tell of a weakness, a mailto: or https: address: /.well-known/security.txt.')
@maxLength(200)
param securityContact string = ''

@description('Days for which a card holds.')
@minValue(1)
@maxValue(3660)
param cardValidityDays int = 365

@description('The status lists that cards take their entries from, 1,048,576 each. One may be added, never removed.')
@minLength(1)
@maxLength(64)
param statusLists string[] = ['1', '2', '3', '4']

@description('Whether the journal\'s policy is locked for good. Set it after a first pass without; the post-provision hook then locks.')
param journalLocked bool = false

@description('The ids of the sites whose cards have a key of their own, separated by commas; empty for none.')
param sitesWithKeys string = ''

@description('The numbers to text from, as number=messages a minute, separated by commas; empty until one is bought.')
param smsSenders string = ''

@description('What stands at the head of a text, 12 characters at most.')
@minLength(1)
@maxLength(12)
param smsBrand string = 'SDC'

@description('The phone number for help in texts.')
param smsContact string = ''

@description('When the help line is answered and in which languages, e.g. Mon-Fri 08:00-20:00 America/New_York en+es; empty to say nothing.')
param smsContactHours string = ''

@description('The hours in which texts leave, in the local time of whoever gets them.')
param smsHours string = '09:00-20:00'

@description('The hours of news of which the usual hours would leave fewer than six hours to its date; they contain the usual ones.')
param smsUrgentHours string = '07:00-21:00'

@description('The same hours where the date begins before 10:00; they contain the urgent ones.')
param smsEarlyHours string = '06:00-21:00'

@description('Milliseconds at whose multiples sign-ins are answered.')
@minValue(0)
@maxValue(5000)
param signInAnswerAfterMilliseconds int = 600

@description('How often an officer may search for people in an hour.')
@minValue(1)
@maxValue(1000)
param searchesPerHour int = 60

@description('Who is told of alerts and costs, separated by commas.')
@minLength(6)
param alertEmail string

@description('The first day of the month in which the budget was made; the pre-provision hook writes it down once.')
@minLength(10)
@maxLength(10)
param budgetStart string

@description('What ends the data account\'s name: another value makes another, empty account beside the one that was, which is left as it is.')
@maxLength(4)
param dataAccountSuffix string = ''

@description('The id of the Azure Front Door through which every request has to come; empty for none.')
param frontDoorId string = ''

@description('The networks of other gateways through which every request has to come, as addresses or 203.0.113.0/24, separated by commas; empty for none.')
param gatewayNetworks string = ''

@description('Whether the site is to stay stopped, as while its tables are rebuilt.')
param stopped bool = false

@description('The functions that an operator has switched off, separated by commas; empty for none. Settings are replaced as a whole, so a switch that is to stay is named here.')
param disabledFunctions string = ''

@description('The GitHub repository, as owner/name, whose workflow may publish the code; empty for none.')
param githubRepository string = ''

@description('The GitHub environment whose approval that workflow has to have.')
param githubEnvironment string = stage

@description('Where the pages of the alerts are: a path in this repository, or the address at which it is read.')
param runbooks string = 'docs/operations/alerts'

var stages { *: stageSettings } = {
  dev: loadJsonContent('environments/dev.json')
  pilot: loadJsonContent('environments/pilot.json')
  production: loadJsonContent('environments/production.json')
}
var settings stageSettings = stages[stage]

var regions = empty(secondLocation) ? [location] : [location, secondLocation]
var tokens = map(regions, region => uniqueString(subscription().id, environmentName, region))
var tags = {
  'azd-env-name': environmentName
  'securedocket-stage': stage
}
var sites = empty(sitesWithKeys) ? [] : split(sitesWithKeys, ',')

// Invented values with which an environment starts before anybody has decided or bought anything. The pre-provision hook refuses
// them where cards are real; the number is one of those that are given to nobody, so that a text is refused and an alert says so.
var invented = {
  issuer: 'https://card.example'
  lossContact: '+1 800 555 0100'
  securityContact: 'mailto:security@card.example'
  smsContact: '+1 800 555 0100'
  smsSenders: '+18005550100=1'
}

// A group for each region, so that what waits in the second one has its own network and names, and can be removed by itself.
resource groups 'Microsoft.Resources/resourceGroups@2025-04-01' = [for (region, i) in regions: {
  name: i == 0 ? 'rg-${environmentName}' : 'rg-${environmentName}-standby'
  location: region
  tags: tags
}]

module identities 'modules/identities.bicep' = {
  scope: groups[0]
  params: {
    token: tokens[0]
    location: location
    tags: tags
    githubRepository: githubRepository
    githubEnvironment: githubEnvironment
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: groups[0]
  params: {
    token: tokens[0]
    location: location
    tags: tags
    logs: settings.logs
    alertEmail: alertEmail
    appPrincipalId: identities.outputs.app.principalId
  }
}

module data 'modules/data-storage.bicep' = {
  scope: groups[0]
  params: {
    token: tokens[0]
    suffix: dataAccountSuffix
    location: location
    tags: tags
    storage: settings.storage
    private: settings.privateNetwork
    appPrincipalId: identities.outputs.app.principalId
    eventsPrincipalId: identities.outputs.events.principalId
    logTableReads: settings.logs.tableReads
    workspaceId: monitoring.outputs.workspaceId
  }
}

module journal 'modules/journal-storage.bicep' = {
  scope: groups[0]
  params: {
    token: tokens[0]
    location: location
    tags: tags
    storage: settings.storage
    private: settings.privateNetwork
    journalLocked: journalLocked
    appPrincipalId: identities.outputs.app.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  scope: groups[0]
  params: {
    token: tokens[0]
    location: location
    tags: tags
    vault: settings.vault
    private: settings.privateNetwork
    throwawayAnchor: stage == 'dev' && empty(anchorPublicKey)
    sitesWithKeys: sites
    appPrincipalId: identities.outputs.app.principalId
    docketsPrincipalId: identities.outputs.dockets.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module messaging 'modules/messaging.bicep' = {
  scope: groups[0]
  params: {
    token: tokens[0]
    tags: tags
    dataAccountName: data.outputs.accountName
    eventQueueName: data.outputs.eventQueueName
    deadLetterContainerName: data.outputs.deadLetterContainerName
    events: identities.outputs.events
    senderPrincipalId: identities.outputs.sender.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module hosts 'modules/host-storage.bicep' = [for (region, i) in regions: {
  scope: groups[i]
  params: {
    token: tokens[i]
    location: region
    tags: tags
    redundancy: settings.storage.hostRedundancy
    private: settings.privateNetwork
    appPrincipalId: identities.outputs.app.principalId
    deploymentPrincipalId: identities.outputs.deployment.principalId
  }
}]

module networks 'modules/network.bicep' = [for (region, i) in regions: if (settings.privateNetwork) {
  scope: groups[i]
  params: {
    token: tokens[i]
    location: region
    tags: tags
    dataAccountId: data.outputs.accountId
    dataAccountSuffix: dataAccountSuffix
    journalAccountId: journal.outputs.accountId
    hostAccountId: hosts[i].outputs.accountId
    vaultId: vault.outputs.vaultId
    readsCopies: i > 0 && startsWith(settings.storage.dataRedundancy, 'Standard_RA')
  }
}]

module apps 'modules/app.bicep' = [for (region, i) in regions: {
  scope: groups[i]
  params: {
    token: tokens[i]
    location: region
    tags: tags
    standby: i > 0
    stopped: stopped
    scale: settings.scale
    app: identities.outputs.app
    sender: identities.outputs.sender
    dockets: identities.outputs.dockets
    deployment: identities.outputs.deployment
    publisherPrincipalId: identities.outputs.publisherPrincipalId
    packageContainerUri: hosts[i].outputs.packageContainerUri
    hostEndpoints: hosts[i].outputs.endpoints
    dataEndpoints: data.outputs.endpoints
    journalEndpoint: journal.outputs.blobEndpoint
    subnetId: settings.privateNetwork ? networks[i]!.outputs.appSubnetId : ''
    telemetryConnectionString: monitoring.outputs.connectionString
    vaultUri: vault.outputs.uri
    cardKeyName: vault.outputs.cardKeyName
    listKeyName: vault.outputs.listKeyName
    docketKeyName: vault.outputs.docketKeyName
    anchorKeyName: vault.outputs.anchorKeyName
    anchorPublicKey: anchorPublicKey
    anchorEndorsements: anchorEndorsements
    lookupSecretUri: vault.outputs.lookupSecretUri
    sitesWithKeys: sites
    smsEndpoint: messaging.outputs.endpoint
    smsSenders: empty(smsSenders) ? invented.smsSenders : smsSenders
    smsBrand: smsBrand
    smsEarlyHours: smsEarlyHours
    smsHours: smsHours
    smsUrgentHours: smsUrgentHours
    smsContact: empty(smsContact) ? invented.smsContact : smsContact
    smsContactHours: smsContactHours
    issuer: empty(issuer) ? invented.issuer : issuer
    portalUrl: empty(portalUrl) ? 'https://func-${tokens[0]}.azurewebsites.net/' : portalUrl
    securityContact: empty(securityContact) ? invented.securityContact : securityContact
    lossContact: empty(lossContact) ? invented.lossContact : lossContact
    cardValidityDays: cardValidityDays
    statusLists: statusLists
    tenantId: tenantId
    entraClientId: entraClientId
    disabledFunctions: empty(disabledFunctions) ? [] : split(disabledFunctions, ',')
    frontDoorId: frontDoorId
    gatewayNetworks: empty(gatewayNetworks) ? [] : split(gatewayNetworks, ',')
    signInTextsPerHour: settings.signInTextsPerHour
    signInAnswerAfterMilliseconds: signInAnswerAfterMilliseconds
    searchesPerHour: searchesPerHour
  }
}]

// Behind a gateway the site itself turns everybody away, probes too.
var gatewayed = !empty(frontDoorId) || !empty(gatewayNetworks)
var address = gatewayed && !empty(portalUrl) ? 'https://${split(portalUrl, '/')[2]}' : apps[0].outputs.address

module availability 'modules/availability.bicep' = {
  scope: groups[0]
  params: {
    token: tokens[0]
    location: location
    tags: tags
    address: address
    componentId: monitoring.outputs.componentId
    actionGroupId: monitoring.outputs.actionGroupId
    runbooks: runbooks
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: groups[0]
  params: {
    location: location
    tags: tags
    alerts: settings.alerts
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
    dataAccountId: data.outputs.accountId
    eventTopicId: messaging.outputs.topicId
    runbooks: runbooks
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: groups[0]
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module budget 'modules/budget.bicep' = {
  scope: groups[0]
  params: {
    alerts: settings.alerts
    start: budgetStart
    alertEmail: alertEmail
    actionGroupId: monitoring.outputs.actionGroupId
  }
}

// azd keeps these in the environment, where the hooks and the guide's commands find them. None is a secret.

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = groups[0].name

@description('The application\'s address.')
output SECUREDOCKET_ADDRESS string = address

@description('The portal\'s address on the back of the cards, to which officers\' pages belong too.')
output SECUREDOCKET_PORTAL_ADDRESS string = empty(portalUrl) ? apps[0].outputs.address : portalUrl

@description('The tenant in which the workflow signs in.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('The site\'s name, to which the workflow publishes.')
output SECUREDOCKET_APP string = apps[0].outputs.siteName

@description('The site.')
output SECUREDOCKET_SITE_ID string = apps[0].outputs.siteId

@description('The site that waits in the second region; empty for none.')
output SECUREDOCKET_STANDBY_SITE_ID string = empty(secondLocation) ? '' : apps[1].outputs.siteId

@description('The data account.')
output SECUREDOCKET_DATA_ACCOUNT_ID string = data.outputs.accountId

@description('The account of the journals\' archive.')
output SECUREDOCKET_JOURNAL_ACCOUNT_ID string = journal.outputs.accountId

@description('The vault.')
output SECUREDOCKET_VAULT_ID string = vault.outputs.vaultId

@description('The provider of text messages, where numbers are bought.')
output SECUREDOCKET_SMS_PROVIDER string = messaging.outputs.providerName

@description('The client id for the sign-in of a GitHub workflow; empty for none.')
output SECUREDOCKET_PUBLISHER_CLIENT_ID string = identities.outputs.publisherClientId
