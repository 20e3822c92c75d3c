// The production stage with the least that an operator must decide. Read by the tests alone: azd fills in main.parameters.json.

using '../main.bicep'

param environmentName = 'production'
param location = 'eastus2'
param stage = 'production'
param entraClientId = '3a1f8c52-0d6e-4f0b-9a7e-5b3c2d1e0f98'
param alertEmail = 'ops@example.org,night@example.org'
param budgetStart = '2026-12-01'
