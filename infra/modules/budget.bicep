// What the environment may cost in a month, and who is told before it does. A budget stops nothing.

import { alertSettings } from '../types.bicep'

@description('What it may cost.')
param alerts alertSettings

@description('The first day of the month in which the budget was made. Azure takes no other day, and keeps the one it was given.')
param start string

@description('Who is told, separated by commas.')
@minLength(3)
param alertEmail string

@description('Who is told of every other alert.')
param actionGroupId string

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: 'alert-budget'
  properties: {
    category: 'Cost'
    amount: alerts.monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: start
    }
    notifications: {
      mostIsSpent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: map(split(alertEmail, ','), address => trim(address))
        contactGroups: [actionGroupId]
      }
      allWillBeSpent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: map(split(alertEmail, ','), address => trim(address))
        contactGroups: [actionGroupId]
      }
    }
  }
}
