// What a stage decides. The values are in environments/<stage>.json; main.bicep holds all of them to these types,
// whichever stage is deployed.

@export()
@description('How large the application is and may become.')
@sealed()
type scaleSettings = {
  @description('Memory of an instance. 2,048 MB come with one core; a PIN hash takes a tenth of a second of it.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Instances that always wait for HTTP calls. A zone-redundant plan needs two or more.')
  @minValue(0)
  @maxValue(20)
  alwaysReadyHttp: int

  @description('The most instances of any one scale group. Flex Consumption takes 40 to 1,000.')
  @minValue(40)
  @maxValue(1000)
  maximumInstances: int

  @description('HTTP calls that one instance serves at a time.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int

  @description('Whether the plan spreads its instances over the zones of the region.')
  zoneRedundant: bool
}

@export()
@description('How storage keeps what it is given.')
@sealed()
type storageSettings = {
  @description('Copies of the data account and of the journal\'s. ZRS outlives a zone; RAGZRS a region, and can be read in the other one.')
  dataRedundancy: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' | 'Standard_RAGZRS'

  @description('Copies of the host account: locks and packages, nothing that a deployment does not bring back.')
  hostRedundancy: 'Standard_LRS' | 'Standard_ZRS'

  @description('Days in which a deleted blob, container or version can be had back.')
  @minValue(1)
  @maxValue(365)
  softDeleteDays: int

  @description('Days in which no archived journal blob can be changed or deleted. Once locked it can be raised, never lowered.')
  @minValue(1)
  @maxValue(146000)
  journalRetentionDays: int
}

@export()
@description('How the vault keeps its keys.')
@sealed()
type vaultSettings = {
  @description('Premium vaults hold keys in an HSM, standard ones in software.')
  sku: 'standard' | 'premium'

  @description('Days in which a deleted vault, key or secret can be had back, and its name is taken. Fixed when the vault is made.')
  @minValue(7)
  @maxValue(90)
  softDeleteDays: int
}

@export()
@description('How much is logged, and for how long.')
@sealed()
type logSettings = {
  @description('Days in which logs and metrics can be queried.')
  @minValue(30)
  @maxValue(730)
  retentionDays: int

  @description('Gigabytes a day beyond which nothing is taken in; -1 for no cap. A cap blinds the alerts too.')
  @minValue(-1)
  dailyCapGb: int

  @description('Whether each read of a table is logged too. Each verification reads one, so this is most of the log.')
  tableReads: bool
}

@export()
@description('What is unusual, and what it may cost.')
@sealed()
type alertSettings = {
  @description('Cards issued in an hour, at all sites, beyond which somebody should look.')
  @minValue(1)
  cardsPerHour: int

  @description('Dollars a month. The first notice comes at 80 percent, the second when the forecast passes it.')
  @minValue(1)
  monthlyBudget: int
}

@export()
@description('All that a stage decides.')
@sealed()
type stageSettings = {
  @description('Whether storage and vault are reached through private endpoints in a virtual network only.')
  privateNetwork: bool

  @description('Sign-in codes texted in an hour, to all people together.')
  @minValue(16)
  @maxValue(1000000)
  signInTextsPerHour: int

  @description('How large the application is and may become.')
  scale: scaleSettings

  @description('How storage keeps what it is given.')
  storage: storageSettings

  @description('How the vault keeps its keys.')
  vault: vaultSettings

  @description('How much is logged, and for how long.')
  logs: logSettings

  @description('What is unusual, and what it may cost.')
  alerts: alertSettings
}

@export()
@description('What every resource is marked with, by name.')
type tagValues = {
  *: string
}

@export()
@description('The addresses of the services of a storage account that are spoken to.')
@sealed()
type serviceEndpoints = {
  @description('Of blobs.')
  blob: string

  @description('Of queues.')
  queue: string

  @description('Of tables.')
  table: string
}

@export()
@description('A user-assigned identity, as the resources that use it need it.')
@sealed()
type identity = {
  @description('Its resource id.')
  id: string

  @description('The id by which code asks for its tokens.')
  clientId: string

  @description('The id by which roles are given to it.')
  principalId: string
}
