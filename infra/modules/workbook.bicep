// One page that shows how the system does: its instruments, its probes and its faults.

import { tagValues } from '../types.bicep'

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('The workspace with the telemetry.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'secure-docket')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Secure Docket'
    description: 'Cards, verdicts, reminders, signatures, storage and timers.'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspaceId
    serializedData: replace(loadTextContent('../workbook.json'), '{workspace}', workspaceId)
  }
}
