// The two probes, called from outside by five places every five minutes. What runs inside cannot tell that it does not.

import { tagValues } from '../types.bicep'

@description('What makes the names of this environment unique.')
@minLength(13)
@maxLength(13)
param token string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('The application\'s address, without a slash at its end.')
param address string

@description('The Application Insights component that the results belong to.')
param componentId string

@description('Who is told.')
param actionGroupId string

@description('Where the pages are.')
param runbooks string

var places = [
  'us-ca-sjc-azr'
  'us-fl-mia-edge'
  'us-il-ch1-azr'
  'us-tx-sn1-azr'
  'us-va-ash-azr'
]

var probes = [
  {
    name: 'not-live'
    path: '/health/live'
    says: 'The application does not answer from outside.'
    severity: 0
  }
  {
    name: 'not-ready'
    path: '/health/ready'
    says: 'The application answers, and says that something it needs does not work.'
    severity: 1
  }
]

resource tests 'Microsoft.Insights/webtests@2022-06-15' = [for probe in probes: {
  name: 'probe-${probe.name}-${token}'
  location: location
  // The portal finds the component of a test by this tag.
  tags: union(tags, { 'hidden-link:${componentId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'probe-${probe.name}-${token}'
    Name: probe.name
    Description: probe.says
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [for place in places: {
      Id: place
    }]
    Request: {
      RequestUrl: '${address}${probe.path}'
      HttpVerb: 'GET'
      ParseDependentRequests: false
      FollowRedirects: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}]

// Three places of five: fewer are a fault on the way.
resource alerts 'Microsoft.Insights/metricAlerts@2026-01-01' = [for (probe, i) in probes: {
  name: 'alert-${probe.name}'
  location: 'global'
  tags: tags
  properties: {
    description: '${probe.says} ${runbooks}/${probe.name}.md'
    severity: probe.severity
    enabled: true
    scopes: [tests[i].id, componentId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: tests[i].id
      componentId: componentId
      failedLocationCount: 3
    }
    actions: [
      {
        actionGroupId: actionGroupId
      }
    ]
  }
}]
