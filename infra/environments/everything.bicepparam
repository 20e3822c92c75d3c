// Every option switched on. Read by the tests alone: azd fills in main.parameters.json.

using '../main.bicep'

param environmentName = 'whole'
param location = 'eastus2'
param stage = 'production'
param secondLocation = 'westus3'
param entraClientId = '3a1f8c52-0d6e-4f0b-9a7e-5b3c2d1e0f98'
param anchorPublicKey = 'MFkw'
param anchorEndorsements = '0oRY'
param issuer = 'https://card.example.org'
param portalUrl = 'https://portal.example.org/'
param securityContact = 'mailto:security@card.example.org'
param lossContact = '+1 800 555 0199'
param sitesWithKeys = 'ATL,NYC'
param smsSenders = '+18005550199=60'
param smsBrand = 'SDC'
param smsContact = '+1 800 555 0199'
param alertEmail = 'ops@example.org,night@example.org'
param budgetStart = '2026-12-01'
param githubRepository = 'owner/name'
param frontDoorId = ''
param gatewayNetworks = '203.0.113.0/28,2001:db8:77::1'
param stopped = false
param dataAccountSuffix = ''
param disabledFunctions = 'SendDueReminders'
param journalLocked = true
