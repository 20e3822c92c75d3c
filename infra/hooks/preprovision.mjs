// Before anything is made: is everything there that it takes, and has everything been decided?
import { readFileSync } from 'node:fs';
import { register } from './entra.mjs';
import { check, stage } from './settings.mjs';
import { Stop, eventually, json, keep, must, mustRest, needed, run, setting } from './tools.mjs';

const providers = [
  'Microsoft.App', 'Microsoft.Authorization', 'Microsoft.Communication', 'Microsoft.Consumption', 'Microsoft.EventGrid', 'Microsoft.Insights',
  'Microsoft.KeyVault', 'Microsoft.ManagedIdentity', 'Microsoft.Network', 'Microsoft.OperationalInsights', 'Microsoft.Storage', 'Microsoft.Web',
];

await run(async () => {
  checkVersions();
  const account = json('az', ['account', 'show']);
  const subscription = needed('AZURE_SUBSCRIPTION_ID');
  if (account.id !== subscription) {
    throw new Stop(`az is signed in to subscription ${account.id}, azd to ${subscription}: az account set --subscription ${subscription}`);
  }

  check(account.user?.name ?? '');
  checkRegions();
  await registerProviders(subscription);
  await register();
  if (setting('SECUREDOCKET_BUDGET_START') === '') keep('SECUREDOCKET_BUDGET_START', `${new Date().toISOString().slice(0, 7)}-01`);
  if (setting('SECUREDOCKET_SMS_SENDERS') === '') {
    console.log('There is no phone number yet, so nothing will be texted. How to get one, and how long it takes: docs/operations/deploy.md.');
  }
});

function checkVersions() {
  const found = {
    node: process.versions.node,
    dotnet: must('dotnet', ['--version']),
    az: json('az', ['version'])['azure-cli'],
  };
  const least = { node: [20, 0], dotnet: [10, 0], az: [2, 75] };
  const old = Object.entries(least).filter(([name, [major, minor]]) => {
    const [itsMajor, itsMinor] = found[name].split('.').map(Number);
    return itsMajor < major || (itsMajor === major && itsMinor < minor);
  });
  if (old.length > 0) throw new Stop(old.map(([name, least]) => `${name} is ${found[name]}; it must be ${least.join('.')} or later.`).join('\n'));
}

function checkRegions() {
  const settings = JSON.parse(readFileSync(new URL(`../environments/${stage()}.json`, import.meta.url), 'utf8'));
  const zones = settings.scale.zoneRedundant ? ['--zone-redundant'] : [];
  const plain = name => name.toLowerCase().replaceAll(' ', '');
  const offered = json('az', ['functionapp', 'list-flexconsumption-locations', ...zones]).map(region => plain(region.name));
  for (const region of [needed('AZURE_LOCATION'), setting('SECUREDOCKET_SECOND_LOCATION')].filter(name => name !== '')) {
    if (!offered.includes(plain(region))) {
      throw new Stop(`Flex Consumption${zones.length > 0 ? ' with zones' : ''} is not offered in ${region}. Regions: ${offered.join(', ')}`);
    }
  }
}

async function registerProviders(subscription) {
  const address = name => `https://management.azure.com/subscriptions/${subscription}/providers/${name}`;
  const state = name => mustRest('get', `${address(name)}?api-version=2021-04-01`).registrationState;
  const missing = providers.filter(name => state(name) !== 'Registered');
  for (const name of missing) mustRest('post', `${address(name)}/register?api-version=2021-04-01`);
  await eventually('Resource providers are not registered', { tries: 60, seconds: 10 }, () => {
    const waiting = missing.filter(name => state(name) !== 'Registered');
    if (waiting.length > 0) throw new Error(waiting.join(', '));
  });
}
