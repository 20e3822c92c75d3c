// Where logs, metrics and traces go, and who is told. Ingestion takes Entra tokens only.

import { roleIds } from '../roles.bicep'
import { logSettings, tagValues } from '../types.bicep'

@description('What makes the names of this environment unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('How much is kept, and for how long.')
param logs logSettings

@description('Who is told of alerts, separated by commas.')
@minLength(3)
param alertEmail string

@description('The principal that the application sends its telemetry as.')
param appPrincipalId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logs.retentionDays
    workspaceCapping: {
      dailyQuotaGb: logs.dailyCapGb
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    // A caller's address is personal data: it stays masked.
    DisableIpMasking: false
  }
}

resource publishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: component
  name: guid(component.id, appPrincipalId, roleIds.monitoringMetricsPublisher)
  properties: {
    description: 'The application and its host send telemetry.'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.monitoringMetricsPublisher)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'SecDocket'
    enabled: true
    emailReceivers: [for (address, i) in split(alertEmail, ','): {
      name: 'operator-${i + 1}'
      emailAddress: trim(address)
      useCommonAlertSchema: true
    }]
  }
}

@description('The workspace that holds everything.')
output workspaceId string = workspace.id

@description('The Application Insights component.')
output componentId string = component.id

@description('Where telemetry is sent: addresses and the component\'s id. It opens nothing without a token.')
output connectionString string = component.properties.ConnectionString

@description('Who is told.')
output actionGroupId string = operators.id
