// What wakes somebody, from the application's own telemetry. Each rule's query gives one row for each thing that is wrong, so that
// no row is the good case for all of them. A rule's page, docs/operations/alerts/<name>.md, says what to do.

import { alertSettings, tagValues } from '../types.bicep'

@description('The region.')
param location string

@description('Tags of every resource.')
param tags tagValues

@description('What is unusual.')
param alerts alertSettings

@description('The workspace with the telemetry.')
param workspaceId string

@description('Who is told.')
param actionGroupId string

@description('The data account.')
param dataAccountId string

@description('The topic of the text messages\' events.')
param eventTopicId string

@description('Where the pages are.')
param runbooks string

// The functions that run by the clock, and after how long a run is missed: longer than the longest pause of the schedule that the
// attribute names. ReplanReminders rests from 09:50 to 06:00.
var timers = [
  { function: 'ArchiveJournal', lateAfter: '3h' }
  { function: 'CompareStatusLists', lateAfter: '26h' }
  { function: 'ContinueApprovals', lateAfter: '10m' }
  { function: 'CopyDocketKeys', lateAfter: '3h' }
  { function: 'DropOldQuarantine', lateAfter: '26h' }
  { function: 'DropOldRequests', lateAfter: '26h' }
  { function: 'DropOldSignIns', lateAfter: '26h' }
  { function: 'ExpireCards', lateAfter: '3h' }
  { function: 'MarkMissedCheckIns', lateAfter: '1h' }
  { function: 'PublishStatusLists', lateAfter: '10m' }
  { function: 'ReplanReminders', lateAfter: '21h' }
  { function: 'ReportRetention', lateAfter: '26h' }
  { function: 'RewrapDocketKeys', lateAfter: '26h' }
  { function: 'SendDueReminders', lateAfter: '10m' }
  { function: 'SettleUnansweredReminders', lateAfter: '1h' }
  { function: 'TellClosures', lateAfter: '10m' }
]

var rules = [
  {
    name: 'timer-late'
    says: 'A function that runs by the clock has not succeeded for longer than its schedule allows, or readiness says so.'
    severity: 1
    window: 'P2D'
    every: 'PT15M'
    query: '''
let runs = AppMetrics | where Name == "securedocket.timers.runs";
let since = toscalar(runs | summarize min(TimeGenerated));
let late = datatable(Function: string, LateAfter: timespan) [{timers}]
| join kind=leftouter (runs | where tostring(Properties.outcome) == "ok" | summarize Last = max(TimeGenerated) by Function = tostring(Properties.function)) on Function
| where since < ago(LateAfter) and (isnull(Last) or Last < ago(LateAfter))
| project Function;
let said = AppTraces | where TimeGenerated > ago(15m) and tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 60 | project Function = tostring(Properties.Function);
union late, said | distinct Function
'''
  }
  {
    name: 'status-lists-late'
    says: 'No status list was published for ten minutes: verifiers work with a status that grows old.'
    severity: 1
    window: 'PT10M'
    every: 'PT5M'
    query: '''
AppMetrics
| where Name == "securedocket.timers.runs" and tostring(Properties.function) == "PublishStatusLists" and tostring(Properties.outcome) == "ok"
| summarize Runs = sum(Sum)
| where coalesce(Runs, 0.0) == 0
'''
  }
  {
    name: 'reminders-late'
    says: 'A reminder was sent more than a quarter of an hour after it was due, or news of a date that is weeks away more than six hours.'
    severity: 2
    window: 'PT30M'
    every: 'PT15M'
    query: '''
AppMetrics
| where Name == "securedocket.reminders.lateness" and Max > iff(tostring(Properties["urgency"]) == "later", 21600.0, 900.0)
'''
  }
  {
    name: 'hearings-quarantined'
    says: 'Hearings were put aside: a feed said unusually much about one person, or another court has to agree to a move.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 26
'''
  }
  {
    name: 'reminders-crowded'
    says: 'Dockets have more reminders due than a run takes of one: a feed writes more about somebody than it should.'
    severity: 3
    window: 'PT15M'
    every: 'PT5M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 66
'''
  }
  {
    name: 'reminders-unknown'
    says: 'More than one percent of the reminders, and more than twenty, have an outcome that nobody can say.'
    severity: 2
    window: 'PT6H'
    every: 'PT30M'
    query: '''
AppMetrics
| where Name == "securedocket.reminders"
| summarize Unknown = sumif(Sum, tostring(Properties.state) == "unknown"), Accepted = sumif(Sum, tostring(Properties.state) == "accepted")
| where Unknown > 20 and Unknown * 100 > Accepted
'''
  }
  {
    name: 'sms-sender-blocked'
    says: 'The provider or a carrier blocks what we send: every text fails until the sender is put right.'
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 32
'''
  }
  {
    name: 'sms-events-behind'
    says: 'Receipts and answers are handled more than ten minutes after they happened: a STOP may wait.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    query: '''
union
  (AppMetrics | where Name == "securedocket.sms.events.lag" and Max > 600 | project TimeGenerated),
  (AppTraces | where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 62 | project TimeGenerated)
'''
  }
  {
    name: 'sms-events-silent'
    says: 'Reminders were accepted, and for three hours no receipt and no answer came: a STOP may never arrive.'
    severity: 2
    window: 'PT3H'
    every: 'PT30M'
    query: '''
let accepted = toscalar(AppMetrics | where Name == "securedocket.reminders" and tostring(Properties.state) == "accepted" and TimeGenerated < ago(1h) | summarize sum(Sum));
let events = toscalar(AppMetrics | where Name == "securedocket.sms.events.lag" | summarize sum(ItemCount));
print Accepted = coalesce(accepted, 0.0), Events = coalesce(events, 0)
| where Accepted >= 10 and Events == 0
'''
  }
  {
    name: 'sms-events-put-aside'
    says: 'An event of a text message could not be read and was put aside.'
    severity: 3
    window: 'PT1H'
    every: 'PT30M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 30
'''
  }
  {
    name: 'sign-in-texts-failing'
    says: 'More than ten sign-in codes were not texted in a quarter of an hour.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    query: '''
union AppTraces, AppExceptions
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) in (50, 51)
| summarize Failed = count()
| where Failed > 10
'''
  }
  {
    name: 'key-expiring'
    says: 'A signing key will sign no more before long, and no newer one is there.'
    severity: 2
    window: 'PT6H'
    every: 'PT1H'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 61
'''
  }
  {
    name: 'key-changed'
    says: 'Somebody changed, copied or deleted a key of the vault, which no part of the system does.'
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
    query: '''
AzureDiagnostics
| where ResourceProvider == "MICROSOFT.KEYVAULT" and OperationName in ("KeyBackup", "KeyDelete", "KeyImport", "KeyPurge", "KeyRestore", "KeyUpdate")
'''
  }
  {
    name: 'signing-slow'
    says: 'A signature takes more than a second on average.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    query: '''
AppMetrics
| where Name == "securedocket.signatures.duration"
| summarize Seconds = sum(Sum), Signatures = sum(ItemCount) by Use = tostring(Properties.use)
| where Signatures >= 5 and Seconds > Signatures
'''
  }
  {
    name: 'verifications-failing'
    says: 'More than two percent of the verifications fail, or more than five percent end undetermined.'
    severity: 1
    window: 'PT10M'
    every: 'PT5M'
    query: '''
let failing = AppRequests
| where Url has "/api/v1/verifications"
| summarize All = sum(ItemCount), Bad = sumif(ItemCount, ResultCode startswith "5")
| where All >= 20 and Bad * 50 > All
| project What = "failed";
let undetermined = AppMetrics
| where Name == "securedocket.verdicts"
| summarize All = sum(Sum), Bad = sumif(Sum, tostring(Properties.verdict) == "undetermined")
| where All >= 20 and Bad * 20 > All
| project What = "undetermined";
union failing, undetermined
'''
  }
  {
    name: 'functions-failing'
    says: 'Functions end with an error that nobody foresaw: a defect, or something that has changed around us.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    query: '''
let ours = union AppTraces, AppExceptions
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) in (3, 70)
| project Function = tostring(Properties.Function);
let queues = AppExceptions
| where tostring(Properties.EventName) == "InvocationError" and tostring(Properties.functionName) in ("RecordSmsEvent", "RecordPoisonedSmsEvent")
| project Function = tostring(Properties.functionName);
union ours, queues
| summarize Failed = count() by Function
| where Failed >= 3
'''
  }
  {
    name: 'cards-issued-unusually'
    says: 'More cards were issued in an hour than the sites together should need.'
    severity: 1
    window: 'PT1H'
    every: 'PT15M'
    query: '''
AppMetrics
| where Name == "securedocket.cards.issued"
| summarize Cards = sum(Sum)
| where Cards > {cardsPerHour}
'''
  }
  {
    name: 'revocations-unusual'
    says: 'One person revokes more cards in a day than the work explains.'
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 85
'''
  }
  {
    name: 'dockets-opened-unusually'
    says: 'One person opens more people\'s dockets in an hour than the work explains.'
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 86
'''
  }
  {
    name: 'searches-missing'
    says: 'One person searches unusually often for people who are not there.'
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 87
'''
  }
  {
    name: 'status-list-differs'
    says: 'A published status list said something else than the dockets, and was built anew.'
    severity: 1
    window: 'PT1H'
    every: 'PT15M'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 11
'''
  }
  {
    name: 'records-refused'
    says: 'Something stored about a person was refused: it was changed, moved or put back, or its key is gone.'
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
    query: '''
AppMetrics
| where Name == "securedocket.records.refused"
| summarize Refused = sum(Sum)
| where Refused > 0
'''
  }
  {
    name: 'journal-archive-late'
    says: 'No pass of the journal\'s archive was through for six hours: what is lost with the tables now has no copy.'
    severity: 2
    window: 'PT6H'
    every: 'PT1H'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 90
| summarize Passes = count()
| where Passes == 0
'''
  }
  {
    name: 'partner-over-limit'
    says: 'Partners were refused more than a hundred times in a quarter of an hour.'
    severity: 3
    window: 'PT15M'
    every: 'PT15M'
    query: '''
AppMetrics
| where Name == "securedocket.partners.refused"
| summarize Refused = sum(Sum) by Code = tostring(Properties.code)
| where Refused > 100
'''
  }
  {
    name: 'partner-guessing'
    says: 'A partner asked more often than a day allows what name or birth date matches one card.'
    severity: 3
    window: 'PT1H'
    every: 'PT1H'
    query: '''
AppMetrics
| where Name == "securedocket.partners.refused" and tostring(Properties.code) == "match-limit"
| summarize Refused = sum(Sum)
| where Refused > 0
'''
  }
  {
    name: 'site-quota-near'
    says: 'A site has used most of the cards that it may issue.'
    severity: 3
    window: 'PT6H'
    every: 'PT1H'
    query: '''
AppTraces
| where tostring(Properties.CategoryName) startswith "SecureDocket." and toint(Properties.EventId) == 63
'''
  }
  {
    name: 'host-start-timeouts'
    says: 'The Functions host waited in vain for the worker: calls fail before our code sees them.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    query: '''
union
  (AppTraces | where Message has "Timed out waiting for the function start call" | project TimeGenerated),
  (AppExceptions | where OuterMessage has "Timed out waiting for the function start call" | project TimeGenerated)
'''
  }
]

var timerRows = join(map(timers, timer => '"${timer.function}", ${timer.lateAfter}'), ', ')

// In a new workspace the tables come with the first rows: the queries are not tried when the rules are made.
resource queries 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [for rule in rules: {
  name: 'alert-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.name
    description: '${rule.says} ${runbooks}/${rule.name}.md'
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: rule.every
    windowSize: rule.window
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: replace(replace(rule.query, '{timers}', timerRows), '{cardsPerHour}', string(alerts.cardsPerHour))
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [actionGroupId]
    }
  }
}]

// An event that never arrives is in no telemetry of ours; the topic counts what it could not bring.
var undelivered = [
  {
    name: 'sms-events-undelivered'
    says: 'Event Grid could not bring more than ten events of text messages within a quarter of an hour, and tries again for a day.'
    metric: 'DeliveryAttemptFailCount'
    moreThan: 10
  }
  {
    name: 'sms-events-dead'
    says: 'Event Grid gave up bringing an event of a text message: a STOP may be among the dead letters.'
    metric: 'DeadLetteredCount'
    moreThan: 0
  }
]

resource eventFaults 'Microsoft.Insights/metricAlerts@2026-01-01' = [for fault in undelivered: {
  name: 'alert-${fault.name}'
  location: 'global'
  tags: tags
  properties: {
    description: '${fault.says} ${runbooks}/${fault.name}.md'
    severity: 2
    enabled: true
    scopes: [eventTopicId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'undelivered'
          metricNamespace: 'Microsoft.EventGrid/systemTopics'
          metricName: fault.metric
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: fault.moreThan
        }
      ]
    }
    actions: [
      {
        actionGroupId: actionGroupId
      }
    ]
  }
}]

// The account's own count knows of requests that never reached our telemetry. Each kind of fault is counted by itself.
resource storageFaults 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-storage-faults'
  location: 'global'
  tags: tags
  properties: {
    description: 'The data account answers more than fifty requests in five minutes with one kind of fault. ${runbooks}/storage-faults.md'
    severity: 1
    enabled: true
    scopes: [dataAccountId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'faults'
          metricNamespace: 'Microsoft.Storage/storageAccounts'
          metricName: 'Transactions'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 50
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: [
                'AuthorizationError'
                'ClientAccountBandwidthThrottlingError'
                'ClientAccountRequestThrottlingError'
                'ClientThrottlingError'
                'NetworkError'
                'ServerBusyError'
                'ServerOtherError'
                'ServerTimeoutError'
              ]
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: actionGroupId
      }
    ]
  }
}
